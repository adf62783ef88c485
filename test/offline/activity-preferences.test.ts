import { describe, expect, test } from 'vitest'
import { composeActivity } from '../../actors/offline/activity.ts'
import { climateAt } from '../../actors/atlas/climate/index.ts'
import { curatedCities, sightsNear } from '../../actors/atlas/sights/index.ts'
import type { TripRequest } from '../../machines/messages/index.ts'
import { itemsOf, taskFor } from './activity-frames.ts'

type Preference = TripRequest['preferences'][number]

function titles(place: string, preferences: Preference[], start: string): Set<string> {
  const task = taskFor({
    stops: [[place, 3]],
    start,
    origin: 'Frankfurt, Germany',
    preferences,
  })
  return new Set(itemsOf(composeActivity(task)).map(({ title }) => title))
}

/** June, or where June is too hot for a walk the month that is best for one: nobody hikes in Delhi in summer. */
function walkingSeason({ lat, lon }: { lat: number; lon: number }): string {
  const highs = Array.from({ length: 12 }, (_, i) => climateAt({ lat, lon, elevation: 0 }, i + 1)?.high ?? 20)
  const distances = highs.map((high) => Math.abs(high - 22))
  const best = (highs[5] ?? 0) > 29 ? distances.indexOf(Math.min(...distances)) : 5
  return `2027-${String(best + 1).padStart(2, '0')}-14`
}

describe('the longest trip of a guide', () => {
  const trip = (nights: number, preferences: Preference[]) =>
    itemsOf(
      composeActivity(
        taskFor({ stops: [['Cusco', nights]], start: '2027-06-14', origin: 'Lima', preferences }),
      ),
    )

  test('is on the plan of every stay with the nights for it, whatever the traveller likes', () => {
    for (const preferences of [[], ['food'], ['museums']] satisfies Preference[][]) {
      const [long, ...more] = trip(3, preferences).filter(
        ({ start, end }) => Number(end.slice(0, 2)) - Number(start.slice(0, 2)) > 10,
      )
      expect(long?.start).toBe('06:00')
      expect(long?.tip).toContain('night')
      expect(more).toEqual([])
    }
  })

  test('is left out of a short stay', () => {
    const hours = trip(2, []).map(({ start, end }) => Number(end.slice(0, 2)) - Number(start.slice(0, 2)))
    expect(Math.max(...hours)).toBeLessThanOrEqual(10)
  })
})

describe('preferences change the plan', () => {
  // Where a guide has a hike, and in its season: in the dark north, in great heat, or in a town of the steppe, the two
  // have to share what is indoors.
  const walked = curatedCities().filter((city) =>
    sightsNear(city, 1)?.sights.some(({ kind }) => kind === 'hike'),
  )

  test('nearly every guide has a hike', () => {
    expect(walked.length / curatedCities().length).toBeGreaterThan(0.9)
  })

  test.for(walked)('food and hiking share less than half of their items in $city', (city) => {
    const country = new Intl.DisplayNames('en', { type: 'region' }).of(city.country) ?? ''
    const start = walkingSeason(city)
    const food = titles(`${city.city}, ${country}`, ['food'], start)
    const hiking = titles(`${city.city}, ${country}`, ['hiking'], start)
    const shared = [...food].filter((title) => hiking.has(title))
    expect(shared.length).toBeLessThan(Math.max(food.size, hiking.size) / 2)
  })

  test.for([
    ['hiking', 'hike'],
    ['beach', 'beach'],
    ['museums', 'museum'],
  ] as const)('%s brings at least one %s to Lisbon', ([preference, kind]) => {
    const task = taskFor({ stops: [['Lisbon, Portugal', 4]], start: '2027-06-14', preferences: [preference] })
    const items = itemsOf(composeActivity(task))
    expect(items.some((item) => item.kind === kind && item.serves.includes(preference))).toBe(true)
  })

  test('two preferences are both served', () => {
    const task = taskFor({
      stops: [['Rome, Italy', 4]],
      start: '2027-06-14',
      preferences: ['food', 'museums'],
    })
    const served = itemsOf(composeActivity(task)).flatMap(({ serves }) => serves)
    expect(served.filter((preference) => preference === 'food').length).toBeGreaterThan(1)
    expect(served.filter((preference) => preference === 'museums').length).toBeGreaterThan(1)
  })

  test('without a preference the mix has at least four kinds of sights', () => {
    const task = taskFor({ stops: [['Rome, Italy', 4]], start: '2027-06-14' })
    const items = itemsOf(composeActivity(task))
    expect(new Set(items.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(4)
    expect(items.every(({ serves }) => serves.length === 0)).toBe(true)
  })
})
