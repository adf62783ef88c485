import type { LedgerEntry, LedgerQuery } from './port.ts'

/** Whether an entry is asked for. */
export function matches(entry: LedgerEntry, { tenant, trip, from, to }: LedgerQuery): boolean {
  return (
    (tenant === undefined || entry.tenant === tenant) &&
    (trip === undefined || entry.trip === trip) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  )
}
