/**
 * The pool of many hosts, in Redis. Callers of one host share one flight; between hosts a lease decides who makes the
 * answer, renewed while it is being made, so that it runs out soon after its holder dies. Without Redis everything goes on
 * within the process: slower, never wrong.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../../runtime/core/clock.ts'
import { errorData } from '../../runtime/core/errors.ts'
import { AS_IT_IS, type AnswerCodec } from './codec.ts'
import { EmbeddedPool } from './embedded.ts'
import { checkKey, closedError } from './keys.ts'
import type { Making, ObservePool, Pool, PoolState } from './port.ts'
import { isReply, RedisLink } from './redis-link.ts'
import { poolScripts, type PoolScripts } from './redis-scripts.ts'
import { SingleFlight } from './single-flight.ts'

/** A host that dies holds up those who wait for it by this much at most. */
const LEASE_MS = 3_000
/** Who waits for another host looks after 20 ms, doubling to 200 ms. */
const LOOK_FIRST_MS = 20
const LOOK_MAX_MS = 200
/** A maker that lives and does not get done: after this long others stop waiting for it and make the answer themselves. */
const PATIENCE_MS = 30_000
/** Larger answers are given, and not stored (I10). */
const MAX_ANSWER_BYTES = 1_024 * 1_024

export interface RedisPoolOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://` with TLS. */
  readonly url: string
  /** First word of every key. Default `caravan`. */
  readonly prefix?: string
  readonly clock: Clock
  /** Bytes for what is kept in the process while Redis is away. Default as {@link EmbeddedPool}. */
  readonly maxBytes?: number
  readonly observe?: ObservePool
  /** Default: answers are stored as they are. */
  readonly codec?: AnswerCodec
  /** Default {@link LEASE_MS}. */
  readonly leaseMs?: number
  /** Default {@link PATIENCE_MS}. */
  readonly patienceMs?: number
}

/** Opens the pool, connected if Redis is there; if it is not, the pool works and goes on trying. */
export async function openRedisPool(options: RedisPoolOptions): Promise<Pool> {
  const observe = options.observe ?? (() => undefined)
  const link = new RedisLink({ url: options.url, clock: options.clock, observe })
  await link.connect()
  return new RedisPool(link, { ...options, observe })
}

class RedisPool implements Pool {
  readonly #link: RedisLink
  readonly #scripts: PoolScripts
  readonly #clock: Clock
  readonly #observe: ObservePool
  readonly #leaseMs: number
  readonly #patienceMs: number
  readonly #codec: AnswerCodec
  readonly #flights = new SingleFlight<string>()
  /** Used while Redis is away. */
  readonly #local: EmbeddedPool
  #closed = false

  constructor(link: RedisLink, options: RedisPoolOptions & { readonly observe: ObservePool }) {
    this.#link = link
    this.#scripts = poolScripts(link.redis, options.prefix ?? 'caravan')
    this.#clock = options.clock
    this.#observe = options.observe
    this.#codec = options.codec ?? AS_IT_IS
    this.#leaseMs = options.leaseMs ?? LEASE_MS
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS
    this.#local = new EmbeddedPool(options)
  }

  async getOrMake<T>(key: string, making: Making<T>, signal: AbortSignal): Promise<T> {
    checkKey(key)
    if (this.#closed) throw closedError()
    const start = (ended: AbortSignal) => this.#getOrMake(key, making, ended)
    return JSON.parse(await this.#flights.fly(key, start, signal)) as T
  }

  async state(): Promise<PoolState> {
    const { about, away } = this.#link
    if (away !== undefined) return { shared: true, reachable: false, detail: `redis ${about}: ${away}` }
    try {
      const before = this.#clock.monotonic()
      await this.#link.ask(() => this.#link.redis.ping())
      const ms = (this.#clock.monotonic() - before).toFixed(1)
      return { shared: true, reachable: true, detail: `redis ${about}, ${ms} ms away` }
    } catch (error) {
      return { shared: true, reachable: false, detail: `redis ${about}: ${errorData(error).message}` }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#flights.abortAll(closedError())
    await this.#local[Symbol.asyncDispose]()
    await this.#link[Symbol.asyncDispose]()
  }

  async #getOrMake<T>(key: string, making: Making<T>, signal: AbortSignal): Promise<string> {
    const token = randomUUID()
    const patientUntil = this.#clock.monotonic() + this.#patienceMs
    for (
      let look = LOOK_FIRST_MS;
      this.#clock.monotonic() < patientUntil;
      look = Math.min(look * 2, LOOK_MAX_MS)
    ) {
      signal.throwIfAborted()
      if (this.#link.away !== undefined) break
      let asked
      try {
        asked = await this.#link.ask(() => this.#scripts.ask(key, token, this.#leaseMs))
      } catch {
        break // told by the link
      }
      if (asked.status === 'make') return await this.#makeAndStore(key, token, making, signal)
      if (asked.status === 'wait') {
        await this.#clock.sleep(Math.min(look, asked.leftMs + 1), signal)
        continue
      }
      const stored = asked.text
      const text = readable(() => this.#codec.decode(stored, key), making)
      if (text !== undefined) return text
      await this.#quietly(key, () => this.#scripts.drop(key, stored))
    }
    return JSON.stringify(await this.#local.getOrMake(key, making, signal))
  }

  async #makeAndStore<T>(
    key: string,
    token: string,
    making: Making<T>,
    signal: AbortSignal,
  ): Promise<string> {
    const renewal = new AbortController()
    void this.#keepLease(key, token, renewal.signal)
    try {
      const text = JSON.stringify(await making.make(signal))
      const bytes = Buffer.byteLength(text)
      if (bytes > MAX_ANSWER_BYTES) {
        this.#observe({ type: 'pool:unstored', key, reason: `${bytes} bytes are too many for an answer` })
        await this.#quietly(key, () => this.#scripts.free(key, token))
        return text
      }
      await this.#quietly(key, async () => {
        const stored = await this.#scripts.store(
          key,
          token,
          this.#codec.encode(text, key),
          Math.max(1, Math.round(making.ttlMs)),
        )
        if (!stored) this.#observe({ type: 'pool:unstored', key, reason: 'the lease was lost meanwhile' })
      })
      return text
    } catch (error) {
      await this.#quietly(key, () => this.#scripts.free(key, token))
      throw error
    } finally {
      renewal.abort()
    }
  }

  /** Until told to stop, or until the lease is lost: then somebody else may make the answer as well. */
  async #keepLease(key: string, token: string, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      try {
        await this.#clock.sleep(this.#leaseMs / 3, ended)
      } catch {
        return
      }
      let held = true
      await this.#quietly(key, async () => {
        held = await this.#scripts.renew(key, token, this.#leaseMs)
      })
      if (!held) return
    }
  }

  /** An answer that was made is worth more than its being stored. */
  async #quietly(key: string, command: () => Promise<void>): Promise<void> {
    if (this.#link.away !== undefined) return
    try {
      // Redis may refuse to store, being full or a replica, and still answer questions.
      await command()
    } catch (error) {
      if (isReply(error)) this.#observe({ type: 'pool:unstored', key, reason: errorData(error).message })
      else await this.#link.ask(() => Promise.reject(error as Error)).catch(() => undefined)
    }
  }
}

/** The text if it can be read; another version may have stored anything. */
function readable<T>(decode: () => string, making: Making<T>): string | undefined {
  try {
    const text = decode()
    return making.read(JSON.parse(text)) === undefined ? undefined : text
  } catch {
    return undefined
  }
}
