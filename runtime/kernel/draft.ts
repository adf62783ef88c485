/** A turn while it is being decided: copies of the tables that the actions change, and the record they become. */
import type { AnyMachineSnapshot } from 'xstate'
import { CaravanError } from '../core/errors.ts'
import type { Cause, ParentLink } from '../core/message.ts'
import { receive, type Received } from '../core/received.ts'
import {
  isFinal,
  RECORD_VERSION,
  SEEN_HORIZON,
  type OpenChild,
  type OpenEffect,
  type OpenTimer,
  type OutboxItem,
  type PlainSnapshot,
  type TurnRecord,
} from '../core/turn-record.ts'
import type { ActorDefinition } from './definition.ts'

/** A turn before the shell signs it. */
export type TurnDraft = Omit<TurnRecord, 'nonce' | 'host'>

/** An actor in memory: its last record and the live snapshot that XState works on. */
export interface ActorState {
  readonly record: TurnDraft
  readonly live: AnyMachineSnapshot | undefined
  /** Outbox ids that its turn has given out: where another message in the same turn goes on. Absent for a record from the journal. */
  readonly items?: number
}

/** The tables of an actor while its next turn is being decided. */
export interface Draft {
  readonly definition: ActorDefinition
  /** Its address as text. */
  readonly actor: string
  readonly tenant: string
  readonly turn: number
  readonly now: number
  serial: number
  readonly children: Record<string, OpenChild>
  readonly timers: Record<string, OpenTimer>
  readonly effects: Record<string, OpenEffect>
  parent: (ParentLink & { readonly sent: number; readonly received: Received }) | undefined
  outbox: OutboxItem[]
  /** Items made so far in this turn, taken-back ones included: ids stay unique. */
  items: number
  readonly logs: unknown[]
  /** See the record. */
  ended: Record<string, string>
  /** Children that spawnChild actions announced in this turn. */
  readonly spawned: Set<string>
}

/** Enough to write a turn that no machine decides, on whichever host: the record says what the actor has open. */
export function bareDefinition({ kind, type, machine }: TurnDraft): ActorDefinition {
  return { kind, type, machine: { id: machine.id }, version: machine.version } as ActorDefinition
}

/**
 * What tables are made of: nothing is inherited, for a child may be called "constructor". An `Object.create(null)` would be a hash
 * table of 184 bytes also while it is empty, and JSON takes longer over one.
 */
class Table {
  static {
    Object.setPrototypeOf(this.prototype, null)
    Reflect.deleteProperty(this.prototype, 'constructor')
  }
}

/** A copy that inherits nothing. */
export function table<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(new Table() as Record<string, T>, entries)
}

export function draftFrom(definition: ActorDefinition, record: TurnDraft, now: number): Draft {
  return {
    definition,
    actor: record.actor,
    tenant: record.tenant,
    turn: record.turn + 1,
    now,
    serial: record.serial,
    children: table(record.children),
    timers: table(record.timers),
    effects: table(record.effects),
    parent: record.parent,
    outbox: [],
    items: 0,
    logs: [],
    ended: { ...record.ended },
    spawned: new Set(),
  }
}

/** For one more message in the same turn: its outbox goes on. */
export function draftWithin(definition: ActorDefinition, state: ActorState, now: number): Draft {
  const { record, items = 0 } = state
  return { ...draftFrom(definition, record, now), turn: record.turn, outbox: [...record.outbox], items }
}

/** Deterministic and unique per actor: the turn and a count within it. */
export function outboxId(draft: Draft): string {
  return `${draft.actor}#${draft.turn}.${draft.items++}`
}

export function unsupported(draft: Draft, what: string): CaravanError {
  return new CaravanError('machine.unsupported', `Actor kind "${draft.definition.kind}": ${what}.`, {
    data: { actor: draft.actor, turn: draft.turn },
  })
}

/** Marks what this message used up. */
export function close(draft: Draft, cause: Cause): void {
  if (cause.type === 'child.error' && cause.quarantinedAt !== undefined) {
    // Not ended: it stays open for what comes after its release, and for a stop (R13).
    const child = draft.children[cause.child.id]
    if (child) draft.children[cause.child.id] = { ...child, quarantinedAt: cause.quarantinedAt }
  } else if (cause.type === 'child.done' || cause.type === 'child.error') {
    delete draft.children[cause.child.id]
  }
  if (cause.type === 'effect.done' || cause.type === 'effect.error') delete draft.effects[cause.effect.id]
  if (cause.type === 'timer') delete draft.timers[cause.timer.id]
  if (cause.type !== 'event' || cause.peer === undefined) return
  const { from, n } = cause.peer
  if (from === 'parent') {
    if (draft.parent) draft.parent = { ...draft.parent, received: receive(draft.parent.received, n) }
    return
  }
  const child = draft.children[from.id]
  if (child) draft.children[from.id] = { ...child, received: receive(child.received, n) }
}

export function assemble(
  draft: Draft,
  previous: TurnDraft | undefined,
  cause: Cause,
  outcome: TurnRecord['outcome'],
  snapshot: PlainSnapshot,
  reason?: string,
): TurnDraft {
  const seen = previous?.seen ?? []
  const outside =
    cause.type === 'event' ? cause.peer === undefined : cause.type === 'repair' || cause.type === 'release'
  const { quarantine } = previous ?? {}
  // An actor that ends has got over its quarantine; what was held is tried again with its end (I3).
  const over = quarantine !== undefined && isFinal(snapshot) && previous?.snapshot.status === 'active'
  return {
    v: RECORD_VERSION,
    actor: draft.actor,
    kind: draft.definition.kind,
    type: draft.definition.type,
    tenant: draft.tenant,
    machine: { id: draft.definition.machine.id, version: draft.definition.version },
    turn: draft.turn,
    at: draft.now,
    cause,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    snapshot,
    children: draft.children,
    timers: draft.timers,
    effects: draft.effects,
    ...(Object.keys(draft.ended).length === 0 ? {} : { ended: draft.ended }),
    serial: draft.serial,
    ...(previous?.claim === undefined ? {} : { claim: previous.claim }),
    ...(draft.parent === undefined ? {} : { parent: draft.parent }),
    seen: outside ? [...seen, cause.id].slice(-SEEN_HORIZON) : seen,
    ...(quarantine === undefined || over ? {} : { quarantine }),
    outbox: over ? [...quarantine.held, ...draft.outbox] : draft.outbox,
  }
}
