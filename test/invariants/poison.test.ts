/** Poison (I11, R13): set aside with its reason; its parent is told, its neighbours go on, an operator mends and releases it. */
import { assign, fromPromise, sendTo, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor, type ActorDefinition, type RuntimeEvent } from '../../runtime/index.ts'
import { addressText, parseAddress, type Address } from '../../runtime/core/address.ts'
import { systemClock, type Clock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { Message, Task } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { firstClaim, nextClaim } from '../../runtime/kernel/worker-turns.ts'
import { RESERVED } from '../../runtime/kernel/admission.ts'
import { MAX_BARREN_CLAIMS } from '../../runtime/kernel/quarantine.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { echo, greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

/** The waits between tries pass quickly; everything else takes its time. */
const hurried: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 50, signal) }

/** The driver with some of its methods replaced, as by a defect that no retry gets over. */
function defective(inner: Driver, broken: Partial<Driver>): Driver {
  return { ...inner, ...broken }
}
const defect = () => {
  throw new CaravanError('test.defect', 'it can never be carried out')
}

async function hostOn(inner: Driver, actors: readonly ActorDefinition[], broken: Partial<Driver> = {}) {
  const events: RuntimeEvent[] = []
  const driver = faultyDriver(defective(inner, broken))
  const host = await runHost({ actors, driver, clock: hurried, drainMs: 50, observe: (e) => events.push(e) })
  return { host, events }
}

async function recordsOf(driver: Driver, root: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress(root), {})) all.push(record)
  return all
}
const tailOf = async (driver: Driver, actor: string) => (await driver.tail(parseAddress(actor)))?.record
const count = (record: TurnRecord | undefined) =>
  (record?.snapshot.context as { count: number } | undefined)?.count
const mending = (to: string, kind: string, id: string) =>
  ({ id, to, kind, sentAt: 0, by: 'olga', reason: 'the feed is mended' }) as const

