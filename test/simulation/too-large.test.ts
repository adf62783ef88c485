/** What no store takes, and what stands in its place: mostly the end of its actor, never the end of what it had come to. */
import { describe, expect, it } from 'vitest'
import { assign, fromPromise, setup } from 'xstate'
import { defineActor } from 'caravan'
import { CaravanError, errorData } from '../../runtime/core/errors.ts'
import type { Cause } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { begin, decide } from '../../runtime/kernel/decide.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import { instead } from '../../runtime/kernel/failure.ts'
import { quarantineTurn } from '../../runtime/kernel/quarantine.ts'
import { neighbourViolations } from '../../runtime/testing/journal-rules.ts'
import { World } from '../../runtime/testing/world.ts'

const LARGE = 'x'.repeat(600_000)
const TOO_LARGE = new CaravanError('message.too-large', 'It is too large.')

const chest = defineActor({
  kind: 'chest',
  machine: setup({
    types: {
      context: {} as { kept: string },
      events: {} as { type: 'keep'; what: string } | { type: 'lock' } | { type: 'break'; what: string },
    },
  }).createMachine({
    id: 'chest',
    context: { kept: '' },
    initial: 'open',
    states: {
      open: {
        on: {
          keep: { actions: assign({ kept: ({ event }) => event.what }) },
          break: {
            actions: assign(({ event }) => {
              throw new Error(`it breaks under ${event.what}`)
            }),
          },
          lock: 'locked',
        },
      },
      locked: { type: 'final' },
    },
    output: ({ context }) => context.kept,
  }),
})

it('I9: who has ended stays as he ended, whatever comes that is too large beside it', async () => {
  const world = new World({ actors: [chest], seed: 1 })
  world.startHost({ actors: [chest] })
  const ref = world.client().ref(chest, 'c')
  await ref.send({ type: 'keep', what: 'x'.repeat(400_000) })
  await ref.send({ type: 'lock' })
  await ref.send({ type: 'keep', what: LARGE }, { id: 'late' })
  await world.run(60_000)
  expect(world.violation).toBeUndefined()
  expect([...world.judge.unsettled(world.now)]).toEqual([])
  expect(world.judge.last('chest/c')).toMatchObject({
    outcome: 'ignored',
    cause: { id: 'late', event: { type: 'keep' } },
    snapshot: { status: 'done' },
  })
})

it('R9: a late result that is too large ends its worker, and is not paid for again and again', async () => {
  const pending: ((result: string) => void)[] = []
  const work = fromPromise(() => new Promise<string>((resolve) => pending.push(resolve)))
  const digger = defineActor({
    kind: 'digger',
    type: 'worker',
    machine: setup({ actors: { work } }).createMachine({
      id: 'digger',
      initial: 'digging',
      states: { digging: { invoke: { id: 'run', src: 'work', onDone: 'done' } }, done: { type: 'final' } },
    }),
  })
  const owner = defineActor({
    kind: 'owner',
    children: { digger },
    machine: setup({
      types: { context: {} as { why: string }, events: {} as { type: 'dig' } },
      actors: { digger: digger.machine },
    }).createMachine({
      id: 'owner',
      context: { why: '' },
      invoke: {
        id: 'job',
        src: 'digger',
        onError: { actions: assign({ why: ({ event }) => (event.error as Error).message }) },
      },
    }),
  })
  const actors = [owner, digger]
  const world = new World({ actors, seed: 1, poisoned: () => false })
  const first = world.startHost({ actors, beside: false })
  await world.client().ref(owner, 'o').send({ type: 'dig' })
  await world.run(60_000, () => pending.length === 1)
  first.stall()
  world.startHost({ actors, beside: false })
  await world.run(60_000, () => pending.length === 2)
  pending[0]?.('x'.repeat(2_000_000))
  first.resume()
  await world.run(5_000)
  expect(world.violation).toBeUndefined()
  expect(world.judge.last('owner/o/job.1')).toMatchObject({
    host: 'h1',
    outcome: 'failed',
    cause: { type: 'effect.done' },
    snapshot: { status: 'error', error: { code: 'message.too-large' } },
  })
  pending[1]?.('theirs')
  await world.run(60_000)
  expect([...world.judge.unsettled(world.now)]).toEqual([])
  expect(world.judge.last('owner/o')?.snapshot.context).toMatchObject({ why: /exceeds the limit/ })
  expect(pending).toHaveLength(2)
})

describe('what stands in the place of a turn', () => {
  const to = { to: 'chest/c', kind: 'chest', sentAt: 0 }
  const event = (type: string, what = LARGE): Cause => ({
    ...to,
    id: 'e',
    type: 'event',
    event: { type, what },
  })
  const turn = (state: ActorState | undefined, cause: Cause): ActorState => {
    const decision = state === undefined ? begin(chest, cause, 1) : decide(chest, state, cause, 2)
    if (decision.status !== 'turn') throw new Error(decision.status)
    return { record: decision.state.record, live: undefined }
  }
  const signed = ({ record }: ActorState): TurnRecord => ({ ...record, nonce: `${record.turn}`, host: 'h' })
  const made = turn(undefined, { ...to, id: 'c', type: 'create', tenant: 'acme' })
  const aside: ActorState = {
    record: quarantineTurn(made.record, event('keep'), errorData(new Error('why')), 2),
    live: undefined,
  }
  const audit = { ...to, by: 'olga', reason: 'it fits by now' }

  it.each<[string, ActorState, Cause, object]>([
    [
      'one that its machine takes ends the actor',
      made,
      event('keep'),
      { outcome: 'failed', reason: 'It is too large.' },
    ],
    [
      'one that its machine throws at ends it as it would have',
      made,
      event('break'),
      { outcome: 'failed', reason: /^it breaks under x{100}/ },
    ],
    [
      'a repair is refused, and its actor stays as it was set aside (R13)',
      aside,
      { ...audit, id: 'm', type: 'repair', event: { type: 'keep', what: LARGE } },
      {
        outcome: 'ignored',
        reason: 'it cannot be stored: It is too large.',
        quarantine: aside.record.quarantine,
      },
    ],
    [
      'so is a release, with what its actor owes (I3)',
      aside,
      { ...audit, id: 'r', type: 'release' },
      { outcome: 'ignored', quarantine: aside.record.quarantine },
    ],
    ['the type of an event is cut', made, event(LARGE, ''), { outcome: 'failed' }],
  ])('%s', (_what, before, cause, expected) => {
    const refused = turn(before, cause)
    const smaller = instead(before, refused, 3, TOO_LARGE)
    const { reason = /large/, ...rest } = expected as { readonly reason?: string | RegExp }
    expect(smaller.record).toMatchObject(rest)
    expect(smaller.record.reason).toMatch(reason)
    expect(smaller.record.turn).toBe(refused.record.turn)
    expect(smaller.record.snapshot.context).toEqual({ kept: '' })
    expect(JSON.stringify(smaller.record).length).toBeLessThan(10_000)
    expect(neighbourViolations(signed(before), signed(smaller))).toEqual([])
  })

  it('the error of a call is cut, and whether it may be tried again is kept', () => {
    const effect = { id: 'run', generation: 1 }
    const error = { code: 'test.long', message: LARGE, retryable: true, data: { LARGE } }
    const cause = { type: 'effect.error', id: 'e', effect, error } as const
    const refused = { record: { ...turn(made, event('keep')).record, cause }, live: undefined }
    expect(instead(made, refused, 3, TOO_LARGE).record.cause).toEqual({
      ...cause,
      error: { code: 'test.long', message: 'x'.repeat(1_000), retryable: true },
    })
  })
})
