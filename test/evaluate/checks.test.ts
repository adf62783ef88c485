/** Every check finds what it is there for: one good plan, and the same plan with one thing wrong in it. */
import { beforeAll, expect, test } from 'vitest'
import { CHECKS, evaluate } from '../../ops/evaluate/evaluate.ts'
import { shortest, zigzagOf } from '../../ops/evaluate/compare.ts'
import { answerFromOpenData, planTrip, type PlannedTrip } from '../../ops/evaluate/planned-trip.ts'
import { fixedCases } from '../../ops/evaluate/request-list.ts'

const signal = AbortSignal.timeout(120_000)
let good: PlannedTrip
let away: PlannedTrip

async function planned(line: string): Promise<PlannedTrip> {
  const trip = await planTrip((fixedCases(line)[0] as { request: PlannedTrip['request'] }).request, signal)
  if (!('plan' in trip)) throw new Error(trip.why)
  return trip
}

beforeAll(async () => {
  good = await planned(
    'Lisbon; Porto | 2027-04-22 | 7 | 2+1 | 900 EUR | food, museums | London | wheelchair; no cars',
  )
  away = await planned('Tokyo | 2027-04-26 | 5 | 2 | 9000 USD | nature | San Francisco | -')
})

function faults(name: string, trip: PlannedTrip): readonly string[] | undefined {
  const check = CHECKS.find((one) => one.name === name)
  if (check === undefined) throw new Error(`there is no check ${name}`)
  return check.faults(trip)
}

test('good plans have no fault', () => {
  for (const trip of [good, away])
    expect(CHECKS.flatMap(({ name, faults }) => (faults(trip) ?? []).map((fault) => [name, fault]))).toEqual(
      [],
    )
})

type Draft = ReturnType<typeof draftOf>

/** A copy that can be written to. */
function draftOf(trip: PlannedTrip) {
  return structuredClone(trip) as { -readonly [K in keyof PlannedTrip]: PlannedTrip[K] }
}

const dayWith = (trip: Draft, kind: string, count = 1) => {
  const day = trip.plan.days.find(({ items }) => items.filter((item) => item.kind === kind).length >= count)
  if (day === undefined) throw new Error(`no day has ${count} of ${kind}`)
  return day
}
const first = <T>(all: readonly T[]): T => all[0] as T
/** An activity of the composed plan together with its place in the activity section. */
const activity = (trip: Draft) => {
  const day = dayWith(trip, 'activity')
  const item = first(day.items.filter(({ kind }) => kind === 'activity'))
  const own = trip.sections.activity.days
    .flatMap(({ items }) => items)
    .find(({ title }) => title === item.title)
  if (own === undefined) throw new Error('it is not in the section')
  return { day, item, own, date: day.date }
}