describe('a poisoned entity (I11, R13)', () => {
  it('is quarantined, its messages become dead letters in order, its neighbour goes on, and released it does too', async () => {
    await using inner = memoryDriver()
    let broken = true
    const { host, events } = await hostOn(inner, [greeter], {
      publish: async (event) => (broken && event.actor.id === 'ada' ? defect() : inner.publish(event)),
    })
    const client = clientOf(inner)
    const ada = client.ref(greeter, 'ada')
    const greet = (id: string) => ada.send({ type: 'greet' }, { id })
    await greet('m1')
    await until(async () => (await ada.record())?.quarantine)
    expect(await ada.record()).toMatchObject({
      outcome: 'quarantined',
      snapshot: { status: 'active', context: { count: 1 } },
      quarantine: { code: 'test.defect', held: [{ do: 'feed' }] },
    })
    expect(events.filter(({ type }) => type === 'actor:quarantined')).toHaveLength(1)

    await greet('m2')
    await greet('m3')
    await client.ref(greeter, 'ben').send({ type: 'greet' })
    await until(async () => count(await tailOf(inner, 'greeter/ben')) === 1)
    await until(() => inner.deadLetters.length === 2)
    expect(inner.deadLetters).toMatchObject([
      { id: 'm2', code: 'actor.quarantined', actor: 'greeter/ada' },
      { id: 'm3', code: 'actor.quarantined' },
    ])

    broken = false
    const repair = {
      ...mending('greeter/ada', 'greeter', 'r1'),
      type: 'repair',
      event: { type: 'greet' },
    } as const
    await inner.send(repair)
    await until(async () => (await ada.record())?.outcome === 'repaired')
    expect(await ada.record()).toMatchObject({ cause: { by: 'olga' }, quarantine: { code: 'test.defect' } })
    await inner.send({ ...mending('greeter/ada', 'greeter', 'f1'), type: 'release' })
    await until(async () => (await ada.record())?.outcome === 'released')
    await until(() => inner.feed.filter(({ actor }) => actor.id === 'ada').length === 2)

    for await (const { number } of inner.dead.list()) await inner.dead.redrive(number)
    await until(async () => count(await ada.record()) === 4)
    const own = await recordsOf(inner, 'greeter/ada')
    expect(own.map(({ cause }) => cause.id)).toEqual(['m1', 'm1', 'r1', 'f1', 'm2', 'm3'])
    await host.stop()
  })

  it('that is a child is told to its parent and stays open; released, what it had to say arrives', async () => {
    const minder = defineActor({
      kind: 'minder',
      children: { echo },
      machine: setup({
        types: {
          context: {} as { heard: readonly number[]; told: readonly string[] },
          events: {} as { type: 'tell'; n: number } | { type: 'heard'; n: number },
        },
        actors: { echo: echo.machine },
      }).createMachine({
        id: 'minder',
        context: { heard: [], told: [] },
        invoke: {
          id: 'echo',
          src: 'echo',
          onError: {
            actions: assign({
              told: ({ context, event }) => [...context.told, (event.error as { code: string }).code],
            }),
          },
        },
        on: {
          tell: { actions: sendTo('echo', ({ event }) => ({ type: 'say', n: event.n })) },
          heard: { actions: assign({ heard: ({ context, event }) => [...context.heard, event.n] }) },
        },
      }),
    })
    await using inner = memoryDriver()
    let broken = true
    const speaks = (message: Message) => message.type === 'event' && message.event.type === 'heard'
    const { host } = await hostOn(inner, [minder, echo], {
      send: async (message) => (broken && speaks(message) ? defect() : inner.send(message)),
    })
    const ref = clientOf(inner).ref(minder, 'm')
    await ref.send({ type: 'tell', n: 1 })
    const told = async () => ((await ref.snapshot())?.context as { told: string[] } | undefined)?.told
    await until(async () => ((await told())?.length ?? 0) > 0)
    expect(await told()).toEqual(['actor.quarantined'])
    expect((await ref.record())?.children['echo']).toMatchObject({ quarantinedAt: 3 })
    broken = false
    await inner.send({ ...mending('minder/m/echo.1', 'echo', 'f1'), type: 'release' })
    const heard = async () =>
      ((await ref.snapshot())?.context as { heard: number[] } | undefined)?.heard ?? []
    await until(async () => (await heard()).length > 0)
    await ref.send({ type: 'tell', n: 2 })
    await until(async () => (await heard()).length === 2)
    expect(await heard()).toEqual([1, 2])
    await host.stop()
  })

  it('R12: a poisoned child does not keep its parent from stopping it', async () => {
    const keeper = defineActor({
      kind: 'gaoler',
      children: { echo },
      machine: setup({
        types: { events: {} as { type: 'tell' } | { type: 'leave' } },
        actors: { echo: echo.machine },
      }).createMachine({
        id: 'gaoler',
        initial: 'in',
        states: {
          in: {
            invoke: { id: 'echo', src: 'echo' },
            on: { tell: { actions: sendTo('echo', { type: 'say', n: 1 }) }, leave: 'out' },
          },
          out: { type: 'final' },
        },
      }),
    })
    await using inner = memoryDriver()
    const { host, events } = await hostOn(inner, [keeper, echo], {
      send: async (message) =>
        message.type === 'event' && message.to === 'gaoler/g' && message.peer
          ? defect()
          : inner.send(message),
    })
    const ref = clientOf(inner).ref(keeper, 'g')
    await ref.send({ type: 'tell' })
    await until(() => events.some(({ type }) => type === 'turn:failed')) // not quarantined yet
    await ref.send({ type: 'leave' })
    await until(async () => (await tailOf(inner, 'gaoler/g/echo.1'))?.snapshot.status === 'stopped')
    await until(async () => (await ref.snapshot())?.status === 'done')
    expect((await ref.record())?.quarantine).toBeUndefined()
    await host.stop()
  })
})

