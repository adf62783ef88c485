/** The pure core: limits, windows, top-ups; whatever is done in whatever order, no limit is ever passed and every sum adds up. */
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import type { SpendingLimits } from '../../storage/spending/port.ts'
import {
  EMPTY_PURSE,
  forget,
  free,
  MOST_IDLE_TRIPS,
  remember,
  reserve,
  roll,
  sum,
  topUp,
  type Purse,
} from '../../storage/spending/purse.ts'
import { dayOf, HOUR_MS, hourOf } from '../../storage/spending/windows.ts'
import { HALF_PAST_TEN, reservationOf } from './calls.ts'

const LIMITS: SpendingLimits = { requestMicroUsd: 1_000, hourMicroUsd: 2_000, dayMicroUsd: 3_000 }
const NOW = HALF_PAST_TEN

function take(purse: Purse, callId: string, worstMicroUsd: number, trip = 'a', now = NOW) {
  const known = remember(purse, trip, { spentMicroUsd: 0, topUps: {} }, now)
  return reserve(known, reservationOf(callId, { trip, worstMicroUsd }), LIMITS, now)
}

describe('a reservation', () => {
  it('is made up to the last micro-USD, and not one more', () => {
    const [full, first] = take(EMPTY_PURSE, '1', 1_000)
    expect(first).toEqual({ status: 'reserved', near: ['request'] })
    expect(take(full, '2', 1)[1]).toEqual({
      status: 'refused',
      scope: 'request',
      limitMicroUsd: 1_000,
      usedMicroUsd: 1_000,
    })
    expect(take(full, '2', 0)[1].status).toBe('reserved')
  })

  it('of a tenant that used its hour is told when the next begins; when the day is used up, the next day', () => {
    const [one] = take(EMPTY_PURSE, '1', 1_000, 'a')
    const [two] = take(one, '2', 1_000, 'b')
    expect(take(two, '3', 500, 'c')[1]).toEqual({
      status: 'refused',
      scope: 'hour',
      limitMicroUsd: 2_000,
      usedMicroUsd: 2_000,
      resumesAt: hourOf(NOW) + HOUR_MS,
    })
    const [three, answer] = take(two, '3', 1_000, 'c', NOW + HOUR_MS)
    expect(answer).toEqual({ status: 'reserved', near: ['request', 'day'] })
    expect(take(three, '4', 500, 'd', NOW + HOUR_MS)[1]).toMatchObject({
      scope: 'day',
      usedMicroUsd: 3_000,
      resumesAt: dayOf(NOW) + 24 * HOUR_MS,
    })
  })

  it('that no empty window can hold is not told to wait', () => {
    const limits = { requestMicroUsd: 10_000, hourMicroUsd: 2_000, dayMicroUsd: 9_000 }
    const known = remember(EMPTY_PURSE, 'a', { spentMicroUsd: 0, topUps: {} }, NOW)
    const [, answer] = reserve(known, reservationOf('1', { trip: 'a', worstMicroUsd: 2_001 }), limits, NOW)
    expect(answer).toEqual({ status: 'refused', scope: 'hour', limitMicroUsd: 2_000, usedMicroUsd: 0 })
  })

  it('made twice counts once, and so does its end', () => {
    const [once] = take(EMPTY_PURSE, '1', 600)
    const [twice, again] = take(once, '1', 600)
    expect([twice, again.status]).toEqual([once, 'reserved'])
    const freed = free(once, '1', 200, NOW)
    expect(free(freed, '1', 200, NOW)).toBe(freed)
    expect([freed.hour.used, freed.day.used, freed.trips['a']?.used, freed.open]).toEqual([200, 200, 200, {}])
  })

  it('counts for the hour that it was made in, whenever it ends', () => {
    const [purse] = take(EMPTY_PURSE, '1', 600)
    const later = free(purse, '1', 500, NOW + HOUR_MS)
    expect([later.hour.used, later.day.used, later.trips['a']?.used]).toEqual([0, 500, 500])
  })

  it('by a host whose clock is behind counts for the hour of the others', () => {
    const ahead = roll(EMPTY_PURSE, NOW + HOUR_MS)
    const [purse] = take(ahead, '1', 600, 'a', NOW)
    expect(purse.hour).toEqual({ at: hourOf(NOW) + HOUR_MS, used: 600 })
    expect(free(purse, '1', 100, NOW).hour.used).toBe(100)
  })
})

