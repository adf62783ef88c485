/** What the judge knows of one actor. */
import type { Cause } from '../core/message.ts'
import { SEEN_HORIZON, type TurnRecord } from '../core/turn-record.ts'
import { handlingsOf, identityOf } from './journal-rules.ts'

export interface ActorView {
  last: TurnRecord
  readonly nonces: Set<string>
  /** Where in the actor's life each message was handled, by identity. */
  readonly handled: Map<string, number>
  /** Everything that a record is about, ignored ones included, with the turn that was first about it. */
  readonly causes: Map<string, number>
  outside: number
  /** The task that was claimed last, and those that the actor was parked for. */
  claimed: string
  /** The tasks that it was claimed for without their being stored. */
  readonly beside: Set<string>
  readonly parked: Set<string>
  /** Whether it was ever quarantined. */
  setAside: boolean
  /** Per generation of an effect: starts on record, calls made, whether its result is on record. */
  readonly effects: Map<number, { starts: number; calls: number; done: boolean }>
}

/** Of an actor whose first record this is. */
export function newView(record: TurnRecord): ActorView {
  return {
    last: record,
    nonces: new Set(),
    handled: new Map(),
    causes: new Map(),
    outside: 0,
    claimed: '',
    beside: new Set(),
    parked: new Set(),
    setAside: false,
    effects: new Map(),
  }
}

/** Takes a record's causes and started effects into the view. @returns causes that were handled before (I4) */
export function takeIn(view: ActorView, record: TurnRecord): readonly Cause[] {
  const twice: Cause[] = []
  for (const { cause, outcome } of handlingsOf(record)) {
    if (outcome === 'quarantined') continue // it is not used up (R13)
    const identity = identityOf(cause)
    if (!view.causes.has(identity ?? cause.id)) view.causes.set(identity ?? cause.id, record.turn)
    if (identity === undefined) continue
    const outside = identity.startsWith('outside ')
    if (outside) view.outside += 1 // what was ignored has taken a place among the remembered ids too
    if (outcome === 'ignored') continue
    const before = view.handled.get(identity)
    // Of outside messages an actor remembers so many (R5).
    if (before !== undefined && (!outside || view.outside - before <= SEEN_HORIZON)) twice.push(cause)
    view.handled.set(identity, view.outside)
  }
  for (const effect of Object.values(record.effects)) {
    const state = view.effects.get(effect.generation) ?? { starts: 0, calls: 0, done: false }
    state.starts = effect.starts
    view.effects.set(effect.generation, state)
  }
  return twice
}
