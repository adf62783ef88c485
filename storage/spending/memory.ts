/** Money in one process: for tests and for tools that need no other. What it holds goes with it. */
import { matches } from './ledger-query.ts'
import type { LedgerEntry, Spending, TopUp } from './port.ts'
import { EMPTY_PURSE } from './purse.ts'
import { spendingOn, type SpendingOptions } from './spending.ts'
import type { SpendingStore, StoredPurse } from './store.ts'

/** A store in memory; several {@link spendingOn} it are several processes. */
export function memoryStore(): SpendingStore {
  const purses = new Map<string, StoredPurse>()
  const ledger = new Map<string, LedgerEntry>()
  const topUps = new Map<string, TopUp>()
  const keyOf = (...parts: readonly string[]) => JSON.stringify(parts)
  return {
    read: async (tenant) => purses.get(tenant) ?? { purse: EMPTY_PURSE, revision: 0 },
    write: async (tenant, purse, revision) => {
      if ((purses.get(tenant)?.revision ?? 0) !== revision) return undefined
      purses.set(tenant, { purse, revision: revision + 1 })
      return revision + 1
    },
    append: async (entry) => {
      const key = keyOf(entry.tenant, entry.trip, entry.agent, entry.callId)
      const stored = ledger.get(key)
      if (stored === undefined) ledger.set(key, entry)
      return { entry: stored ?? entry, wrote: stored === undefined }
    },
    appendTopUp: async (topUp) => {
      const key = keyOf(topUp.tenant, topUp.trip, topUp.id)
      const stored = topUps.get(key) ?? topUp
      topUps.set(key, stored)
      return stored
    },
    history: async (tenant, trip) => {
      const entries = [...ledger.values()].filter((entry) => matches(entry, { tenant, trip }))
      const own = [...topUps.values()].filter((topUp) => topUp.tenant === tenant && topUp.trip === trip)
      return {
        entries,
        spentMicroUsd: entries.reduce((all, { microUsd }) => all + microUsd, 0),
        topUps: Object.fromEntries(own.map(({ id, microUsd }) => [id, microUsd])),
      }
    },
    async *entries(query) {
      for (const entry of ledger.values()) if (matches(entry, query)) yield entry
    },
    tenants: async () => [...purses.keys()],
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** Money that ends with this process. */
export function memorySpending(options: SpendingOptions): Spending {
  return spendingOn(memoryStore(), options)
}
