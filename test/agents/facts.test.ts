/** Answers that are wrong in one thing each, and the finding that says so. Sound answers are checked with whole random trips. */
import { beforeAll, describe, expect, it } from 'vitest'
import { findingsOf } from '../../actors/facts/index.ts'
import { SECTION_SCHEMAS, type AgentName, type Sections } from '../../machines/messages/index.ts'
import { offlineSections, REQUEST, taskOf } from './tasks.ts'

let sections: Required<Sections>
beforeAll(async () => {
  sections = await offlineSections()
})

type Wrong<A extends AgentName> = readonly [
  what: string,
  change: (section: Loose<NonNullable<Sections[A]>>) => unknown,
  finding: RegExp,
]
/** Writable throughout. */
type Loose<T> = T extends object ? { -readonly [K in keyof T]: Loose<T[K]> } : T

function table<A extends AgentName>(agent: A, rows: readonly Wrong<A>[]): void {
  describe(`${agent}: facts`, () => {
    it('a sound answer has no findings', () => {
      expect(findingsOf(taskOf(agent, REQUEST, sections), sections[agent])).toEqual([])
    })
    it.each(rows.map((row) => [...row] as const))('%s', (_what, change, finding) => {
      const section = structuredClone(sections[agent]) as Loose<NonNullable<Sections[A]>>
      change(section)
      const fits = SECTION_SCHEMAS[agent].safeParse(section)
      expect(fits.error?.issues ?? []).toEqual([]) // what the schema catches needs no fact
      const found = findingsOf(taskOf(agent, REQUEST, sections), section)
      expect(found).toEqual(expect.arrayContaining([expect.stringMatching(finding)]))
    })
  })
}

const PARIS = {
  id: 'gn2988507',
  name: 'Paris',
  label: 'Paris, France',
  country: 'FR',
  countryName: 'France',
  lat: 48.853,
  lon: 2.349,
  population: 2_138_551,
  elevation: 42,
  timeZone: 'Europe/Paris',
}

table('planning', [
  [
    'a stop outside the trip',
    (s) => (s.stops[0]!.arrive = '2027-04-30'),
    /^stops\.0\.arrive: the trip is from 2027-05-03/,
  ],
  ['nights that do not add up', (s) => (s.stops[0]!.nights += 1), /^stops\.0\.nights: from .* nights$/],
  ['left before it is reached', (s) => (s.stops[0]!.leave = '2027-05-02'), /^stops\.0/],
  ['a place nobody asked for', (s) => (s.stops[0]!.place = PARIS), /Paris was not asked for/],
  ['coordinates far from the place', (s) => (s.stops[0]!.place.lat = 41.9), /^stops\.0\.place: .* km away$/],
  ['another zone', (s) => (s.stops[0]!.place.timeZone = 'Europe/Madrid'), /^stops\.0\.place\.timeZone: /],
  [
    'a place left out in silence',
    (s) => (s.stops = s.stops.slice(0, 1)),
    /was asked for: it is neither a stop/,
  ],
  ['a missing day', (s) => s.days.pop(), /^days: every date/],
  ['a day at no stop', (s) => (s.days[1]!.stop = 7), /^days\.1\.stop: there are only 2 stops/],
  [
    'free windows that overlap',
    (s) =>
      (s.days[1]!.free = [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '13:00' },
      ]),
    /^days\.1\.free: /,
  ],
  [
    'a window that ends before it begins',
    (s) => (s.days[1]!.free = [{ from: '12:00', to: '09:00' }]),
    /ends before it begins/,
  ],
  ['a leg that is not on the way', (s) => s.legs.reverse(), /^legs: the stops need these legs/],
  ['a leg on another date', (s) => (s.legs[0]!.date = '2027-06-01'), /^legs\.0\.date: /],
  [
    'a transfer of no leg',
    (s) => (s.days.find((day) => day.transfer)!.transfer!.leg = 9),
    /transfer: there are only/,
  ],
])

