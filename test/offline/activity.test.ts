import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeActivity } from '../../actors/offline/activity.ts'
import { composePlanning } from '../../actors/offline/planning.ts'
import { daylight, distanceKm, holidaysBetween } from '../../actors/atlas/index.ts'
import { sightsNear } from '../../actors/atlas/sights/index.ts'
import { ActivitySection, type AgentTask, PREFERENCES } from '../../machines/messages/index.ts'
import { itemsOf, placeNamed, taskFor, type Trip } from './activity-frames.ts'

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function compose(trip: Trip) {
  const task = taskFor(trip)
  return { task, section: ActivitySection.parse(composeActivity(task)) }
}

const LISBON = { stops: [['Lisbon, Portugal', 4]], start: '2027-05-12', origin: 'Berlin, Germany' } as const

describe('every plan', () => {
  const places = [
    'Lisbon, Portugal',
    'Tokyo',
    'Cusco',
    'Reykjavík',
    'Tromsø',
    'Mombasa',
    'New York',
    'Évora',
    'Görlitz',
    'Siena',
  ]
  const trips = fc.record({
    stops: fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 3 }),
    nights: fc.integer({ min: 1, max: 7 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    preferences: fc.uniqueArray(fc.constantFrom(...PREFERENCES), { maxLength: 3 }),
    children: fc.integer({ min: 0, max: 2 }),
    wishes: fc.subarray(['wheelchair user', 'no museums']),
    pace: fc.constantFrom('light' as const, 'normal' as const, 'full' as const),
    real: fc.boolean(),
    origin: fc.boolean(),
  })

  test('keeps to the free windows, in order, without overlap and without repeating anything', () => {
    fc.assert(
      fc.property(trips, (drawn) => {
        const start = `2027-${String(drawn.month).padStart(2, '0')}-${String(drawn.day).padStart(2, '0')}`
        const { stops, nights, real, origin, ...rest } = drawn
        const trip: Trip = {
          ...rest,
          start,
          stops: stops.map((name) => [name, nights] as const),
          ...(origin && { origin: 'Vienna, Austria' }),
        }
        const task: AgentTask = taskFor(trip)
        if (real) task.sections.planning = composePlanning({ ...task, agent: 'planning', sections: {} })
        const { planning } = task.sections
        const section = ActivitySection.parse(composeActivity(task))
        expect(section.days.map(({ date }) => date)).toEqual(planning?.days.map(({ date }) => date))
        const titles = itemsOf(section).map(({ title }) => title)
        expect(new Set(titles).size).toBe(titles.length)
        for (const day of planning?.days ?? []) {
          const items = section.days.find(({ date }) => date === day.date)?.items ?? []
          const windows = [...day.free, ...(day.visit ? [day.visit] : [])]
          let free = 0
          for (const { start, end, why } of items) {
            expect(minutes(start)).toBeGreaterThanOrEqual(free)
            expect(minutes(end)).toBeGreaterThan(minutes(start))
            // Only the longest trips set out at dawn, before the window opens.
            const dawn = minutes(end) - minutes(start) > 600
            expect(windows.some(({ from, to }) => (dawn || from <= start) && end <= to)).toBe(true)
            expect(why.length).toBeGreaterThan(10)
            free = minutes(end)
          }
        }
        expect(composeActivity(task)).toEqual(section)
      }),
      { numRuns: 60 },
    )
  })

  test('leaves time to get from one sight to the next', () => {
    const { section } = compose({ stops: [['Tokyo', 6]], start: '2027-04-05', pace: 'full' })
    const trips = new Set(
      sightsNear(placeNamed('Tokyo'))
        ?.sights.filter(({ dayTrip }) => dayTrip)
        .map(({ name }) => name),
    )
    const moves = section.days.flatMap(({ items }) =>
      items.flatMap((item, i) => {
        const next = items[i + 1]
        // Day trips end where they began, and nothing is known about where.
        if (!next || trips.has(item.title) || item.lat === undefined || next.lat === undefined) return []
        const km = distanceKm({ lat: item.lat, lon: item.lon ?? 0 }, { lat: next.lat, lon: next.lon ?? 0 })
        return [{ km, minutes: minutes(next.start) - minutes(item.end) }]
      }),
    )
    expect(moves.length).toBeGreaterThan(3)
    // 25 km/h door to door would be fast for any city.
    expect(moves.filter(({ km, minutes }) => minutes < (km / 25) * 60 - 1)).toEqual([])
  })
})

