/** Supervision and stops on real hosts, over memory and NATS: durable restarts, cascades (D5; R12, R15, I9). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { isFinal, type TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { ActorDefinition, SupervisionOptions } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { callOf, hand, house, houseKinds, leadOf, unserved } from './team.ts'

let nats: Awaited<ReturnType<typeof startTestNats>>
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
})

let installation = 0
const drivers: Record<string, () => Promise<Driver>> = {
  memory: async () => memoryDriver({ taskAckWaitMs: 1_000 }),
  nats: () => natsDriver({ servers: nats.url, prefix: `sup${++installation}`, partitions: 2 }),
}
const QUICK: SupervisionOptions = { backoff: { firstMs: 20, maxMs: 100 } }

async function recordsOf(driver: Driver, root: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress(root), {})) all.push(record)
  return all
}
const ended = (driver: Driver, actor: string) =>
  until(async () => {
    const tail = await driver.tail(parseAddress(actor))
    return tail !== undefined && isFinal(tail.record.snapshot) && tail.record.snapshot
  })

describe.each(Object.entries(drivers))('supervision on %s', (name, open) => {
  it('restarts a worker until it succeeds; its parent hears of the result alone', async () => {
    await using driver = await open()
    const lead = leadOf({ ...QUICK, intensity: { restarts: 5 } })
    const host = await runHost({ actors: [lead, hand] as ActorDefinition[], driver: faultyDriver(driver) })
    const key = `${name}-again`
    callOf(`${key}-a`).fails = 2
    for (const who of ['a', 'b']) callOf(`${key}-${who}`).open()
    await clientOf(driver).ref(lead, key).create({ key })
    const { output } = await ended(driver, `lead/${key}`)
    expect(new Set(output as string[])).toEqual(new Set([`${key}-a by call 3`, `${key}-b by call 1`]))
    const records = await recordsOf(driver, `lead/${key}`)
    const own = records.filter((record) => record.kind === 'lead')
    expect(own.filter(({ outcome }) => outcome === 'restarted').map(({ cause }) => cause.type)).toEqual([
      'child.error',
      'timer',
      'child.error',
      'timer',
    ])
    const generations = new Set(records.map(({ actor }) => actor).filter((actor) => actor.includes('/a.')))
    expect(generations.size).toBe(3)
    await host.stop()
  })

  it('tells the machine when the intensity is used up', async () => {
    await using driver = await open()
    const lead = leadOf({ ...QUICK, intensity: { restarts: 1 } })
    const host = await runHost({ actors: [lead, hand] as ActorDefinition[], driver: faultyDriver(driver) })
    const key = `${name}-up`
    callOf(`${key}-a`).fails = 9
    callOf(`${key}-a`).open()
    await clientOf(driver).ref(lead, key).create({ key })
    expect((await ended(driver, `lead/${key}`)).output).toBe('call 2 failed')
    expect(callOf(`${key}-a`).started).toBe(2)
    await until(() => callOf(`${key}-b`).aborted === 1) // the machine left its state: its other child is stopped
    await host.stop()
  })

  it('one-for-all aborts the call of a sibling, and both start anew (R12, I9)', async () => {
    await using driver = await open()
    const lead = leadOf({ ...QUICK, strategy: 'one-for-all' })
    const host = await runHost({ actors: [lead, hand] as ActorDefinition[], driver: faultyDriver(driver) })
    const key = `${name}-all`
    callOf(`${key}-a`).fails = 1
    await clientOf(driver).ref(lead, key).create({ key })
    await until(() => callOf(`${key}-b`).started === 1)
    callOf(`${key}-a`).open()
    await until(() => callOf(`${key}-b`).aborted === 1)
    await until(() => callOf(`${key}-b`).started === 2)
    callOf(`${key}-b`).open()
    const { output } = await ended(driver, `lead/${key}`)
    expect(new Set(output as string[])).toEqual(new Set([`${key}-a by call 2`, `${key}-b by call 2`]))
    const records = await recordsOf(driver, `lead/${key}`)
    const stopped = records.filter(({ outcome }) => outcome === 'stopped').map(({ actor }) => actor)
    expect(stopped).toEqual([`lead/${key}/b.2`])
    await host.stop()
  })

  it('a restart that waits outlives its host', async () => {
    await using driver = await open()
    const lead = leadOf({ backoff: { firstMs: 1_200, jitter: 0 } })
    const actors = [lead, hand] as ActorDefinition[]
    const first = faultyDriver(driver)
    await runHost({ actors, driver: first })
    const key = `${name}-crash`
    callOf(`${key}-a`).fails = 1
    for (const who of ['a', 'b']) callOf(`${key}-${who}`).open()
    await clientOf(driver).ref(lead, key).create({ key })
    await until(async () =>
      (await recordsOf(driver, `lead/${key}`)).some(({ outcome }) => outcome === 'restarted'),
    )
    first.crash()
    const second = await runHost({ actors, driver: faultyDriver(driver) })
    const { output } = await ended(driver, `lead/${key}`)
    expect(new Set(output as string[])).toEqual(new Set([`${key}-a by call 2`, `${key}-b by call 1`]))
    expect(callOf(`${key}-a`).started).toBe(2)
    await second.stop()
  })

  it('R12, R15: the end of a root reaches every descendant, three floors down, running and queued', async () => {
    await using driver = await open()
    const host = await runHost({ actors: houseKinds, driver: faultyDriver(driver) })
    const key = `${name}-house`
    const ref = clientOf(driver).ref(house, key)
    await ref.create({ key })
    await until(() => callOf(key).started === 1)
    await ref.send({ type: 'leave' })
    await until(() => callOf(key).aborted === 1)
    const stopped = await until(async () => {
      const all = await recordsOf(driver, `house/${key}`)
      const last = new Map(all.map((record) => [record.actor, record]))
      const open = [...last.values()].filter(({ snapshot }) => !isFinal(snapshot))
      return open.length === 0 && last.size === 5 && all.filter(({ outcome }) => outcome === 'stopped')
    })
    expect(new Set(stopped.map(({ kind }) => kind))).toEqual(new Set(['stairs', 'floor', 'hand', 'unserved']))
    // The queued one was stopped before anybody claimed it: whoever serves it later runs nothing.
    const late = await runHost({ actors: [unserved], driver: faultyDriver(driver) })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(callOf(key).started).toBe(1)
    await late.stop()
    await host.stop()
  })
})