table('transport', [
  ['a leg missing', (s) => s.legs.pop(), /^legs: planning has 3 legs/],
  [
    'legs in another order',
    (s) => s.legs.reverse(),
    /^legs\.0: this leg goes from London to Lisbon|^legs\.0: this leg goes from London/,
  ],
  [
    'a distance ten times too long',
    (s) => (s.legs[0]!.distanceKm *= 10),
    /^legs\.0\.distanceKm: the great circle .* km, not/,
  ],
  [
    'an airport that does not exist',
    (s) => {
      const flight = s.legs.find(({ mode }) => mode === 'flight')!
      flight.details = ['Heathrow (LHR) to Nowhere (QQX): nonstop likely.']
    },
    /details: there is no airport QQX/,
  ],
  [
    'an airport on another continent',
    (s) => {
      const flight = s.legs.find(({ mode }) => mode === 'flight')!
      flight.details = ['Kennedy (JFK) to Lisbon (LIS).']
    },
    /JFK is \d+ km from both ends/,
  ],
  [
    'a change at an airport that does not exist',
    (s) => {
      const flight = s.legs.find(({ mode }) => mode === 'flight')!
      flight.details = ['usually one stop, e.g. via XQX']
    },
    /no airport XQX/,
  ],
  [
    'a duration that the clocks do not show',
    (s) => (s.legs[0]!.durationMinutes += 120),
    /are \d+ minutes, not \d+$/,
  ],
  [
    'faster than any car',
    (s) => {
      const leg = s.legs[1]!
      leg.alternatives = [{ mode: 'car', durationMinutes: 60, price: leg.price, co2Kg: 1, why: 'quick' }]
    },
    /alternatives\.0\.durationMinutes: no car covers/,
  ],
  ['a zone that is not the place’s', (s) => (s.legs[0]!.arriveZone = 'Asia/Tokyo'), /^legs\.0\.arriveZone: /],
  [
    'a departure on another day',
    (s) => (s.legs[0]!.depart = '2027-05-20T09:00'),
    /^legs\.0\.depart: this leg is planned for/,
  ],
  ['a time that is none', (s) => (s.legs[0]!.arrive = '2027-05-99T77:00'), /^legs\.0: from .* minutes, not/],
  ['a date that is none', (s) => (s.legs[0]!.depart = '2027-99-03T09:00'), /^legs\.0\.depart: this leg/],
  [
    'a price the wrong way round',
    (s) => (s.legs[0]!.price.low = s.legs[0]!.price.high + 1),
    /price: low <= expected <= high/,
  ],
  [
    'a price in another currency',
    (s) => (s.legs[0]!.price.currency = 'GBP'),
    /currency: the trip is priced in EUR/,
  ],
])

table('location', [
  ['another currency', (s) => (s.places[0]!.currency = 'USD'), /^places\.0\.currency: Portugal pays in EUR/],
  ['the wrong side of the road', (s) => (s.places[0]!.drivingSide = 'left'), /drives on the right/],
  [
    'an emergency number that nobody answers',
    (s) => (s.places[0]!.emergency = 'Call 999'),
    /emergency numbers of Portugal/,
  ],
  ['another calling code', (s) => (s.places[0]!.callingCode = '+34'), /the code of Portugal is \+351/],
  [
    'a holiday that is none',
    (s) => (s.places[0]!.holidays = [{ date: '2027-05-04', name: 'Rest day' }]),
    /no nationwide holiday/,
  ],
  ['hours that are not', (s) => (s.places[0]!.hoursFromOrigin = 5), /hours ahead of London/],
  ['another place', (s) => s.places.reverse(), /^places\.0\.place: stop 0 is/],
  ['a link', (s) => (s.places[0]!.tips = ['Book at https://example.com/now']), /tips\.0: no links/],
  [
    'a text without end',
    (s) => (s.places[0]!.about = 'very '.repeat(500)),
    /about: the text has 2500 characters/,
  ],
])

table('accommodation', [
  ['a night without a room', (s) => s.stays.pop(), /the night of .* has no room/],
  ['a night twice', (s) => s.stays.push(structuredClone(s.stays[0]!)), /is covered 2 times/],
  [
    'a total that is not the nights',
    (s) => (s.stays[0]!.total.expected += 1),
    /total\.expected: \d+ nights at/,
  ],
  ['nights that are not the dates', (s) => (s.stays[0]!.nights += 1), /^stays\.0\.nights: /],
  ['before the stop is reached', (s) => (s.stays[1]!.checkIn = '2027-05-03'), /^stays\.1: .* is reached on/],
  ['a stop that is none', (s) => (s.stays[0]!.stop = 5), /^stays\.0\.stop: there are only 2 stops/],
])

