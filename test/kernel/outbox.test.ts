/** R19: each XState action becomes its entry in the tables and its outbox item, and nothing else happens. */
import {
  assign,
  cancel,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import { create, done, event, failed, first, items, PARENT, stored, taken, timer, turn } from './turns.ts'

const kid = defineActor({ kind: 'kid', machine: setup({}).createMachine({ id: 'kid' }) })
const job = fromPromise<number, number>(async ({ input }) => input)

const zoo = defineActor({
  kind: 'zoo',
  children: { kid },
  machine: setup({
    types: {
      events: {} as { type: string; n?: number },
      context: {} as { heard: number },
      emitted: {} as { type: 'zoo.opened'; n: number },
    },
    actors: { kid: kid.machine, job },
    delays: { soon: 500 },
  }).createMachine({
    id: 'zoo',
    context: { heard: 0 },
    on: {
      raise: { actions: raise({ type: 'heard' }) },
      heard: { actions: assign({ heard: ({ context }) => context.heard + 1 }) },
      raiseLater: { actions: raise({ type: 'heard' }, { delay: 'soon', id: 'later' }) },
      raiseNameless: {
        actions: [raise({ type: 'heard' }, { delay: 5 }), raise({ type: 'heard' }, { delay: 5 })],
      },
      raiseThenCancel: { actions: [raise({ type: 'heard' }, { delay: 5, id: 'x' }), cancel('x')] },
      raiseTwice: {
        actions: [
          raise({ type: 'heard' }, { delay: 5, id: 'later' }),
          raise({ type: 'heard' }, { delay: 9, id: 'later' }),
        ],
      },
      cancel: { actions: cancel('later') },
      selfSend: { actions: sendTo(({ self }) => self, { type: 'heard' }) },
      selfSendLater: { actions: sendTo(({ self }) => self, { type: 'heard' }, { delay: 7, id: 'own' }) },
      never: { actions: raise({ type: 'heard' }, { delay: ({ event }) => event.n ?? Number.NaN }) },
      emit: { actions: emit({ type: 'zoo.opened', n: 1 }) },
      log: { actions: log('hello') },
      spawn: { actions: spawnChild('kid', { id: 'ada' }) },
      spawnJob: { actions: spawnChild('job', { id: 'work', input: 7 }) },
      spawnNamed: { actions: spawnChild('kid', { id: ({ event }) => `kid-${event.n}` }) },
      spawnThenStop: { actions: [spawnChild('kid', { id: 'ada' }), stopChild('ada')] },
      spawnSendStop: {
        actions: [spawnChild('kid', { id: 'ada' }), sendTo('ada', { type: 'hi' }), stopChild('ada')],
      },
      stop: { actions: stopChild('ada') },
      send: { actions: sendTo('ada', { type: 'hi' }) },
      sendJob: { actions: sendTo('work', { type: 'hi' }) },
      sendLater: { actions: sendTo('ada', { type: 'hi' }, { delay: 5 }) },
      sendParent: { actions: sendParent({ type: 'hi' }) },
      spawnNameless: { actions: spawnChild('kid') },
      spawnInline: { actions: spawnChild(kid.machine as never, { id: 'inline' }) },
      spawnSystem: { actions: spawnChild('kid', { id: 'ada', systemId: 'boss' }) },
      spawnSync: { actions: spawnChild('kid', { id: 'ada', syncSnapshot: true }) },
      custom: { actions: enqueueActions(({ enqueue }) => enqueue(() => undefined)) },
      stopped: { actions: stopChild('nobody') },
    },
  }),
})

const born = turn(zoo, undefined, create(zoo))
const after = (...types: string[]) =>
  types.reduce((state, type) => turn(zoo, state, event(zoo, { type })), born)
const heard = (state: typeof born) => (state.record.snapshot.context as { heard: number }).heard

describe('raise and timers (R19, R20)', () => {
  it('handles an undelayed raise within the turn, once: nothing goes out', () => {
    const state = after('raise')
    expect(heard(state)).toBe(1)
    expect(state.record.outbox).toEqual([])
    expect(state.record.timers).toEqual({})
  })

  it('sets a delayed raise as a durable timer with an absolute time', () => {
    const state = after('raiseLater')
    expect(state.record.timers).toEqual({ later: { generation: 1, at: 1_500, event: { type: 'heard' } } })
    expect(state.record.outbox).toMatchObject([
      {
        do: 'schedule',
        at: 1_500,
        message: { type: 'timer', to: 'zoo/1', timer: { id: 'later', generation: 1 } },
      },
    ])
    const fired = turn(zoo, state, timer(zoo, 'later', 1))
    expect(heard(fired)).toBe(1)
    expect(fired.record.timers).toEqual({})
    expect(turn(zoo, fired, timer(zoo, 'later', 1)).record.outcome).toBe('ignored')
  })

  it('gives nameless timers names of their own', () => {
    const state = after('raiseNameless')
    expect(Object.keys(state.record.timers)).toHaveLength(2)
    expect(items(state)).toEqual(['schedule', 'schedule'])
  })

  it('leaves nothing of a timer that is set and cancelled in one turn', () => {
    const state = after('raiseThenCancel')
    expect(state.record.timers).toEqual({})
    expect(state.record.outbox).toEqual([])
  })

  it('keeps only the last of two timers with one id', () => {
    const state = after('raiseTwice')
    expect(state.record.timers['later']).toMatchObject({ at: 1_009 })
    expect(items(state)).toEqual(['schedule'])
    const again = turn(zoo, state, event(zoo, { type: 'raiseLater' }))
    expect(items(again)).toEqual(['cancel', 'schedule'])
    expect(turn(zoo, again, timer(zoo, 'later', state.record.serial)).record.outcome).toBe('ignored')
  })

  it('cancels what an earlier turn set, and nothing that is not there', () => {
    const state = after('raiseLater', 'cancel')
    expect(state.record.outbox).toMatchObject([{ do: 'cancel', timer: { id: 'later', generation: 1 } }])
    expect(items(after('cancel'))).toEqual([])
  })

  it('sends to itself through its own inbox, delayed by a timer', () => {
    const sent = after('selfSend')
    expect(sent.record.outbox).toMatchObject([
      { do: 'send', message: { to: 'zoo/1', event: { type: 'heard' } } },
    ])
    expect(heard(sent)).toBe(0)
    expect(after('selfSendLater').record.timers['own']).toMatchObject({ at: 1_007 })
  })

  it.each([Number.NaN, Infinity, 1e300])(
    'ends the actor for a delay of %s: no clock can wait for it',
    (n) => {
      const state = turn(zoo, born, event(zoo, { type: 'never', n }))
      expect(state.record.outcome).toBe('failed')
      expect(state.record.reason).toMatch(/delay/)
    },
  )
})

describe('feed and log', () => {
  it('emits to the feed with an id made of address, turn and place', () => {
    expect(after('emit').record.outbox).toEqual([
      { do: 'feed', id: 'zoo/1#2.0', event: { type: 'zoo.opened', n: 1 } },
    ])
  })
  it('hands logs to the shell, not to the outbox', () => {
    const decision = decide(zoo, born, event(zoo, { type: 'log' }), 1)
    expect(decision).toMatchObject({ status: 'turn', logs: ['hello'] })
    expect(taken(decision).record.outbox).toEqual([])
  })
})

describe('children (R19, R4)', () => {
  it('creates an entity child at an address of its own', () => {
    const state = after('spawn')
    expect(state.record.children['ada']).toMatchObject({
      generation: 1,
      kind: 'kid',
      type: 'entity',
      sent: 0,
    })
    expect(state.record.outbox).toMatchObject([
      {
        do: 'create',
        message: {
          to: 'zoo/1/ada.1',
          tenant: 'acme',
          parent: { address: 'zoo/1', child: { id: 'ada', generation: 1 } },
        },
      },
    ])
  })

  it('takes the id that a function gives', () => {
    const state = turn(zoo, born, event(zoo, { type: 'spawnNamed', n: 7 }))
    expect(Object.keys(state.record.children)).toEqual(['kid-7'])
  })

  it('makes a promise of an entity a task of a worker kind (I6)', () => {
    expect(after('spawnJob').record.outbox).toMatchObject([
      { do: 'task', task: { to: 'zoo/1/work.1', kind: 'zoo-job', input: 7 } },
    ])
  })

  it('leaves nothing of a child that is spawned and stopped in one turn', () => {
    for (const type of ['spawnThenStop', 'spawnSendStop']) {
      const state = after(type)
      expect(state.record.children).toEqual({})
      expect(state.record.outbox).toEqual([])
    }
  })

  it('stops a child, and stopping what is not open is a no-op (R12)', () => {
    expect(after('spawn', 'stop').record.outbox).toMatchObject([
      { do: 'stop', to: 'zoo/1/ada.1', type: 'entity' },
    ])
    for (const state of [born, stored(born), after('spawn', 'stop')]) {
      for (const type of ['stop', 'stopped']) {
        const next = turn(zoo, state, event(zoo, { type }))
        expect(next.record.outcome).toBe('handled')
        expect(next.record.outbox).toEqual([])
      }
    }
  })

  it('gives a re-entered child a new generation and stops the old one', () => {
    const state = after('spawn', 'spawn')
    expect(state.record.children['ada']?.generation).toBe(2)
    expect(items(state)).toEqual(['stop', 'create'])
    expect(turn(zoo, state, done(zoo, 'ada', 1)).record.outcome).toBe('ignored')
    expect(turn(zoo, state, done(zoo, 'ada', 2)).record.children).toEqual({})
  })

  it('numbers what it sends to a child and to its parent (R5)', () => {
    const state = after('spawn', 'send', 'send')
    expect(state.record.outbox).toMatchObject([
      { do: 'send', message: { to: 'zoo/1/ada.1', peer: { from: 'parent', n: 2 } } },
    ])
    const child = turn(zoo, undefined, create(zoo, undefined, PARENT))
    const spoke = turn(zoo, child, event(zoo, { type: 'sendParent' }))
    expect(spoke.record.outbox).toMatchObject([
      { do: 'send', message: { to: 'top/1', kind: 'top', peer: { from: PARENT.child, n: 1 } } },
    ])
    expect(spoke.record.parent).toMatchObject({ sent: 1 })
  })

  it('passes the error of a child on as data, its verdict on retrying included', () => {
    const child = turn(zoo, undefined, create(zoo, undefined, PARENT))
    const spawned = turn(zoo, child, event(zoo, { type: 'spawn' }))
    const ended = turn(zoo, spawned, failed(zoo, 'ada', 1))
    expect(ended.record.snapshot).toMatchObject({
      status: 'error',
      error: { code: 'it.broke', retryable: false },
    })
    expect(ended.record.outbox).toMatchObject([
      { do: 'send', message: { type: 'child.error', error: { code: 'it.broke', retryable: false } } },
    ])
  })
})

describe('what cannot be durable ends the actor and says why (I5, R20)', () => {
  it.each([
    ['sendJob', /worker takes no messages/, ['spawnJob']],
    ['sendLater', /delayed sendTo another actor/, ['spawn']],
    ['send', /./, []],
    ['sendParent', /./, []],
    ['spawnNameless', /explicit id/, []],
    ['spawnInline', /inline logic/, []],
    ['spawnSystem', /systemId/, []],
    ['spawnSync', /syncSnapshot/, []],
    ['custom', /closed set/, []],
  ] as const)('%s', (type, reason, before) => {
    const good = after(...before)
    for (const state of [good, stored(good)]) {
      const next = turn(zoo, state, event(zoo, { type }))
      expect(next.record.outcome).toBe('failed')
      expect(next.record.reason).toMatch(reason)
      expect(next.record.snapshot).toMatchObject({ status: 'error', context: good.record.snapshot.context })
      expect(next.live).toBeUndefined()
    }
  })

  it('stops what was open and tells the parent, but sends nothing of the refused turn', () => {
    const child = turn(zoo, undefined, create(zoo, undefined, PARENT))
    const open = turn(
      zoo,
      turn(zoo, child, event(zoo, { type: 'spawn' })),
      event(zoo, { type: 'raiseLater' }),
    )
    const next = turn(zoo, open, event(zoo, { type: 'custom' }))
    expect(items(next)).toEqual(['cancel', 'stop', 'send'])
    expect(next.record.outbox.at(-1)).toMatchObject({
      message: {
        type: 'child.error',
        to: 'top/1',
        child: PARENT.child,
        error: { code: 'machine.unsupported' },
      },
    })
    expect(next.record.serial).toBe(open.record.serial)
  })

  it('refuses spawn() hidden in an assign', () => {
    const hidden = defineActor({
      kind: 'hidden',
      children: { kid },
      machine: setup({
        types: { context: {} as { ref: unknown } },
        actors: { kid: kid.machine },
      }).createMachine({
        id: 'hidden',
        context: { ref: undefined },
        on: { go: { actions: assign({ ref: ({ spawn }) => void spawn('kid', { id: 'secret' }) }) } },
      }),
    })
    const state = turn(hidden, undefined, create(hidden))
    expect(turn(hidden, state, event(hidden, { type: 'go' })).record.reason).toMatch(/inside an assign/)
    expect(turn(hidden, undefined, first(hidden, { type: 'go' })).record.outcome).toBe('failed')
  })
})
