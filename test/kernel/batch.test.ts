/** Several messages in one turn (docs/adr/0008). */
import * as fc from 'fast-check'
import { assign, emit, sendTo, setup, spawnChild, stopChild, raise } from 'xstate'
import { describe, expect, it } from 'vitest'
import type { Cause } from '../../runtime/core/message.ts'
import { handledIn, type OutboxItem } from '../../runtime/core/turn-record.ts'
import { defineActor } from '../../runtime/index.ts'
import { decideMore, MAX_BATCH } from '../../runtime/kernel/batch.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import type { ActorState, TurnDraft } from '../../runtime/kernel/draft.ts'
import { echo } from '../kit/machines.ts'
import { create, deepFreeze, event, stored } from './turns.ts'

const counter = defineActor({
  kind: 'counter',
  children: { echo },
  machine: setup({
    types: { context: {} as { n: number }, events: {} as { type: string } },
    actors: { echo: echo.machine },
    guards: {
      never: () => {
        throw new Error('broken')
      },
    },
  }).createMachine({
    id: 'counter',
    context: { n: 0 },
    initial: 'on',
    states: {
      on: {
        on: {
          inc: { actions: assign({ n: ({ context }) => context.n + 1 }) },
          say: { actions: emit(({ context }) => ({ type: 'said', n: context.n })) },
          spawn: { actions: spawnChild('echo', { id: 'kid' }) },
          tell: { actions: sendTo('kid', { type: 'hello' }) },
          stop: { actions: stopChild('kid') },
          later: { actions: raise({ type: 'inc' }, { delay: 20, id: 'later' }) },
          broken: { guard: 'never', target: 'off' },
          end: 'off',
        },
      },
      off: { type: 'final' },
    },
  }),
}) as unknown as ActorDefinition

function born(): ActorState {
  const decision = decide(counter, undefined, create(counter), 0)
  if (decision.status !== 'turn') throw new Error('not created')
  return decision.state
}

let ids = 0
const message = (type: string): Cause => ({ ...event(counter, { type }), id: `m${++ids}` })

/** One message per turn, as far as each is a turn. */
function oneByOne(state: ActorState, causes: readonly Cause[]) {
  const turns: TurnDraft[] = []
  let at = state
  for (const cause of causes) {
    const decision = decide(counter, at, cause, 5)
    if (decision.status !== 'turn') continue
    at = decision.state
    turns.push(at.record)
  }
  return turns
}

/** As a host does it: whatever may join the turn does, the rest begins another. */
function inBatches(state: ActorState, causes: readonly Cause[]) {
  const turns: TurnDraft[] = []
  let at = state
  for (let i = 0; i < causes.length;) {
    const decision = decide(counter, at, causes[i++] as Cause, 5)
    if (decision.status !== 'turn') continue
    at = decision.state
    while (i < causes.length) {
      const more = decideMore(counter, at, causes[i] as Cause, 5)
      if (more === undefined) break
      at = more.state
      i += 1
    }
    turns.push(deepFreeze(at.record))
    at = { record: stored(at).record, live: undefined }
  }
  return turns
}

/** What an item does to others, without the ids that turn numbers are part of. */
function effectOf(item: OutboxItem): unknown {
  return JSON.parse(
    JSON.stringify(item, (key, value: unknown) => (key === 'id' && String(value).includes('#') ? '' : value)),
  )
}

/** Idempotent or taken back: a stop of what was spawned in the same turn, a timer set again. */
const visible = (turns: readonly TurnDraft[]) =>
  turns
    .flatMap(({ outbox }) => outbox)
    .filter(({ do: what }) => what === 'feed' || what === 'send')
    .map(effectOf)

describe('I4, I3: several messages in one turn', () => {
  it('leave what they leave one by one, and their outbox in the same order', () => {
    const types = fc.constantFrom(
      'inc',
      'inc',
      'say',
      'spawn',
      'tell',
      'stop',
      'later',
      'nothing',
      'broken',
      'end',
    )
    fc.assert(
      fc.property(fc.array(types, { maxLength: 20 }), (random) => {
        const start = born()
        const causes = random.map(message)
        const single = oneByOne(start, causes)
        const batched = inBatches(start, causes)
        const [last, lastBatched] = [single.at(-1), batched.at(-1)]
        expect(lastBatched?.snapshot).toEqual(last?.snapshot)
        expect(lastBatched?.children).toEqual(last?.children)
        expect(lastBatched?.timers).toEqual(last?.timers)
        expect(lastBatched?.serial).toBe(last?.serial)
        expect(lastBatched?.seen).toEqual(last?.seen)
        expect(visible(batched)).toEqual(visible(single))
        const handled = batched.flatMap((record) => handledIn({ ...record, nonce: '', host: '' }))
        expect(handled.map(({ cause, outcome }) => [cause.id, outcome])).toEqual(
          single.map(({ cause, outcome }) => [cause.id, outcome]),
        )
        expect(batched.map(({ turn }) => turn)).toEqual(batched.map((_, index) => index + 2))
      }),
      { numRuns: 300 },
    )
  })

  it('share a turn number, and no id comes twice in it', () => {
    let state = born()
    const first = decide(counter, state, message('say'), 1)
    if (first.status !== 'turn') throw new Error('no turn')
    ;({ state } = first)
    for (let i = 0; i < 5; i++) state = decideMore(counter, state, message('say'), 1)?.state ?? state
    const outbox = state.record.outbox.map((item) => ('id' in item ? item.id : ''))
    expect(new Set(outbox).size).toBe(6)
    expect(state.record.turn).toBe(2)
    expect(state.record.earlier).toHaveLength(5)
  })

  it('I10: are bounded, and neither a create nor an end is joined by what comes after', () => {
    let state: ActorState = born()
    expect(decideMore(counter, state, message('inc'), 1)).toBeUndefined()
    const first = decide(counter, state, message('inc'), 1)
    if (first.status !== 'turn') throw new Error('no turn')
    ;({ state } = first)
    let joined = 1
    for (let more; (more = decideMore(counter, state, message('inc'), 1)); state = more.state) joined += 1
    expect(joined).toBe(MAX_BATCH)
    const end = decide(counter, born(), message('end'), 1)
    expect(end.status === 'turn' && decideMore(counter, end.state, message('inc'), 1)).toBeUndefined()
  })

  it('are handled one by one where one of them fails or is a duplicate', () => {
    const first = decide(counter, born(), message('inc'), 1)
    if (first.status !== 'turn') throw new Error('no turn')
    expect(decideMore(counter, first.state, message('broken'), 1)).toBeUndefined()
    expect(decideMore(counter, first.state, first.state.record.cause, 1)).toBeUndefined()
  })
})
