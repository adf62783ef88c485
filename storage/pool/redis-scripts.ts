/**
 * What the pool asks of Redis, each one step there. An answer and its lease have one hash tag, so a cluster keeps them
 * together. The lease's value is its holder's token: whoever lost the lease stores nothing, renews nothing and frees nothing.
 */
import type { Redis } from 'ioredis'

/** KEYS answer, lease; ARGV token, lease ms. The answer, or `make` with the lease taken, or for how long another has it. */
const ASK = `
local answer = redis.call('GET', KEYS[1])
if answer then return {'answer', answer} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'make', ''} end
return {'wait', tostring(redis.call('PTTL', KEYS[2]))}`

/** KEYS answer, lease; ARGV token, answer, its ms. 1 when stored. */
const STORE = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1`

/** KEYS lease; ARGV token, lease ms. 1 while it is still held. */
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

/** KEYS lease; ARGV token. */
const FREE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

export type Asked =
  | { readonly status: 'answer'; readonly text: string }
  | { readonly status: 'make' }
  | { readonly status: 'wait'; readonly leftMs: number }

/** The four steps, bound to a client. Each rejects as ioredis does. */
export interface PoolScripts {
  ask(key: string, token: string, leaseMs: number): Promise<Asked>
  /** False when the lease had been lost. */
  store(key: string, token: string, text: string, ttlMs: number): Promise<boolean>
  renew(key: string, token: string, leaseMs: number): Promise<boolean>
  free(key: string, token: string): Promise<void>
  /** Drops an answer that this version cannot read, unless it was replaced meanwhile. */
  drop(key: string, text: string): Promise<void>
}

/** KEYS answer; ARGV text. */
const DROP = FREE

interface Commands {
  caravanPoolAsk(answer: string, lease: string, token: string, leaseMs: number): Promise<[string, string]>
  caravanPoolStore(answer: string, lease: string, token: string, text: string, ttlMs: number): Promise<number>
  caravanPoolRenew(lease: string, token: string, leaseMs: number): Promise<number>
  caravanPoolFree(lease: string, token: string): Promise<number>
  caravanPoolDrop(answer: string, text: string): Promise<number>
}

/** @param prefix first word of every key */
export function poolScripts(redis: Redis, prefix: string): PoolScripts {
  redis.defineCommand('caravanPoolAsk', { numberOfKeys: 2, lua: ASK })
  redis.defineCommand('caravanPoolStore', { numberOfKeys: 2, lua: STORE })
  redis.defineCommand('caravanPoolRenew', { numberOfKeys: 1, lua: RENEW })
  redis.defineCommand('caravanPoolFree', { numberOfKeys: 1, lua: FREE })
  redis.defineCommand('caravanPoolDrop', { numberOfKeys: 1, lua: DROP })
  const commands = redis as unknown as Commands
  const answerOf = (key: string) => `${prefix}:pool:{${key}}:answer`
  const leaseOf = (key: string) => `${prefix}:pool:{${key}}:lease`
  return {
    ask: async (key, token, leaseMs) => {
      const [status, rest] = await commands.caravanPoolAsk(answerOf(key), leaseOf(key), token, leaseMs)
      if (status === 'answer') return { status, text: rest }
      return status === 'make' ? { status } : { status: 'wait', leftMs: Math.max(0, Number(rest)) }
    },
    store: async (key, token, text, ttlMs) =>
      (await commands.caravanPoolStore(answerOf(key), leaseOf(key), token, text, ttlMs)) === 1,
    renew: async (key, token, leaseMs) =>
      (await commands.caravanPoolRenew(leaseOf(key), token, leaseMs)) === 1,
    free: async (key, token) => void (await commands.caravanPoolFree(leaseOf(key), token)),
    drop: async (key, text) => void (await commands.caravanPoolDrop(answerOf(key), text)),
  }
}