let answered = 0
const job = defineActor({
  kind: 'job',
  type: 'worker',
  machine: setup({ actors: { call: fromPromise(async () => ++answered) } }).createMachine({
    id: 'job',
    initial: 'calling',
    states: { calling: { invoke: { id: 'call', src: 'call', onDone: 'done' } }, done: { type: 'final' } },
  }),
}) as unknown as ActorDefinition
const payer = defineActor({
  kind: 'payer',
  children: { job },
  machine: setup({
    types: { context: {} as { told: readonly string[] } },
    actors: { job: fromPromise(async () => 1) },
  }).createMachine({
    id: 'payer',
    context: { told: [] },
    initial: 'open',
    states: {
      open: {
        invoke: {
          id: 'job',
          src: 'job',
          onDone: 'paid',
          onError: {
            actions: assign({
              told: ({ context, event }) => [...context.told, (event.error as { code: string }).code],
            }),
          },
        },
      },
      paid: { type: 'final' },
    },
  }),
}) as unknown as ActorDefinition
const PAYER = { address: 'payer/p', kind: 'payer', child: { id: 'job', generation: 1 } }
const task: Task = {
  id: 'payer/p#1.0',
  to: 'payer/p/job.1',
  kind: 'job',
  tenant: 'default',
  input: undefined,
  parent: PAYER,
  sentAt: Date.now(),
}

describe('a poisoned worker (I11, R13)', () => {
  it('claimed again and again without a word is quarantined; its parent is told; released it does its work', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: 400 })
    const entities = await hostOn(inner, [payer])
    await inner.send({ type: 'create', id: 'c', to: 'payer/p', kind: 'payer', sentAt: 0, tenant: 'default' })
    await until(async () => tailOf(inner, 'payer/p'))
    // What hosts leave behind that die of it: claims, and nothing after them.
    const sign = (n: number) => ({ nonce: `n${n}`, host: `h${n}` })
    let decision = firstClaim(job, task, { host: 'h1', beside: false }, 1)
    let draft = decision.status === 'turn' ? decision.state.record : undefined
    let sequence = 0
    for (let n = 1; n <= MAX_BARREN_CLAIMS && draft; n++) {
      const result = await inner.append(parseAddress(task.to), { ...draft, ...sign(n) }, sequence)
      sequence = result.status === 'committed' ? result.sequence : -1
      draft = nextClaim(job, draft, task, `h${n + 1}`, n).record
    }
    const workers = await hostOn(inner, [job])
    await until(async () => (await tailOf(inner, task.to))?.quarantine)
    expect(await tailOf(inner, task.to)).toMatchObject({
      outcome: 'quarantined',
      quarantine: { code: 'worker.barren' },
    })
    const told = async () => (await tailOf(inner, 'payer/p'))?.snapshot.context
    await until(async () => ((await told()) as { told: string[] }).told.length > 0)
    expect(await told()).toEqual({ told: ['actor.quarantined'] })
    await new Promise((resolve) => setTimeout(resolve, 900)) // its task is acked: it does not come again
    expect(answered).toBe(0)

    const release = { ...mending(task.to, 'job', 'f1'), type: 'release' } as const
    await inner.enqueue({ ...task, id: 'f1', mending: release })
    await until(async () => (await tailOf(inner, 'payer/p'))?.snapshot.status === 'done')
    expect(answered).toBe(1)
    const outcomes = (await recordsOf(inner, 'payer/p'))
      .filter(({ kind }) => kind === 'job')
      .map((r) => r.outcome)
    expect(outcomes.slice(MAX_BARREN_CLAIMS)).toEqual(['quarantined', 'released', 'claimed', 'handled'])
    await Promise.all([workers.host.stop(), entities.host.stop()])
  })
})

