/** Quarantine, repair and release, decided purely (I11, R13), and what a worker's claims and parkings say (R8, R11). */
import { assign, fromPromise, raise, sendParent, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import type { ActorEvent, Cause, Message, RepairMessage, Task } from '../../runtime/core/message.ts'
import type { ActorState, TurnDraft } from '../../runtime/kernel/draft.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import { isBarren, MAX_BARREN_CLAIMS, quarantineTurn, releaseTurn } from '../../runtime/kernel/quarantine.ts'
import { firstClaim, nextClaim, parkTurn, stopTurn } from '../../runtime/kernel/worker-turns.ts'
import { create, event, items, PARENT, taken, timer, turn } from './turns.ts'

const counter = defineActor({
  kind: 'counter',
  machine: setup({
    types: {
      context: {} as { n: number },
      events: {} as { type: 'add' | 'break' | 'end' | 'later' | 'tell' },
    },
  }).createMachine({
    id: 'counter',
    context: { n: 0 },
    initial: 'on',
    states: {
      on: {
        on: {
          add: { actions: assign({ n: ({ context }) => context.n + 1 }) },
          break: {
            actions: assign({
              n: () => {
                throw new Error('it broke')
              },
            }),
          },
          later: { actions: raise({ type: 'add' }, { id: 'later', delay: 5_000 }) },
          tell: { actions: sendParent({ type: 'told' }) },
          end: 'off',
        },
      },
      off: { type: 'final' },
    },
    output: ({ context }) => context.n,
  }),
}) as unknown as ActorDefinition

const POISON = { code: 'some.defect', message: 'it cannot be carried out' }
const who = { by: 'olga', reason: 'the upstream is mended' }
const envelope = (id: string) => ({ id, to: 'top/1/kid.3', kind: 'counter', sentAt: 0 })
const repair = (body: ActorEvent, id = 'r1'): RepairMessage => ({
  ...envelope(id),
  ...who,
  type: 'repair',
  event: body,
})
const release = (id = 'f1') => ({ ...envelope(id), ...who, type: 'release' }) as const

function aside(state: ActorState, cause: Message = event(counter, { type: 'add' }, 'poison')): ActorState {
  return { record: quarantineTurn(state.record, cause, POISON, 7_000), live: undefined }
}
function child(...events: ActorEvent[]): ActorState {
  let state = turn(counter, undefined, create(counter, undefined, PARENT))
  for (const body of events) state = turn(counter, state, event(counter, body))
  return state
}
const n = (state: ActorState) => (state.record.snapshot.context as { n: number }).n

describe('quarantine (I11, R13)', () => {
  it('keeps the last good snapshot and every table, says why, and tells the parent once', () => {
    const good = child({ type: 'add' }, { type: 'later' }, { type: 'tell' })
    const { record } = aside(good)
    expect(record).toMatchObject({
      turn: good.record.turn + 1,
      outcome: 'quarantined',
      reason: POISON.message,
      snapshot: good.record.snapshot,
      timers: good.record.timers,
      seen: good.record.seen,
      quarantine: { code: 'some.defect', since: 7_000, held: good.record.outbox },
    })
    expect(record.outbox).toMatchObject([
      {
        do: 'send',
        message: {
          type: 'child.error',
          to: PARENT.address,
          child: PARENT.child,
          error: { code: 'actor.quarantined', data: { code: 'some.defect' } },
          quarantinedAt: record.turn,
        },
      },
    ])
  })

  it('messages become dead letters with the reason; repeats and stale ones are what they always are (I4, I9)', () => {
    const state = aside(child({ type: 'add' }))
    const add = event(counter, { type: 'add' }, 'new')
    expect(decide(counter, state, add, 8_000)).toEqual({
      status: 'dead',
      code: 'actor.quarantined',
      reason: 'the actor is quarantined (some.defect): it cannot be carried out',
    })
    const [seen = ''] = state.record.seen
    expect(decide(counter, state, { ...add, id: seen }, 8_000)).toEqual({ status: 'duplicate' })
    const stale = turn(counter, state, timer(counter, 'later', 1))
    expect(stale.record).toMatchObject({ outcome: 'ignored', quarantine: state.record.quarantine })
  })

  it('an audited repair goes through the machine, once, and leaves it quarantined', () => {
    const state = aside(child())
    const repaired = turn(counter, state, repair({ type: 'add' }))
    expect(repaired.record).toMatchObject({
      outcome: 'repaired',
      cause: { type: 'repair', by: 'olga', reason: who.reason },
      quarantine: { code: 'some.defect' },
    })
    expect(n(repaired)).toBe(1)
    expect(decide(counter, repaired, repair({ type: 'add' }), 9_000)).toEqual({ status: 'duplicate' })
  })

  it.each([
    ['a machine that throws', { type: 'break' }, /end the actor in error|refuses the repair/],
    ['a forged event of the runtime', { type: 'xstate.done.actor.x' }, /only the runtime/],
  ])('%s leaves the actor as it is', (_what, body, why) => {
    const state = aside(child({ type: 'add' }))
    const { record } = turn(counter, state, repair(body))
    expect(record).toMatchObject({ outcome: 'ignored', snapshot: state.record.snapshot, outbox: [] })
    expect(record.quarantine).toEqual(state.record.quarantine)
    expect(record.reason).toMatch(why)
  })

  it('a release is audited, tries again what was held, and schedules every open timer anew (I3)', () => {
    const good = child({ type: 'later' }, { type: 'tell' })
    const freed = turn(counter, aside(good), release(), 9_000)
    expect(freed.record).toMatchObject({
      outcome: 'released',
      cause: { by: 'olga', reason: who.reason },
      reason: 'released by olga: the upstream is mended',
    })
    expect(freed.record.quarantine).toBeUndefined()
    expect(items(freed)).toEqual(['send', 'schedule'])
    expect(freed.record.outbox[0]).toEqual(good.record.outbox[0])
    const poison = event(counter, { type: 'add' }, 'poison')
    expect(n(turn(counter, freed, poison))).toBe(1) // its own id was not used up
    expect(decide(counter, freed, release(), 9_000)).toEqual({ status: 'duplicate' })
    expect(turn(counter, freed, release('f2')).record).toMatchObject({
      outcome: 'ignored',
      reason: 'the actor is not quarantined',
    })
  })

  it('a repair that ends the actor ends its quarantine too, and carries out what was held', () => {
    const ended = turn(counter, aside(child({ type: 'tell' })), repair({ type: 'end' }))
    expect(ended.record.snapshot.status).toBe('done')
    expect(ended.record.quarantine).toBeUndefined()
    expect(ended.record.outbox).toMatchObject([
      { message: { type: 'event', event: { type: 'told' } } },
      { message: { type: 'child.done' } },
    ])
  })

  it('R12: a quarantined actor can be stopped, for good', () => {
    const by = { id: 's', tenant: 'acme', now: 9_000 }
    const { record } = aside(child({ type: 'later' }))
    const stopped = stopTurn(parseAddress(record.actor), 'counter', 'entity', record, by)
    expect(stopped).toMatchObject({ outcome: 'stopped', snapshot: { status: 'stopped' }, timers: {} })
    expect(stopped?.quarantine).toBeUndefined()
    const after: ActorState = { record: stopped as TurnDraft, live: undefined }
    expect(turn(counter, after, release()).record.outcome).toBe('ignored')
  })
})

const worker = defineActor({
  kind: 'job',
  type: 'worker',
  machine: setup({ actors: { call: fromPromise(async () => 1) } }).createMachine({
    id: 'job',
    initial: 'calling',
    states: {
      calling: { invoke: { id: 'call', src: 'call', onDone: 'waiting' } },
      waiting: { after: { 60_000: 'done' } },
      done: { type: 'final' },
    },
  }),
}) as unknown as ActorDefinition
const task: Task = {
  id: 't',
  to: 'top/1/kid.3',
  kind: 'job',
  tenant: 'acme',
  input: { any: 1 },
  parent: PARENT,
  sentAt: 0,
}
const result: Cause = { type: 'effect.done', id: 'e', effect: { id: 'call', generation: 1 }, output: 1 }

function claims(count: number, from?: ActorState): ActorState {
  let state = from ?? taken(firstClaim(worker, task, { host: 'h', beside: false }, 0))
  for (let i = from === undefined ? 1 : 0; i < count; i++)
    state = nextClaim(worker, state.record, task, 'h', i)
  return state
}

describe('workers: poison and parking', () => {
  it('R13: claims in a row with nothing between are counted, and any other append starts the count anew', () => {
    expect(isBarren(claims(MAX_BARREN_CLAIMS - 1).record)).toBe(false)
    const barren = claims(MAX_BARREN_CLAIMS)
    expect(isBarren(barren.record)).toBe(true)
    const answered = turn(worker, barren, result)
    expect(isBarren(answered.record)).toBe(false)
    expect(claims(1, answered).record.claim).toEqual({ host: 'h', number: MAX_BARREN_CLAIMS + 1 })
    expect(isBarren(claims(MAX_BARREN_CLAIMS, answered).record)).toBe(true)
  })

  it('I8: the result of a call still counts while its worker is quarantined', () => {
    const { record } = claims(2)
    const state = { record: quarantineTurn(record, result, POISON, 10), live: undefined }
    const answered = turn(worker, state, result)
    expect(answered.record).toMatchObject({ outcome: 'handled', snapshot: { value: 'waiting' }, effects: {} })
    expect(answered.record.quarantine?.code).toBe('some.defect')
  })

  it('a released worker gets its task again and may be claimed as often as before', () => {
    const barren = claims(MAX_BARREN_CLAIMS)
    const record = quarantineTurn(barren.record, result, POISON, 10)
    const freed = releaseTurn(record, { id: 'f', ...who }, 11)
    expect(freed?.outbox).toMatchObject([
      { do: 'task', task: { to: task.to, kind: 'job', parent: PARENT, tenant: 'acme' } },
    ])
    expect(freed?.outbox[0]).not.toMatchObject({ task: { id: task.id } })
    expect(isBarren(claims(1, { record: freed as TurnDraft, live: undefined }).record)).toBe(false)
  })

  it('R11: a parked worker says until when, its task comes back then, and its tables stay', () => {
    const waiting = turn(worker, claims(1), result, 100)
    const record = parkTurn(waiting.record, 60_100, 200)
    expect(record).toMatchObject({
      outcome: 'parked',
      cause: { type: 'park', until: 60_100 },
      timers: waiting.record.timers,
      claim: waiting.record.claim,
      outbox: [{ do: 'park', at: 60_100, task: { to: task.to, kind: 'job' } }],
    })
    const early = nextClaim(worker, record, task, 'h2', 300)
    expect(early.record).toMatchObject({ outcome: 'claimed', timers: waiting.record.timers })
    expect(early.record.claim).toEqual({ host: 'h2', number: 2 })
  })
})
