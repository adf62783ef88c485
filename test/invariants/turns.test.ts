/** Invariants of entities: commit, fence, outbox, duplicates, poison (I1-I6, I11, I12, R1, R2, R12, R14). */
import { assign, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor, type ActorDefinition, type RuntimeEvent } from '../../runtime/index.ts'
import { addressText, parseAddress, partitionOf } from '../../runtime/core/address.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Delivery, Driver } from '../../runtime/core/driver.ts'
import type { Message } from '../../runtime/core/message.ts'
import { handledIn, type TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { memoryMembership } from '../../runtime/memory/membership.ts'
import { faultyDriver, type Faults, type Taps } from '../kit/faulty-driver.ts'
import { boss, bossKinds, echo, greeter, talker } from '../kit/machines.ts'
import { until } from '../kit/until.ts'
import { callsOf, keeper, keeperKinds, openGate, tree, treeKinds } from './actors.ts'

async function records(driver: Driver, root: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress(root), {})) all.push(record)
  return all
}

const count = (record: TurnRecord | undefined) =>
  (record?.snapshot.context as { count: number } | undefined)?.count ?? 0

function expectOneJournalEach(all: readonly TurnRecord[]): void {
  for (const actor of new Set(all.map((record) => record.actor))) {
    const turns = all.filter((record) => record.actor === actor).map((record) => record.turn)
    expect(turns).toEqual(turns.map((_, index) => index + 1))
  }
}

async function hostOn(actors: readonly ActorDefinition[], inner: Driver, faults: Faults = {}, taps?: Taps) {
  const events: RuntimeEvent[] = []
  const driver = faultyDriver(inner, faults, taps)
  const host = await runHost({ actors, driver, observe: (event) => events.push(event), drainMs: 200 })
  return { host, driver, events, client: clientOf(inner) }
}

describe('R1 an append whose outcome is unknown', () => {
  it.each(['ack-lost', 'lost'] as const)('%s: every turn is there once', async (fault) => {
    await using inner = memoryDriver()
    let n = 0
    const { host } = await hostOn([greeter], inner, { append: () => (n++ % 2 === 0 ? fault : undefined) })
    const ref = host.ref(greeter, 'ada')
    for (let i = 0; i < 5; i++) await ref.send({ type: 'greet' })
    await until(async () => count(await ref.record()) === 5)
    const all = await records(inner, ref.address)
    expectOneJournalEach(all)
    expect(all.flatMap(handledIn)).toHaveLength(5)
    expect(inner.feed).toHaveLength(5)
    await host.stop()
  })
})

describe('I1 nothing shows before the append', () => {
  it('sends, publishes and acks nothing of a turn that is not stored', async () => {
    await using inner = memoryDriver()
    let allowed = false
    const settled: string[] = []
    const { host } = await hostOn([talker, echo], inner, {
      append: () => (allowed ? undefined : 'lost'),
      settled: (what) => settled.push(what),
    })
    const ref = host.ref(talker, 't')
    await ref.send({ type: 'tell', n: 1 })
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(settled).toEqual([])
    expect(await records(inner, ref.address)).toEqual([])
    allowed = true
    await until(
      async () => ((await ref.snapshot())?.context as { heard: number[] } | undefined)?.heard.length,
    )
    await host.stop()
  })
})

