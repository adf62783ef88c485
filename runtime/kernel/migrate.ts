/**
 * Carries an actor from one machine version to another: the steps, a check that the result fits, and one turn of its own
 * with outcome `migrated`, in which the machine hears `actor.migrated`. Restoring alone would run neither `always` nor
 * `entry`, and nobody could see in the journal what happened.
 */
import type { ActorEvent } from '../core/message.ts'
import type { OpenTimer } from '../core/turn-record.ts'
import { MIGRATED } from './admission.ts'
import { stopChild } from './children.ts'
import { carryOut } from './carry-out.ts'
import type { ActorDefinition, Migration, PersistedSnapshot } from './definition.ts'
import { draftFrom, type ActorState, type Draft, type TurnDraft } from './draft.ts'
import { misfits } from './fits.ts'
import { refuseUnplain } from './plain-data.ts'
import { restore } from './snapshot.ts'
import { cancelTimer, setTimer } from './timers.ts'

/** What a migration is given of a record. */
export function persistedOf(record: TurnDraft): PersistedSnapshot {
  const { value, context, historyValue } = record.snapshot
  const children =
    record.type === 'worker'
      ? mapped(record.effects, ({ src, input }) => ({ src, input }))
      : mapped(record.children, ({ src }) => ({ src }))
  return {
    value,
    context,
    ...(historyValue === undefined ? {} : { historyValue }),
    children,
    timers: mapped(ofMachine(record.timers), ({ at, event }) => ({ at, event })),
  }
}

/**
 * Throws what a step or the machine throws. The event reaches the machine only where it is named: a wildcard was not
 * written for it.
 */
export function migrate(
  target: ActorDefinition,
  steps: readonly Migration[],
  record: TurnDraft,
  now: number,
):
  | { readonly state: ActorState; readonly logs: readonly unknown[] }
  | { readonly problems: readonly string[] } {
  const before = persistedOf(record)
  let after = structuredClone(before)
  for (const step of steps) {
    after = step(after)
    const shape = shapeProblems(after)
    if (shape.length > 0) return { problems: shape }
  }
  refuseUnplain(after, 'snapshot') // here: what is restored below counts as looked through
  const added = Object.keys(after.children).filter((id) => !Object.hasOwn(before.children, id))
  const problems = [
    ...misfits(target, after),
    ...added.map((id) => `child "${id}" was added, but only the machine spawns: do it on "${MIGRATED}"`),
  ]
  if (problems.length > 0) return { problems }

  const draft = draftFrom(target, record, now)
  changeTables(draft, after)
  const { from, to } = { from: record.machine.version, to: target.version }
  const cause = { type: 'migrate', id: `${record.actor}@${draft.turn}`, from, to } as const
  const { value, context, historyValue } = after
  const { children, effects, ended } = draft
  const snapshot = { status: record.snapshot.status, value, context, historyValue }
  const moved = { ...record, snapshot, children, effects, ended }
  const state = carryOut(draft, record, cause, 'migrated', (scope) => {
    const live = restore(target, moved)
    const event: ActorEvent = { type: MIGRATED, from, to }
    const heard = target.machine.events.includes(MIGRATED)
    return { before: live, after: heard ? target.pure.transition(live, event, scope) : live }
  })
  const { status, error } = state.record.snapshot
  if (status === 'error') return { problems: [`the machine ended in error: ${error?.message ?? 'unknown'}`] }
  return { state, logs: draft.logs }
}

function shapeProblems(after: unknown): readonly string[] {
  const isTable = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isTable(after)) return ['a step returned no snapshot']
  const { value, children, timers } = after as Readonly<Record<string, unknown>>
  return [
    ...(typeof value === 'string' || isTable(value) ? [] : ['a step returned no state value']),
    ...(isTable(children) ? [] : ['a step returned no children']),
    ...(isTable(timers) ? [] : ['a step returned no timers']),
  ]
}

/** What is left out is stopped or cancelled; what stays keeps its generation, so that answers under way still count. */
function changeTables(draft: Draft, after: PersistedSnapshot): void {
  for (const id of [...Object.keys(draft.children), ...Object.keys(draft.effects)]) {
    const kept = after.children[id]
    if (kept === undefined) {
      stopChild(draft, id)
      continue
    }
    const { [id]: child } = draft.children
    if (child !== undefined) draft.children[id] = { ...child, src: kept.src }
    const { [id]: effect } = draft.effects
    if (effect !== undefined) draft.effects[id] = { ...effect, src: kept.src, input: kept.input }
  }
  for (const id of Object.keys(ofMachine(draft.timers)))
    if (!Object.hasOwn(after.timers, id)) cancelTimer(draft, id)
  for (const [id, { at, event }] of Object.entries(after.timers)) {
    const { [id]: timer } = draft.timers
    // A message under way names id and generation only; what it means is read from the table when it comes.
    if (timer?.at === at) draft.timers[id] = { ...timer, event }
    else setTimer(draft, id, at - draft.now, event)
  }
}

/** The backoffs of supervision are the runtime's: no step sees or loses them. */
function ofMachine(timers: Readonly<Record<string, OpenTimer>>): Readonly<Record<string, OpenTimer>> {
  return Object.fromEntries(Object.entries(timers).filter(([, timer]) => timer.restart === undefined))
}

function mapped<T, U>(table: Readonly<Record<string, T>>, map: (entry: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(table).map(([id, entry]) => [id, map(entry)]))
}
