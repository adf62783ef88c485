/** The contract of breakers on both drivers, and what only the one on NATS has. */
import { Kvm } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { breakersOn } from '../../storage/breakers/drive.ts'
import { memoryBreakers } from '../../storage/breakers/memory.ts'
import { natsBreakers } from '../../storage/breakers/nats.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { breakersContract } from './breakers-contract.ts'

let nats: TestNats
const connections: NatsConnection[] = []
const never = new AbortController().signal
const MODEL = { provider: 'anthropic', model: 'claude-haiku-5-5' }
let installations = 0

beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(async () => {
  await Promise.all(connections.map((nc) => nc.close()))
  await nats[Symbol.asyncDispose]()
})

async function connection(): Promise<NatsConnection> {
  const nc = await connect({ servers: nats.url, reconnect: false })
  connections.push(nc)
  return nc
}

breakersContract('memory', () => {
  const store = memoryBreakers()
  return Promise.resolve({
    open: (options) => Promise.resolve(breakersOn(store, options)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  })
})

breakersContract('NATS', async () => {
  const parts = new AsyncDisposableStack()
  const prefix = `breakers.${++installations}`
  return {
    open: async (options) => {
      const store = await natsBreakers({ connection: await connection(), prefix })
      return parts.use(breakersOn(store, options))
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
})

describe('on NATS', () => {
  it('a host that starts knows what the others have seen', async () => {
    const options = { threshold: 1, now: () => 0 }
    await using one = breakersOn(
      await natsBreakers({ connection: await connection(), prefix: 'late' }),
      options,
    )
    await one.report(MODEL, 'failed', never)
    await using two = breakersOn(
      await natsBreakers({ connection: await connection(), prefix: 'late' }),
      options,
    )
    expect(await two.closedFor(MODEL, never)).toBe(30_000)
  })

  it('without NATS calls go on, and the trouble is told', async () => {
    const nc = await connection()
    const troubles: unknown[] = []
    const onTrouble = (error: unknown) => troubles.push(error)
    const store = await natsBreakers({ connection: nc, prefix: 'gone', onTrouble })
    await using one = breakersOn(store, { threshold: 1, now: () => 0, onTrouble })
    await nc.close()
    expect(await one.closedFor(MODEL, never)).toBeUndefined()
    await one.report(MODEL, 'failed', never)
    expect(troubles.length).toBeGreaterThan(0)
    expect(await one.closedFor(MODEL, never)).toBeUndefined()
  })

  it('an operator closes a breaker by deleting its key', async () => {
    const nc = await connection()
    const store = await natsBreakers({ connection: nc, prefix: 'mended' })
    await using one = breakersOn(store, { threshold: 1, now: () => 0 })
    await one.report(MODEL, 'failed', never)
    expect(await one.closedFor(MODEL, never)).toBe(30_000)
    const kv = await new Kvm(nc).open('MENDED_BREAKERS')
    await kv.delete('anthropic.claude-haiku-5-5')
    await until(async () => (await one.closedFor(MODEL, never)) === undefined)
    await one.report(MODEL, 'failed', never)
    expect(await one.closedFor(MODEL, never)).toBe(30_000)
  })

  it('a state that nobody can read counts as closed and is replaced', async () => {
    const nc = await connection()
    const troubles: unknown[] = []
    const options = { connection: nc, prefix: 'odd', onTrouble: (error: unknown) => troubles.push(error) }
    await using one = breakersOn(await natsBreakers(options), { threshold: 1, now: () => 0 })
    nc.publish('$KV.ODD_BREAKERS.anthropic.claude-haiku-5-5', '{"phase":"ajar"}')
    await until(() => troubles.length > 0)
    expect(await one.closedFor(MODEL, never)).toBeUndefined()
    await one.report(MODEL, 'failed', never)
    expect(await one.closedFor(MODEL, never)).toBe(30_000)
  })
})
