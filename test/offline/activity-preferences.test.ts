import { describe, expect, test } from 'vitest'
import { composeActivity } from '../../actors/offline/activity.ts'
import type { TripRequest } from '../../machines/messages/index.ts'
import { itemsOf, taskFor } from './activity-frames.ts'

type Preference = TripRequest['preferences'][number]

function titles(place: string, preferences: Preference[]): Set<string> {
  const task = taskFor({
    stops: [[place, 3]],
    start: '2027-06-14',
    origin: 'Frankfurt, Germany',
    preferences,
  })
  return new Set(itemsOf(composeActivity(task)).map(({ title }) => title))
}

describe('preferences change the plan', () => {
  test.for([
    'Lisbon, Portugal',
    'Tokyo',
    'Kyoto',
    'Paris, France',
    'London, United Kingdom',
    'New York',
    'Berlin, Germany',
    'Rome, Italy',
    'Madrid, Spain',
    'Cusco',
  ])('food and hiking share less than half of their items in %s', (place) => {
    const food = titles(place, ['food'])
    const hiking = titles(place, ['hiking'])
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
