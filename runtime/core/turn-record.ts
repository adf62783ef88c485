/**
 * The turn record: the one write of a turn (I1). Each record holds the full snapshot and the tables of open children,
 * timers and effects, so that recovery reads exactly one record (R3).
 */
import type { ErrorData } from './errors.ts'
import type { ActorEvent, Cause, CreateMessage, EventMessage, Message, ParentLink, Task } from './message.ts'
import type { Received } from './received.ts'

/** Version of the record's shape; readers refuse newer ones. */
export const RECORD_VERSION = 1

/** An XState snapshot as plain data; children are kept in the record's table instead. */
export interface PlainSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped'
  readonly value: unknown
  readonly context: unknown
  readonly historyValue?: unknown
  readonly output?: unknown
  readonly error?: ErrorData
}

export interface OpenChild {
  readonly generation: number
  readonly kind: string
  readonly type: 'entity' | 'worker'
  readonly src: string
  /** Messages sent to it so far, and which of its own were received (R5). */
  readonly sent: number
  readonly received: Received
  /** The turn of the child's own quarantine that was told here; the child stays open, it may be released (R13). */
  readonly quarantinedAt?: number
  /** What a restart needs; present when its binding is supervised. */
  readonly supervised?: SupervisedChild
}

export interface SupervisedChild {
  readonly input: unknown
  /** Generation of the first incarnation, kept over restarts: children are restarted in the order of their first spawn. */
  readonly order: number
  /** When it was restarted within the window of its restart intensity, oldest first; bounded by the intensity (I10). */
  readonly restarts: readonly number[]
  /** Present between its end and its restart: what was sent to it meanwhile, for its next incarnation. */
  readonly held?: readonly EventMessage[]
}

export interface OpenTimer {
  readonly generation: number
  /** Absolute, milliseconds since the epoch. */
  readonly at: number
  readonly event: ActorEvent
  /** A backoff of supervision: these children start again when it fires; the machine does not see it. */
  readonly restart?: readonly string[]
}

export interface OpenEffect {
  readonly generation: number
  readonly src: string
  readonly input: unknown
  readonly startedAt: number
  /** `working()` is sent only before this (R10). */
  readonly deadlineAt: number
  /** How often a host started it; above 1 a crash may have interrupted a call (I8). */
  readonly starts: number
}

/** What has to happen after the commit, in order (I3). */
export type OutboxItem =
  | { readonly do: 'create'; readonly message: CreateMessage }
  | { readonly do: 'task'; readonly task: Task }
  | { readonly do: 'send'; readonly message: Message }
  | {
      readonly do: 'stop'
      readonly id: string
      readonly to: string
      readonly kind: string
      readonly type: OpenChild['type']
    }
  | { readonly do: 'schedule'; readonly message: Message & { readonly type: 'timer' }; readonly at: number }
  | { readonly do: 'cancel'; readonly timer: { readonly id: string; readonly generation: number } }
  | { readonly do: 'feed'; readonly id: string; readonly event: ActorEvent }
  /** A parked worker's task, to be delivered again at `at` (R11). */
  | { readonly do: 'park'; readonly task: Task; readonly at: number }

/**
 * What a turn came to. `created`, `handled`: the machine took the cause in. `ignored`: it never saw it (I9). `claimed`,
 * `parked`: a host took a worker's task, or gave it back until later (R8, R11). `stopped`: from outside. `failed`: the turn
 * could not be carried out. `restarted`: supervision answered a child's error, or brought children back. `quarantined`,
 * `repaired`, `released`: set aside, mended and freed again by an operator (R13). `migrated`: moved to another version of
 * its machine (R18).
 */
export type TurnOutcome =
  | 'created'
  | 'handled'
  | 'ignored'
  | 'claimed'
  | 'stopped'
  | 'failed'
  | 'quarantined'
  | 'repaired'
  | 'released'
  | 'restarted'
  | 'parked'
  | 'migrated'

/** Why an actor takes no messages (I11); beside it stands the last good snapshot. */
export interface Quarantine {
  /** Code of the failure that could not be got over. */
  readonly code: string
  readonly reason: string
  /** Milliseconds since the epoch. */
  readonly since: number
  /** The outbox of the record before: it may be what cannot be carried out, and is tried again at the release (I3). */
  readonly held: readonly OutboxItem[]
}

/** One of several messages that were handled in one turn; the last one is the record's own cause. */
export interface EarlierTurn {
  readonly cause: Cause
  readonly outcome: TurnOutcome
  readonly reason?: string
  /** The state after it. */
  readonly value: unknown
  /** When it was decided, in ms since the epoch, if that was before the record's `at`. */
  readonly at?: number
}

export interface TurnRecord {
  readonly v: typeof RECORD_VERSION
  /** Address text. */
  readonly actor: string
  readonly kind: string
  readonly type: 'entity' | 'worker'
  readonly tenant: string
  readonly machine: { readonly id: string; readonly version: string }
  /** 1 for the first record. */
  readonly turn: number
  /** Drawn outside decide; tells a writer after a lost acknowledgement whether the tail is its own (R1). */
  readonly nonce: string
  readonly host: string
  /** Milliseconds since the epoch, the `now` of decide. */
  readonly at: number
  readonly cause: Cause
  readonly outcome: TurnOutcome
  /** Why it was ignored, failed, restarted or quarantined. */
  readonly reason?: string
  /** Messages handled in this turn before `cause`, in order; readers that show transitions read both. */
  readonly earlier?: readonly EarlierTurn[]
  readonly snapshot: PlainSnapshot
  readonly children: Readonly<Record<string, OpenChild>>
  readonly timers: Readonly<Record<string, OpenTimer>>
  readonly effects: Readonly<Record<string, OpenEffect>>
  /**
   * Children that have ended but that XState still lists (id to src), because the state that invoked them is still active.
   * Without them a restored machine would throw where a running one only finds nobody to send to.
   */
  readonly ended?: Readonly<Record<string, string>>
  /** Last generation given to a child, timer or effect of this actor. */
  readonly serial: number
  /**
   * `barren`: how many claims in a row, this one included, have had no other append between them; absent for one (R13).
   * `beside`: this claim was made by the parent's host, and no task is stored for it; see `host/beside.ts`.
   */
  readonly claim?: {
    readonly host: string
    readonly number: number
    readonly barren?: number
    readonly beside?: true
  }
  /** Present while the actor is quarantined (I11). */
  readonly quarantine?: Quarantine
  readonly parent?: ParentLink & { readonly sent: number; readonly received: Received }
  /** Ids of the latest messages from outside senders, oldest first (R5's horizon). */
  readonly seen: readonly string[]
  readonly outbox: readonly OutboxItem[]
}

/** Everything that a record says was handled, in order; the last one is the record's own cause. */
export function handledIn({
  earlier = [],
  cause,
  outcome,
  reason,
  snapshot,
}: TurnRecord): readonly EarlierTurn[] {
  return [...earlier, { cause, outcome, ...(reason === undefined ? {} : { reason }), value: snapshot.value }]
}

/** How many outside message ids an actor remembers: the stated horizon of R5. */
export const SEEN_HORIZON = 64

export function isFinal(snapshot: PlainSnapshot): boolean {
  return snapshot.status !== 'active'
}
