/** I10: at each bound of an actor the turn is refused with a clear error, the actor ends and its parent is told. */
import { enqueueActions, fromPromise, sendTo, setup, spawnChild } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor, supervised } from '../../runtime/index.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import { MOST_ENDED } from '../../runtime/kernel/ended-children.ts'
import { ACTOR_LIMITS } from '../../runtime/kernel/limits.ts'
import { SEEN_HORIZON } from '../../runtime/core/turn-record.ts'
import { echo } from '../kit/machines.ts'
import { create, done, event, failed, need, PARENT, stored, turn } from './turns.ts'

type Ask = { type: 'timers' | 'children' | 'emits' | 'tell' | 'kid' | 'one' | 'greet'; n: number }
const greedy = defineActor({
  kind: 'greedy',
  children: { echo, guarded: supervised(echo) },
  machine: setup({
    types: { events: {} as Ask },
    actors: { echo: echo.machine, guarded: echo.machine },
  }).createMachine({
    id: 'greedy',
    on: {
      timers: {
        actions: enqueueActions(({ enqueue, event: { n } }) => {
          for (let i = 0; i < n; i++) enqueue.raise({ type: 'tell', n: 0 }, { id: `t${i}`, delay: 60_000 })
        }),
      },
      children: {
        actions: enqueueActions(({ enqueue, event: { n } }) => {
          for (let i = 0; i < n; i++) enqueue.spawnChild('echo', { id: `k${i}` })
        }),
      },
      emits: {
        actions: enqueueActions(({ enqueue, event: { n } }) => {
          for (let i = 0; i < n; i++) enqueue.emit({ type: 'said' })
        }),
      },
      kid: { actions: spawnChild('guarded', { id: 'kid' }) },
      one: { actions: spawnChild('echo', { id: ({ event: { n } }) => `one ${n}` }) },
      greet: { actions: sendTo(({ event: { n } }) => `one ${n}`, { type: 'say', n: 0 }) },
      tell: {
        actions: enqueueActions(({ enqueue, event: { n } }) => {
          for (let i = 0; i < n; i++) enqueue.sendTo('kid', { type: 'say', n: i })
        }),
      },
    },
  }),
}) as unknown as ActorDefinition

const wide = (n: number) => {
  const ids = Array.from({ length: n }, (_, i) => `c${i}`)
  return defineActor({
    kind: 'wide',
    type: 'worker',
    machine: setup({ actors: { call: fromPromise(async () => 1) } }).createMachine({
      id: 'wide',
      invoke: ids.map((id) => ({ id, src: 'call' as const })),
    }),
  }) as unknown as ActorDefinition
}

const ask = (type: Ask['type'], n: number) => event(greedy, { type, n })

describe('bounds of one actor (I10)', () => {
  it.each([
    ['timers', ask('timers', ACTOR_LIMITS.timers), ask('timers', ACTOR_LIMITS.timers + 1)],
    ['children', ask('children', ACTOR_LIMITS.children), ask('children', ACTOR_LIMITS.children + 1)],
    ['outbox', ask('emits', ACTOR_LIMITS.outbox), ask('emits', ACTOR_LIMITS.outbox + 1)],
  ] as const)('%s: as many as allowed, not one more', (what, allowed, excess) => {
    const state = turn(greedy, undefined, create(greedy, undefined, PARENT))
    expect(turn(greedy, state, allowed).record).toMatchObject({ outcome: 'handled' })
    const { record } = turn(greedy, state, excess)
    expect(record).toMatchObject({
      outcome: 'failed',
      snapshot: { status: 'error', error: { code: 'actor.limit', data: { what } } },
    })
    expect(record.outbox).toMatchObject([
      { do: 'send', message: { type: 'child.error', to: PARENT.address, error: { code: 'actor.limit' } } },
    ])
  })

  it('closing an actor that is at every bound stays within one turn', () => {
    let state = turn(greedy, undefined, create(greedy))
    state = turn(greedy, state, ask('timers', ACTOR_LIMITS.timers))
    state = turn(greedy, state, ask('children', ACTOR_LIMITS.children))
    const { record } = turn(greedy, state, ask('emits', ACTOR_LIMITS.outbox + 1))
    expect(record).toMatchObject({ outcome: 'failed', children: {}, timers: {} })
    expect(record.outbox).toHaveLength(ACTOR_LIMITS.timers + ACTOR_LIMITS.children)
  })

  it('held: what is sent to a child that restarts is bounded too', () => {
    let state = turn(greedy, undefined, create(greedy))
    state = turn(greedy, state, ask('kid', 0))
    state = turn(greedy, state, failed(greedy, 'kid', 1))
    const full = turn(greedy, state, ask('tell', ACTOR_LIMITS.held))
    expect(full.record.children['kid']?.supervised?.held).toHaveLength(ACTOR_LIMITS.held)
    expect(turn(greedy, full, ask('tell', 1)).record.snapshot.error).toMatchObject({
      code: 'actor.limit',
      data: { what: 'held' },
    })
  })

  it('effects: a worker that would run too many promises at once ends in error', () => {
    const at = wide(ACTOR_LIMITS.effects)
    expect(turn(at, undefined, create(at, undefined, PARENT)).record.snapshot.status).toBe('active')
    const over = wide(ACTOR_LIMITS.effects + 1)
    expect(turn(over, undefined, create(over, undefined, PARENT)).record.snapshot.error).toMatchObject({
      code: 'actor.limit',
      data: { what: 'effects' },
    })
  })

  it('ended: children that ended are listed up to a bound, the youngest, live and restored alike (R3)', () => {
    let state = turn(greedy, undefined, create(greedy))
    for (let n = 0; n < MOST_ENDED + 50; n++) {
      state = turn(greedy, state, ask('one', n))
      const { generation } = need(state.record.children[`one ${n}`])
      state = turn(greedy, state, done(greedy, `one ${n}`, generation))
    }
    const ended = Object.keys(state.record.ended ?? {})
    expect([ended.length, ended[0], ended.at(-1)]).toEqual([MOST_ENDED, 'one 50', `one ${MOST_ENDED + 49}`])
    // To one that is listed nothing is sent; one that is forgotten was never there.
    for (const [n, outcome] of [
      [MOST_ENDED, 'handled'],
      [3, 'failed'],
    ] as const) {
      const { record } = turn(greedy, state, ask('greet', n))
      expect(record.outcome).toBe(outcome)
      const again = turn(greedy, stored(state), { ...ask('greet', n), id: record.cause.id })
      expect(JSON.parse(JSON.stringify(again.record))).toEqual(JSON.parse(JSON.stringify(record)))
    }
  })

  it('seen: an actor remembers so many outside ids and no more (R5)', () => {
    let state = turn(greedy, undefined, create(greedy))
    for (let n = 0; n < 3 * SEEN_HORIZON; n++)
      state = turn(greedy, state, event(greedy, { type: 'x' }, `m.${n}`))
    expect(state.record.seen).toHaveLength(SEEN_HORIZON)
    expect(state.record.seen.at(-1)).toBe(`m.${3 * SEEN_HORIZON - 1}`)
  })
})