describe('R17: a worker whose store was rolled back under it', () => {
  it('is quarantined with what its host knows and its parent is told; its completed call counts all the same (R9)', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: 400 })
    const entities = await hostOn(inner, [payer])
    await inner.send({ type: 'create', id: 'c', to: 'payer/p', kind: 'payer', sentAt: 0, tenant: 'default' })
    const isJob = (address: Address) => addressText(address) === task.to
    // When the result of its call is to be stored, its claim is not there any more; what is stored next is all that there is.
    let [lost, once] = [false, false]
    const before = answered
    const workers = await hostOn(inner, [job], {
      tail: async (address) => (lost && isJob(address) ? undefined : inner.tail(address)),
      append: async (address, record, expected) => {
        if (!isJob(address)) return inner.append(address, record, expected)
        if (!once && record.outcome === 'handled') lost = once = true
        if (!lost) return inner.append(address, record, expected)
        if (expected !== 0) return { status: 'conflict' }
        lost = false
        return inner.append(address, record, (await inner.tail(address))?.sequence ?? 0)
      },
    })
    await until(async () => (await tailOf(inner, 'payer/p'))?.snapshot.status === 'done')
    const all = await recordsOf(inner, 'payer/p')
    const mine = all.filter(({ kind }) => kind === 'job')
    expect(mine.map(({ outcome }) => outcome)).toEqual(['claimed', 'quarantined', 'handled'])
    expect(mine[1]).toMatchObject({
      turn: 2,
      quarantine: { code: 'store.rolled-back' },
      claim: { number: 1 },
    })
    expect((await tailOf(inner, 'payer/p'))?.snapshot.context).toEqual({ told: ['actor.quarantined'] })
    expect(answered).toBe(before + 1)
    await Promise.all([workers.host.stop(), entities.host.stop()])
  })
})

describe('what nobody should have sent (I11, R14, R21)', () => {
  it('becomes a dead letter or an ignored record, each with its reason, and the neighbours go on', async () => {
    await using inner = memoryDriver()
    const { host } = await hostOn(inner, [greeter])
    const about = (id: string, to = 'greeter/eve') => ({ id, to, kind: 'greeter', sentAt: 0 })
    const eve = clientOf(inner).ref(greeter, 'eve')
    await eve.send({ type: 'greet' }, { id: 'first' })
    await until(async () => count(await eve.record()) === 1)
    const forged: Message[] = [
      { ...about('x1', 'greeter/nobody'), type: 'event', event: { type: 'greet' } },
      { ...about('x2', 'greeter/nobody'), type: 'timer', timer: { id: 't', generation: 1 } },
      {
        ...about('x3', 'greeter/forged'),
        type: 'event',
        event: { type: 'xstate.done.actor.x' },
        first: { tenant: 'a' },
      },
      { ...about('x4', 'greeter/=65ve'), type: 'event', event: { type: 'greet' }, first: { tenant: 'a' } },
      { ...about('x5'), type: 'event', event: { type: 'xstate.done.actor.x' } },
      {
        ...about('x6'),
        type: 'child.error',
        child: { id: 'x', generation: 1 },
        error: { code: 'a', message: 'b' },
      },
      { ...about('x7'), type: 'release', by: 'mallory', reason: 'because' },
    ]
    for (const message of forged) await inner.send(message)
    await eve.send({ type: 'greet' }, { id: 'last' })
    await until(async () => count(await eve.record()) === 2)
    await until(() => inner.deadLetters.length === 4)
    const letters = [...inner.deadLetters].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(letters.map(({ id, code }) => [id, code])).toEqual([
      ['x1', 'actor.unknown'],
      ['x2', 'actor.unknown'],
      ['x3', 'event.reserved'],
      ['x4', 'message.misplaced'],
    ])
    const records = await recordsOf(inner, 'greeter/eve')
    const steps = records.flatMap((record) => [...(record.earlier ?? []), record])
    expect(
      steps.filter(({ outcome }) => outcome === 'ignored').map(({ cause, reason }) => [cause.id, reason]),
    ).toEqual([
      ['x5', RESERVED],
      ['x6', 'the child is not open in this generation'],
      ['x7', 'the actor is not quarantined'],
    ])
    await host.stop()
  })
})
