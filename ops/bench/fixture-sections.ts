/**
 * One small trip for measurements and crash tests: a request and, per agent, an answer of about 2 KB that its schema
 * accepts. Every trip gets the same content under its own id, so that what is measured is the runtime.
 */
import type { AgentName, Sections, TripRequest } from '../../machines/messages/index.ts'
import { DATES, LISBON, MADRID, price, sources } from './fixture-basics.ts'

/** The accepted request of the trip `id`. */
export function fixtureRequest(id: string): TripRequest {
  return {
    id,
    tenant: 'bench',
    destinations: [LISBON],
    origin: MADRID,
    start: '2027-05-10',
    end: '2027-05-13',
    travelers: { adults: 2, children: 0 },
    budget: { amount: 180_000, currency: 'EUR' },
    currency: 'EUR',
    preferences: ['food', 'architecture', 'photography'],
    constraints: ['no early flights'],
    specialRequirements: [],
    priority: 'standard',
    locale: 'en',
    notes: [],
  }
}

const window = (from: string, to: string) => ({ from, to })

const day = (index: number, kind: 'arrival' | 'full' | 'departure', theme: string) => ({
  date: DATES[index] ?? '',
  stop: 0,
  kind,
  theme,
  free: kind === 'full' ? [window('09:00', '13:00'), window('14:30', '21:30')] : [window('15:00', '20:30')],
  pace: kind === 'full' ? ('normal' as const) : ('light' as const),
  notes: ['Luggage can stay at the place of stay; hills and tiles are slippery when it rains.'],
  ...(kind === 'full' ? {} : { transfer: { ...window('09:00', '14:00'), leg: kind === 'arrival' ? 0 : 1 } }),
})

const leg = (index: number, from: typeof LISBON, to: typeof LISBON) => {
  const option = {
    mode: 'flight' as const,
    durationMinutes: 270,
    price: price(14_000, 19_000, 29_000),
    co2Kg: 71,
    why: 'The night train no longer runs and the bus takes nine hours.',
  }
  return {
    ...option,
    from,
    to,
    distanceKm: 502,
    depart: `${DATES[index] ?? ''}T09:15`,
    departZone: from.timeZone,
    arrive: `${DATES[index] ?? ''}T13:45`,
    arriveZone: to.timeZone,
    details: ['Nonstop likely.'],
    alternatives: [
      { ...option, mode: 'bus' as const, durationMinutes: 560, co2Kg: 18, price: price(5_000, 7_000, 9_000) },
    ],
  }
}

const item = (title: string, start: string, end: string) => ({
  title,
  kind: 'sight',
  start,
  end,
  why: 'It serves the wish for architecture.',
  lat: 38.7139,
  lon: -9.1334,
  setting: 'mixed' as const,
  serves: ['architecture'],
  cost: price(1_000, 1_500, 2_000),
  basis: 'curated' as const,
})

const weatherDay = (date: string) => ({
  date,
  highC: 22,
  lowC: 14,
  rainChance: 0.22,
  text: 'Mild and mostly dry, with a breeze from the Atlantic in the afternoon; evenings ask for a light jacket.',
  daylight: { kind: 'normal' as const, sunrise: '06:26', sunset: '20:41', hours: 14.25 },
})

const filler =
  'Typical values for the month, not a forecast; opening times and prices change, so look them up before going.'

