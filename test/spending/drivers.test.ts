/** The spending contract on both drivers, and what only the one on NATS has. */
import { connect } from '@nats-io/transport-node'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryStore } from '../../storage/spending/memory.ts'
import { natsSpending } from '../../storage/spending/nats.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { spendingOn } from '../../storage/spending/spending.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { entryOf, handClock, reservationOf } from './calls.ts'
import { spendingContract } from './spending-contract.ts'

let nats: TestNats
const connections: NatsConnection[] = []
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(async () => {
  await Promise.all(connections.map((nc) => nc.close()))
  await nats[Symbol.asyncDispose]()
})

const never = new AbortController().signal
const jitter = Math.random
let installations = 0

async function connection(): Promise<NatsConnection> {
  const nc = await connect({ servers: nats.url })
  connections.push(nc)
  return nc
}

spendingContract('memory', async () => {
  const store = memoryStore()
  return { open: async (options) => spendingOn(store, { ...options, jitter }) }
})

spendingContract('NATS', async () => {
  const prefix = `money.${++installations}`
  return {
    open: async (options) => natsSpending({ ...options, jitter, prefix, connection: await connection() }),
  }
})

describe('on NATS', () => {
  const open = async (prefix: string) =>
    natsSpending({
      connection: await connection(),
      prefix,
      limits: DEFAULT_LIMITS,
      clock: handClock(),
      jitter,
    })

  it('money outlives the server that kept it', async () => {
    await using money = await open('kept')
    await money.reserve(reservationOf('1'), never)
    await money.settle(entryOf('1'), never)
    await money.reserve(reservationOf('2'), never)
    await nats.restart()
    await using after = await open('kept')
    expect(await after.trip('default', 'trip-1', never)).toMatchObject({
      spentMicroUsd: 40_000,
      reservedMicroUsd: 100_000,
    })
  })

  it('an entry that is in the ledger when its reservation is still there costs what the ledger says', async () => {
    await using money = await open('between')
    await money.reserve(reservationOf('1', { actor: 'trip/1' }), never)
    const js = jetstream(await connection())
    await js.publish('between.ledger.default.trip-1.planning.1', JSON.stringify(entryOf('1')))
    expect((await money.trip('default', 'trip-1', never)).reservedMicroUsd).toBe(0)
    await money.reserve(reservationOf('2', { actor: 'trip/1', worstMicroUsd: 1 }), never)
    expect((await money.totals('default', never)).hour.usedMicroUsd).toBe(40_001)
    expect(await Array.fromAsync(money.entries({}, never))).toHaveLength(1)
  })

  it('many calls of one process at once make few writes', async () => {
    await using money = await open('together')
    const reserved = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        money.reserve(reservationOf(`${n}`, { worstMicroUsd: 1 }), never),
      ),
    )
    expect(reserved.every(({ status }) => status === 'reserved')).toBe(true)
    const jsm = await jetstreamManager(await connection())
    expect((await jsm.streams.info('KV_TOGETHER_SPENDING')).state.last_seq).toBeLessThan(50) // how many depends on how they come in
  })

  it('long and odd names are told apart', async () => {
    await using money = await open('odd')
    const long = 'x'.repeat(500)
    for (const callId of [`${long}1`, `${long}2`, 'a.b', 'a b', '=hé>*']) {
      await money.reserve(reservationOf(callId), never)
      await money.settle(entryOf(callId, { microUsd: 1 }), never)
    }
    expect((await money.trip('default', 'trip-1', never)).calls).toBe(5)
  })

  it('what is stored and no money is told, with its place', async () => {
    await using money = await open('broken')
    await jetstream(await connection()).publish('$KV.BROKEN_SPENDING.default', '{"hour":1}')
    await expect(money.reserve(reservationOf('1'), never)).rejects.toMatchObject({
      code: 'spending.unreadable',
      data: { subject: '$KV.BROKEN_SPENDING.default' },
    })
  })

  it('more calls under way than fit into a message are told, and taken again once some have ended', async () => {
    await using money = await open('full')
    const long = 'x'.repeat(2_900)
    const asked = (n: number) => {
      const name = `${long}${n}`
      return money.reserve(reservationOf(name, { actor: name, worstMicroUsd: 1 }), never)
    }
    const fifty = (from: number) => Promise.allSettled(Array.from({ length: 50 }, (_, n) => asked(from + n)))
    const ended = (n: number) => money.settle(entryOf(`${long}${n}`, { microUsd: 1 }), never)
    let taken = 0
    const full = async (): Promise<unknown> => {
      for (;;) {
        const some = await fifty(taken)
        const refused = some.find(({ status }) => status === 'rejected')
        if (refused?.status === 'rejected') return refused.reason
        taken += some.length
      }
    }
    expect(await full()).toMatchObject({
      code: 'spending.busy',
      retryable: true,
      message: expect.stringContaining('calls under way'),
      cause: { code: 'spending.full' },
    })
    expect(taken).toBeGreaterThan(40)
    // Nor do those who ask keep the calls from ending.
    const asking = fifty(taken)
    const ends = await Promise.allSettled([ended(0), ended(1), ended(2)])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    await asking
    expect(await asked(taken + 50)).toMatchObject({ status: 'reserved' })
  })

  it('a store that is gone is told, and no call is allowed', async () => {
    const nc = await connect({ servers: nats.url })
    await using money = await natsSpending({
      connection: nc,
      prefix: 'gone',
      limits: DEFAULT_LIMITS,
      clock: handClock(),
      jitter,
    })
    await nc.close()
    await expect(money.reserve(reservationOf('1'), never)).rejects.toMatchObject({
      code: 'spending.unavailable',
      retryable: true,
    })
  })
})
