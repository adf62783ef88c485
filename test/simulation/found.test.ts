/** What the simulation has found, told again without it. */
import { expect, it } from 'vitest'
import { emit, fromPromise, setup } from 'xstate'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Delivery, Driver } from '../../runtime/core/driver.ts'
import type { EventMessage, Message } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { HostContext } from '../../runtime/host/context.ts'
import { Mailbox } from '../../runtime/host/mailbox.ts'
import { MAX_DEFECTS } from '../../runtime/host/set-aside.ts'
import { olderComesFirst } from '../../runtime/host/unfenced.ts'
import { defineActor, type RuntimeEvent } from '../../runtime/index.ts'
import { begin, decide } from '../../runtime/kernel/decide.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import { firstClaim, lateTurn, nextClaim } from '../../runtime/kernel/worker-turns.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { boss, bossKinds, echo } from '../kit/machines.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { until } from '../kit/until.ts'

const envelope = (definition: ActorDefinition, to: string, id: string) => ({
  id,
  to,
  kind: definition.kind,
  sentAt: 0,
})

const halt = (id: string): EventMessage => ({
  ...envelope(boss, 'boss/b', id),
  type: 'event',
  event: { type: 'halt' },
})

it('R14: a host that once found an actor unknown asks again before it makes a dead letter (I2)', async () => {
  await using driver = memoryDriver()
  await using host = await runHost({ actors: bossKinds, driver })
  await driver.send(halt('too-early'))
  await until(() => driver.deadLetters.length === 1)
  // Another host, which this one does not know of, makes the actor.
  const create: Message = {
    ...envelope(boss, 'boss/b', 'c'),
    type: 'create',
    tenant: 'acme',
    input: { jobs: [{ key: 'unknown', ms: 60_000 }] },
  }
  const made = begin(boss, create, 0)
  if (made.status !== 'turn') throw new Error(made.status)
  await driver.append(parseAddress('boss/b'), { ...made.state.record, nonce: 'n', host: 'other' }, 0)
  await driver.send(halt('in-time'))
  await until(async () => (await host.ref(boss, 'b').snapshot())?.status === 'done')
  expect(driver.deadLetters.map(({ id }) => id)).toEqual(['too-early'])
})

