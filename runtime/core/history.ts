/**
 * The journal as a whole: who is in it, what is at its ends, and how its oldest part goes (R15). For operators and the
 * sweeper; running actors read one tail (R3). Nothing here is in the way of a writer (I12).
 */
import type { Address } from './address.ts'
import type { ErrorData } from './errors.ts'
import type { TurnRecord } from './turn-record.ts'

/** One stored record of an actor, as found. */
export interface StoredRecord {
  readonly address: Address
  readonly sequence: number
  /** When the store took it, in milliseconds since the epoch, by the store's clock. */
  readonly storedAt: number
  /** As stored: compressed, encrypted, or a reference. */
  readonly bytes: number
  /** Absent when it cannot be read here. */
  readonly record?: TurnRecord
  readonly error?: ErrorData
}

export interface TailFilter {
  /** Only this root, and its descendants. */
  readonly root?: Address
  /** Only roots of this kind. */
  readonly rootKind?: string
  readonly only?: 'roots' | 'descendants'
}

/** Where a sweep got to. */
export interface Bookmark {
  /** Every root record up to here was looked at. */
  readonly sequence: number
  /** Address texts of ended roots that still had living descendants then. */
  readonly closing: readonly string[]
}

export interface History {
  /** The last record of every actor that fits, in the order of those records; read page by page. */
  tails(filter?: TailFilter): AsyncIterable<StoredRecord>
  /** The oldest record that is left of one actor. */
  first(address: Address): Promise<StoredRecord | undefined>
  /** Its last record, through the leader. */
  last(address: Address): Promise<StoredRecord | undefined>
  /** Every root record after a sequence, in order, without its content. */
  roots(after: number): AsyncIterable<Pick<StoredRecord, 'address' | 'sequence' | 'storedAt'>>
  /**
   * Removes what retention may remove of one root: its own records before `rootBefore`, and those of its descendants up to
   * and including `descendantsUpTo`; never a later one, nor another root's. Repeating it changes nothing.
   * @returns how many records went
   */
  purge(
    root: Address,
    bounds: { readonly rootBefore: number; readonly descendantsUpTo: number },
  ): Promise<number>
  bookmark(): Promise<Bookmark | undefined>
  /** The last writer wins: a bookmark that goes back only repeats work. */
  keepBookmark(bookmark: Bookmark): Promise<void>
}
