/** Turns that a store has refused for good: what is stored in their place says why, not what was wrong with them. */
import type { TurnRecord } from '../core/turn-record.ts'

export interface Refusal {
  readonly record: TurnRecord
  readonly error: unknown
}

export class Refusals {
  /** By actor and turn. */
  readonly #heard = new Map<string, readonly Refusal[]>()

  hear(record: TurnRecord, error: unknown): void {
    this.#heard.set(keyOf(record), [...this.of(record), { record, error }])
  }

  /** Of the turn that is stored now: each host that has decided it meanwhile may have been refused. */
  of(record: TurnRecord): readonly Refusal[] {
    return this.#heard.get(keyOf(record)) ?? []
  }
}

function keyOf({ actor, turn }: TurnRecord): string {
  return `${actor} ${turn}`
}