describe('a top-up', () => {
  const paid = (purse: Purse, id: string, microUsd: number, trip = 'a') =>
    topUp(remember(purse, trip, { spentMicroUsd: 0, topUps: {} }, NOW), trip, id, microUsd, NOW)

  it('raises the limit of its trip once per id', () => {
    const purse = paid(paid(EMPTY_PURSE, 't1', 500), 't1', 500)
    expect(take(purse, '1', 1_500)[1].status).toBe('reserved')
    expect(take(purse, '1', 1_501)[1]).toMatchObject({ scope: 'request', limitMicroUsd: 1_500 })
  })

  it('pays for its trip above hour and day, and for no other', () => {
    const [one] = take(EMPTY_PURSE, '1', 1_000, 'b')
    const [used] = take(one, '2', 1_000, 'c')
    const purse = paid(used, 't1', 300)
    const [drawn, answer] = take(purse, '3', 300)
    expect(answer.status).toBe('reserved')
    expect([drawn.hour.used, drawn.trips['a']?.drawn]).toEqual([2_000, 300])
    expect(take(drawn, '4', 1)[1]).toMatchObject({ status: 'refused', scope: 'hour' })
    expect(take(purse, '3', 1, 'd')[1]).toMatchObject({ status: 'refused', scope: 'hour' })
    const back = free(drawn, '3', 100, NOW)
    expect([back.hour.used, back.trips['a']?.drawn]).toEqual([2_000, 100])
  })

  it('that is known from the ledger alone raises the limit, but is taken as drawn', () => {
    const known = remember(EMPTY_PURSE, 'a', { spentMicroUsd: 900, topUps: { t: 500 } }, NOW)
    expect(known.trips['a']).toMatchObject({ used: 900, drawn: 500 })
  })
})

it('the state stays small: what is long untouched is left out, open calls never', () => {
  let purse = take(EMPTY_PURSE, 'open', 1, 'open', NOW)[0]
  for (let n = 0; n < MOST_IDLE_TRIPS + 50; n++)
    purse = forget(free(take(purse, `c${n}`, 0, `t${n}`, NOW + n)[0], `c${n}`, 0, NOW + n))
  expect(Object.keys(purse.trips)).toHaveLength(MOST_IDLE_TRIPS + 1)
  expect(purse.trips['open']).toBeDefined()
  expect(purse.trips['t0']).toBeUndefined()
})

const amount = fc.nat({ max: 1_500 })
const Step = fc.oneof(
  fc.record({
    do: fc.constant('reserve' as const),
    call: fc.nat({ max: 12 }),
    trip: fc.nat({ max: 3 }),
    worst: amount,
  }),
  fc.record({ do: fc.constant('settle' as const), call: fc.nat({ max: 12 }), share: fc.nat({ max: 100 }) }),
  fc.record({
    do: fc.constant('topUp' as const),
    id: fc.nat({ max: 5 }),
    trip: fc.nat({ max: 3 }),
    money: fc.integer({ min: 1, max: 900 }),
  }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.nat({ max: 90 }) }),
)

it('no order of reservations, ends, repetitions, top-ups and hours passes a limit, and every sum adds up', () => {
  fc.assert(
    fc.property(fc.array(Step, { maxLength: 60 }), fc.boolean(), (steps, twice) => {
      let purse = EMPTY_PURSE
      let now = NOW
      const ended = new Map<string, number>()
      const made = new Map<string, { trip: string; worst: number; at: number }>()
      const apply = (change: (before: Purse) => Purse) => {
        purse = change(purse)
        if (twice) purse = change(purse)
      }
      for (const step of steps) {
        if (step.do === 'wait') now += step.minutes * 60_000
        else if (step.do === 'topUp') {
          const trip = `t${step.trip}`
          apply((p) =>
            topUp(
              remember(p, trip, { spentMicroUsd: 0, topUps: {} }, now),
              trip,
              `${step.id}`,
              step.money,
              now,
            ),
          )
        } else if (step.do === 'reserve') {
          const callId = `c${step.call}`
          if (ended.has(callId)) continue // ids are used once
          const trip = made.get(callId)?.trip ?? `t${step.trip}`
          const worst = made.get(callId)?.worst ?? step.worst
          apply((p) => {
            const [next, answer] = take(p, callId, worst, trip, now)
            if (answer.status === 'reserved' && !made.has(callId)) made.set(callId, { trip, worst, at: now })
            return next
          })
        } else {
          const callId = `c${step.call}`
          const call = made.get(callId)
          if (call === undefined || ended.has(callId)) continue
          const cost = Math.floor((call.worst * step.share) / 100)
          apply((p) => free(p, callId, cost, now))
          ended.set(callId, cost)
        }
        purse = roll(purse, now)
        const costs = [...made].map(([callId, call]) => ({ ...call, cost: ended.get(callId) ?? call.worst }))
        const total = (some: readonly { cost: number }[]) => some.reduce((all, { cost }) => all + cost, 0)
        let drawn = 0
        for (const [trip, own] of Object.entries(purse.trips)) {
          expect(own.used).toBe(total(costs.filter((one) => one.trip === trip)))
          expect(own.used).toBeLessThanOrEqual(LIMITS.requestMicroUsd + sum(own.topUps))
          expect(own.drawn).toBeGreaterThanOrEqual(0)
          expect(own.drawn).toBeLessThanOrEqual(sum(own.topUps))
          drawn += own.drawn
        }
        expect(purse.hour.used).toBeLessThanOrEqual(LIMITS.hourMicroUsd)
        expect(purse.day.used).toBeLessThanOrEqual(LIMITS.dayMicroUsd)
        const thisDay = total(costs.filter(({ at }) => dayOf(at) === purse.day.at))
        expect(thisDay - purse.day.used).toBeGreaterThanOrEqual(0)
        expect(thisDay - purse.day.used).toBeLessThanOrEqual(drawn)
        const thisHour = total(costs.filter(({ at }) => hourOf(at) === purse.hour.at))
        expect(drawn === 0 ? purse.hour.used : thisHour).toBe(thisHour)
      }
    }),
    { numRuns: 300 },
  )
})
