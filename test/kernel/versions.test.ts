/** Machine versions, decided purely (R18, I5): what is written beside whom, what is read how, what a migration may do. */
import * as fc from 'fast-check'
import { assign, emit, fromPromise, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { RECORD_VERSION } from '../../runtime/core/turn-record.ts'
import { activation } from '../../runtime/kernel/activation.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import type { ActorDefinition, Migration, PersistedSnapshot } from '../../runtime/kernel/definition.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import { firstClaim, lateTurn } from '../../runtime/kernel/worker-turns.ts'
import { migrationPath, readableVersions, writeVersion } from '../../runtime/kernel/versions.ts'
import { echo } from '../kit/machines.ts'
import { create, deepFreeze, event, first, items, stored, turn } from './turns.ts'

/** Waits in `shut` with a delay, a child and a count; `oven` is what the next version calls `warm`. */
const first1 = setup({
  types: { context: {} as { n: number }, events: {} as { type: 'go' } | { type: 'inc' } },
  actors: { echo: echo.machine },
}).createMachine({
  id: 'door',
  context: { n: 0 },
  initial: 'shut',
  on: { inc: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
  states: {
    shut: { invoke: { id: 'kid', src: 'echo' }, after: { 60_000: 'open' }, on: { go: 'open' } },
    open: {},
  },
})
const second = setup({
  types: {
    context: {} as { count: number; heard?: string },
    events: {} as { type: 'inc' } | { type: 'actor.migrated'; from: string; to: string },
  },
  actors: { voice: echo.machine },
}).createMachine({
  id: 'door',
  context: { count: 0 },
  initial: 'closed',
  on: {
    inc: { actions: assign({ count: ({ context }) => context.count + 10 }) },
    'actor.migrated': {
      actions: [
        assign({ heard: ({ event }) => `${event.from}>${event.to}` }),
        emit({ type: 'door.migrated' }),
      ],
    },
  },
  states: {
    closed: { invoke: { id: 'kid', src: 'voice' }, after: { 60_000: 'ajar' } },
    ajar: { always: { target: 'wide', guard: ({ context }) => context.count > 2 } },
    wide: {},
  },
})
const toSecond: Migration = (old) => ({
  ...old,
  value: old.value === 'shut' ? 'closed' : 'ajar',
  context: { count: (old.context as { n: number }).n },
  children: Object.fromEntries(Object.keys(old.children).map((id) => [id, { src: 'voice' }])),
  timers: Object.fromEntries(
    Object.values(old.timers).map(({ at }) => [
      'xstate.after.60000.door.closed',
      { at, event: { type: 'xstate.after.60000.door.closed' } },
    ]),
  ),
})
const kind = 'door'
const v1 = defineActor({ kind, machine: first1, children: { echo } }) as unknown as ActorDefinition
const onlyMigrates = defineActor({
  kind,
  machine: second,
  version: '2',
  children: { voice: echo },
  migrations: { 1: toSecond },
}) as unknown as ActorDefinition
const both = defineActor({
  kind,
  machine: second,
  version: '2',
  children: { voice: echo },
  versions: { 1: { machine: first1, children: { echo } } },
  migrations: { 1: toSecond },
}) as unknown as ActorDefinition
const strange = defineActor({ kind, machine: echo.machine }) as unknown as ActorDefinition

const host = (...versions: string[]) => ({ kinds: [{ kind, versions }] })
const shut = stored(turn(v1, turn(v1, undefined, create(v1)), event(v1, { type: 'inc' })))

function migrated(definition: ActorDefinition, state: ActorState, write = '2'): ActorState {
  const found = activation(definition, state.record, write, 5_000)
  if (found.status !== 'migrated') throw new Error(JSON.stringify(found))
  return found.state
}

describe('R18: what a host writes beside others', () => {
  it.each<[string, ActorDefinition, ReturnType<typeof host>[], string | undefined]>([
    ['its own version when alone', both, [], '2'],
    ['its own version among equals', both, [host('1', '2'), host('1', '2')], '2'],
    ['the old version beside a host that reads only that', both, [host('1'), host('1', '2')], '1'],
    ['nothing that it cannot run itself', onlyMigrates, [host('1')], undefined],
    ['nothing when two others have no version in common', both, [host('1'), host('2')], undefined],
    ['as if alone beside hosts of other kinds', both, [{ kinds: [{ kind: 'other', versions: ['9'] }] }], '2'],
  ])('%s', (_name, definition, hosts, version) => {
    expect(writeVersion(definition, hosts)).toBe(version)
  })

  it('a definition that already runs the next version writes its own until nobody can read that', () => {
    const ahead = defineActor({
      kind,
      machine: first1,
      children: { echo },
      versions: { 2: { machine: second, children: { voice: echo } } },
    }) as unknown as ActorDefinition
    expect(readableVersions(ahead)).toEqual(['1', '2'])
    expect(writeVersion(ahead, [host('1', '2')])).toBe('1')
    expect(writeVersion(ahead, [host('2')])).toBe('2')
  })

  it('property: whatever lives, the version is one that everybody reads and that this host runs, the best of them', () => {
    const known = ['1', '2', '10']
    const definitions = known.map((version) => {
      const versions = Object.fromEntries(known.filter((v) => v !== version).map((v) => [v, first1]))
      return defineActor({ kind, machine: first1, children: { echo }, version, versions })
    })
    const some = fc.subarray(['1', '2', '9', '10', '11'], { minLength: 1 })
    fc.assert(
      fc.property(fc.nat({ max: 2 }), fc.array(some, { maxLength: 4 }), (index, live) => {
        const definition = definitions[index] as unknown as ActorDefinition
        const hosts = live.map((versions) => host(...versions))
        const everybodyReads = (version: string) => live.every((versions) => versions.includes(version))
        const written = writeVersion(definition, hosts)
        const common = known.filter(everybodyReads)
        expect(common.includes(written ?? '')).toBe(common.length > 0)
        expect(common.includes(definition.version) && written !== definition.version).toBe(false)
        expect(writeVersion(definition, hosts.toReversed())).toBe(written)
      }),
    )
  })
})

describe('R18: how a stored actor is read', () => {
  it('as is, with the old machine, after a migration, or not at all', () => {
    expect(activation(v1, shut.record, '1', 0)).toMatchObject({ status: 'run', definition: { version: '1' } })
    expect(activation(both, shut.record, '1', 0)).toMatchObject({
      status: 'run',
      definition: { version: '1' },
    })
    expect(activation(both, shut.record, undefined, 0)).toMatchObject({ status: 'run' })
    expect(activation(both, shut.record, '2', 0).status).toBe('migrated')
    expect(activation(onlyMigrates, shut.record, '2', 0).status).toBe('migrated')
  })

  it.each<[string, () => ReturnType<typeof activation>, RegExp]>([
    ['a newer version', () => activation(v1, migrated(both, shut).record, '1', 0), /version 2.*reads 1/],
    ['another machine', () => activation(strange, shut.record, '1', 0), /machine "door".*runs "echo"/],
    [
      'an old version that could only be migrated while another host cannot follow',
      () => activation(onlyMigrates, shut.record, undefined, 0),
      /only be migrated, and a live host cannot read version 2 yet/,
    ],
    [
      'a newer format of records',
      () => activation(v1, { ...shut.record, v: (RECORD_VERSION + 1) as typeof RECORD_VERSION }, '1', 0),
      /format 2, this host reads 1/,
    ],
    [
      'a machine that changed without a new version: its state is gone',
      () =>
        activation(
          defineActor({ kind, machine: second, children: { voice: echo } }) as never,
          shut.record,
          '1',
          0,
        ),
      /does not fit version 1: state "door.shut" does not exist; child "kid" has src "echo", which is bound to nothing/,
    ],
  ])('not here: %s', (_name, read, reason) => {
    const found = read()
    expect(found.status).toBe('unreadable')
    expect('reason' in found && found.reason).toMatch(reason)
  })

  it('an ended actor is answered by any code, and stays stamped as it was', () => {
    const ended = stored({
      ...shut,
      record: {
        ...shut.record,
        snapshot: { ...shut.record.snapshot, status: 'done' },
        children: {},
        timers: {},
      },
    })
    const found = activation(strange, ended.record, '7', 0)
    const definition = found.status === 'run' ? found.definition : v1
    expect(definition).not.toBe(v1)
    const late = turn(definition, ended, event(v1, { type: 'inc' }))
    expect(late.record).toMatchObject({ outcome: 'ignored', machine: { id: 'door', version: '1' } })
  })
})

describe('R18: a migration', () => {
  it('R21: is one turn of its own, stamped with the new version; what is open keeps its generation', () => {
    const state = migrated(both, shut)
    const { kid } = shut.record.children
    expect(state.record).toMatchObject({
      turn: shut.record.turn + 1,
      outcome: 'migrated',
      cause: { type: 'migrate', from: '1', to: '2' },
      machine: { id: 'door', version: '2' },
      snapshot: { value: 'closed', context: { count: 1, heard: '1>2' } },
      children: { kid: { ...kid, src: 'voice' } },
      seen: shut.record.seen,
    })
    expect(items(state)).toEqual(['cancel', 'schedule', 'feed'])
    const went = turn(both, stored(state), event(both, { type: 'inc' }))
    expect(went.record.snapshot.context).toMatchObject({ count: 11 })
  })

  it('the machine hears of it, and with that takes the always transitions that restoring does not', () => {
    const count = turn(v1, turn(v1, shut, event(v1, { type: 'inc' })), event(v1, { type: 'inc' }))
    const open = stored(turn(v1, count, event(v1, { type: 'go' })))
    expect(migrated(both, open).record.snapshot).toMatchObject({ value: 'wide', context: { count: 3 } })
  })

  it('a machine that does not name the event gets no event, not even by a wildcard', () => {
    const wild = setup({ types: { events: {} as { type: 'x' } } }).createMachine({
      id: 'door',
      initial: 'closed',
      on: { '*': '.broken' },
      states: { closed: {}, broken: {} },
    })
    const definition = defineActor({
      kind,
      machine: wild,
      version: '2',
      migrations: { 1: (old) => ({ ...old, value: 'closed', children: {}, timers: {} }) },
    }) as unknown as ActorDefinition
    const state = migrated(definition, shut)
    expect(state.record.snapshot.value).toBe('closed')
    expect(items(state)).toEqual(['stop', 'cancel']) // the child and the delay that the step left out
  })

  it('R21: nobody but the runtime sends actor.migrated', () => {
    const forged = event(both, { type: 'actor.migrated', from: '0', to: '9' })
    expect(turn(both, migrated(both, shut), forged).record.outcome).toBe('ignored')
    expect(decide(both, undefined, first(both, { type: 'actor.migrated' }), 1).status).toBe('dead')
  })

  it('chains its steps in the order of versions', () => {
    const step =
      (to: string): Migration =>
      (old) => ({ ...old, context: { count: 0, ...(old.context as object), [to]: true } })
    const chained = defineActor({
      kind,
      machine: second,
      version: '10',
      children: { voice: echo },
      migrations: { 1: toSecond, 2: step('9'), 9: step('10') },
    }) as unknown as ActorDefinition
    expect(migrationPath(chained, '1', '10')).toEqual(['2', '9', '10'])
    expect(migrationPath(chained, '3', '10')).toBeUndefined()
    expect(migrated(chained, shut, '10').record.snapshot.context).toEqual({
      count: 1,
      9: true,
      10: true,
      heard: '1>10',
    })
  })

  it.each<[string, (old: PersistedSnapshot) => unknown, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('no such thing')
      },
      /no such thing/,
    ],
    ['returns nothing', () => undefined, /returned no snapshot/],
    [
      'forgets the tables',
      ({ value, context }) => ({ value, context }),
      /no children; a step returned no timers/,
    ],
    [
      'keeps a state that is gone',
      (old) => ({ ...toSecond(old), value: 'shut' }),
      /state "door.shut" does not exist/,
    ],
    ['keeps a source that is gone', (old) => ({ ...toSecond(old), children: old.children }), /src "echo"/],
    [
      'keeps a delay that is gone',
      (old) => ({ ...toSecond(old), timers: old.timers }),
      /timer "xstate.after.60000.door.shut"/,
    ],
    [
      'adds a child',
      (old) => ({ ...toSecond(old), children: { kid: { src: 'voice' }, more: { src: 'voice' } } }),
      /only the machine spawns/,
    ],
    [
      'remembers a state that is gone',
      (old) => ({ ...toSecond(old), historyValue: { 'door.h': [{ id: 'door.x' }] } }),
      /history names "door.h"/,
    ],
    [
      'returns what no journal keeps',
      (old) => ({ ...toSecond(old), context: { count: new Date(0) } }),
      /holds a Date/,
    ],
  ])('that %s is refused: the actor stays in the version that still runs it', (_name, step, reason) => {
    const options = { kind, machine: second, version: '2', children: { voice: echo } } as const
    const migrations = { 1: step as Migration }
    const alone = defineActor({ ...options, migrations }) as unknown as ActorDefinition
    const found = activation(alone, shut.record, '2', 0)
    expect(found.status).toBe('unreadable')
    expect('reason' in found && found.reason).toMatch(reason)
    const versions = { 1: { machine: first1, children: { echo } } }
    const kept = activation(defineActor({ ...options, migrations, versions }) as never, shut.record, '2', 0)
    expect(kept).toMatchObject({
      status: 'run',
      definition: { version: '1' },
      unmigrated: expect.stringMatching(reason),
    })
  })

  it('R13: a quarantined actor moves after its release, or at once where nothing else could release it', () => {
    const held = [{ do: 'feed', id: 'x', event: { type: 'said' } }] as const
    const quarantine = { code: 'c', reason: 'r', since: 0, held }
    const aside = { ...shut.record, quarantine }
    expect(activation(both, aside, '2', 0)).toMatchObject({ status: 'run', definition: { version: '1' } })
    const moved = migrated(onlyMigrates, { record: aside, live: undefined })
    expect(moved.record).toMatchObject({ outcome: 'migrated', quarantine })
  })

  it('I5: reads its record without changing it, and gives the same twice', () => {
    const frozen = deepFreeze(stored(shut))
    expect(stored(migrated(both, frozen))).toEqual(stored(migrated(both, frozen)))
  })

  it('a definition that lists its own version as another one is refused', () => {
    const own = {
      kind,
      machine: first1,
      children: { echo },
      versions: { 1: first1 },
      migrations: { 1: toSecond },
    }
    expect(() => defineActor(own)).toThrow(/version "1" and lists that under versions and migrations/)
  })

  it('I6: promises of an old version stay served; the runtime’s own worker for them has no version of theirs', () => {
    const calling = (src: string) =>
      setup({ actors: { [src]: fromPromise(async () => 1) } }).createMachine({
        id: 'c',
        invoke: { id: 'x', src },
      })
    const definition = defineActor({
      kind: 'c',
      machine: calling('b'),
      version: '2',
      versions: { 1: calling('a') },
    })
    expect(definition.derived.map(({ kind, version }) => [kind, version])).toEqual([
      ['c-b', '1'],
      ['c-a', '1'],
    ])
  })
})

