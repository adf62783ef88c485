/** What actors receive. Only the runtime makes the types that start with `xstate.` (R21). */
import type { ErrorData } from './errors.ts'

export interface ActorEvent {
  readonly type: string
  readonly [key: string]: unknown
}

interface Envelope {
  /** Unique per sending; equal ids are the same message (I4). */
  readonly id: string
  /** Address text of the receiver. */
  readonly to: string
  /** Kind of the receiver. */
  readonly kind: string
  /** Milliseconds since the epoch, by the sender's clock; for readers only. */
  readonly sentAt: number
}

/** Names one child, timer or effect of one incarnation. */
export interface Handle {
  readonly id: string
  readonly generation: number
}

export interface ParentLink {
  readonly address: string
  readonly kind: string
  readonly child: Handle
}

/** Makes an actor (R14). `event` is delivered in the same turn when a first message also creates. */
export interface CreateMessage extends Envelope {
  readonly type: 'create'
  readonly tenant: string
  readonly input?: unknown
  readonly parent?: ParentLink
}

/**
 * An event for the machine. `first` lets it create its receiver (an actor without input needs no create of its own);
 * `peer` numbers the messages that one actor sends to its parent or child, so that the receiver can tell duplicates (R5).
 */
export interface EventMessage extends Envelope {
  readonly type: 'event'
  readonly event: ActorEvent
  readonly first?: { readonly tenant: string }
  readonly peer?: { readonly from: 'parent' | Handle; readonly n: number }
}

export interface ChildDoneMessage extends Envelope {
  readonly type: 'child.done'
  readonly child: Handle
  readonly output: unknown
}

/**
 * `quarantinedAt` is the turn by which the child was quarantined: it has not ended, so it stays open (R13), and a repeat of
 * the message is told by that turn (R5).
 */
export interface ChildErrorMessage extends Envelope {
  readonly type: 'child.error'
  readonly child: Handle
  readonly error: ErrorData
  readonly quarantinedAt?: number
}

export interface TimerMessage extends Envelope {
  readonly type: 'timer'
  readonly timer: Handle
}

/** An event that an operator gives a quarantined actor's machine, to mend its state; `by` and `reason` are for the audit. */
export interface RepairMessage extends Envelope {
  readonly type: 'repair'
  readonly by: string
  readonly reason: string
  readonly event: ActorEvent
}

/** Ends a quarantine: the actor takes messages again. */
export interface ReleaseMessage extends Envelope {
  readonly type: 'release'
  readonly by: string
  readonly reason: string
}

/** What can lie in an inbox. */
export type Message =
  | CreateMessage
  | EventMessage
  | ChildDoneMessage
  | ChildErrorMessage
  | TimerMessage
  | RepairMessage
  | ReleaseMessage

/** A worker's one task: everything that its first claim needs. */
export interface Task {
  readonly id: string
  readonly to: string
  readonly kind: string
  readonly tenant: string
  readonly input: unknown
  readonly parent: ParentLink
  readonly sentAt: number
  /** A worker has no inbox: what mends a quarantined one comes as a task. */
  readonly mending?: RepairMessage | ReleaseMessage
}

/** What a record can say it handled: messages, and the inner happenings of workers, parkings and stops. */
export type Cause =
  | Message
  | { readonly type: 'claim'; readonly id: string; readonly host: string; readonly number: number }
  | { readonly type: 'effect.done'; readonly id: string; readonly effect: Handle; readonly output: unknown }
  | { readonly type: 'effect.error'; readonly id: string; readonly effect: Handle; readonly error: ErrorData }
  | { readonly type: 'park'; readonly id: string; readonly until: number }
  | { readonly type: 'stop'; readonly id: string; readonly by: string }
  | { readonly type: 'migrate'; readonly id: string; readonly from: string; readonly to: string }