it('R9: two copies of one task do not take a long failing call from each other for ever', async () => {
  await using driver = memoryDriver({ dedupe: false, taskAckWaitMs: 200 })
  const twice: Driver = {
    ...driver,
    enqueue: async (task) => {
      await driver.enqueue(task)
      setTimeout(() => void driver.enqueue(task), 350) // in the middle of the first one's call
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
  await using host = await runHost({ actors: bossKinds, driver: twice, drainMs: 50 })
  await using _other = await runHost({ actors: bossKinds, driver: twice, drainMs: 50 })
  const ref = host.ref(boss, 'copies')
  await ref.create({ jobs: [{ key: 'copied', ms: 700, fail: true }] })
  const done = await until(async () => {
    const last = await ref.snapshot()
    return last?.status === 'done' && last
  })
  expect(done.output).toEqual(['failed: no copied'])
})

it('I3, R12: stopping a worker that has just ended relays what its fallen host had not', async () => {
  await using driver = memoryDriver()
  await using host = await runHost({ actors: [boss], driver })
  const ref = host.ref(boss, 'late')
  await ref.create({ jobs: [{ key: 'late', ms: 1 }] })
  const child = parseAddress('boss/late/job.2')
  await until(async () => (await ref.record()) !== undefined)
  const event = { type: 'job.told' }
  const ended: TurnRecord = {
    ...recordOf(child, 1),
    kind: 'worker',
    type: 'worker',
    snapshot: { status: 'done', value: 'done', context: {} },
    outbox: [{ do: 'feed', id: 'told', event }],
  }
  expect(await driver.append(child, ended, 0)).toMatchObject({ status: 'committed' })
  await ref.send({ type: 'halt' })
  await until(async () => (await ref.snapshot())?.status === 'done')
  await until(() => driver.feed.some(({ id }) => id === 'told'))
})

it('R6: of two stored copies of one message the younger does not take the place of the older', () => {
  const delivered = (sequence: number, attempt: number): Delivery<Message> => ({
    value: { ...envelope(echo, 'talker/t/echo.1', 'said'), type: 'event', event: { type: 'say', n: 1 } },
    attempt,
    origin: { stream: 's', subject: 'inbox', sequence },
    ack: () => undefined,
    working: () => undefined,
    release: () => undefined,
  })
  const mailbox = new Mailbox()
  for (const delivery of [delivered(1, 1), delivered(2, 2), delivered(1, 2)]) mailbox.add(delivery)
  const waiting = mailbox.waiting.map(({ origin, attempt }) => [origin.sequence, attempt])
  expect(waiting).toEqual([
    [1, 2],
    [2, 2],
  ])
})

it('I8, R8: who was given its task again while its outbox was on the way looks whether others have made its call', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300 })
  let calls = 0
  const work = fromPromise(async () => ++calls)
  const machine = setup({ actors: { work } }).createMachine({
    id: 'teller',
    initial: 'calling',
    states: {
      calling: { entry: emit({ type: 'teller.begun' }), invoke: { id: 'work', src: 'work', onDone: 'done' } },
      done: { type: 'final' },
    },
  })
  const teller = defineActor({ kind: 'teller', type: 'worker', machine })
  const told = Promise.withResolvers<void>()
  let attempts = 0
  const driver: Driver = {
    ...inner,
    publish: (event) => told.promise.then(() => inner.publish(event)),
    takeTasks: (kind, free, deliver) =>
      inner.takeTasks(kind, free, (delivery) => {
        deliver(delivery)
        attempts = delivery.attempt
      }),
    [Symbol.asyncDispose]: async () => undefined,
  }
  await using _host = await runHost({ actors: [...bossKinds, teller], driver, id: 'slow' })
  const parent = { address: 'boss/b', kind: boss.kind, child: { id: 'job', generation: 1 } }
  const to = 'boss/b/job.1'
  const task = { ...envelope(teller, to, 't'), tenant: 'acme', input: {}, parent, sentAt: Date.now() }
  await inner.enqueue(task)
  const claimed = await until(async () => (await inner.tail(parseAddress(to)))?.record)
  await until(() => attempts > 1)
  const theirs = nextClaim(teller, claimed, task, 'other', Date.now())
  const effect = { id: 'work', generation: 1 }
  const result = decide(teller, theirs, { type: 'effect.done', id: 'r', effect, output: 1 }, Date.now())
  if (result.status !== 'turn') throw new Error(result.status)
  let expected = (await inner.tail(parseAddress(to)))?.sequence ?? 0
  for (const { record } of [theirs, result.state]) {
    const signed = { ...record, nonce: `n${expected}`, host: 'other' }
    const stored = await inner.append(parseAddress(to), signed, expected)
    if (stored.status !== 'committed') throw new Error(stored.status)
    expected = stored.sequence
  }
  const before = attempts
  await until(() => attempts > before)
  told.resolve()
  await until(async () => (await inner.pressure.read()).backlog === 0)
  expect(calls).toBe(0)
})

it('I8, R9: whose claim was long on its way looks whether the holder before has put its result on record', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 1_000 })
  let calls = 0
  const work = fromPromise(async () => ++calls)
  const machine = setup({ actors: { work } }).createMachine({
    id: 'paid',
    initial: 'calling',
    states: { calling: { invoke: { id: 'work', src: 'work', onDone: 'done' } }, done: { type: 'final' } },
  })
  const paid = defineActor({ kind: 'paid', type: 'worker', machine })
  const address = parseAddress('boss/b/job.1')
  const parent = { address: 'boss/b', kind: boss.kind, child: { id: 'job', generation: 1 } }
  const task = {
    ...envelope(paid, 'boss/b/job.1', 't'),
    tenant: 'acme',
    input: {},
    parent,
    sentAt: Date.now(),
  }
  const theirs = firstClaim(paid, task, { host: 'other', beside: false }, Date.now())
  if (theirs.status !== 'turn') throw new Error(theirs.status)
  await inner.append(address, { ...theirs.state.record, nonce: 'n1', host: 'other' }, 0)
  const driver: Driver = {
    ...inner,
    append: async (to, record, expected) => {
      const stored = await inner.append(to, record, expected)
      if (record.host !== 'slow' || stored.status !== 'committed' || record.outcome !== 'claimed')
        return stored
      const end = { type: 'effect.done', id: 'r', effect: { id: 'work', generation: 1 }, output: 1 } as const
      const late = lateTurn(paid, record, end, Date.now())
      if (late !== undefined) await inner.append(to, { ...late, nonce: 'n2', host: 'other' }, stored.sequence)
      await new Promise((resolve) => setTimeout(resolve, 400)) // far less than its lease, and yet too long
      return stored
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
  await using _host = await runHost({ actors: [...bossKinds, paid], driver, id: 'slow' })
  await inner.enqueue(task)
  await until(async () => (await inner.pressure.read()).backlog === 0)
  expect(await inner.tail(address)).toMatchObject({ record: { host: 'other', snapshot: { status: 'done' } } })
  expect(calls).toBe(0)
})

