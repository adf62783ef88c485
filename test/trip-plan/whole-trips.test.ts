/**
 * Hundreds of random trips over the whole gazetteer, each through all seven agents and composed as the orchestrator does:
 * what holds for every plan that anyone can ask for. `TRIP_SEED` replays, `TRIPS` changes how many.
 */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { allPlaces, distanceKm } from '../../actors/atlas/index.ts'
import { findingsOf } from '../../actors/facts/index.ts'
import { answerOffline } from '../../actors/offline/index.ts'
import {
  AGENTS,
  SECTION_SCHEMAS,
  TripPlan,
  TripRequest,
  type Sections,
} from '../../machines/messages/index.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'
import { resolved } from '../offline/planning-requests.ts'

const TRIPS = Number(process.env['TRIPS'] ?? 400)
const seed = process.env['TRIP_SEED'] === undefined ? {} : { seed: Number(process.env['TRIP_SEED']) }

const places = allPlaces()
const place = fc.nat(places.length - 1).map((index) => resolved(places[index] as (typeof places)[number]))
const anyTrip = fc
  .record({
    destinations: fc.array(place, { minLength: 1, maxLength: 5 }),
    origin: fc.option(place, { nil: undefined }),
    start: fc.integer({ min: 0, max: 700 }),
    days: fc.integer({ min: 1, max: 21 }),
    travelers: fc.record({
      adults: fc.integer({ min: 1, max: 6 }),
      children: fc.integer({ min: 0, max: 3 }),
    }),
    budget: fc.option(fc.integer({ min: 1_000, max: 2_000_000 }), { nil: undefined }),
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KES', 'ISK'),
    preferences: fc.uniqueArray(fc.constantFrom('food', 'hiking', 'museums', 'family', 'beach'), {
      maxLength: 3,
    }),
  })
  .map(({ start, days, budget, origin, ...rest }) => {
    const first = Temporal.PlainDate.from('2027-01-01').add({ days: start })
    const length = Math.max(days, rest.destinations.length)
    return TripRequest.parse({
      ...rest,
      id: 'any',
      tenant: 'default',
      ...(origin === undefined ? {} : { origin }),
      start: first.toString(),
      end: first.add({ days: length - 1 }).toString(),
      ...(budget === undefined ? {} : { budget: { amount: budget, currency: rest.currency } }),
      constraints: [],
      specialRequirements: [],
      priority: 'standard',
      locale: 'en',
      notes: [],
    })
  })

async function planned(request: TripRequest): Promise<{ sections: Required<Sections>; plan: TripPlan }> {
  const sections: Record<string, unknown> = {}
  for (const agent of AGENTS) {
    const task = { agent, request, sections }
    const { section } = await answerOffline({ task, attempt: 1 }, new AbortController().signal)
    const parsed = SECTION_SCHEMAS[agent].parse(section)
    // What a model's answer is held against: an honest answer has nothing to hide.
    expect({ agent, found: findingsOf(task, parsed) }).toEqual({ agent, found: [] })
    sections[agent] = parsed
  }
  const known = sections as Required<Sections>
  return {
    sections: known,
    plan: composeTripPlan(request, known),
  }
}

/** An instant, from local time and zone; throws for a zone that does not exist. */
const instant = (local: string, zone: string) =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds

test(`${TRIPS} random trips: dates, nights, overlaps, zones, distances and sums`, async () => {
  await fc.assert(
    fc.asyncProperty(anyTrip, async (request) => {
      const { sections, plan } = await planned(request)
      expect(() => TripPlan.parse(plan)).not.toThrow()

      // Dates: every day once, in order, each at a place of the trip.
      const dates = plan.days.map(({ date }) => date)
      const first = Temporal.PlainDate.from(request.start)
      const count = first.until(request.end).days + 1
      expect(dates).toEqual(Array.from({ length: count }, (_, n) => first.add({ days: n }).toString()))
      for (const day of plan.days) expect(day.place).not.toBe('')

      // Nights: each is slept in one place or said to be on the way.
      const slept = sections.accommodation.stays.reduce((sum, stay) => sum + stay.nights, 0)
      const onTheWay = new Set((sections.planning.nightsInTransit ?? []).map(({ date }) => date))
      for (const stay of sections.accommodation.stays) {
        expect(Temporal.PlainDate.from(stay.checkIn).until(stay.checkOut).days).toBe(stay.nights)
      }
      expect(slept + onTheWay.size).toBeGreaterThanOrEqual(count - 1)

      // Nothing overlaps, across zones as well.
      let busyUntil = -Infinity
      for (const item of plan.days.flatMap(({ items }) => items)) {
        const [from, to] = [instant(item.start, item.startZone), instant(item.end, item.endZone)]
        expect(to).toBeGreaterThanOrEqual(from)
        expect(from).toBeGreaterThanOrEqual(busyUntil)
        busyUntil = to
      }

      // Legs: great-circle distances, and durations that the clocks at both ends agree with.
      for (const leg of plan.legs) {
        expect(Math.abs(leg.distanceKm - distanceKm(leg.from, leg.to))).toBeLessThanOrEqual(
          0.02 * leg.distanceKm + 1,
        )
        const minutes = (instant(leg.arrive, leg.arriveZone) - instant(leg.depart, leg.departZone)) / 60_000
        expect(Math.abs(minutes - leg.durationMinutes)).toBeLessThanOrEqual(1)
      }

      // Sums: to the minor unit, in the request's currency.
      const budget = sections.budget
      expect(budget.currency).toBe(request.currency)
      expect(budget.lines.reduce((sum, { price }) => sum + price.expected, 0)).toBe(budget.total.expected)
      expect(budget.days.reduce((sum, { expected }) => sum + expected, budget.undated)).toBe(
        budget.total.expected,
      )
      const left = request.budget === undefined ? undefined : request.budget.amount - budget.total.expected
      expect(budget.remaining).toBe(left)
    }),
    { numRuns: TRIPS, ...seed },
  )
}, 480_000)
