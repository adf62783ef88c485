/** Many trips of one tenant: what is remembered of them stays small, and what is not remembered is not forgotten. */
import { expect, it } from 'vitest'
import { memoryStore } from '../../storage/spending/memory.ts'
import { free, MOST_IDLE_TRIPS, reserve } from '../../storage/spending/purse.ts'
import { spendingOn } from '../../storage/spending/spending.ts'
import { TenantPurse } from '../../storage/spending/tenant-purse.ts'
import { entryOf, handClock, reservationOf } from './calls.ts'

const never = new AbortController().signal
const LIMITS = { requestMicroUsd: 1_000, hourMicroUsd: 1_000_000, dayMicroUsd: 1_000_000 }

function moneyOf(limits = LIMITS) {
  const store = memoryStore()
  const clock = handClock()
  const spending = spendingOn(store, { limits, clock, jitter: () => 0 })
  const trips = async () => Object.keys((await store.read('default')).purse.trips).length
  return { spending, store, clock, trips }
}

it('refused ones leave nothing behind', async () => {
  const { spending, trips, clock } = moneyOf({ ...LIMITS, hourMicroUsd: 0 })
  for (let n = 0; n < 2 * MOST_IDLE_TRIPS; n++) {
    clock.set(clock.now() + 1)
    const asked = reservationOf(`c${n}`, { trip: `t${n}`, actor: `a${n}`, worstMicroUsd: 10 })
    expect(await spending.reserve(asked, never)).toMatchObject({ status: 'refused', scope: 'hour' })
  }
  expect(await trips()).toBeLessThanOrEqual(MOST_IDLE_TRIPS)
})

it('that come back together are each held to what they have spent', async () => {
  const { spending, store, clock, trips } = moneyOf()
  const many = Array.from({ length: 2 * MOST_IDLE_TRIPS }, (_, n) => `t${n}`)
  // All of their money, known to the ledger alone.
  for (const trip of many) await store.append(entryOf(`old-${trip}`, { trip, microUsd: 1_000 }))
  await spending.reserve(reservationOf('other', { trip: 'other', worstMicroUsd: 1 }), never)
  // One write for all of these: the end of a call is when others are forgotten.
  const purse = new TenantPurse(store, 'default', clock, () => 0)
  const ended = purse.change({ apply: (before, now) => [free(before, 'other', 1, now), 'freed'] })
  const asked = many.map((trip) =>
    purse.change({
      trip,
      apply: (before, now) => {
        const [next, { status }] = reserve(
          before,
          reservationOf(trip, { trip, worstMicroUsd: 1 }),
          LIMITS,
          now,
        )
        return [next, status]
      },
    }),
  )
  const answers = await Promise.all([ended, ...asked])
  expect(answers.filter((status) => status === 'reserved')).toEqual([])
  expect(await trips()).toBeLessThanOrEqual(MOST_IDLE_TRIPS)
})
