/** decide(): who may make an actor, what counts once, what is too late, how actors end (I4, I5, I9, R4, R5, R14, R21). */
import { assign, emit, fromPromise, raise, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { CaravanError, defineActor } from '../../runtime/index.ts'
import type { Cause } from '../../runtime/core/message.ts'
import { SEEN_HORIZON } from '../../runtime/core/turn-record.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import { greeter, talker } from '../kit/machines.ts'
import {
  create,
  deepFreeze,
  done,
  event,
  failed,
  first,
  items,
  PARENT,
  stored,
  timer,
  turn,
} from './turns.ts'

const strict = defineActor({ kind: 'strict', machine: greeter.machine, input: anything() })

/** A schema that takes everything: giving one makes creation explicit. */
function anything() {
  return { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const
}

describe('creation (R14)', () => {
  it('makes an actor from a create message', () => {
    const state = turn(greeter, undefined, create(greeter))
    expect(state.record).toMatchObject({
      v: 1,
      actor: 'greeter/1',
      tenant: 'acme',
      turn: 1,
      at: 1_000,
      outcome: 'created',
      snapshot: { status: 'active', value: 'awake', context: { count: 0 } },
      seen: [],
    })
  })

  it('makes it from a first event and handles that in the same turn', () => {
    const state = turn(greeter, undefined, first(greeter, { type: 'greet' }, 'hello'))
    expect(state.record).toMatchObject({
      turn: 1,
      outcome: 'created',
      snapshot: { context: { count: 1 } },
      seen: ['hello'],
    })
    expect(items(state)).toEqual(['feed'])
  })

  it.each<[string, Cause]>([
    ['an event that may not create', event(greeter, { type: 'greet' })],
    ['the end of a child', done(greeter, 'x', 1)],
    ['the error of a child', failed(greeter, 'x', 1)],
    ['a timer', timer(greeter, 'x', 1)],
    ['a forged xstate event that would create', first(greeter, { type: 'xstate.done.actor.x' })],
  ])('sets aside for an unknown actor: %s', (_name, cause) => {
    expect(decide(greeter, undefined, cause, 1)).toMatchObject({ status: 'dead' })
  })

  it('lets only a create make an actor with input', () => {
    expect(decide(strict, undefined, first(strict, { type: 'greet' }), 1).status).toBe('dead')
    expect(turn(strict, undefined, create(strict)).record.outcome).toBe('created')
  })

  it('takes a second create for a duplicate, also after the end', () => {
    const state = turn(greeter, undefined, create(greeter))
    expect(decide(greeter, state, create(greeter), 2)).toEqual({ status: 'duplicate' })
    const ended = turn(greeter, state, event(greeter, { type: 'leave' }))
    expect(decide(greeter, ended, create(greeter), 2)).toEqual({ status: 'duplicate' })
  })
})

describe('once each (I4, R5)', () => {
  it('knows an outside message by its id', () => {
    const state = turn(greeter, undefined, first(greeter, { type: 'greet' }, 'a'))
    expect(decide(greeter, state, event(greeter, { type: 'greet' }, 'a'), 2)).toEqual({ status: 'duplicate' })
    const next = turn(greeter, state, event(greeter, { type: 'greet' }, 'b'))
    expect(decide(greeter, stored(next), event(greeter, { type: 'greet' }, 'a'), 2).status).toBe('duplicate')
  })

  it('remembers as many ids as it says', () => {
    let state = turn(greeter, undefined, first(greeter, { type: 'greet' }, 'id-0'))
    for (let n = 1; n <= SEEN_HORIZON; n++)
      state = turn(greeter, state, event(greeter, { type: 'greet' }, `id-${n}`))
    expect(state.record.seen).toHaveLength(SEEN_HORIZON)
    expect(decide(greeter, state, event(greeter, { type: 'greet' }, 'id-1'), 2).status).toBe('duplicate')
    expect(decide(greeter, state, event(greeter, { type: 'greet' }, 'id-0'), 2).status).toBe('turn')
  })

  it('knows a child’s and a parent’s messages by their number, in any order', () => {
    const talking = turn(talker, undefined, create(talker))
    const from = { id: 'echo', generation: 1 }
    const heard = (n: number, id: string) => ({
      ...event(talker, { type: 'heard', n }, id),
      peer: { from, n },
    })
    const two = turn(talker, talking, heard(2, 'x'))
    const one = turn(talker, stored(two), heard(1, 'y'))
    expect(one.record.snapshot.context).toEqual({ heard: [2, 1] })
    expect(one.record.children['echo']?.received).toEqual({ upTo: 2, ahead: [] })
    for (const n of [1, 2]) expect(decide(talker, one, heard(n, `again ${n}`), 3).status).toBe('duplicate')
    expect(one.record.seen).toEqual([]) // counters need no memory of ids

    const child = turn(greeter, undefined, create(greeter, undefined, PARENT))
    const told = { ...event(greeter, { type: 'greet' }), peer: { from: 'parent', n: 1 } } as const
    const greeted = turn(greeter, child, told)
    expect(decide(greeter, greeted, { ...told, id: 'other' }, 3).status).toBe('duplicate')
  })
})

const generation = (state: ActorState, child: string) => state.record.children[child]?.generation ?? -1

const waiting = defineActor({
  kind: 'waiting',
  machine: setup({
    types: { context: {} as { log: readonly string[] } },
    actors: { call: fromPromise(async () => 1) },
  }).createMachine({
    id: 'waiting',
    context: { log: [] },
    initial: 'calling',
    states: {
      calling: {
        invoke: {
          id: 'call',
          src: 'call',
          onDone: { actions: assign({ log: ({ context }) => [...context.log, 'done'] }) },
        },
        after: { 100: { actions: assign({ log: ({ context }) => [...context.log, 'late'] }) } },
        on: { again: { target: 'calling', reenter: true }, on: 'resting' },
      },
      resting: { on: { back: 'calling' } },
    },
  }),
})

describe('stale things change nothing (I9, R4)', () => {
  const open = turn(waiting, undefined, create(waiting))
  const timerName = Object.keys(open.record.timers)[0] ?? ''
  const reentered = turn(waiting, open, event(waiting, { type: 'again' }))
  const ended = turn(greeter, turn(greeter, undefined, create(greeter)), event(greeter, { type: 'leave' }))

  it.each<[string, () => [typeof waiting | typeof greeter, ActorState, Cause]]>([
    [
      'the end of an earlier generation',
      () => [waiting, reentered, done(waiting, 'call', generation(open, 'call'))],
    ],
    [
      'the error of an earlier generation',
      () => [waiting, reentered, failed(waiting, 'call', generation(open, 'call'))],
    ],
    ['the end of a child that never was', () => [waiting, open, done(waiting, 'nobody', 1)]],
    [
      'a timer of an earlier generation',
      () => [waiting, reentered, timer(waiting, timerName, open.record.timers[timerName]?.generation ?? -1)],
    ],
    ['a timer that never was', () => [waiting, open, timer(waiting, 'nothing', 1)]],
    ['an inherited name as a child', () => [waiting, open, done(waiting, 'constructor', 1)]],
    ['an inherited name as a timer', () => [waiting, open, timer(waiting, 'toString', 1)]],
    [
      'an effect that never was',
      () => [waiting, open, { type: 'effect.done', id: 'e', effect: { id: 'x', generation: 1 }, output: 1 }],
    ],
    ['an event for an ended actor', () => [greeter, ended, event(greeter, { type: 'greet' })]],
    [
      'a forged end of a child (R21)',
      () => [waiting, open, event(waiting, { type: 'xstate.done.actor.call' })],
    ],
    ['a forged error (R21)', () => [waiting, open, event(waiting, { type: 'xstate.error.actor.call' })]],
    ['a forged stop (R21)', () => [waiting, open, event(waiting, { type: 'xstate.stop' })]],
    [
      'a message of an ended child',
      () => [
        waiting,
        open,
        { ...event(waiting, { type: 'again' }), peer: { from: { id: 'x', generation: 1 }, n: 1 } },
      ],
    ],
  ])('%s', (_name, make) => {
    const [definition, state, cause] = make()
    const next = turn(definition as typeof greeter, state, cause, 2_000)
    expect(next.record).toMatchObject({ outcome: 'ignored', outbox: [], turn: state.record.turn + 1 })
    expect(next.record.reason).toBeTruthy()
    const { snapshot, children, timers, effects, serial } = state.record
    expect(next.record).toMatchObject({ snapshot, children, timers, effects, serial })
  })

  it('exits a state whose child was done long ago, live and restored alike (R3)', () => {
    const answered = turn(waiting, open, done(waiting, 'call', generation(open, 'call')))
    for (const state of [answered, stored(answered)]) {
      const next = turn(waiting, state, event(waiting, { type: 'on' }))
      expect(next.record).toMatchObject({ outcome: 'handled', snapshot: { value: 'resting' } })
      expect(items(next)).toEqual(['cancel'])
    }
  })

  it('does not name children and timers after what objects inherit', () => {
    const odd = defineActor({
      kind: 'odd',
      children: { greeter },
      machine: setup({ actors: { greeter: greeter.machine } }).createMachine({
        id: 'odd',
        invoke: [
          { id: 'constructor', src: 'greeter' },
          { id: 'valueOf', src: 'greeter' },
        ],
        on: { wrong: { actions: raise({ type: 'x' }, { delay: 5, id: '__proto__' }) } },
        entry: raise({ type: 'x' }, { delay: 5, id: 'toString' }),
      }),
    })
    const state = stored(turn(odd, undefined, create(odd)))
    expect(Object.keys(state.record.children).toSorted()).toEqual(['constructor', 'valueOf'])
    expect(items(state).toSorted()).toEqual(['create', 'create', 'schedule'])
    const next = turn(odd, state, done(odd, 'valueOf', generation(state, 'valueOf')))
    expect(next.record.outcome).toBe('handled')
    expect(Object.keys(next.record.children)).toEqual(['constructor'])
    expect(turn(odd, next, event(odd, { type: 'wrong' })).record.reason).toMatch(/__proto__/)
  })
})

describe('ends', () => {
  it('tells the parent the output, after everything that was said before', () => {
    const child = turn(greeter, undefined, create(greeter, undefined, PARENT))
    const ended = turn(greeter, child, event(greeter, { type: 'leave' }))
    expect(ended.record.snapshot).toMatchObject({ status: 'done', output: 0 })
    expect(ended.record.outbox).toMatchObject([
      { do: 'send', message: { type: 'child.done', to: 'top/1', child: PARENT.child, output: 0 } },
    ])
  })

  it('closes children and timers with the actor', () => {
    const closing = defineActor({
      kind: 'closing',
      machine: setup({ actors: { call: fromPromise(async () => 1) } }).createMachine({
        id: 'closing',
        initial: 'a',
        invoke: { id: 'call', src: 'call' },
        after: { 1000: '.b' },
        states: { a: { on: { end: 'b' } }, b: { type: 'final' } },
      }),
    })
    const state = turn(closing, undefined, create(closing))
    const ended = turn(closing, state, event(closing, { type: 'end' }))
    expect(ended.record).toMatchObject({
      children: {},
      timers: {},
      effects: {},
      snapshot: { status: 'done' },
    })
    expect(items(ended).toSorted()).toEqual(['cancel', 'stop'])
    expect(items(turn(closing, ended, event(closing, { type: 'end' })))).toEqual([])
  })

  it.each(['guard', 'assign', 'emit'])('keeps the last good context when a %s throws', (where) => {
    const thrower = defineActor({
      kind: 'thrower',
      machine: setup({
        types: { context: {} as { n: number }, events: {} as { type: string } },
        guards: {
          bad: () => {
            throw new CaravanError('guard.broke', 'it broke')
          },
        },
      }).createMachine({
        id: 'thrower',
        context: { n: 0 },
        after: { 500: {} },
        on: {
          inc: { actions: assign({ n: ({ context }) => context.n + 1 }) },
          guard: { guard: 'bad', actions: assign({ n: 9 }) },
          assign: {
            actions: [
              assign({ n: 9 }),
              emit({ type: 'never' }),
              assign({
                n: () => {
                  throw new CaravanError('assign.broke', 'it broke')
                },
              }),
            ],
          },
          emit: {
            actions: emit(() => {
              throw new CaravanError('emit.broke', 'it broke')
            }),
          },
        },
      }),
    })
    const one = turn(
      thrower,
      turn(thrower, undefined, create(thrower, undefined, PARENT)),
      event(thrower, { type: 'inc' }),
    )
    const next = turn(thrower, one, event(thrower, { type: where }))
    expect(next.record).toMatchObject({ outcome: 'failed', timers: {} })
    expect(next.record.reason).toContain('it broke')
    expect(next.record.snapshot).toMatchObject({ status: 'error', context: { n: 1 } })
    expect(items(next)).toEqual(['cancel', 'send'])
    expect(next.record.outbox[1]).toMatchObject({ message: { type: 'child.error', child: PARENT.child } })
    expect(turn(thrower, next, event(thrower, { type: 'inc' })).record.outcome).toBe('ignored')
  })

  it('fails at birth when the first context cannot be made, and says so to the parent', () => {
    const stillborn = defineActor({
      kind: 'stillborn',
      machine: setup({}).createMachine({
        id: 'stillborn',
        context: () => {
          throw new Error('no context')
        },
      }),
    })
    const state = turn(stillborn, undefined, create(stillborn, undefined, PARENT))
    expect(state.record).toMatchObject({
      turn: 1,
      snapshot: { status: 'error', error: { message: 'no context' } },
    })
    expect(items(state)).toEqual(['send'])
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a bigint', 10n],
    ['a cycle', Object.assign([], { 0: globalThis })],
  ])('ends in error whatever is thrown: %s', (_name, thrown) => {
    const odd = defineActor({
      kind: 'odd-thrower',
      machine: setup({
        guards: {
          bad: () => {
            throw thrown
          },
        },
      }).createMachine({ id: 'odd-thrower', on: { go: { guard: 'bad' } } }),
    })
    const next = turn(odd, turn(odd, undefined, create(odd)), event(odd, { type: 'go' }))
    expect(next.record.outcome).toBe('failed')
    expect(typeof next.record.snapshot.error?.message).toBe('string')
  })

  it('ends with the error of a child that nobody handles', () => {
    const open = turn(waiting, undefined, create(waiting, undefined, PARENT))
    const next = turn(waiting, open, failed(waiting, 'call', generation(open, 'call')))
    expect(next.record.snapshot).toMatchObject({
      status: 'error',
      error: { code: 'it.broke', message: 'it broke' },
    })
    expect(items(next)).toEqual(['cancel', 'send'])
  })
})

describe('shapes of state survive the journal (R3)', () => {
  const deep = defineActor({
    kind: 'deep',
    machine: setup({ types: { events: {} as { type: string } } }).createMachine({
      id: 'deep',
      type: 'parallel',
      states: {
        left: {
          initial: 'one',
          states: {
            one: { on: { next: 'two' } },
            two: { initial: 'x', states: { x: { on: { next: 'y' } }, y: {} }, on: { pause: 'away' } },
            away: { on: { back: 'memory' } },
            memory: { type: 'history', history: 'deep', target: 'one' },
          },
        },
        right: {
          initial: 'work',
          states: {
            work: {
              initial: 'a',
              states: { a: { on: { finish: 'b' } }, b: { type: 'final', output: 42 } },
              onDone: { target: 'over' },
            },
            over: { on: { end: 'ended' } },
            ended: { type: 'final' },
          },
        },
      },
    }),
  })

  it('parallel regions, nested finals and deep history', () => {
    let live = turn(deep, undefined, create(deep))
    let replayed = stored(live)
    const steps: [string, unknown][] = [
      ['next', { left: { two: 'x' }, right: { work: 'a' } }],
      ['next', { left: { two: 'y' }, right: { work: 'a' } }],
      ['finish', { left: { two: 'y' }, right: 'over' }],
    ]
    for (const [type, value] of steps) {
      const cause = event(deep, { type })
      live = turn(deep, live, cause)
      replayed = stored(turn(deep, replayed, cause))
      expect(replayed.record).toEqual(stored(live).record)
      expect(live.record.snapshot.value).toEqual(value)
    }
  })

  it('history states', () => {
    const player = defineActor({
      kind: 'player',
      machine: setup({ types: { events: {} as { type: string } } }).createMachine({
        id: 'player',
        initial: 'on',
        states: {
          on: {
            initial: 'a',
            states: { a: { on: { next: 'b' } }, b: {}, memory: { type: 'history' } },
            on: { off: 'off' },
          },
          off: { on: { resume: 'on.memory' } },
        },
      }),
    })
    let state = turn(player, undefined, create(player))
    for (const type of ['next', 'off', 'resume']) state = stored(turn(player, state, event(player, { type })))
    expect(state.record.snapshot.value).toEqual({ on: 'b' })
  })

  it('the output of a machine whose regions all ended', () => {
    const both = defineActor({
      kind: 'both',
      machine: setup({}).createMachine({
        id: 'both',
        type: 'parallel',
        output: { sum: 3 },
        states: {
          a: { initial: 'x', states: { x: { on: { a: 'y' } }, y: { type: 'final' } } },
          b: { initial: 'x', states: { x: { on: { b: 'y' } }, y: { type: 'final' } } },
        },
      }),
    })
    let state = turn(both, undefined, create(both, undefined, PARENT))
    state = turn(both, stored(state), event(both, { type: 'b' }))
    expect(state.record.snapshot.status).toBe('active')
    state = turn(both, stored(state), event(both, { type: 'a' }))
    expect(state.record.snapshot).toMatchObject({ status: 'done', output: { sum: 3 } })
    expect(state.record.outbox).toMatchObject([{ do: 'send', message: { output: { sum: 3 } } }])
  })
})

describe('purity (I5)', () => {
  it('gives the same for the same, and changes nothing that it was given', () => {
    const cases: [typeof greeter | typeof waiting | typeof talker, Cause[]][] = [
      [greeter, [create(greeter), event(greeter, { type: 'greet' }), event(greeter, { type: 'leave' })]],
      [waiting, [create(waiting), event(waiting, { type: 'again' }), done(waiting, 'call', 4)]],
      [
        talker,
        [create(talker), event(talker, { type: 'tell', n: 1 }), event(talker, { type: 'heard', n: 1 })],
      ],
    ]
    for (const [definition, causes] of cases) {
      let state: ActorState | undefined
      for (const cause of causes.map((c) => deepFreeze(c))) {
        if (state) deepFreeze(state.record)
        const one = turn(definition as typeof greeter, state, cause)
        const two = turn(definition as typeof greeter, state, cause)
        expect(two.record).toEqual(one.record)
        expect(JSON.stringify(two.record)).toBe(JSON.stringify(one.record))
        state = one
      }
    }
  })
})
