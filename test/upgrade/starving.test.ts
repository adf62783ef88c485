/** I11, I6: actors that rest, or have much before them, do not use up what their partition may have in hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { taps, v1, v2 } from './machines.ts'

/** For each of two actors: together more than a partition may have in hand. */
const MANY = 700
const BUSY = ['busy-1', 'busy-2'] as const
const PATIENCE_MS = 60_000
let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

let serial = 0
async function tap(driver: Driver, id: string, times = 1): Promise<void> {
  const message = { to: `tapper/${id}`, kind: 'tapper', sentAt: 0, first: { tenant: 't' } } as const
  for (let n = 0; n < times; n += 1)
    await driver.send({ ...message, id: `t${++serial}`, type: 'event', event: { type: 'tap' } })
}
const tapsOf = async (driver: Driver, id: string) =>
  taps((await driver.tail(parseAddress(`tapper/${id}`)))?.record.snapshot.context)
const untilTapped = (driver: Driver, id: string, times: number) =>
  until(async () => (await tapsOf(driver, id)) === times, PATIENCE_MS)

describe('the neighbours of actors', { timeout: 3 * PATIENCE_MS }, () => {
  it('R18: that are paused go on, and nothing is lost when those can go on as well', async () => {
    const connect = () => natsDriver({ servers: nats.url, prefix: 'paused', partitions: 1 })
    await using driver = await connect()
    for (const id of BUSY) {
      const address = parseAddress(`tapper/${id}`)
      const record = recordOf(address, 1)
      const snapshot = { ...record.snapshot, value: 'hall', context: { taps: 0 } }
      await driver.append(address, { ...record, machine: { id: 'tapper', version: '2' }, snapshot }, 0)
    }
    await Promise.all(BUSY.map((id) => tap(driver, id, MANY)))
    await tap(driver, 'neighbour')

    const paused = new Set<string>()
    const observe = (event: RuntimeEvent) => void (event.type === 'actor:paused' && paused.add(event.actor))
    const first = await runHost({ actors: [v1], driver: await connect(), observe, drainMs: 500 })
    await untilTapped(driver, 'neighbour', 1)
    expect([...paused].toSorted()).toEqual(BUSY.map((id) => `tapper/${id}`))
    for (const id of BUSY) expect(await tapsOf(driver, id)).toBe(0)
    await first.stop()

    // Who takes over finds a consumer with more room than it asks for.
    const second = await runHost({ actors: [v2], driver: await connect(), drainMs: 500 })
    for (const id of BUSY) await untilTapped(driver, id, MANY)
    await tap(driver, 'neighbour')
    await untilTapped(driver, 'neighbour', 2)
    await second.stop()
  })

  it('whose outbox cannot be relayed go on, and so do those when it can', async () => {
    const connect = () => natsDriver({ servers: nats.url, prefix: 'stuck', partitions: 1 })
    await using driver = await connect()
    const inner = await connect()
    const { promise: mended, resolve: mend } = Promise.withResolvers<void>()
    const stuck: Driver = {
      ...inner,
      publish: async (event) => {
        if (event.actor.id !== 'neighbour') await mended
        return inner.publish(event)
      },
    }
    const host = await runHost({ actors: [v1], driver: stuck, drainMs: 500 })
    try {
      await Promise.all(BUSY.map((id) => tap(driver, id, MANY)))
      await tap(driver, 'neighbour')
      await untilTapped(driver, 'neighbour', 1)
      for (const id of BUSY) expect(await tapsOf(driver, id)).toBeLessThan(MANY)
      mend()
      for (const id of BUSY) await untilTapped(driver, id, MANY)
    } finally {
      mend()
      await host.stop()
    }
  })
})
