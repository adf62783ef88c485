/** I5, R3: what the judge makes of records that come out differently when they are decided again. */
import { expect, it } from 'vitest'
import { assign, fromPromise, setup } from 'xstate'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Task } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { defineActor } from '../../runtime/index.ts'
import { decideMore } from '../../runtime/kernel/batch.ts'
import { begin } from '../../runtime/kernel/decide.ts'
import type { ActorState, TurnDraft } from '../../runtime/kernel/draft.ts'
import { firstClaim, nextClaim } from '../../runtime/kernel/worker-turns.ts'
import { Judge } from '../../runtime/testing/judge.ts'

const errand = defineActor({
  kind: 'errand',
  type: 'worker',
  repeatable: ['work'],
  machine: setup({
    types: { context: {} as { what: string; got?: string }, input: {} as { what: string } },
    actors: { work: fromPromise(async () => 'done') },
  }).createMachine({
    id: 'errand',
    context: ({ input }) => input,
    initial: 'running',
    states: {
      running: {
        invoke: {
          id: 'run',
          src: 'work',
          onDone: { target: 'done', actions: assign({ got: ({ event }) => event.output }) },
        },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})

const sender = defineActor({
  kind: 'sender',
  children: { errand },
  machine: setup({ actors: { errand: errand.machine } }).createMachine({
    id: 'sender',
    invoke: { id: 'job', src: 'errand', input: { what: 'milk' } },
  }),
})

const signed = (draft: TurnDraft): TurnRecord => ({
  ...draft,
  nonce: `n${draft.actor} ${draft.turn}`,
  host: 'h',
})

const parent = (): TurnRecord => {
  const create = {
    id: 'c',
    to: 'sender/s',
    kind: 'sender',
    sentAt: 0,
    tenant: 'acme',
    type: 'create',
  } as const
  const made = begin(sender, create, 1)
  if (made.status !== 'turn') throw new Error(made.status)
  return signed(made.state.record)
}

const taskIn = ({ outbox }: TurnRecord): Task => {
  const [item] = outbox
  if (item?.do !== 'task') throw new Error('The parent begins no worker.')
  return item.task
}

const claimed = (task: Task): ActorState => {
  const first = firstClaim(errand, task, { host: 'h', beside: true }, 2)
  if (first.status !== 'turn') throw new Error(first.status)
  return first.state
}

/** One record of a claim and of what came of the call that was made before it was stored. */
const quick = (task: Task): TurnRecord => {
  const effect = { id: 'run', generation: 1 }
  const end = { type: 'effect.done', id: 'e', effect, output: 'done' } as const
  const more = decideMore(errand, claimed(task), end, 3)
  if (more === undefined) throw new Error('It has a turn of its own.')
  return signed(more.state.record)
}

/** What the judge says of a worker's records after its parent's. */
const judged = (records: (task: Task) => readonly TurnRecord[], promised = true): string | undefined => {
  const judge = new Judge({ actors: [sender, errand] })
  const first = parent()
  for (const record of [...(promised ? [first] : []), ...records(taskIn(first))])
    judge.executed({ name: 'append', address: parseAddress(record.actor), record, expected: record.turn - 1 })
  return judge.violation && `${judge.violation.rule}: ${judge.violation.text}`
}

const changed = (record: TurnRecord, change: Partial<TurnRecord>) => ({ ...record, ...change })

it('I5: a claim that holds what came of a quick call, and claims alone, come out the same again', () => {
  expect(judged((task) => [quick(task)])).toBeUndefined()
  expect(
    judged((task) => {
      const { record } = claimed(task)
      return [signed(record), signed(nextClaim(errand, record, { id: 'again' }, 'other', 4).record)]
    }),
  ).toBeUndefined()
})

it.each<[string, (record: TurnRecord) => Partial<TurnRecord>]>([
  ['its context', ({ snapshot }) => ({ snapshot: { ...snapshot, context: { what: 'milk', got: 'lost' } } })],
  ['its input', ({ snapshot }) => ({ snapshot: { ...snapshot, context: { what: 'bread', got: 'done' } } })],
  ['what it tells its parent', () => ({ outbox: [] })],
  ['the count of its names', ({ serial }) => ({ serial: serial + 1 })],
  [
    'what it was before its call ended',
    ({ earlier = [] }) => ({ earlier: earlier.map((one) => ({ ...one, value: 'done' })) }),
  ],
])('I5: of a claim and its quick call in one record, %s cannot be another', (_what, change) => {
  expect(judged((task) => [changed(quick(task), change(quick(task)))])).toMatch(
    /^I5: .*job\.1: turn 1, decided again from its record, gives/,
  )
})

it('I5: a first claim alone cannot begin with another input, nor a later one without one more start (R8)', () => {
  expect(judged((task) => [signed(claimed({ ...task, input: { what: 'bread' } }).record)])).toMatch(
    /^I5: .*turn 1/,
  )
  expect(
    judged((task) => {
      const { record } = claimed(task)
      const later = nextClaim(errand, record, { id: 'again' }, 'other', 4).record
      return [signed(record), changed(signed(later), { effects: record.effects })]
    }),
  ).toMatch(/^I5: .*turn 2/)
})

it('I5: a claim of a task that no record promises cannot be decided again', () => {
  expect(judged((task) => [quick(task)], false)).toMatch(
    /^I5: .*turn 1, decided again from its record, is none/,
  )
})
