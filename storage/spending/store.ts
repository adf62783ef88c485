/** What money needs of a store: once-only entries, and one value per tenant that changes by compare-and-set. */
import type { LedgerEntry, LedgerQuery, TopUp } from './port.ts'
import type { Purse, TripHistory } from './purse.ts'

/** A tenant's purse as it was read. `revision` 0: never written. */
export interface StoredPurse {
  readonly purse: Purse
  readonly revision: number
}

/**
 * All methods throw CaravanError `spending.unavailable` (retryable) when the store does not answer, and
 * `spending.unreadable` when it holds what this version cannot read.
 */
export interface SpendingStore extends AsyncDisposable {
  /** The newest there is, not a replica's idea of it. */
  read(tenant: string): Promise<StoredPurse>
  /**
   * @returns the new revision, or undefined when the purse has changed since `revision`
   * @throws CaravanError `spending.full` when the store cannot hold so large a purse; nothing was written
   */
  write(tenant: string, purse: Purse, revision: number): Promise<number | undefined>
  /** Stores the entry unless there is one with its call id; returns the one that is stored, and whether this call wrote it. */
  append(entry: LedgerEntry): Promise<{ readonly entry: LedgerEntry; readonly wrote: boolean }>
  /** The same for top-ups, by their id within the trip. */
  appendTopUp(topUp: TopUp): Promise<TopUp>
  /** What is known of a trip, with everything that was written before it was asked. */
  history(tenant: string, trip: string): Promise<TripHistory & { readonly entries: readonly LedgerEntry[] }>
  entries(query: LedgerQuery): AsyncIterable<LedgerEntry>
  tenants(): Promise<readonly string[]>
}
