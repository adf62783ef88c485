/** Messages that are in hand together share one append (docs/adr/0008): what a host does around it. */
import { assign, setup } from 'xstate'
import { expect, it } from 'vitest'
import { defineActor, type RuntimeEvent } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import { handledIn, type TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver, type MemoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver, type Faults } from '../kit/faulty-driver.ts'
import { greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

async function records(driver: MemoryDriver, root: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress(root), {})) all.push(record)
  return all
}

/** Sends one message, which makes the actor, and then `more` before a host looks. */
async function greetings(inner: MemoryDriver, more: number) {
  const client = clientOf(inner)
  const ref = client.ref(greeter, 'ada')
  for (let i = 0; i <= more; i++) await ref.send({ type: 'greet' }, { id: `g${i}` })
  return ref
}

async function hostOn(inner: MemoryDriver, faults: Faults = {}) {
  const events: RuntimeEvent[] = []
  const driver = faultyDriver(inner, faults)
  const host = await runHost({
    actors: [greeter],
    driver,
    observe: (event) => events.push(event),
    drainMs: 200,
  })
  return { host, driver, events }
}

const count = (record: TurnRecord | undefined) =>
  (record?.snapshot.context as { count: number } | undefined)?.count ?? 0

it('I1, I3: one append, its outbox in order, and every ack only after both', async () => {
  await using inner = memoryDriver()
  const ref = await greetings(inner, 6)
  const told: string[] = []
  const { host } = await hostOn(inner, {
    appended: (record) => told.push(`append ${record.turn}`),
    relay: (name) => void told.push(name),
    settled: (what, { id }) => told.push(`${what} ${id}`),
  })
  await until(async () => count(await ref.record()) === 7)
  await host.stop()
  const all = await records(inner, 'greeter/ada')
  expect(all).toHaveLength(2) // what creates an actor has a record of its own
  expect(all[1]?.earlier).toHaveLength(5)
  expect(all.flatMap(handledIn).map(({ cause }) => cause.id)).toEqual([
    'g0',
    'g1',
    'g2',
    'g3',
    'g4',
    'g5',
    'g6',
  ])
  const acks = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'].map((id) => `ack ${id}`)
  const publishes = acks.map(() => 'publish')
  expect(told).toEqual(['append 1', 'publish', 'ack g0', 'append 2', ...publishes, ...acks])
  expect(inner.feed.map(({ data }) => data['count'])).toEqual([1, 2, 3, 4, 5, 6, 7])
})

it('I2, I4: a lost fence decides every one of them anew, once each', async () => {
  await using inner = memoryDriver({ dedupe: false })
  const ref = await greetings(inner, 5)
  const other = await hostOn(inner)
  let done = false
  const { host, events } = await hostOn(inner, {
    append: (record) => {
      // Somebody else takes a turn in between, once.
      if (record.turn === 2 && !done) {
        done = true
        return 'lost'
      }
      return undefined
    },
  })
  await until(async () => count(await ref.record()) === 6)
  await Promise.all([host.stop(), other.host.stop()])
  const all = await records(inner, 'greeter/ada')
  expect(all.map(({ turn }) => turn)).toEqual(all.map((_, index) => index + 1))
  const ids = all.flatMap(handledIn).map(({ cause }) => cause.id)
  expect(ids.toSorted()).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5'])
  expect(events.filter(({ type }) => type === 'turn:failed')).toEqual([])
})

it('I3: a host that dies after the append leaves the whole outbox to the next one', async () => {
  await using inner = memoryDriver()
  const ref = await greetings(inner, 4)
  const first = await hostOn(inner, {
    appended: (record) => {
      if (record.turn === 2) first.driver.crash()
    },
  })
  await until(() => first.driver.crashed)
  expect(inner.feed).toHaveLength(1)
  const next = await hostOn(inner)
  await ref.send({ type: 'greet' })
  await until(async () => count(await ref.record()) === 6)
  await next.host.stop()
  expect(inner.feed.map(({ data }) => data['count'])).toEqual([1, 2, 3, 4, 5, 6])
})

it('I10: what is too large together is stored one by one', async () => {
  const sink = defineActor({
    kind: 'sink',
    machine: setup({
      types: { context: {} as { bytes: number }, events: {} as { type: 'put'; text: string } },
    }).createMachine({
      id: 'sink',
      context: { bytes: 0 },
      on: { put: { actions: assign({ bytes: ({ context, event }) => context.bytes + event.text.length }) } },
    }),
  })
  await using inner = memoryDriver({ maxPayloadBytes: 10_000 })
  const ref = clientOf(inner).ref(sink, 's')
  for (let i = 0; i < 6; i++) await ref.send({ type: 'put', text: 'x'.repeat(4_000) })
  const host = await runHost({ actors: [sink], driver: inner, drainMs: 200 })
  await until(async () => {
    const record = await ref.record()
    return (
      record?.snapshot.status === 'error' ||
      (record?.snapshot.context as { bytes: number } | undefined)?.bytes === 24_000
    )
  })
  expect((await ref.record())?.snapshot.status).toBe('active')
  expect(await records(inner, 'sink/s')).toHaveLength(6)
  await host.stop()
})
