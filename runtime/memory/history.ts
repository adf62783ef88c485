/** The journal as a whole, in memory. */
import { addressText, parseAddress, type Address } from '../core/address.ts'
import type { Bookmark, History, StoredRecord, TailFilter } from '../core/history.ts'
import type { TurnRecord } from '../core/turn-record.ts'

/** One stored record. */
export interface Entry {
  readonly cursor: number
  readonly actor: string
  readonly root: string
  readonly text: string
  readonly storedAt: number
}

/** @param journal every record, in order; an entry that was purged leaves a hole */
export function memoryHistory(journal: (Entry | undefined)[], tails: Map<string, Entry>): History {
  let kept: Bookmark | undefined
  const opened = ({ actor, cursor, storedAt, text }: Entry): StoredRecord => ({
    address: parseAddress(actor),
    sequence: cursor,
    storedAt,
    bytes: text.length,
    record: JSON.parse(text) as TurnRecord,
  })
  const purge = (goes: (entry: Entry) => boolean): number => {
    let purged = 0
    journal.forEach((entry, index) => {
      if (entry === undefined || !goes(entry)) return
      journal[index] = undefined
      if (tails.get(entry.actor) === entry) tails.delete(entry.actor)
      purged += 1
    })
    return purged
  }
  return {
    async *tails(filter: TailFilter = {}): AsyncGenerator<StoredRecord> {
      const root = filter.root && addressText(filter.root)
      const found = [...tails.values()].filter((entry) => root === undefined || entry.root === root)
      for (const entry of found.toSorted((a, b) => a.cursor - b.cursor))
        if (fits(parseAddress(entry.actor), filter)) yield opened(entry)
    },
    first: async (address) => {
      const entry = journal.find((one) => one?.actor === addressText(address))
      return entry && opened(entry)
    },
    last: async (address) => {
      const entry = tails.get(addressText(address))
      return entry && opened(entry)
    },
    async *roots(after) {
      for (const entry of journal.slice(after))
        if (entry !== undefined && entry.actor === entry.root)
          yield { address: parseAddress(entry.actor), sequence: entry.cursor, storedAt: entry.storedAt }
    },
    purge: async (address, { rootBefore, descendantsUpTo }) => {
      const root = addressText(address)
      return purge((entry) =>
        entry.root !== root
          ? false
          : entry.actor === root
            ? entry.cursor < rootBefore
            : entry.cursor <= descendantsUpTo,
      )
    },
    bookmark: async () => kept,
    keepBookmark: async (bookmark) => void (kept = bookmark),
  }
}

function fits(address: Address, { rootKind, only }: TailFilter): boolean {
  if (rootKind !== undefined && address.rootKind !== rootKind) return false
  return only === undefined || (only === 'roots') === (address.path.length === 0)
}