const BREAKS: readonly (readonly [check: string, how: (trip: Draft) => void])[] = [
  ['times', (trip) => (activity(trip).item.end = activity(trip).item.start)],
  [
    'ways',
    (trip) => {
      const items = dayWith(trip, 'activity', 2).items
      const [one, two] = items.filter(({ kind }) => kind === 'activity')
      if (!one || !two) throw new Error('two are needed')
      Object.assign(one, {
        lat: 38.7,
        lon: -9.1,
        end: `${one.start.slice(0, 11)}12:00`,
        start: `${one.start.slice(0, 11)}11:00`,
      })
      Object.assign(two, {
        lat: 38.9,
        lon: -9.1,
        start: `${one.start.slice(0, 11)}12:05`,
        end: `${one.start.slice(0, 11)}13:00`,
      })
      trip.plan.days = [{ ...dayWith(trip, 'activity', 2), items: [one, two] }]
    },
  ],
  [
    'distances',
    (trip) => {
      const { day, item } = activity(trip)
      const at = (n: number) => ({
        ...item,
        start: `${day.date}T${10 + n}:00`,
        end: `${day.date}T${10 + n}:30`,
      })
      day.items = [
        { ...at(0), lat: 38, lon: -9 },
        { ...at(1), lat: 38.5, lon: -9 },
      ]
    },
  ],
  [
    'opening days',
    (trip) => {
      const { own, item, day } = activity(trip)
      // Closed on Mondays, as its guide says.
      own.title = item.title = 'Museu Nacional do Azulejo'
      trip.sections.activity.days = [{ date: '2027-04-26', items: [own] }]
      day.date = '2027-04-26'
      trip.plan.days = [day]
      for (const planned of trip.sections.planning.days) planned.stop = 0
    },
  ],
  ['holidays', (trip) => trip.plan.days.forEach((day) => delete day.holiday)],
  ['presence', (trip) => (activity(trip).item.start = '2027-04-01T10:00')],
  ['journeys', (trip) => (first(trip.plan.legs).durationMinutes = 10)],
  ['hours', (trip) => (activity(trip).item.start = `${activity(trip).date}T04:00`)],
  ['dates', (trip) => trip.plan.days.pop()],
  ['nights', (trip) => trip.plan.stays.pop()],
  [
    'places',
    (trip) => {
      trip.plan.stops.pop()
      trip.plan.notes = []
      trip.plan.conflicts = []
    },
  ],
  ['budget', (trip) => (trip.plan.conflicts = [])],
  [
    'preferences',
    (trip) => trip.sections.activity.days.forEach(({ items }) => items.forEach((item) => (item.serves = []))),
  ],
  ['children', (trip) => (activity(trip).own.end = '23:30')],
  [
    'step-free',
    (trip) => {
      const { own, item } = activity(trip)
      own.title = item.title = 'Castelo de São Jorge'
    },
  ],
  [
    'transport wishes',
    (trip) => Object.assign(first(trip.plan.legs), { mode: 'car', details: [], why: 'quick' }),
  ],
  ['sums', (trip) => trip.plan.budget && (trip.plan.budget.total.expected += 1)],
  ['facts', (trip) => (activity(trip).own.serves = ['beach'])],
  ['gazetteer', (trip) => (first(trip.plan.stops).place.lat += 1)],
  [
    'airports',
    (trip) => Object.assign(first(trip.plan.legs), { mode: 'flight', details: ['from Nowhere (QQX)'] }),
  ],
  ['coordinates', (trip) => (activity(trip).own.lat = 0)],
  ['countries', (trip) => (first(trip.plan.places).currency = 'XXX')],
  ['leg lengths', (trip) => (first(trip.plan.legs).distanceKm += 500)],
  [
    'repeats',
    (trip) => {
      const { own } = activity(trip)
      const day = trip.sections.activity.days.find(({ items }) => items.includes(own))
      day?.items.push({ ...own })
    },
  ],
  ['words', (trip) => trip.plan.notes.push('Stay for 1 nights.')],
  ['said once', (trip) => trip.plan.tips.push(...trip.plan.tips.slice(0, 1), 'x', 'x')],
]

test.each(BREAKS)('%s finds its fault', (name, how) => {
  const broken = draftOf(good)
  how(broken)
  expect(faults(name, broken)).not.toEqual([])
  expect(faults(name, broken)).toBeDefined()
})

test('daylight leaves the way home from a day trip in the dark, and not the visit', async () => {
  const trip = await planned('Cebu City | 2027-11-22 | 4 | 2 | - | beach, shopping, museums | - | -')
  expect(faults('daylight', trip)).toEqual([])
  const late = draftOf(trip)
  const items = late.sections.activity.days.flatMap((day) => day.items)
  const shoal = items.find(({ title }) => title === 'Moalboal sardine run')
  expect(shoal?.end).toBe('18:00') // in November the sun sets at 17:19 there, and it is an hour from home
  Object.assign(shoal ?? {}, { end: '19:30' })
  expect(faults('daylight', late)).toHaveLength(1)
})

test('daylight finds a hike in the night', () => {
  const broken = draftOf(away)
  const park = broken.sections.activity.days
    .flatMap(({ items }) => items)
    .find(({ kind, setting }) => setting === 'outdoor' && ['park', 'garden', 'hike'].includes(kind))
  if (park === undefined) throw new Error('a trip for nature has a park')
  Object.assign(park, { kind: 'hike', start: '22:00', end: '23:30' })
  expect(faults('daylight', broken)).toHaveLength(1)
})