it('R13: what failed before the last append makes no poison of a worker that has gone on since', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 100 })
  const address = parseAddress('boss/b/job.1')
  const kept = { ...recordOf(address, 1), kind: 'worker', type: 'worker' } as const
  await inner.append(address, { ...kept, outbox: [{ do: 'feed', id: 'f', event: { type: 'told' } }] }, 0)
  const goneOn = Promise.withResolvers<void>()
  const acked = Promise.withResolvers<void>()
  const driver: Driver = {
    ...inner,
    publish: () => Promise.reject(new CaravanError('test.defect', 'It can never be told.')),
    takeTasks: (kind, free, deliver) =>
      inner.takeTasks(kind, free, (delivery) => {
        const give = () => deliver({ ...delivery, ack: () => (delivery.ack(), acked.resolve()) })
        if (delivery.attempt > MAX_DEFECTS) void goneOn.promise.then(give)
        else give()
      }),
  }
  let failed = 0
  const observe = ({ type }: RuntimeEvent) => void (failed += type === 'turn:failed' ? 1 : 0)
  await using _host = await runHost({ actors: bossKinds, driver, observe })
  const parent = { address: 'boss/b', kind: boss.kind, child: { id: 'job', generation: 1 } }
  const task = { ...envelope(boss, 'boss/b/job.1', 't'), kind: 'worker', tenant: 'acme', input: {}, parent }
  await inner.enqueue(task)
  await until(() => failed === MAX_DEFECTS)
  // Another host gets over it.
  const ended: TurnRecord = { ...kept, turn: 2, nonce: 'n2', snapshot: { ...kept.snapshot, status: 'done' } }
  expect(await inner.append(address, ended, 1)).toMatchObject({ status: 'committed' })
  goneOn.resolve()
  await acked.promise
  expect((await inner.tail(address))?.record).toMatchObject({ turn: 2, outcome: 'handled' })
})

it('I3: of a message that was set aside no copy is handled, for it is acked', async () => {
  await using inner = memoryDriver()
  const address = parseAddress('boss/b')
  const jobs = [{ key: 'copied', ms: 60_000 }]
  const create: Message = {
    ...envelope(boss, 'boss/b', 'c'),
    type: 'create',
    tenant: 'acme',
    input: { jobs },
  }
  const made = begin(boss, create, 0)
  if (made.status !== 'turn') throw new Error(made.status)
  const driver: Driver = {
    ...inner,
    // Two owners at once: the other one makes the actor just then.
    deadLetter: async (letter) => {
      await inner.deadLetter(letter)
      await inner.append(address, { ...made.state.record, nonce: 'n', host: 'other' }, 0)
    },
    takePartition: (kind, partition, deliver) =>
      inner.takePartition(kind, partition, (delivery) => {
        for (let copy = 0; copy < 3; copy++) deliver(delivery)
      }),
    [Symbol.asyncDispose]: async () => undefined,
  }
  await using _host = await runHost({ actors: bossKinds, driver })
  await inner.send(halt('early'))
  await until(() => inner.deadLetters.length > 0)
  await inner.send(halt('later'))
  const last = await until(async () => {
    const tail = await inner.tail(address)
    return tail !== undefined && tail.record.turn > 1 && tail.record
  })
  expect(last.cause.id).toBe('later')
})

it('R6: many that came in the wrong order are put in order by as many looks, not by twice as many for each', async () => {
  const queue = Array.from({ length: 20 }, (_, n) => ({ origin: { sequence: 20 - n } }) as Delivery<Message>)
  const driver = { olderWaits: async () => true }
  const { signal } = new AbortController()
  const context = { driver, signal, draining: signal, jitter: () => 0 } as unknown as HostContext
  let looks = 0
  for (; queue[0]?.origin.sequence !== 1 && looks < 1_000; looks++) {
    const first = queue.shift()
    if (first !== undefined) await olderComesFirst(context, first, { queue, kept: 0, left: () => false })
  }
  expect(looks).toBe(19)
  expect(queue.map(({ origin }) => origin.sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
})
