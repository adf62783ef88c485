/** What must hold for any trip anywhere: checked on random requests from the whole gazetteer. */
import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { allPlaces } from '../../actors/atlas/index.ts'
import { daysBetween, legWindows, minutesOf, nextDate } from '../../actors/offline/leg-plan.ts'
import { PREFERENCES, SECTION_SCHEMAS, TripRequest } from '../../machines/messages/index.ts'
import { compose, resolved, type Composed } from './planning-requests.ts'

const PLACES = allPlaces()
const WISHES = ['no flights', 'trains preferred', 'no early mornings', 'wheelchair', 'no car', 'sunny rooms']
const anyPlace = fc.integer({ min: 0, max: PLACES.length - 1 }).map((index) => {
  const found = PLACES[index]
  if (found === undefined) throw new Error('index out of the gazetteer')
  return resolved(found)
})

const anyRequest: fc.Arbitrary<TripRequest> = fc
  .record({
    destinations: fc.array(anyPlace, { minLength: 1, maxLength: 8 }),
    origin: fc.option(anyPlace, { nil: undefined }),
    start: fc.integer({ min: 0, max: 1_400 }).map((days) => nextDate('2026-12-01', days)),
    days: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 60 })),
    adults: fc.integer({ min: 1, max: 6 }),
    children: fc.integer({ min: 0, max: 4 }),
    budget: fc.option(fc.integer({ min: 1, max: 3_000_000 }), { nil: undefined }),
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KES', 'ISK', 'GBP', 'XXX'),
    preferences: fc.uniqueArray(fc.constantFrom(...PREFERENCES), { maxLength: 4 }),
    constraints: fc.uniqueArray(fc.constantFrom(...WISHES), { maxLength: 2 }),
  })
  .map(({ origin, days, adults, children, budget, ...rest }) => ({
    id: 'trip-1',
    tenant: 'default',
    ...rest,
    ...(origin === undefined ? {} : { origin }),
    end: nextDate(rest.start, days - 1),
    travelers: { adults, children },
    ...(budget === undefined ? {} : { budget: { amount: budget, currency: rest.currency } }),
    specialRequirements: [],
    priority: 'standard' as const,
    locale: 'en',
    notes: [],
  }))

function checkCalendar(asked: TripRequest, { planning }: Composed): void {
  const days = daysBetween(asked.start, asked.end) + 1
  const dates = Array.from({ length: days }, (_, index) => nextDate(asked.start, index))
  expect(planning.days.map(({ date }) => date)).toEqual(dates)
  for (const day of planning.days) {
    expect(planning.stops[day.stop]).toBeDefined()
    const taken = [day.transfer, day.laterTransfer, day.visit, ...day.free]
      .flatMap((window) => (window === undefined ? [] : [[minutesOf(window.from), minutesOf(window.to)]]))
      .sort(([a = 0], [b = 0]) => a - b)
    const outings = day.visit === undefined ? [] : [day.visit]
    for (const { from, to, minutesEachWay } of outings) {
      expect(minutesOf(to) - minutesOf(from)).toBeGreaterThanOrEqual(2 * minutesEachWay + 240)
      expect(minutesOf(to) - minutesEachWay).toBeLessThanOrEqual(19 * 60)
    }
    for (const [index, [from = 0, to = 0]] of taken.entries()) {
      expect(from).toBeLessThan(to)
      expect(from).toBeGreaterThanOrEqual(taken[index - 1]?.[1] ?? 0)
    }
  }
}

/** Each night between start and end: in one stay, in transit, or lived twice across the date line. */
function checkNights(asked: TripRequest, { planning, accommodation }: Composed): void {
  const repeated = planning.stops.filter(
    ({ arrive }, index) => arrive < (planning.stops[index - 1]?.leave ?? arrive),
  )
  const slept = planning.stops.reduce((sum, { nights }) => sum + nights, 0)
  const transit = planning.nightsInTransit ?? []
  expect(slept + transit.length).toBe(daysBetween(asked.start, asked.end) + repeated.length)
  for (let date = asked.start; date < asked.end; date = nextDate(date, 1)) {
    const stays = accommodation.stays.filter(({ checkIn, checkOut }) => checkIn <= date && date < checkOut)
    const doubled = repeated.some(({ arrive }) => arrive === date)
    const covered = stays.length + transit.filter((night) => night.date === date).length
    expect(covered, `night of ${date}`).toBe(doubled ? 2 : 1)
  }
  for (const stop of planning.stops) {
    expect(daysBetween(stop.arrive, stop.leave)).toBe(stop.nights)
    expect(stop.nights).toBeGreaterThanOrEqual(planning.stops.length > 1 ? 1 : 0)
  }
}