test('full days finds an empty day', () => {
  const broken = draftOf(away)
  for (const day of broken.sections.activity.days) day.items = []
  expect(faults('full days', broken)?.length).toBeGreaterThanOrEqual(1)
})

test('budget finds ways to save that are too few, too small without a word, or more than the whole', () => {
  const over = draftOf(good)
  const { budget } = over.plan
  if (budget === undefined) throw new Error('the good plan has a budget')
  const gap = 5_000
  over.request = {
    ...over.request,
    budget: { amount: budget.total.expected - gap, currency: budget.currency },
  }
  over.plan.conflicts = [{ kind: 'over-budget', severity: 'error', text: 'over', sections: [], options: [] }]
  const found = (saves: readonly number[], notes: string[] = []) => {
    const ways = saves.map((amount, i) => ({ text: `way ${i}`, saves: amount }))
    const limit = budget.total.expected - gap
    over.plan.budget = { ...budget, limit, remaining: -gap, verdict: 'over', savings: ways, notes }
    return faults('budget', over)
  }
  expect(found([gap, gap + 1, gap + 2])).toEqual([])
  expect(found([gap, gap + 1])).toEqual(['over budget with 2 ways to save'])
  expect(found([gap, gap + 1], ['Nothing else in this plan can be made cheaper.'])).toEqual([])
  expect(found([1, 2, 3])).toEqual(['no way closes the gap, and nobody says so'])
  expect(found([1, 2, 3], ['No change to this plan closes the gap.'])).toEqual([])
  expect(found([gap, 0, budget.total.expected])).toHaveLength(2)
})

test('every check was broken once', () => {
  expect(new Set([...BREAKS.map(([name]) => name), 'daylight', 'full days'])).toEqual(
    new Set(CHECKS.map(({ name }) => name)),
  )
})

test('an agent without an answer, and one whose answer fits no schema, are no plan', async () => {
  const cases = fixedCases('Lisbon | 2027-04-22 | 3 | 2 | - | food | - | -')
  const score = async (answer: typeof answerFromOpenData) => {
    const { scores } = await evaluate(cases, { signal, answer })
    return scores.find(({ check }) => check === 'a plan')
  }
  const silent = await score((task, stop) =>
    task.agent === 'weather'
      ? Promise.resolve({ why: 'agent.timeout: too slow' })
      : answerFromOpenData(task, stop),
  )
  expect(silent).toMatchObject({
    judged: 1,
    passed: 0,
    examples: [{ faults: ['weather: agent.timeout: too slow'] }],
  })
  const wrong = await score(() => Promise.resolve({ section: {} }))
  expect(wrong).toMatchObject({ judged: 1, passed: 0 })
})

test('the shortest way through places is the shortest of all orders', () => {
  const [lisbon, athens, madrid, rome] = (
    fixedCases('Lisbon; Athens; Madrid; Rome | 2027-05-03 | 9 | 2 | - | - | - | in this order')[0] as {
      request: PlannedTrip['request']
    }
  ).request.destinations
  if (!lisbon || !athens || !madrid || !rome) throw new Error('four places')
  const straight = shortest(lisbon, [madrid, rome, athens], undefined)
  expect(shortest(lisbon, [athens, madrid, rome], undefined)).toBeCloseTo(straight)
  const withStops = (...places: (typeof lisbon)[]): PlannedTrip => {
    const trip = draftOf(good)
    trip.request = { ...trip.request, constraints: [], origin: undefined }
    const stop = first(trip.sections.planning.stops)
    trip.sections.planning.stops = places.map((place) => ({ ...stop, place }))
    return trip
  }
  expect(zigzagOf(withStops(lisbon, madrid, rome, athens))).toBeCloseTo(1)
  expect(zigzagOf(withStops(lisbon, athens, madrid, rome))).toBeGreaterThan(1.5)
  expect(zigzagOf(withStops(lisbon, athens))).toBeUndefined()
})
