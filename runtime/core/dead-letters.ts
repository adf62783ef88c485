/**
 * Dead letters: what cannot be handled is set aside whole, with its reason, so that its neighbours go on (I11) and an
 * operator can look at it, put it back or drop it. The store is bounded: see each driver.
 */
import type { Address } from './address.ts'

/** Where a delivery lay before. */
export interface Origin {
  readonly stream: string
  readonly sequence: number
  readonly subject: string
}

/** What is known of a dead letter without opening it. */
interface Envelope {
  /** Id of the message, task or event; of what cannot be decoded its place, `<stream>.<sequence>`. */
  readonly id: string
  readonly what: 'message' | 'task' | 'feed' | 'undecodable'
  /** Why, for programs: `docs/errors.md` lists the codes. */
  readonly code: string
  /** Why, for people. */
  readonly reason: string
  /** When it was set aside, in milliseconds since the epoch. */
  readonly at: number
  /** Address text of the receiver, and its kind; absent when the subject names none. */
  readonly actor?: string
  readonly kind?: string
  readonly origin?: Origin
}

/** A letter to be put away: a value, or the bytes that no value could be made of. */
export type DeadLetter = Envelope & ({ readonly message: unknown } | { readonly raw: Uint8Array })

/** A stored letter as a list shows it. */
export interface DeadLetterHead extends Envelope {
  /** Its number: grows, never used again. */
  readonly number: number
  /** Size of its content. */
  readonly bytes: number
}

/** A stored letter with its content. */
export interface StoredDeadLetter extends DeadLetterHead {
  /** Undefined when it cannot be decoded by this version. */
  readonly message: unknown
  readonly raw: Uint8Array
}

export interface DeadLetterFilter {
  /** Kind of the receiver. */
  readonly kind?: string
  /** The receiver itself, not its children. */
  readonly actor?: Address
  /** Only letters with a greater number. */
  readonly after?: number
}

/** An operator's view of the dead letters. Every method may be called again after a lost answer. */
export interface DeadLetterStore {
  /** Oldest first, read page by page; what comes while it is read is not in it. */
  list(filter?: DeadLetterFilter): AsyncIterable<DeadLetterHead>
  get(number: number): Promise<StoredDeadLetter | undefined>
  /**
   * Puts the original back where it came from, under its own id (I4), then removes the letter. It passes the server's
   * window of repeated ids, or what comes back within two minutes would be dropped in silence. `raw`: the bytes go back
   * although this version cannot read them.
   * @throws CaravanError `dead-letter.unknown`, `dead-letter.unreadable`, `dead-letter.feed`
   */
  redrive(number: number, options?: { readonly raw?: boolean }): Promise<void>
  /** Removes a letter for good; false when there is none. */
  drop(number: number): Promise<boolean>
}
