/** R13: a quarantined worker is found, mended and released on the command line, and does its work. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { repairActor, releaseActor } from '../../ops/operator/actor-mend.ts'
import { showActor } from '../../ops/operator/actor-show.ts'
import { listActors } from '../../ops/operator/actors-list.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import { runHost } from '../../runtime/host/host.ts'
import { quarantineTurn } from '../../runtime/kernel/quarantine.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { calls, chief, gateOf, job1 } from '../upgrade/machines.ts'
import { deskOf } from './desk.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

it('R13: caravan actors repair and release bring a quarantined worker back', async () => {
  const prefix = 'worker'
  const connect = () => natsDriver({ servers: nats.url, prefix, partitions: 2 })
  const desk = deskOf(nats.url, prefix)
  const first = await runHost({ actors: [chief, job1], driver: await connect(), drainMs: 50 })
  await first.ref(chief, 'c').create({ key: 'mended' })
  const times = () => calls.filter((call) => call === 'v1 mended').length
  await until(() => times() === 1)
  await first.stop(0)

  await using driver = await connect()
  const records = await Array.fromAsync(driver.read(parseAddress('chief/c'), {}), ({ record }) => record)
  const worker = records.find(({ kind }) => kind === 'job')?.actor ?? ''
  const address = parseAddress(worker)
  const tail = await driver.tail(address)
  if (tail === undefined) throw new Error(worker)
  const cause = { type: 'claim', id: 'c', host: 'h', number: 0 } as const
  const aside = quarantineTurn(tail.record, cause, { code: 'poison', message: 'it kills' }, Date.now())
  const appended = await driver.append(address, { ...aside, nonce: 'n', host: 'h' }, tail.sequence)
  expect(appended.status).toBe('committed')

  const host = await runHost({ actors: [chief, job1], driver: await connect(), drainMs: 50 })
  expect((await desk((context) => listActors(context, { status: 'quarantined' }))).out).toMatch(
    new RegExp(`${worker} +quarantined`),
  )
  const event = '{"type":"check"}'
  const repaired = await desk((context) =>
    repairActor(context, worker, { event, reason: 'to be sure' }, 'ada'),
  )
  expect(repaired).toMatchObject({ code: 0, out: expect.stringContaining('still quarantined') as string })
  expect((await desk((context) => showActor(context, worker, {}))).out).toMatch(/it kills/)
  expect(times()).toBe(1)
  gateOf('mended').resolve()
  const released = await desk((context) => releaseActor(context, worker, { reason: 'it is well' }, 'ada'))
  expect(released).toMatchObject({ code: 0, out: expect.stringContaining('released') as string })
  await until(async () => (await host.ref(chief, 'c').snapshot())?.status === 'done')
  expect(times()).toBe(2) // the one that was in flight when its first host left, once more
  const outcomes: string[] = []
  for await (const { record } of driver.read(parseAddress('chief/c'), {}))
    if (record.actor === worker) outcomes.push(record.outcome)
  expect(outcomes).toEqual(['claimed', 'quarantined', 'repaired', 'released', 'claimed', 'handled'])
  await host.stop(0)
})
