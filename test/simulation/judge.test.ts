/** What the judge must not take for a broken promise, and what it must. */
import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Task } from '../../runtime/core/message.ts'
import { SEEN_HORIZON, type TurnRecord } from '../../runtime/core/turn-record.ts'
import { MAX_BARREN_CLAIMS, quarantineTurn } from '../../runtime/kernel/quarantine.ts'
import { newView, takeIn } from '../../runtime/testing/actor-view.ts'
import { Judge } from '../../runtime/testing/judge.ts'
import { Renewals } from '../../runtime/testing/renewals.ts'
import { SimulatedCalls } from '../../runtime/testing/simulated-calls.ts'
import { HostClock } from '../../runtime/testing/virtual-time.ts'
import { World } from '../../runtime/testing/world.ts'
import { recordOf } from '../contract/driver-contract.ts'

const ADDRESS = parseAddress('boss/b/job.1')
const parent = {
  address: 'boss/b',
  kind: 'boss',
  child: { id: 'job', generation: 1 },
}
const task = (id: string): Task => ({
  id,
  to: 'boss/b/job.1',
  kind: 'job',
  sentAt: 0,
  tenant: 'acme',
  input: undefined,
  parent,
})
const worker = (turn: number, given: Partial<TurnRecord>): TurnRecord => ({
  ...recordOf(ADDRESS, turn),
  type: 'worker',
  ...given,
})
const claim = (turn: number, id: string, number: number) =>
  worker(turn, {
    outcome: 'claimed',
    cause: { type: 'claim', id: `${id}~${number}`, host: 'h', number },
    claim: { host: 'h', number },
  })

const napping = (at: number) => ({ nap: { generation: 1, at, event: { type: 'woken' } } })

/** A worker that was claimed for one task, parked, and claimed again for the one that came instead. */
function parkedOnce(before: Partial<TurnRecord> = { timers: napping(9) }): Judge {
  const judge = new Judge({ actors: [], replay: false })
  const claimed = { ...claim(1, 'first', 1), ...before }
  const parked = worker(2, {
    ...claimed,
    turn: 2,
    nonce: 'n2',
    outcome: 'parked',
    cause: { type: 'park', id: 'p', until: 9 },
  })
  for (const record of [claimed, parked, claim(3, 'again', 2)])
    judge.executed({ name: 'append', address: ADDRESS, record, expected: record.turn - 1 })
  return judge
}

it.each<[string, Partial<TurnRecord>]>([
  ['later than its next timer is due', { timers: { ...napping(9), soon: napping(8).nap } }],
  ['although no timer is set', {}],
  [
    'while it runs',
    {
      timers: napping(9),
      effects: { run: { generation: 2, src: 'work', input: 1, startedAt: 0, deadlineAt: 5, starts: 1 } },
    },
  ],
])('R11: nobody is parked %s', (_when, before) => {
  expect(parkedOnce(before).violation?.rule).toBe('R11')
})

it.each([
  [MAX_BARREN_CLAIMS, undefined],
  [MAX_BARREN_CLAIMS - 1, 'R13'],
])('R13: what ends its hosts is poison after %i claims without anything between them: %s', (barren, rule) => {
  const judge = new Judge({ actors: [], replay: false })
  const claimed = { ...claim(1, 'first', 1), claim: { host: 'h', number: 1, barren } }
  const failure = { code: 'worker.barren', message: 'Nothing came of it.' }
  const cause = { type: 'claim', id: 'first~poison', host: 'h', number: 0 } as const
  const aside = { ...quarantineTurn(claimed, cause, failure, 3), nonce: 'n2', host: 'h' }
  for (const record of [claimed, aside])
    judge.executed({ name: 'append', address: ADDRESS, record, expected: record.turn - 1 })
  expect(judge.violation?.rule).toBe(rule)
})

it('R11: the ack of a parked task may arrive when the task has come again and was claimed', () => {
  const judge = parkedOnce()
  judge.acked(task('first'))
  expect(judge.violation).toBeUndefined()
})

it('R11: so may that of a copy of an earlier task of it, under which its run went on', () => {
  const judge = new Judge({ actors: [], replay: false })
  const store = (id: string) => judge.executed({ name: 'enqueue', task: task(id) })
  const append = (record: TurnRecord) =>
    judge.executed({ name: 'append', address: ADDRESS, record, expected: record.turn - 1 })
  append(worker(1, { ...claim(1, 'first', 1), outbox: [{ do: 'task', task: task('copied') }] }))
  store('copied')
  append(claim(2, 'again', 2))
  append({ ...claim(3, 'again', 2), outcome: 'quarantined', cause: { type: 'stop', id: 's', by: 'x' } })
  judge.acked(task('copied')) // of one copy, while it was set aside
  judge.violation = undefined // what else is wrong with these records is not asked here
  append(worker(4, { outcome: 'parked', cause: { type: 'park', id: 'p', until: 9 } }))
  judge.violation = undefined
  judge.acked(task('copied'))
  expect(judge.violation).toBeUndefined()
})

