/** What the judge knows of one actor. */
import type { TurnRecord } from '../core/turn-record.ts'

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
    effects: new Map(),
  }
}