describe('R18: workers', () => {
  const job = (call: string) =>
    setup({ actors: { [call]: fromPromise<string, string>(async ({ input }) => input) } }).createMachine({
      id: 'job',
      initial: 'working',
      states: {
        working: { invoke: { id: 'call', src: call, input: 'one', onDone: 'done' } },
        done: { type: 'final' },
      },
    })
  const old = defineActor({ kind: 'job', type: 'worker', machine: job('ask') }) as unknown as ActorDefinition
  const now = defineActor({
    kind: 'job',
    type: 'worker',
    machine: job('query'),
    version: '2',
    migrations: { 1: (s) => ({ ...s, children: { call: { src: 'query', input: 'two' } } }) },
  }) as unknown as ActorDefinition
  const task = {
    id: 't',
    to: 'top/1/kid.3',
    kind: 'job',
    tenant: 'acme',
    input: undefined,
    parent: { address: 'top/1', kind: 'top', child: { id: 'kid', generation: 3 } },
    sentAt: 0,
  }
  const claimed = firstClaim(old, task, { host: 'h', beside: false }, 0)
  if (claimed.status !== 'turn') throw new Error(claimed.status)
  const { record } = claimed.state

  it('a migration may give an open call another source and input; its generation stays', () => {
    const state = migrated(now, { record, live: undefined })
    expect(state.record.effects['call']).toEqual({ ...record.effects['call'], src: 'query', input: 'two' })
    expect(state.record.claim).toEqual(record.claim)
  })

  it('a migration that leaves a worker with nothing to wait for is refused', () => {
    const empty = { ...now, migrations: { 1: (s: PersistedSnapshot) => ({ ...s, children: {} }) } }
    expect(activation(empty, record, '2', 0)).toMatchObject({
      status: 'unreadable',
      reason: expect.stringMatching(/waits/),
    })
  })

  it('R9: a result that comes late from code that cannot read the new version is on record, and decides nothing', () => {
    const end = {
      type: 'effect.done',
      id: 'e',
      effect: { id: 'call', generation: 1 },
      output: 'paid',
    } as const
    const tail = migrated(now, { record, live: undefined }).record
    expect(lateTurn(old, tail, end, 9)).toMatchObject({
      outcome: 'ignored',
      cause: end,
      machine: { version: '2' },
      effects: tail.effects,
    })
    expect(lateTurn(now, tail, end, 9)).toMatchObject({ outcome: 'handled', snapshot: { status: 'done' } })
    expect(lateTurn(now, record, end, 9)).toMatchObject({ outcome: 'ignored' }) // version 1 is not run by this code
  })
})
