/** Workers that begin beside their parent without a stored task (docs/adr/0013): when they do, and who sees to them (I7). */
import { expect, it } from 'vitest'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { HostEntry } from '../../runtime/core/membership.ts'
import type { Message, Task } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost, type HostOptions } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'
import { callsOf, keeper, keeperKinds, openGate } from './actors.ts'

/** What a host stores and settles: `enqueue`, `ack create`, `ack task`. */
async function hostOn(inner: Driver, id: string, options: Partial<HostOptions> = {}) {
  const told: string[] = []
  const events: RuntimeEvent[] = []
  const driver = faultyDriver(inner, {
    relay: (name) => void told.push(name),
    settled: (what, value) => void told.push(`${what} ${nameOf(value)}`),
  })
  const observe = (event: RuntimeEvent) => void events.push(event)
  const host = await runHost({ actors: keeperKinds, driver, id, drainMs: 50, observe, ...options })
  const count = (what: string) => told.filter((one) => one === what).length
  return { host, driver, told, count, events }
}

function nameOf(value: Message | Task): string {
  return 'type' in value ? value.type : 'task'
}

async function claims(inner: Driver, key: string): Promise<TurnRecord['claim'][]> {
  const all: TurnRecord[] = []
  for await (const { record } of inner.read(parseAddress(`keeper/${key}`), {})) all.push(record)
  return all.filter(({ cause }) => cause.type === 'claim').map(({ claim }) => claim)
}

const refOf = (inner: Driver, key: string) => clientOf(inner).ref(keeper, key)
const isDone = async (inner: Driver, key: string) => (await refOf(inner, key).snapshot())?.status === 'done'

it('I7: no task is stored; the message of the parent stays un-acked until the worker has ended', async () => {
  await using inner = memoryDriver()
  const key = 'beside'
  const { host, told, count } = await hostOn(inner, 'a')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  expect(told).toEqual([])
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => count('ack create') === 1)
  expect(await isDone(inner, key)).toBe(true)
  expect(told).not.toContain('enqueue')
  expect(told).not.toContain('ack task')
  expect(await claims(inner, key)).toEqual([{ host: 'a', number: 1, beside: true }])
  await host.stop()
})

it('I7: a host that dies leaves the worker to the next owner of its parent, who stores a task for it', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300, hostTtlMs: 500 })
  const key = 'dies-beside'
  const dying = await hostOn(inner, 'dying')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  dying.driver.crash()
  const next = await hostOn(inner, 'next')
  await until(() => callsOf(`${key}-1`).started === 2)
  expect(next.count('enqueue')).toBe(1)
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  await until(() => next.count('ack create') === 1)
  const [first, second] = await claims(inner, key)
  expect(first).toEqual({ host: 'dying', number: 1, beside: true })
  expect(second).toMatchObject({ host: 'next', number: 2 })
  expect(second).not.toHaveProperty('beside')
  await next.host.stop()
})

it('I8: a partition that moves does not move a running worker; its host may still die later (I7)', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300, hostTtlMs: 500, partitions: 1 })
  const key = 'moves'
  const first = await hostOn(inner, 'a')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  // One of these names wins the only partition from "a".
  const others = await Promise.all(['b', 'c', 'd', 'e'].map((id) => hostOn(inner, id)))
  const owns = (one: typeof first) =>
    one.events.some((event) => event.type === 'partitions:owned' && event.partitions.length > 0)
  await until(() => others.some(owns))
  await until(() => others.some(({ events }) => events.some(({ type }) => type === 'actor:activated')))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(callsOf(`${key}-1`).started).toBe(1)
  expect(others.map(({ count }) => count('enqueue'))).toEqual([0, 0, 0, 0])
  first.driver.crash()
  await until(() => callsOf(`${key}-1`).started === 2)
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  await Promise.all(others.map(({ host }) => host.stop()))
})

it('I7: a turn that ends after its partition has moved begins nothing here: its message may be acked by the next owner', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300, hostTtlMs: 500, partitions: 1 })
  const key = 'moved-meanwhile'
  const [moved, stored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = (until: Promise<void>, then: () => void = () => undefined): Driver => ({
    ...inner,
    append: async (address, record, expected) => {
      if (record.kind === 'keeper' && record.turn === 1) await until
      const result = await inner.append(address, record, expected)
      then()
      return result
    },
  })
  const first = await hostOn(
    slow(moved.promise, () => stored.resolve()),
    'a',
  )
  await refOf(inner, key).create({ key })
  await until(() => first.events.some(({ type }) => type === 'turn:committing'))
  // One of these names wins the only partition from "a", and is slower to store the turn that it decides as well.
  const others = await Promise.all(['b', 'c', 'd', 'e'].map((id) => hostOn(slow(stored.promise), id)))
  const committing = (one: typeof first) => one.events.some(({ type }) => type === 'turn:committing')
  await until(() => others.some(committing))
  moved.resolve()
  await until(() => callsOf(`${key}-1`).started === 1)
  expect(first.count('enqueue')).toBe(1)
  expect((await claims(inner, key))[0]).not.toHaveProperty('beside')
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  await Promise.all([first, ...others].map(({ host }) => host.stop()))
})

