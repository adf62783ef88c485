/** Messages for those who are not there, and hosts that do not agree on the time. */
import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import { systemClock, type Clock } from '../../runtime/core/clock.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver, type MemoryDriver } from '../../runtime/memory/driver.ts'
import { callsOf, keeper, keeperKinds, openGate } from '../invariants/actors.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

const HOUR_MS = 3_600_000
const ahead = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms })

async function recordsOf(inner: MemoryDriver, root: string): Promise<readonly TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of inner.read(parseAddress(root), {})) all.push(record)
  return all
}

it('a message for a kind that nobody serves waits, harms nobody, and is handled when somebody does', async () => {
  await using inner = memoryDriver()
  const others = await runHost({ actors: keeperKinds, driver: faultyDriver(inner) })
  const ada = clientOf(inner).ref(greeter, 'ada')
  await ada.send({ type: 'greet' })
  openGate('neighbour-1')
  openGate('neighbour-2')
  const neighbour = clientOf(inner).ref(keeper, 'neighbour')
  await neighbour.create({ key: 'neighbour' })
  await until(async () => (await neighbour.snapshot())?.status === 'done')
  expect(await ada.snapshot()).toBeUndefined()
  expect(inner.deadLetters).toEqual([])
  const server = await runHost({ actors: [greeter], driver: faultyDriver(inner) })
  expect(await until(() => ada.snapshot())).toMatchObject({ context: { count: 1 } })
  await Promise.all([others.stop(), server.stop()])
})

it.each([
  ['ahead', HOUR_MS],
  ['behind', -HOUR_MS],
])('a worker goes on when it comes from a host whose clock is an hour %s (I7, R7)', async (_name, skew) => {
  await using inner = memoryDriver({ taskAckWaitMs: 300 })
  const key = `skew${skew}`
  const entities = await runHost({ actors: keeperKinds.slice(0, 1), driver: faultyDriver(inner) })
  const failing = faultyDriver(inner)
  await runHost({ actors: keeperKinds.slice(1), driver: failing, clock: ahead(skew) })
  const ref = clientOf(inner).ref(keeper, key)
  openGate(`${key}-1`)
  await ref.create({ key })
  await until(() => callsOf(`${key}-2`).started === 1)
  failing.crash()
  const rescuer = await runHost({
    actors: keeperKinds.slice(1),
    driver: faultyDriver(inner),
    clock: ahead(-skew),
  })
  await until(() => callsOf(`${key}-2`).started === 2)
  openGate(`${key}-2`)
  await until(async () => (await ref.snapshot())?.status === 'done')

  const worker = (await recordsOf(inner, `keeper/${key}`)).filter(({ type }) => type === 'worker')
  expect(worker.map(({ turn }) => turn)).toEqual(worker.map((_, index) => index + 1))
  expect(worker.filter(({ outcome }) => outcome === 'claimed').map(({ claim }) => claim?.number)).toEqual([
    1, 2,
  ])
  expect(callsOf(`${key}-1`).started).toBe(1)
  await Promise.all([entities.stop(), rescuer.stop()])
})