describe('I2 two believers', () => {
  it('change each state once, and every turn builds on the one before', async () => {
    await using inner = memoryDriver({ dedupe: false })
    const taps: Taps = new Map()
    const a = await hostOn([greeter, talker, echo], inner, {}, taps)
    const b = await hostOn([greeter, talker, echo], inner, {}, taps)
    const ada = a.host.ref(greeter, 'ada')
    const talk = b.host.ref(talker, 't')
    for (let n = 1; n <= 20; n++) {
      await ada.send({ type: 'greet' })
      await talk.send({ type: 'tell', n })
    }
    const heard = async () =>
      ((await talk.snapshot())?.context as { heard: number[] } | undefined)?.heard ?? []
    await until(async () => count(await ada.record()) === 20 && (await heard()).length === 20)
    await Promise.all([a.host.stop(), b.host.stop()])
    expect((await heard()).toSorted((x, y) => x - y)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expectOneJournalEach(await records(inner, ada.address))
    expectOneJournalEach(await records(inner, talk.address))
    expect(new Set(inner.feed.map((event) => event.id)).size).toBe(20)
    expect([...a.events, ...b.events].some((event) => event.type === 'turn:conflict')).toBe(true)
  })
})

describe('I2, R14 what another host has still in hand', () => {
  const lone = (inner: Driver): Driver => {
    const membership = memoryMembership(systemClock, 2_000) // each believes that it owns everything
    return { ...faultyDriver(inner), membership, [Symbol.asyncDispose]: async () => membership.close() }
  }

  it('a message that overtakes the create of its receiver is no dead letter', async () => {
    await using inner = memoryDriver()
    const takers: ((delivery: Delivery<Message>) => void)[] = []
    /** Creates go to the first host, everything else to the second. */
    const routed = (driver: Driver): Driver => ({
      ...driver,
      takePartition: async (kind, partition, deliver) => {
        if (kind !== 'keeper' || partition !== partitionOf(parseAddress('keeper/early'), inner.partitions))
          return { [Symbol.asyncDispose]: async () => undefined }
        takers.push(deliver)
        if (takers.length > 1) return { [Symbol.asyncDispose]: async () => undefined }
        return inner.takePartition(kind, partition, (delivery) =>
          takers[delivery.value.type === 'create' ? 0 : 1]?.(delivery),
        )
      },
    })
    const { promise: asleep, resolve: wake } = Promise.withResolvers<void>()
    const slow: Driver = {
      ...lone(inner),
      append: async (...args) => {
        await asleep
        return inner.append(...args)
      },
    }
    const a = await runHost({ actors: keeperKinds.slice(0, 1), driver: routed(slow), drainMs: 50 })
    const b = await runHost({ actors: keeperKinds.slice(0, 1), driver: routed(lone(inner)), drainMs: 50 })
    const ref = clientOf(inner).ref(keeper, 'early')
    await ref.create({ key: 'early' })
    await ref.send({ type: 'halt' })
    await new Promise((resolve) => setTimeout(resolve, 200)) // time enough to find nobody
    wake()
    await until(async () => (await ref.snapshot())?.status === 'done')
    expect(inner.deadLetters).toEqual([])
    await Promise.all([a.stop(), b.stop()])
  })

  it('nor is one for an actor that this host found missing before another made it', async () => {
    await using inner = memoryDriver()
    const { host } = await hostOn(keeperKinds.slice(0, 1), inner)
    const stray = {
      kind: 'keeper',
      to: 'keeper/later',
      sentAt: 0,
      type: 'event',
      event: { type: 'halt' },
    } as const
    await inner.send({ ...stray, id: 'x1' })
    await until(() => inner.deadLetters.length === 1)
    const elsewhere = memoryDriver()
    const maker = await hostOn(keeperKinds.slice(0, 1), elsewhere)
    await elsewhere.send({ ...stray, id: 'c', type: 'create', tenant: 't', input: { key: 'later' } })
    const made = await until(() => elsewhere.tail(parseAddress('keeper/later')))
    await inner.append(parseAddress('keeper/later'), made.record, 0) // as if another host had handled the create
    await inner.send({ ...stray, id: 'x2' })
    await until(
      async () => (await inner.tail(parseAddress('keeper/later')))?.record.snapshot.status === 'done',
    )
    expect(inner.deadLetters).toHaveLength(1)
    await Promise.all([host.stop(), maker.host.stop()])
  })
})

describe('I3 no outbox is lost (R2)', () => {
  it('the next host relays the last turn before anything else', async () => {
    await using inner = memoryDriver()
    const first = await hostOn(keeperKinds, inner, {
      appended: () => first.driver.crash(), // after the commit, before the relay
    })
    const ref = first.client.ref(keeper, 'k1')
    await ref.create({ key: 'k1' })
    await until(() => first.driver.crashed)
    expect((await records(inner, 'keeper/k1')).map((record) => record.outcome)).toEqual(['created'])
    openGate('k1-1')
    openGate('k1-2')
    const second = await hostOn(keeperKinds, inner)
    await until(async () => (await second.host.ref(keeper, 'k1').snapshot())?.status === 'done')
    const types = second.events.map((event) => event.type)
    expect(types.indexOf('outbox:relayed')).toBeLessThan(types.indexOf('message:acking'))
    await second.host.stop()
  })

  it('acks only what is relayed, however often the relay fails', async () => {
    await using inner = memoryDriver()
    let failures = 3
    const { host, events } = await hostOn([greeter], inner, {
      relay: (name) => {
        if (name === 'publish' && failures-- > 0) throw new Error('no answer')
      },
    })
    const ref = host.ref(greeter, 'ada')
    await ref.send({ type: 'greet' })
    await until(() => events.some((event) => event.type === 'message:acking'))
    const types = events.map((event) => event.type)
    expect(types.filter((type) => type === 'outbox:retry')).toHaveLength(3)
    expect(types.indexOf('outbox:relayed')).toBeLessThan(types.indexOf('message:acking'))
    expect(inner.feed).toHaveLength(1)
    await host.stop()
  })

  it('stopping a child relays the child’s last turn first (R12)', async () => {
    await using inner = memoryDriver()
    const child = await hostOn(treeKinds.slice(1), inner, {
      appended: (record) => {
        if (record.actor === 'tree/t/branch.1' && record.turn === 2) child.driver.crash()
      },
    })
    const top = await hostOn(treeKinds.slice(0, 1), inner)
    const ref = top.client.ref(tree, 't')
    await ref.send({ type: 'tell' })
    await until(() => child.driver.crashed)
    expect(inner.feed).toEqual([])
    await ref.send({ type: 'fell' })
    await until(async () => (await ref.snapshot())?.status === 'done')
    await until(async () => {
      const all = await records(inner, 'tree/t')
      const last = (actor: string) => all.findLast((record) => record.actor === actor)?.outcome
      return last('tree/t/branch.1') === 'stopped' && last('tree/t/branch.1/leaf.1') === 'stopped'
    })
    expect(inner.feed.map((event) => event.type)).toEqual(['branch.spoke'])
    await top.host.stop()
  })

  it('a stop that crashed before its cascade is carried on (R12)', async () => {
    await using inner = memoryDriver()
    const first = await hostOn(treeKinds, inner, {
      appended: (record) => {
        if (record.actor === 'tree/t2/branch.1' && record.outcome === 'stopped') first.driver.crash()
      },
    })
    const ref = first.client.ref(tree, 't2')
    await ref.send({ type: 'tell' })
    await until(async () => (await inner.tail(parseAddress('tree/t2/branch.1/leaf.1'))) !== undefined)
    await ref.send({ type: 'fell' })
    await until(() => first.driver.crashed)
    const second = await hostOn(treeKinds, inner)
    const stopped = await until(async () => {
      const leaf = await inner.tail(parseAddress('tree/t2/branch.1/leaf.1'))
      return leaf?.record.outcome === 'stopped' && leaf.record
    })
    expect(stopped.timers).toEqual({})
    await second.host.stop()
  })
})

describe('I4 a message counts once', () => {
  it('whatever is delivered how often and in which order, without server dedupe', async () => {
    await using inner = memoryDriver({ dedupe: false })
    const random = () => Math.floor(Math.random() * 4)
    const { host } = await hostOn([...bossKinds, talker, echo, greeter], inner, {
      copies: () => 1 + random(),
      holdMs: random,
    })
    const ada = host.ref(greeter, 'ada')
    const talk = host.ref(talker, 't')
    const work = host.ref(boss, 'b')
    await work.create({ jobs: Array.from({ length: 5 }, (_, n) => ({ key: `j${n}`, ms: 1 })) })
    for (let n = 1; n <= 15; n++) {
      await ada.send({ type: 'greet' }, { id: `g${n}` })
      await ada.send({ type: 'greet' }, { id: `g${n}` })
      await talk.send({ type: 'tell', n }, { id: `t${n}` })
    }
    const heard = async () =>
      ((await talk.snapshot())?.context as { heard: number[] } | undefined)?.heard ?? []
    await until(async () => count(await ada.record()) >= 15 && (await heard()).length >= 15)
    const done = await until(async () => {
      const s = await work.snapshot()
      return s?.status === 'done' && s
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(count(await ada.record())).toBe(15)
    expect((await heard()).toSorted((x, y) => x - y)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
    expect(done.output).toEqual(['done j0', 'done j1', 'done j2', 'done j3', 'done j4'])
    await host.stop()
  })

  it('handles what arrives while the last turn is being put away', async () => {
    await using inner = memoryDriver()
    let left = 0
    let depth = 0
    // Sends the next message a varying number of microtasks after the last was acked.
    const { host } = await hostOn([greeter], inner, {
      settled: (what) => {
        if (what !== 'ack' || left-- <= 0) return
        let chain = Promise.resolve()
        for (let i = 1; i < depth; i++) chain = chain.then(() => undefined)
        const next = () => inner.send({ ...message, id: `${depth}.${left}` })
        void (depth === 0 ? next() : chain.then(next))
      },
    })
    const ref = host.ref(greeter, 'ada')
    const message = {
      id: '',
      to: ref.address,
      kind: 'greeter',
      sentAt: 0,
      type: 'event',
      event: { type: 'greet' },
    } as const
    for (depth = 0; depth < 14; depth++) {
      const before = count(await ref.record())
      left = 3
      await ref.send({ type: 'greet' })
      await until(async () => count(await ref.record()) === before + 4)
    }
    expect(count(await ref.record())).toBe(4 * 14)
    await host.stop()
  })
})

describe('I6 entities never wait', () => {
  it('answers while its promise runs', async () => {
    await using inner = memoryDriver()
    const { host } = await hostOn(keeperKinds, inner)
    const ref = host.ref(keeper, 'busy')
    await ref.create({ key: 'busy' })
    await until(() => callsOf('busy-1').started === 1)
    for (let n = 0; n < 20; n++) await ref.send({ type: 'ping' })
    await until(async () => ((await ref.snapshot())?.context as { pings: number } | undefined)?.pings === 20)
    expect(callsOf('busy-1')).toMatchObject({ started: 1, aborted: 0 }) // nobody opens its gate: it runs until the halt
    await ref.send({ type: 'halt' })
    await until(async () => (await ref.snapshot())?.status === 'done')
    await until(() => callsOf('busy-1').aborted === 1)
    await host.stop()
  })
})

describe('I11 poison', () => {
  const bank = defineActor({
    kind: 'bank',
    machine: setup({
      types: { context: {} as { sum: unknown }, events: {} as { type: 'earn' | 'cycle' | 'fine' } },
    }).createMachine({
      id: 'bank',
      context: { sum: 0 },
      on: {
        earn: { actions: assign({ sum: () => 10n }) },
        cycle: {
          actions: assign({
            sum: () => {
              const self: Record<string, unknown> = {}
              self['self'] = self
              return self
            },
          }),
        },
        fine: { actions: assign({ sum: 1 }) },
      },
    }),
  })

  it.each(['earn', 'cycle'] as const)(
    '%s: a context that cannot be stored ends its actor, not its neighbours',
    async (type) => {
      await using inner = memoryDriver({ partitions: 1 })
      const { host } = await hostOn([bank], inner)
      const bad = host.ref(bank, 'bad')
      const good = host.ref(bank, 'good')
      await bad.send({ type: 'fine' })
      await bad.send({ type })
      await good.send({ type: 'fine' })
      const ended = await until(async () => {
        const record = await bad.record()
        return record?.outcome === 'failed' && record
      })
      expect(ended.snapshot).toMatchObject({
        status: 'error',
        context: { sum: 1 },
        error: { code: 'message.unserialisable' },
      })
      await until(async () => (await good.snapshot())?.status === 'active')
      await host.stop()
    },
  )

  it('a state that is too large ends its actor', async () => {
    await using inner = memoryDriver({ maxPayloadBytes: 4_000 })
    const { host } = await hostOn([talker, echo], inner)
    const ref = host.ref(talker, 't')
    for (let n = 0; n < 3; n++) await ref.send({ type: 'tell', n })
    for (let n = 0; n < 3; n++) await ref.send({ type: 'heard', n: 'x'.repeat(1_500) } as never)
    const error = await until(async () => (await ref.record())?.snapshot.error)
    expect(error.code).toBe('message.too-large')
    await host.stop()
  })

  it('an event for an actor that nobody made is set aside (R14)', async () => {
    await using inner = memoryDriver()
    const { host } = await hostOn(bossKinds, inner)
    await inner.send({
      id: 'x',
      to: 'boss/nobody',
      kind: 'boss',
      sentAt: 0,
      type: 'event',
      event: { type: 'halt' },
    })
    await until(() => inner.deadLetters.length === 1)
    expect(inner.deadLetters[0]).toMatchObject({
      id: 'x',
      reason: expect.stringContaining('unknown actor') as string,
    })
    expect(addressText(parseAddress('boss/nobody'))).toBe('boss/nobody')
    expect(await records(inner, 'boss/nobody')).toEqual([])
    await host.stop()
  })
})

describe('I12 readers cannot hurt writers', () => {
  it('turns go on while readers that read nothing hang on the journal', async () => {
    await using inner = memoryDriver()
    const { host } = await hostOn([greeter], inner)
    const ref = host.ref(greeter, 'ada')
    await ref.send({ type: 'greet' })
    await until(async () => count(await ref.record()) === 1)
    const stop = new AbortController()
    const lazy = Array.from({ length: 50 }, () =>
      host.journal(ref.address, { live: true, signal: stop.signal }),
    )
    for (const reader of lazy) await reader[Symbol.asyncIterator]().next()
    for (let n = 0; n < 50; n++) await ref.send({ type: 'greet' })
    await until(async () => count(await ref.record()) === 51)
    expect(stop.signal.aborted).toBe(false) // the readers still hang there
    stop.abort()
    await host.stop()
  })
})