describe('rules', () => {
  const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  const needsSun = ({ kind, setting }: { kind: string; setting: string }) =>
    kind === 'hike' || (kind === 'viewpoint' && setting === 'outdoor')
  const sightOf = (place: string, title: string) =>
    sightsNear(placeNamed(place))?.sights.find(({ name }) => name === title)

  test.for(['Lisbon, Portugal', 'Paris, France', 'Tokyo', 'Madrid, Spain', 'New York'])(
    'closing days, seasons and times of day are kept in %s',
    (place) => {
      const found = ['2027-01-09', '2027-07-11'].flatMap((start) =>
        itemsOf(compose({ stops: [[place, 7]], start }).section).flatMap((item) => {
          const sight = sightOf(place, item.title)
          return sight ? [{ ...item, sight, month: Number(item.date.slice(5, 7)) }] : []
        }),
      )
      expect(found.length).toBeGreaterThan(10)
      const weekday = (date: string) => WEEKDAYS[new Date(date).getUTCDay()]
      expect(found.filter(({ sight, date }) => sight.closedOn?.some((day) => day === weekday(date)))).toEqual(
        [],
      )
      expect(found.filter(({ sight, month }) => sight.season?.includes(month) === false)).toEqual([])
      expect(
        found.filter(({ sight, start }) => sight.bestTime === 'morning' && minutes(start) >= 17 * 60),
      ).toEqual([])
      expect(
        found.filter(
          ({ sight, start }) => sight.bestTime === 'evening' && !needsSun(sight) && minutes(start) < 16 * 60,
        ),
      ).toEqual([])
    },
  )

  test.for(['Reykjavík', 'Akureyri', 'Tromsø', 'London, United Kingdom', 'Sydney', 'Lima, Peru'])(
    'no hike and no outdoor viewpoint in the dark in %s, in any season',
    (place) => {
      const starts = ['2027-01-04', '2027-06-15', '2027-10-20', '2027-12-10']
      const bound = starts.flatMap((start) =>
        itemsOf(
          compose({ stops: [[place, 6]], start, pace: 'full', preferences: ['hiking'] }).section,
        ).flatMap((item) => {
          const sight = sightOf(place, item.title)
          const light = daylight(placeNamed(place), item.date)
          return sight && needsSun(sight) ? [{ ...item, light }] : []
        }),
      )
      expect(bound.length).toBeGreaterThan(0)
      const dark = bound.filter(({ start, end, light }) => {
        if (light.kind !== 'normal') return light.kind === 'polar-night'
        return light.sunrise < light.sunset && (start < light.sunrise || end > light.sunset)
      })
      expect(dark).toEqual([])
    },
  )

  test('says polar night and midnight sun', () => {
    const winter = compose({ stops: [['Tromsø', 3]], start: '2027-01-04' }).section.notes.join(' ')
    const summer = compose({ stops: [['Tromsø', 3]], start: '2027-06-14' }).section.notes.join(' ')
    expect(winter).toContain('Polar night')
    expect(summer).toContain('Midnight sun')
  })

  test('step-free wishes leave only accessible sights, and the notes say so', () => {
    const { section } = compose({ ...LISBON, wishes: ['One of us uses a wheelchair'] })
    const items = itemsOf(section)
    const curated = items.filter(({ basis }) => basis === 'curated')
    expect(curated.length).toBeGreaterThan(2)
    expect(curated.filter(({ title }) => sightOf('Lisbon, Portugal', title)?.accessible !== true)).toEqual([])
    expect(items.filter(({ basis }) => basis === 'gazetteer')).toEqual([])
    expect(section.notes.join(' ')).toContain('step-free')
  })

  test('children: nothing after 20:00, no nightlife, family sights first', () => {
    const { section } = compose({ ...LISBON, children: 2 })
    const items = itemsOf(section)
    for (const item of items) {
      expect(minutes(item.end)).toBeLessThanOrEqual(20 * 60)
      expect(sightOf('Lisbon, Portugal', item.title)?.goodFor[0]).not.toBe('nightlife')
    }
    const family = items.filter(({ title }) => sightOf('Lisbon, Portugal', title)?.goodFor.includes('family'))
    expect(family.length * 2).toBeGreaterThanOrEqual(items.length)
  })

  test.for([
    ['no museums', (kind: string) => kind === 'museum' || kind === 'gallery'],
    ['please avoid churches', (kind: string) => kind === 'church'],
    ["I don't like zoos", (kind: string) => kind === 'zoo'],
  ] as const)('"%s" is heeded and noted', ([wish, refused]) => {
    const { section } = compose({ ...LISBON, wishes: [wish] })
    expect(itemsOf(section).some(({ kind }) => refused(kind))).toBe(false)
    expect(section.notes.some((note) => note.startsWith('Left out as you asked'))).toBe(true)
  })

  test('the first day in thin air has no hike and no day trip, and the notes say why', () => {
    const { section } = compose({
      stops: [
        ['Lima, Peru', 1],
        ['Cusco', 4],
      ],
      start: '2027-06-05',
      preferences: ['hiking'],
      pace: 'full',
    })
    const first = section.days.find(({ date }) => date === '2027-06-06')
    for (const { kind, start, end } of first?.items ?? []) {
      expect(kind).not.toBe('hike')
      expect(minutes(end) - minutes(start)).toBeLessThanOrEqual(240)
    }
    expect(section.notes.some((note) => note.includes('gentle'))).toBe(true)
  })

  test('a public holiday is said where it may close something', () => {
    const [holiday] = holidaysBetween('PT', '2027-06-10', '2027-06-10')
    const { section } = compose({ ...LISBON, start: '2027-06-08' })
    expect(holiday).toBeDefined()
    const items = section.days.find(({ date }) => date === '2027-06-10')?.items ?? []
    const risky = items.filter(({ kind }) => ['museum', 'gallery', 'palace', 'market'].includes(kind))
    expect(risky.every(({ tip }) => tip?.includes('Public holiday') === true)).toBe(true)
    expect(section.notes.join(' ')).not.toContain('public holiday')
  })

  test('paid sights have a band for the group in its currency, free ones none', () => {
    for (const currency of ['EUR', 'JPY']) {
      const items = itemsOf(compose({ ...LISBON, currency }).section)
      const isPaid = ({ title }: { title: string }) => sightOf('Lisbon, Portugal', title)?.paid === true
      expect(items.filter((item) => (item.cost !== undefined) !== isPaid(item))).toEqual([])
      const costs = items.flatMap(({ cost }) => (cost ? [cost] : []))
      expect(costs.length).toBeGreaterThan(1)
      expect(costs.filter((cost) => cost.currency !== currency)).toEqual([])
      expect(costs.filter(({ low, expected, high }) => low > expected || expected > high)).toEqual([])
      // Between 1 and 200 euros a head, whatever the minor unit.
      const euros = costs.map(({ expected }) => (currency === 'JPY' ? expected / 177 : expected / 100))
      expect(euros.filter((sum) => sum <= 2 || sum >= 400)).toEqual([])
    }
  })

  test('a stay longer than the guide goes to real towns or says it is free, and repeats nothing', () => {
    const { section } = compose({ stops: [['Lisbon, Portugal', 27]], start: '2027-05-03' })
    const bases = new Set(itemsOf(section).map(({ basis }) => basis))
    expect(bases).toEqual(new Set(['curated', 'gazetteer', 'generic']))
    expect(itemsOf(section).some(({ kind }) => kind === 'free')).toBe(true)
  })

  test('a place without a guide gets a thin plan that says so', () => {
    const { section } = compose({ stops: [['Görlitz', 3]], start: '2027-05-03' })
    const items = itemsOf(section)
    expect(items.length).toBeGreaterThan(2)
    expect(items.every(({ basis }) => basis !== 'curated')).toBe(true)
    expect(items.filter(({ basis }) => basis === 'generic').every(({ lat }) => lat === undefined)).toBe(true)
    expect(section.notes[0]).toContain('thin')
  })

  test('what another stop has at its doorstep is left to that stop', () => {
    const { section } = compose({
      stops: [
        ['Kyoto', 4],
        ['Nara', 2],
      ],
      start: '2027-04-05',
    })
    const kyoto = section.days.slice(0, 4).flatMap(({ items }) => items)
    // In Nara itself it is not called after Nara.
    expect(kyoto.some(({ title }) => title.includes('Tōdai-ji'))).toBe(false)
    expect(itemsOf(section).some(({ title }) => title === 'Tōdai-ji and the deer park')).toBe(true)
  })
})