function checkLegs(asked: TripRequest, { planning, transport }: Composed): void {
  expect(transport.legs).toHaveLength(planning.legs.length)
  for (const [index, leg] of transport.legs.entries()) {
    const planned = planning.legs[index]
    expect([leg.from.id, leg.to.id, leg.depart.slice(0, 10)]).toEqual([
      planned?.from.id,
      planned?.to.id,
      planned?.date,
    ])
    expect([leg.departZone, leg.arriveZone]).toEqual([leg.from.timeZone, leg.to.timeZone])
    const left = Temporal.PlainDateTime.from(leg.depart).toZonedDateTime(leg.departZone)
    const arrived = left.add({ minutes: leg.durationMinutes }).withTimeZone(leg.arriveZone)
    expect(leg.arrive).toBe(arrived.toPlainDateTime().toString({ smallestUnit: 'minute' }))
    const reserved = planning.days.flatMap(({ date, transfer, laterTransfer }) =>
      [transfer, laterTransfer].flatMap((window) =>
        window?.leg === index ? [{ date, from: window.from, to: window.to }] : [],
      ),
    )
    const needed = legWindows(
      { depart: leg.depart, arrive: leg.arrive, dayShift: 0 },
      leg.departZone,
      leg.arriveZone,
    ).filter(({ date }) => date >= asked.start && date <= asked.end)
    expect(reserved).toEqual(needed)
    for (const way of [leg, ...leg.alternatives]) {
      expect(way.price.low).toBeLessThanOrEqual(way.price.expected)
      expect(way.price.expected).toBeLessThanOrEqual(way.price.high)
    }
  }
}

/** Sentences name dates as people do. */
function checkWording({ planning, transport, accommodation, budget }: Composed): void {
  const said = [
    ...planning.notes,
    ...planning.flexibility,
    ...planning.days.flatMap(({ notes }) => notes),
    ...[transport, accommodation, budget].flatMap(({ notes }) => notes),
  ]
  for (const sentence of said) expect(sentence).not.toMatch(/\d{4}-\d{2}-\d{2}|\b1 (?:nights|days|hours)\b/)
  expect(new Set(planning.notes).size).toBe(planning.notes.length)
}

function checkSums(asked: TripRequest, { budget, accommodation, planning }: Composed): void {
  for (const key of ['low', 'expected', 'high'] as const) {
    expect(budget.lines.reduce((sum, { price }) => sum + price[key], 0)).toBe(budget.total[key])
  }
  const days = budget.days.reduce((sum, { expected }) => sum + expected, 0)
  expect(days + budget.undated).toBe(budget.total.expected)
  expect(budget.days.map(({ date }) => date)).toEqual(planning.days.map(({ date }) => date))
  const stays = accommodation.stays.reduce((sum, { total }) => sum + total.expected, 0)
  expect(budget.lines.find(({ category }) => category === 'accommodation')?.price.expected).toBe(stays)
  const limit = budget.currency === asked.currency ? asked.budget?.amount : undefined
  expect(budget.limit).toBe(limit)
  expect(budget.remaining).toBe(limit === undefined ? undefined : limit - budget.total.expected)
  expect(budget.verdict === 'no limit').toBe(limit === undefined)
}

describe('any trip anywhere', () => {
  test('calendar, nights, legs and sums hold together; schemas parse; the same twice', () => {
    fc.assert(
      fc.property(anyRequest, (asked) => {
        const parsed = TripRequest.parse(asked)
        const sections = compose(parsed)
        checkCalendar(asked, sections)
        checkNights(asked, sections)
        checkLegs(asked, sections)
        checkSums(asked, sections)
        checkWording(sections)
        for (const name of ['planning', 'transport', 'accommodation', 'budget'] as const) {
          expect(() => SECTION_SCHEMAS[name].parse(sections[name])).not.toThrow()
        }
        expect(JSON.stringify(compose(parsed))).toBe(JSON.stringify(sections))
      }),
      { numRuns: Number(process.env['TRIP_RUNS'] ?? 60) },
    )
    // Generous: a busy machine is slow, not wrong.
  }, 120_000)
})