it('a drain stores the task of a call that does not end in time, and another host resumes it', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300 })
  const key = 'drained'
  const first = await hostOn(inner, 'a')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  const second = await hostOn(inner, 'b')
  const stopped = first.host.stop(100)
  await until(() => callsOf(`${key}-1`).started === 2)
  await stopped
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  expect(first.count('enqueue')).toBe(1)
  await second.host.stop()
})

it('I7: a host that cannot store the task any more leaves the message of the parent un-acked', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300 })
  const key = 'gives-up'
  const dead = { ...inner, enqueue: () => Promise.reject(new Error('no store')) }
  const first = await hostOn(dead, 'a')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  await first.host.stop(0)
  expect(first.count('ack create')).toBe(0)
  const second = await hostOn(inner, 'b')
  await until(() => callsOf(`${key}-1`).started === 2)
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  await second.host.stop()
})

it('I11: a worker whose record can never be relayed does not hold up who takes its parent over', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300, hostTtlMs: 500 })
  const key = 'unrelayable'
  const worker = parseAddress(`keeper/${key}/work.1`)
  const dying = await hostOn(inner, 'dying')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  dying.driver.crash()
  // It parked the worker, and fell before the schedule was stored.
  const tail = await inner.tail(worker)
  const parent = tail?.record.parent
  if (tail === undefined || parent === undefined) throw new Error('The worker was claimed.')
  const task: Task = {
    id: 'parked',
    to: tail.record.actor,
    kind: tail.record.kind,
    sentAt: 0,
    tenant: 'default',
    input: undefined,
    parent,
  }
  const parked = {
    ...tail.record,
    turn: 2,
    nonce: 'parked',
    outcome: 'parked' as const,
    outbox: [{ do: 'park' as const, task, at: 0 }],
  }
  await inner.append(worker, parked, tail.sequence)
  await until(async () => (await inner.membership.list()).length === 0)
  const scheduleTask = () =>
    Promise.reject(new CaravanError('message.too-large', 'It can never be stored.', { retryable: false }))
  const next = await hostOn({ ...inner, scheduleTask }, 'next')
  await refOf(inner, key).send({ type: 'ping' })
  const context = async () => (await refOf(inner, key).snapshot())?.context
  await until(async () => JSON.stringify(await context()).includes('"pings":1'), 8_000)
  expect(next.events).toContainEqual(
    expect.objectContaining({ type: 'turn:failed', actor: tail.record.actor }),
  )
  await next.host.stop()
})

it('R12: a stopped worker needs no message of its parent any more', async () => {
  await using inner = memoryDriver()
  const key = 'halted'
  const { host, count } = await hostOn(inner, 'a')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  await refOf(inner, key).send({ type: 'halt' })
  await until(() => callsOf(`${key}-1`).aborted === 1)
  await until(() => count('ack create') === 1 && count('ack event') === 1)
  expect(count('enqueue')).toBe(0)
  await host.stop()
})

it('without a free slot the task is stored, and waits', async () => {
  await using inner = memoryDriver()
  const { host, count } = await hostOn(inner, 'a', { slots: 1 })
  for (const key of ['slot-1', 'slot-2']) await refOf(inner, key).create({ key })
  await until(() => callsOf('slot-1-1').started + callsOf('slot-2-1').started === 1 && count('enqueue') === 1)
  for (const key of ['slot-1', 'slot-2']) for (const call of [1, 2]) openGate(`${key}-${call}`)
  await until(async () => (await isDone(inner, 'slot-1')) && (await isDone(inner, 'slot-2')))
  expect(count('enqueue')).toBe(1)
  await host.stop()
})

it('R18: beside a host that does not know of such workers every task is stored', async () => {
  await using inner = memoryDriver()
  const old: HostEntry = {
    id: 'old',
    version: '0.0.9',
    kinds: [],
    slots: 0,
    load: { tasks: 0, residents: 0 },
    codecs: [],
    keyIds: [],
    since: 0,
    draining: false,
  }
  await inner.membership.announce(old)
  const key = 'old-neighbour'
  const { host, count } = await hostOn(inner, 'a')
  await refOf(inner, key).create({ key })
  await until(() => callsOf(`${key}-1`).started === 1)
  expect(count('enqueue')).toBe(1)
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  await host.stop()
})

it('a host can be told to store every task', async () => {
  await using inner = memoryDriver()
  const key = 'stored'
  const { host, count } = await hostOn(inner, 'a', { beside: false })
  await refOf(inner, key).create({ key })
  openGate(`${key}-1`)
  openGate(`${key}-2`)
  await until(() => isDone(inner, key))
  expect(count('enqueue')).toBe(1)
  await host.stop()
})