/** What each agent answers. */
export const FIXTURE_SECTIONS: Required<Sections> = {
  planning: {
    stops: [
      {
        place: LISBON,
        arrive: '2027-05-10',
        leave: '2027-05-13',
        nights: 3,
        why: 'The only place that was asked for.',
      },
    ],
    days: [
      day(0, 'arrival', 'Arriving'),
      day(1, 'full', 'Alfama'),
      day(2, 'full', 'Belém'),
      day(3, 'departure', 'Leaving'),
    ],
    legs: [
      { from: MADRID, to: LISBON, date: '2027-05-10' },
      { from: LISBON, to: MADRID, date: '2027-05-13' },
    ],
    flexibility: [],
    notes: [],
    sources: sources('calendar'),
  },
  location: {
    places: [
      {
        place: LISBON,
        about: `Portugal's capital on seven hills above the Tejo. ${filler}`,
        languages: ['Portuguese'],
        currency: 'EUR',
        timeZone: 'Europe/Lisbon',
        hoursFromOrigin: -1,
        plugs: 'C, F (230 V, 50 Hz)',
        drivingSide: 'right',
        emergency: '112',
        callingCode: '+351',
        districts: ['Alfama', 'Baixa', 'Chiado', 'Príncipe Real'].map((name) => ({
          name,
          why: 'Central, walkable and full of places to eat; tram and metro are near.',
        })),
        dishes: ['bacalhau à brás', 'caldo verde', 'pastel de nata', 'sardinhas assadas', 'bifana'],
        holidays: [],
        tips: [
          `Buy the day ticket of the metro at a machine. ${filler}`,
          `Shoes with grip: the pavement is polished stone. ${filler}`,
          `Dinner is at eight or later; many kitchens close on Monday. ${filler}`,
          `The miradouros are best an hour before sunset. ${filler}`,
        ],
      },
    ],
    notes: [filler],
    sources: sources('gazetteer'),
  },
  transport: {
    legs: [leg(0, MADRID, LISBON), leg(3, LISBON, MADRID)],
    local: [{ place: 'Lisbon', text: 'Metro, trams and feet.', perDay: price(1_200, 1_400, 1_900) }],
    notes: [],
    sources: sources('distance model'),
  },
  accommodation: {
    stays: [
      {
        stop: 0,
        place: LISBON,
        checkIn: '2027-05-10',
        checkOut: '2027-05-13',
        nights: 3,
        band: 'moderate',
        area: 'Baixa',
        rooms: 1,
        perNight: price(9_000, 12_000, 16_000),
        total: price(27_000, 36_000, 48_000),
        why: `Fits the budget and is in walking distance of most of the plan. ${filler}`,
        alternatives: (['budget', 'comfort', 'luxury'] as const).map((band) => ({
          band,
          perNight: price(6_000, 9_000, 20_000),
          text: `Another price band in the same area. ${filler}`,
        })),
      },
    ],
    notes: [`Prices are bands for a room for two with bath. ${filler}`, `City tax comes on top. ${filler}`],
    sources: sources('price bands'),
  },
  activity: {
    days: [
      { date: DATES[0] ?? '', items: [item('Castelo de São Jorge', '16:00', '18:00')] },
      {
        date: DATES[1] ?? '',
        items: [item('Alfama on foot', '09:30', '12:00'), item('Tile museum', '15:00', '17:00')],
        rainPlan: 'The tile museum first, Alfama when it clears.',
      },
      {
        date: DATES[2] ?? '',
        items: [item('Mosteiro dos Jerónimos', '09:30', '11:30'), item('Torre de Belém', '15:00', '16:30')],
      },
      { date: DATES[3] ?? '', items: [] },
    ],
    notes: [filler],
    sources: sources('curated guide'),
  },
  weather: {
    days: DATES.map(weatherDay),
    packing: [
      'Light jacket for the evenings',
      'Shoes with grip for polished stone',
      'Sunglasses and sun cream',
      'Reusable bottle: tap water is fine',
    ].map((thing) => `${thing}. ${filler}`),
    notes: [filler, filler],
    sources: sources('climate normals'),
  },
  budget: {
    currency: 'EUR',
    lines: (['transport', 'accommodation', 'activities', 'food', 'local transport', 'reserve'] as const).map(
      (category) => ({
        category,
        price: price(16_000, 20_000, 25_000),
        how: `Sum of the section's expected prices, whole group. ${filler}`,
      }),
    ),
    days: DATES.map((date) => ({ date, expected: 25_000 })),
    undated: 20_000,
    total: price(96_000, 120_000, 150_000),
    limit: 180_000,
    remaining: 60_000,
    verdict: 'within',
    savings: [],
    rates: [],
    notes: [filler],
    sources: sources('sums'),
  },
}

/** The answer of one agent, the same object each time: nothing changes it. */
export function fixtureSection(agent: AgentName): unknown {
  return FIXTURE_SECTIONS[agent]
}