it.each([
  ['while it is parked', 2, undefined],
  ['when it has been claimed again', 3, 'R7'],
])('R11: a task that came when its worker was parked may be acked %s: %s turns, %s', (_when, turns, rule) => {
  const judge = new Judge({ actors: [], replay: false })
  const claimed = { ...claim(1, 'first', 1), timers: napping(9) }
  const cause = { type: 'park', id: 'p', until: 9 } as const
  const parked = worker(2, { ...claimed, turn: 2, nonce: 'n2', outcome: 'parked', cause })
  for (const record of [claimed, parked, claim(3, 'other', 2)].slice(0, turns))
    judge.executed({ name: 'append', address: ADDRESS, record, expected: record.turn - 1 })
  judge.delivered(task('came'))
  judge.acked(task('came'))
  expect(judge.violation?.rule).toBe(rule)
})

it.each([
  ['one that is open', 1, 'I1'],
  ['one that is over, which was set too late', 2, undefined],
])('I1: nobody cancels a timer of his own accord, but %s: %i turns, %s', (_which, turns, rule) => {
  const judge = new Judge({ actors: [], replay: false })
  const set = { ...recordOf(ADDRESS, 1), serial: 1, timers: napping(9) }
  for (const record of [set, { ...recordOf(ADDRESS, 2), serial: 1 }].slice(0, turns))
    judge.executed({ name: 'append', address: ADDRESS, record, expected: record.turn - 1 })
  Object.assign(judge, { violation: undefined }) // what else is wrong with these records is not asked here
  judge.executed({ name: 'cancel', address: ADDRESS, timer: { id: 'nap', generation: 1 } })
  expect(judge.violation?.rule).toBe(rule)
})

it('R7: the task that came again may not be acked before its worker has ended', () => {
  const judge = parkedOnce()
  judge.acked(task('again'))
  expect(judge.violation?.rule).toBe('R7')
})

it('I4, R5: what was ignored takes a place among the ids that an actor remembers', () => {
  const tell = (turn: number): TurnRecord => ({
    ...recordOf(ADDRESS, turn),
    cause: { type: 'event', id: 'told', to: 'boss/b', kind: 'boss', sentAt: 0, event: { type: 'tell' } },
  })
  const release = (turn: number): TurnRecord => ({
    ...recordOf(ADDRESS, turn),
    outcome: 'ignored',
    cause: {
      type: 'release',
      id: `release-${turn}`,
      to: 'boss/b',
      kind: 'boss',
      sentAt: 0,
      by: 'o',
      reason: 'r',
    },
  })
  for (const [ignored, forgotten] of [
    [SEEN_HORIZON - 1, false],
    [SEEN_HORIZON, true],
  ] as const) {
    const view = newView(tell(1))
    expect(takeIn(view, tell(1))).toEqual([])
    for (let n = 0; n < ignored; n++) takeIn(view, release(2 + n))
    expect(takeIn(view, tell(2 + ignored)).length).toBe(forgotten ? 0 : 1)
  }
})

it('R10: a host may hold a task for a timer of its own record, whoever has written after it', () => {
  const world = new World({ actors: [], seed: 1, replay: false })
  const clock = new HostClock(world.time)
  const renewals = new Renewals(world, 'h', clock, new SimulatedCalls(world, 'h', clock, () => undefined))
  const { actor, kind } = claim(1, 'first', 1)
  const hears = (record: TurnRecord) => {
    renewals.appending(record)
    const about = {
      actor,
      kind,
      turn: record.turn,
      cause: 'claim',
      outcome: record.outcome,
      final: false,
    } as const
    renewals.committed({ type: 'turn:committed', ...about, sequence: record.turn, at: 0 })
  }
  const until = clock.now() + 1_000
  const timers = napping(until)
  const resting = worker(2, {
    claim: { host: 'h', number: 1 },
    outcome: 'parked',
    cause: { type: 'park', id: 'p', until },
    timers,
  })
  for (const record of [
    { ...claim(1, 'first', 1), timers },
    resting,
    { ...claim(3, 'theirs', 2), host: 'other' },
  ])
    world.judge.executed({ name: 'append', address: ADDRESS, record, expected: record.turn - 1 })
  hears(claim(1, 'first', 1))
  hears(resting)
  renewals.check(actor)
  expect(world.violation).toBeUndefined()
  hears(claim(4, 'first', 1)) // nothing is open any more
  renewals.check(actor)
  expect(world.violation?.rule).toBe('R10')
})

it('R8: a call needs a start on record, unless it may be made again at no cost', () => {
  const call = { actor: 'boss/b/job.1', effect: 'work', generation: 1 }
  const judge = new Judge({ actors: [], replay: false })
  judge.calling('h', { ...call, repeatable: true })
  judge.completed('h', { ...call, repeatable: true })
  expect(judge.violation).toBeUndefined()
  expect([...judge.unsettled(0)]).toEqual([])
  judge.calling('h', { ...call, repeatable: false })
  expect(judge.violation?.rule).toBe('I1')
})
