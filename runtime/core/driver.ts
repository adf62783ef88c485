/**
 * The port between the runtime and what stores and delivers. `runtime/nats` is the real driver; `runtime/memory` holds
 * everything in the process for tests. Both pass the same contract suite (`test/contract`).
 */
import type { Address } from './address.ts'
import type { DeadLetter, DeadLetterStore, Origin } from './dead-letters.ts'
import type { History } from './history.ts'
import type { Membership } from './membership.ts'
import type { ActorEvent, Message, Task } from './message.ts'
import type { PressureGauge } from './pressure.ts'
import type { TurnRecord } from './turn-record.ts'

/** Expected outcomes of an append are values; `unknown` means the acknowledgement was lost (R1). */
export type AppendResult =
  /** `bytes`: size of the record as it is stored. */
  | { readonly status: 'committed'; readonly sequence: number; readonly bytes: number }
  | { readonly status: 'conflict' }
  | { readonly status: 'unknown'; readonly cause: unknown }

export interface Tail {
  readonly sequence: number
  /** Size of the record as it is stored. */
  readonly bytes: number
  readonly record: TurnRecord
}

export interface JournalEntry {
  /** Position in the total order of the whole journal: the cursor. */
  readonly cursor: number
  readonly address: Address
  readonly record: TurnRecord
}

/** One delivery of something un-acked. None of these waits for the server; an ack that is lost means a redelivery. */
export interface Delivery<T> {
  readonly value: T
  /** 1 for the first. */
  readonly attempt: number
  /** Where it lies while it is un-acked. */
  readonly origin: Origin
  ack(): void
  /** Extends the ack wait (workers, R10). */
  working(): void
  /** Gives it back; redelivered after `delayMs`. */
  release(delayMs?: number): void
  /** Of a message: it waits for its receiver, who rests or has many before it; others of the partition may come meanwhile. */
  readonly holdUp?: () => void
}

/** Intake that was started; closing stops new deliveries, what is in hand stays un-acked. */
export interface Intake extends AsyncDisposable {
  /** Tells a task intake that slots were freed. */
  readonly more?: () => void
}

export interface FeedEvent {
  /** Unique; a redelivered event has the same id. */
  readonly id: string
  readonly type: string
  readonly tenant: string
  readonly actor: { readonly kind: string; readonly id: string }
  /** ISO 8601. */
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Driver extends AsyncDisposable {
  /** Number of entity partitions; fixed when the store was created. */
  readonly partitions: number
  /** How long a task may stay un-acked without `working()` (R7, R10), in ms. */
  readonly taskAckWaitMs: number
  /** What this driver can read, as its host announces it (R18): format bytes of payloads, ids of keys. */
  readonly reads: { readonly codecs: readonly number[]; readonly keyIds: readonly string[] }
  /**
   * From now on writes only what all of these can read (R18). While they and this process share no encryption key, writes
   * fail with `codec.key.unshared`, which is retryable: nothing is ever written unencrypted instead.
   */
  writeFor(readers: readonly Driver['reads'][]): void
  readonly membership: Membership
  /** Resolves with the reason when the driver can no longer work; never rejects. */
  readonly closed: Promise<Error | undefined>

  /**
   * Fenced append (I2): succeeds only if the last sequence of the actor's journal is `expected` (0: no record yet).
   * @throws CaravanError `message.too-large`; not retryable.
   */
  append(address: Address, record: TurnRecord, expected: number): Promise<AppendResult>
  /** The last record, read from the leader so that one's own writes are seen (R1). */
  tail(address: Address): Promise<Tail | undefined>
  /**
   * Entries of one root and all its descendants in order, from after `after` on (0: all). `live: true` keeps waiting for
   * more until aborted. `onCaughtUp` is called once when everything stored before the call has been yielded.
   */
  read(
    root: Address,
    options: {
      readonly after?: number
      readonly live?: boolean
      readonly signal?: AbortSignal
      readonly onCaughtUp?: () => void
    },
  ): AsyncIterable<JournalEntry>

  /**
   * Removes what was stored apart (large payloads) for a root and all its descendants, but not what the root's own last
   * record refers to. For retention, after the records themselves.
   */
  purgePayloads(root: Address): Promise<void>

  /** Stores a message in its receiver's inbox; resolves when the server holds it. */
  send(message: Message): Promise<void>
  /** Stores a worker's task. */
  enqueue(task: Task): Promise<void>
  /**
   * Stores a parked worker's task (R11): it is delivered at `at`, as a message of its own. One per actor: a later call
   * replaces an earlier one that has not come due.
   */
  scheduleTask(task: Task, at: number): Promise<void>
  /** Removes a task that nobody needs to run, waiting or parked; only a hint (R12). */
  dropTask(address: Address, kind: string): Promise<void>
  /** Tells all hosts that an actor was stopped; may get lost (R12). */
  hintStop(actor: string): void
  /**
   * Hears the hints of all hosts, one's own among them; the returned function ends it.
   * @param onMissed called when some may have got lost; those that follow are heard again
   */
  onStopHint(run: (actor: string) => void, onMissed?: () => void): () => void
  /** Stores a timer that delivers `message` to its receiver's inbox at `at`. */
  schedule(message: Message & { readonly type: 'timer' }, at: number): Promise<void>
  /** Cancels physically; a timer that fired meanwhile is ignored by its generation (I9). */
  cancel(
    address: Address,
    kind: string,
    timer: { readonly id: string; readonly generation: number },
  ): Promise<void>
  publish(event: FeedEvent): Promise<void>
  deadLetter(letter: DeadLetter): Promise<void>
  /** What was set aside, for operators (I11). */
  readonly dead: DeadLetterStore
  /** Backlog and fullness, for admission (R16). */
  readonly pressure: PressureGauge
  /** The journal as a whole, for operators and retention. */
  readonly history: History

  /**
   * Delivers one partition's inbox, in order; a taker-over resets the consumer first, so that what its predecessor left
   * un-acked returns at once and in order (R6).
   */
  takePartition(
    kind: string,
    partition: number,
    deliver: (delivery: Delivery<Message>) => void,
  ): Promise<Intake>
  /**
   * Whether an older message for the same receiver is still un-acked, in whoever's hands: while two hosts believe in one
   * partition, what comes later can be delivered before what creates its receiver is committed.
   * @param after only those from behind this sequence on; default: all
   */
  olderWaits(delivery: Delivery<Message>, after?: number): Promise<boolean>
  /** Delivers tasks of a kind, never more than `free()` un-settled ones at once. */
  takeTasks(kind: string, free: () => number, deliver: (delivery: Delivery<Task>) => void): Promise<Intake>
}

/** The public voice of a machine (`emit`) as the feed carries it. */
export function feedEvent(record: TurnRecord, root: Address, id: string, event: ActorEvent): FeedEvent {
  const { type, ...data } = event
  return {
    id,
    type,
    tenant: record.tenant,
    actor: { kind: root.rootKind, id: root.rootId },
    at: new Date(record.at).toISOString(),
    data,
  }
}
