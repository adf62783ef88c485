import { describe, expect, test } from 'vitest'
import type { Conflict, Sections, TripRequest } from '../../machines/messages/index.ts'
import { findConflicts } from '../../machines/trip/conflicts.ts'
import { placeNamed, taskFor } from '../offline/activity-frames.ts'

const task = taskFor({
  stops: [
    ['Lisbon, Portugal', 2],
    ['Porto, Portugal', 1],
  ],
  start: '2027-05-10',
})
const { request } = task
const { planning } = task.sections
const [lisbon, porto] = [placeNamed('Lisbon, Portugal'), placeNamed('Porto, Portugal')]

type Activity = NonNullable<Sections['activity']>['days'][number]['items'][number]
type Leg = NonNullable<Sections['transport']>['legs'][number]
type WeatherDay = NonNullable<Sections['weather']>['days'][number]

const price = { low: 1, expected: 2, high: 3, currency: 'EUR' }

function activity(date: string, ...items: Partial<Activity>[]): NonNullable<Sections['activity']> {
  const full = items.map((item) => ({
    title: 'Walk',
    kind: 'park',
    start: '14:00',
    end: '16:00',
    why: 'Because.',
    setting: 'indoor' as const,
    serves: [],
    basis: 'curated' as const,
    ...item,
  }))
  return { days: [{ date, items: full }], notes: [], sources: [] }
}

function transport(...legs: Partial<Leg>[]): NonNullable<Sections['transport']> {
  const full = legs.map((leg) => ({
    from: lisbon,
    to: porto,
    mode: 'train' as const,
    durationMinutes: 200,
    price,
    co2Kg: 5,
    why: 'Fast.',
    distanceKm: 270,
    depart: '2027-05-12T09:30',
    departZone: 'Europe/Lisbon',
    arrive: '2027-05-12T13:00',
    arriveZone: 'Europe/Lisbon',
    details: [],
    alternatives: [],
    ...leg,
  }))
  return { legs: full, local: [], notes: [], sources: [] }
}

function stays(...nights: [checkIn: string, checkOut: string][]): NonNullable<Sections['accommodation']> {
  return {
    stays: nights.map(([checkIn, checkOut]) => ({
      stop: 0,
      place: lisbon,
      checkIn,
      checkOut,
      nights: 1,
      band: 'moderate' as const,
      rooms: 1,
      perNight: price,
      total: price,
      why: 'Central.',
      alternatives: [],
    })),
    notes: [],
    sources: [],
  }
}

function weather(day: Partial<WeatherDay>): NonNullable<Sections['weather']> {
  const daylight = { kind: 'normal' as const, sunrise: '06:30', sunset: '20:30', hours: 14 }
  return {
    days: [{ date: '2027-05-11', text: 'Typical.', daylight, ...day }],
    packing: [],
    notes: [],
    sources: [],
  }
}

function location(holidays: { date: string; name: string }[]): NonNullable<Sections['location']> {
  const facts = (place: typeof lisbon) => ({
    place,
    about: '',
    languages: [],
    currency: 'EUR',
    timeZone: place.timeZone,
    districts: [],
    dishes: [],
    holidays,
    tips: [],
  })
  return { places: [facts(lisbon), facts(porto)], notes: [], sources: [] }
}

function budget(expected: number, limit: number): NonNullable<Sections['budget']> {
  return {
    currency: 'EUR',
    lines: [],
    days: [],
    undated: 0,
    total: { low: expected, expected, high: expected, currency: 'EUR' },
    limit,
    remaining: limit - expected,
    verdict: expected > limit ? 'over' : 'within',
    savings: [{ text: 'Take the bus', saves: 5_000 }],
    rates: [],
    notes: [],
    sources: [],
  }
}

const nightInTransit = { nightsInTransit: [{ date: '2027-05-12', leg: 0 }] }
const outdoors = activity('2027-05-11', { setting: 'outdoor', start: '10:00', end: '15:00' })
const short: TripRequest = { ...request, end: '2027-05-14' }

