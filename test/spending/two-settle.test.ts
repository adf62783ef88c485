/** Two processes that settle one call: the steps of one fall between those of the other. */
import { expect, it } from 'vitest'
import { memoryStore } from '../../storage/spending/memory.ts'
import { MICRO_USD } from '../../storage/spending/port.ts'
import { spendingOn } from '../../storage/spending/spending.ts'
import type { SpendingStore } from '../../storage/spending/store.ts'
import { entryOf, handClock, reservationOf } from './calls.ts'

const LIMITS = { requestMicroUsd: MICRO_USD, hourMicroUsd: 5 * MICRO_USD, dayMicroUsd: 50 * MICRO_USD }

it('a call that another frees between its entry and its freeing is counted once', async () => {
  const store = memoryStore()
  const written = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const slow: SpendingStore = {
    ...store,
    append: async (entry) => {
      const result = await store.append(entry)
      written.resolve()
      await goOn.promise
      return result
    },
  }
  const actor = 'trip/trip-1/planning.1'
  const never = new AbortController().signal
  const options = { limits: LIMITS, clock: handClock(), jitter: () => 0 }
  const first = spendingOn(slow, options)
  const second = spendingOn(store, options)
  await first.reserve(reservationOf('1', { actor }), never)
  const settling = first.settle(entryOf('1'), never)
  await written.promise
  // Its actor calls anew elsewhere, finds the entry, and frees what it left behind.
  await second.reserve(reservationOf('2', { actor }), never)
  goOn.resolve()
  await settling
  await second.settle(entryOf('2'), never)

  const entries = await Array.fromAsync(second.entries({}, never))
  const sum = entries.reduce((all, { microUsd }) => all + microUsd, 0)
  expect(entries).toHaveLength(2)
  expect((await second.totals('default', never)).day.usedMicroUsd).toBe(sum)
  const { purse } = await store.read('default')
  expect(purse.freed).toEqual([]) // nothing is remembered longer than it is needed
})

it('a call that ends while its trip is looked at is counted once, under way or settled', async () => {
  const store = memoryStore()
  const options = { limits: LIMITS, clock: handClock(), jitter: () => 0 }
  const never = new AbortController().signal
  const settling = spendingOn(store, options)
  for (const first of ['history', 'read'] as const) {
    const callId = `looked at, ${first} first`
    const trip = `trip, ${first} first`
    await settling.reserve(reservationOf(callId, { trip, worstMicroUsd: 50_000 }), never)
    // It ends between the two looks, whichever of them comes first.
    const looked = async <T>(what: typeof first, look: () => Promise<T>) => {
      // The other one takes its time.
      if (what !== first) await new Promise((resolve) => setTimeout(resolve, 20))
      const found = await look()
      if (what === first) await settling.settle(entryOf(callId, { trip, microUsd: 40_000 }), never)
      return found
    }
    const looking = spendingOn(
      {
        ...store,
        read: (tenant) => looked('read', () => store.read(tenant)),
        history: (tenant, id) => looked('history', () => store.history(tenant, id)),
      },
      options,
    )
    const money = await looking.trip('default', trip, never)
    expect(money.spentMicroUsd + money.reservedMicroUsd).toBeGreaterThanOrEqual(40_000)
    expect(money.spentMicroUsd * money.reservedMicroUsd).toBe(0)
  }
})
