/** Weeks in one city: the guide first, then real outings, rest days that are said to be such, and where else one could live. */
import { describe, expect, test } from 'vitest'
import { distanceKm, findPlace, nearbyPlaces } from '../../actors/atlas/index.ts'
import { nearbyCandidates, neighbourCities } from '../../actors/offline/activity-nearby.ts'
import { travelMinutes } from '../../actors/offline/day-travel.ts'
import { clockMinutes } from '../../machines/trip/compose-clock.ts'
import { placeNamed } from './activity-frames.ts'
import { datesOf, everyItem, wholePlan } from './whole-plan.ts'

const weeksIn = (city: string, days: number, more: object = {}) =>
  wholePlan({ destinations: [city], dates: datesOf('2027-06-01', days), ...more })

describe('four weeks', () => {
  test('are no list of free days: outings come between them, and no two free days are told alike', async () => {
    const { sections, plan } = await weeksIn('Lisbon', 28, { preferences: ['food', 'history'] })
    const whole = sections.planning.days.filter(({ kind }) => kind === 'full').map(({ date }) => date)
    const free = whole.filter((date) => {
      const items = sections.activity.days.find((day) => day.date === date)?.items ?? []
      return items.every(({ kind }) => kind === 'free')
    })
    expect(free.length / whole.length).toBeLessThan(0.4)
    const themes = plan.days.filter(({ date }) => free.includes(date)).map(({ theme }) => theme)
    expect(new Set(themes)).toEqual(new Set(['A free day in Lisbon']))
    const told = sections.activity.days
      .filter(({ date }) => free.includes(date))
      .flatMap(({ items }) => items.map(({ why }) => why))
    expect(new Set(told).size).toBe(told.length)
  })

  test('begin with what there is to see', async () => {
    const { sections } = await weeksIn('Chiang Mai', 28)
    const first = sections.planning.days.find(({ kind }) => kind === 'full')
    const items = sections.activity.days.find(({ date }) => date === first?.date)?.items ?? []
    expect(items.some(({ basis, kind }) => basis === 'curated' && kind !== 'free')).toBe(true)
    expect(items.map(({ title }) => title).join(' ')).not.toContain('unhurried')
  })

  test('lead to towns that people have heard of, not to suburbs in the order of the alphabet', async () => {
    const titles = everyItem(await weeksIn('London, United Kingdom', 28)).map(({ title }) => title)
    for (const city of ['Oxford', 'Cambridge', 'Canterbury']) expect(titles).toContain(`A day in ${city}`)
    expect(titles.some((title) => title.endsWith('Slough'))).toBe(false)
  })

  test('name another base for the second half', async () => {
    const { plan } = await weeksIn('Lisbon', 28)
    expect(plan.tips.find((tip) => tip.includes('another base'))).toMatch(/Porto \(\d+ km\)/)
    const week = await weeksIn('Lisbon', 6)
    expect(week.plan.tips.join(' ')).not.toContain('another base')
  })
})

test('whoever stays for five nights is not told to settle in on the day before the last', async () => {
  const free = async (days: number) =>
    everyItem(
      await wholePlan({
        destinations: ['Luang Prabang'],
        dates: datesOf('2027-02-11', days),
        constraints: ['wheelchair'],
      }),
    )
      .map(({ title }) => title.replace(/, .*/, ''))
      .filter((title) => /^(?:Rest day|A day to settle in|Free time)/.test(title))
  expect(await free(6)).toEqual(['Rest day', 'Free time in Luang Prabang'])
  expect(await free(16)).toContain('A day to settle in')
})

test('a day for which the wishes hold nothing more leads to what the guide has further out', async () => {
  for (const [city, start] of [
    ['Salvador', '2027-08-08'],
    ['Amman', '2027-09-09'],
  ] as const) {
    const { sections } = await wholePlan({
      destinations: [city],
      dates: datesOf(start, 6),
      preferences: city === 'Amman' ? ['shopping'] : ['nightlife', 'culture'],
    })
    const whole = new Set(
      sections.planning.days.filter(({ kind }) => kind === 'full').map(({ date }) => date),
    )
    const filled = sections.activity.days
      .filter(({ date }) => whole.has(date))
      .map(({ items }) =>
        items.reduce((sum, { start: from, end }) => sum + clockMinutes(end) - clockMinutes(from), 0),
      )
    expect(filled).toHaveLength(4)
    expect(Math.min(...filled)).toBeGreaterThanOrEqual(120)
  }
})

describe('towns nearby', () => {
  test('what lies farther takes longer, and the way is as long as the hours of the day reckon with', () => {
    const home = { lat: 0, lon: 0 }
    const ways = Array.from({ length: 120 }, (_, i) => travelMinutes(home, { lat: 0, lon: (13 + i) / 111.2 }))
    expect(ways.filter((minutes, i) => minutes < (ways[i - 1] ?? 0))).toEqual([])
    const london = placeNamed('London, United Kingdom')
    const towns = [...nearbyCandidates(london, [], 40, true), ...neighbourCities(london, [])]
    const far = towns.filter((town) => distanceKm(london, town) > 50)
    expect(far.length).toBeGreaterThan(5)
    for (const town of far)
      expect(town.tip).toContain(`about ${travelMinutes(london, town)} minutes each way`)
  })

  test.for([
    ['Naxos', 'Páros', 0],
    ['Messina', 'Reggio Calabria', 6],
  ] as const)(
    'from %s nobody is sent to %s for a half day: whether a boat comes back is not known here',
    ([from, across, towns]) => {
      const place = placeNamed(from)
      const lookup = findPlace(from)
      const near = lookup.found ? nearbyPlaces(lookup.place, { minKm: 10, maxKm: 50, limit: 30 }) : []
      expect(near.map(({ place: { name } }) => name)).toContain(across)
      const titles = nearbyCandidates(place, [], 6).map(({ title }) => title)
      expect(titles).toHaveLength(towns)
      expect(titles.filter((title) => title.endsWith(across))).toEqual([])
    },
  )
})