/** Per kind, sections that show the conflict and sections that are close to it and do not. */
const CASES: readonly (readonly [kind: Conflict['kind'], name: string, yes: Sections, no: Sections])[] = [
  [
    'over-budget',
    'total over the limit',
    { budget: budget(110_000, 100_000) },
    { budget: budget(100_000, 100_000) },
  ],
  [
    'dates',
    'a stop without a night',
    { planning: { ...planning, stops: planning.stops.map((stop, i) => ({ ...stop, nights: i })) } },
    { planning },
  ],
  [
    'dates',
    'a destination without a stop',
    { planning: { ...planning, stops: planning.stops.slice(0, 1) } },
    { planning },
  ],
  [
    'dates',
    'a date that is not planned',
    { planning: { ...planning, days: planning.days.slice(1) } },
    { planning },
  ],
  [
    'overlap',
    'two activities at once',
    { planning, activity: activity('2027-05-11', {}, { title: 'Other', start: '15:30', end: '17:00' }) },
    { planning, activity: activity('2027-05-11', {}, { title: 'Other', start: '16:00', end: '17:00' }) },
  ],
  [
    'overlap',
    'two stays for one night',
    { planning, accommodation: stays(['2027-05-10', '2027-05-12'], ['2027-05-11', '2027-05-13']) },
    { planning, accommodation: stays(['2027-05-10', '2027-05-12'], ['2027-05-12', '2027-05-13']) },
  ],
  [
    'impossible-transfer',
    'a journey that arrives after the activity has begun',
    { planning, transport: transport({ arrive: '2027-05-12T14:30' }), activity: activity('2027-05-12', {}) },
    { planning, transport: transport({}), activity: activity('2027-05-12', {}) },
  ],
  [
    'bad-weather',
    'an outdoor day in a wet month',
    { planning, activity: outdoors, weather: weather({ rainChance: 0.7 }) },
    { planning, activity: outdoors, weather: weather({ rainChance: 0.2 }) },
  ],
  [
    'bad-weather',
    'a hike after sunset',
    {
      planning,
      activity: activity('2027-05-11', { kind: 'hike', setting: 'outdoor', start: '19:00', end: '21:00' }),
      weather: weather({}),
    },
    {
      planning,
      activity: activity('2027-05-11', { kind: 'hike', setting: 'outdoor', start: '18:00', end: '20:00' }),
      weather: weather({}),
    },
  ],
  [
    'holiday',
    'a holiday during the trip',
    { planning, location: location([{ date: '2027-05-11', name: 'Feast' }]) },
    { planning, location: location([{ date: '2027-06-11', name: 'Feast' }]) },
  ],
  [
    'uncovered-night',
    'a night without a stay',
    { planning, accommodation: stays(['2027-05-10', '2027-05-12']) },
    { planning: { ...planning, ...nightInTransit }, accommodation: stays(['2027-05-10', '2027-05-12']) },
  ],
  [
    'no-connection',
    'a leg that transport lacks',
    { planning, transport: transport() },
    { planning, transport: transport({}) },
  ],
]

describe('each kind of conflict', () => {
  test.for(CASES)('%s: %s', ([kind, , yes, no]) => {
    const found = findConflicts(request, yes).filter((conflict) => conflict.kind === kind)
    expect(found).toHaveLength(1)
    expect(found[0]?.options.length).toBeGreaterThan(0)
    expect(found[0]?.sections.length).toBeGreaterThan(0)
    expect(findConflicts(request, no).filter((conflict) => conflict.kind === kind)).toEqual([])
  })

  test.each([
    [120_000, '200.00 EUR (20 %) over the budget'],
    [4_400_000, '44 times the budget'],
  ])('%i of 100,000: %s', (expected, words) => {
    const [found] = findConflicts(request, { budget: budget(expected, 100_000) })
    expect(found?.text).toContain(words)
  })

  test.each([
    ['in the rain', outdoors, { rainChance: 0.7 }, 'is mostly outdoors, but it typically rains'],
    ['in the frost', outdoors, { highC: -8 }, 'is mostly outdoors, but -8 °C'],
    [
      'at noon',
      activity(
        '2027-05-11',
        { setting: 'outdoor', start: '12:00', end: '13:30' },
        { start: '15:00', end: '18:00' },
      ),
      { highC: 38 },
      'is out of doors at midday, but highs of about 38 °C',
    ],
    [
      'at dusk',
      activity('2027-05-11', { kind: 'viewpoint', setting: 'outdoor', start: '20:00', end: '21:00' }),
      {},
      'leads out of doors, but a part falls outside daylight',
    ],
  ])('%s it says what of the day is meant', (_when, items, day, words) => {
    const [found] = findConflicts(request, { planning, activity: items, weather: weather(day) })
    expect(found?.text).toContain(`11 May in Lisbon ${words}`)
  })

  test('one per holiday, however many activities it touches', () => {
    const sections = {
      planning,
      location: location([{ date: '2027-05-11', name: 'Feast' }]),
      activity: activity('2027-05-11', {}, { title: 'Museum', start: '17:00', end: '18:00' }),
    }
    const found = findConflicts(request, sections)
    expect(found).toHaveLength(1)
    expect(found[0]?.text).toContain('Museum')
  })

  test('the gravest come first', () => {
    const found = findConflicts(short, {
      planning,
      budget: budget(200_000, 100_000),
      location: location([{ date: '2027-05-10', name: 'Feast' }]),
    })
    const weights = found.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity))
    expect(weights).toEqual(weights.toSorted((a, b) => a - b))
  })

  test('sums are written with the minor units of their currency', () => {
    const yen = { ...budget(110_000, 100_000), currency: 'JPY' }
    expect(findConflicts(request, { budget: yen })[0]?.text).toContain('110,000 JPY')
    expect(findConflicts(request, { budget: budget(110_000, 100_000) })[0]?.text).toContain('1,100.00 EUR')
  })

  test('nothing is found where nothing is known', () => {
    expect(findConflicts(request, {})).toEqual([])
  })
})