table('activity', [
  ['a date outside the trip', (s) => (s.days[0]!.date = '2027-06-01'), /^days: the days of the trip are/],
  [
    'outside the free hours',
    (s) => {
      const day = s.days.find(({ items }) => items.length > 0)!
      Object.assign(day.items[0]!, { start: '02:00', end: '03:00' })
    },
    /items\.0: 2027-05-\d\d is free/,
  ],
  [
    'two at once',
    (s) => {
      const day = s.days.find(({ items }) => items.length > 1)!
      day.items[1]!.start = day.items[0]!.start
    },
    /items\.1: it begins before/,
  ],
  [
    'in another country',
    (s) => {
      const item = s.days.flatMap(({ items }) => items)[0]!
      Object.assign(item, { lat: 48.86, lon: 2.35 })
    },
    /is \d+ km from/,
  ],
  [
    'half a position',
    (s) => {
      const item = s.days.flatMap(({ items }) => items)[0]!
      item.lat = 38.7
      delete item.lon
    },
    /lat and lon belong together/,
  ],
  [
    'a preference nobody has',
    (s) => (s.days.flatMap(({ items }) => items)[0]!.serves = ['nightlife']),
    /"nightlife" is no preference/,
  ],
])

table('weather', [
  ['a heat that it never has', (s) => (s.days[0]!.highC = 48), /highC: \d+ °C is typical in/],
  ['a low above the high', (s) => (s.days[0]!.lowC = s.days[0]!.highC! + 1), /the high is below the low/],
  [
    'a sun that does not set',
    (s) => (s.days[0]!.daylight = { kind: 'midnight-sun', hours: 24 }),
    /daylight\.kind: it is normal/,
  ],
  ['daylight that is not', (s) => (s.days[0]!.daylight.hours = 9), /the sun is up 1\d/],
  ['another day', (s) => (s.days[0]!.date = '2027-07-01'), /^days: the days of the trip are/],
])

table('budget', [
  ['a sum that does not add up', (s) => (s.total.expected += 100), /^total\.expected: the lines sum up to/],
  ['days that do not add up', (s) => (s.days[0]!.expected += 1), /^days: the days and what is undated/],
  ['another limit', (s) => (s.limit = 9_999_999), /^limit: the limit of the request is 250000/],
  ['no limit where there is one', (s) => delete s.limit, /^limit: the limit of the request is 250000/],
  ['a remainder that is not', (s) => (s.remaining = 1), /^remaining: of the limit/],
  ['a verdict that is not', (s) => (s.verdict = 'over'), /^verdict: it is "within" or "tight"/],
  [
    'a line that is not what transport found',
    (s) => {
      const line = s.lines.find(({ category }) => category === 'transport')!
      line.price.expected -= 1_000
    },
    /^lines: transport comes to/,
  ],
  [
    'a rate from nowhere',
    (s) => (s.rates = [{ from: 'USD', to: 'EUR', rate: 5, date: '2027-01-01', source: 'me' }]),
    /^rates\.0: 1 USD is/,
  ],
  ['another currency', (s) => (s.currency = 'USD'), /^currency: the trip is priced in EUR/],
])

it('transport: the nearest airport of a remote island is one of its own, however far it is', async () => {
  const grytviken = {
    id: 'gn3426466',
    name: 'Grytviken',
    label: 'Grytviken, South Georgia and the South Sandwich Islands',
    country: 'GS',
    countryName: 'South Georgia and the South Sandwich Islands',
    lat: -54.281,
    lon: -36.509,
    population: 2,
    elevation: 4,
    timeZone: 'Atlantic/South_Georgia',
  }
  const { origin: _, ...rest } = REQUEST
  const request = { ...rest, destinations: [grytviken, PARIS], end: '2027-05-20' }
  const own = await offlineSections(request)
  expect(JSON.stringify(own.transport?.legs)).toContain('PSY')
  expect(findingsOf(taskOf('transport', request, own), own.transport)).toEqual([])
})

it('planning: two visits to one place that come together in a better order are one', async () => {
  const andorra = (id: string, name: string, lon: number) => ({
    ...PARIS,
    id,
    name,
    label: `${name}, Andorra`,
    country: 'AD',
    countryName: 'Andorra',
    lat: 42.507,
    lon,
    timeZone: 'Europe/Andorra',
  })
  const escaldes = andorra('gn3040051', 'les Escaldes', 1.534)
  const capital = andorra('gn3041563', 'Andorra la Vella', 1.521)
  const { origin: _, ...rest } = REQUEST
  const request = {
    ...rest,
    destinations: [escaldes, PARIS, escaldes, capital],
    constraints: [],
    end: '2027-05-12',
  }
  const own = await offlineSections(request)
  expect(own.planning.legs.filter(({ from, to }) => from.id === to.id)).toEqual([])
  expect(findingsOf(taskOf('planning', request, own), own.planning)).toEqual([])
})
