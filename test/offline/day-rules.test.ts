/** What a local would object to: each rule of a day, on a trip that breaks without it. */
import { describe, expect, test } from 'vitest'
import { composeActivity } from '../../actors/offline/activity.ts'
import { composeLocation } from '../../actors/offline/location.ts'
import { composeWeather } from '../../actors/offline/weather.ts'
import { dayHours, hoursWithJetLag } from '../../actors/offline/pace.ts'
import { readWishes } from '../../actors/offline/wishes.ts'
import { guideOf, isOwnGuide } from '../../actors/atlas/sights/guide-of.ts'
import { distanceKm } from '../../actors/atlas/index.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'
import { itemsOf, later, placeNamed, taskFor, type Trip } from './activity-frames.ts'

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
type Item = ReturnType<typeof composeActivity>['days'][number]['items'][number]
const SHOW: Omit<Item, 'title' | 'start' | 'end'> = {
  kind: 'show',
  why: 'Why.',
  setting: 'indoor',
  serves: [],
  basis: 'curated',
}
const activities = (trip: Trip) => composeActivity(taskFor(trip))

describe('whose guide it is', () => {
  test('a city whose point in the gazetteer lies far from its centre has its own', () => {
    const dubai = placeNamed('Dubai')
    const guide = guideOf(dubai)
    expect(guide && distanceKm(dubai, guide)).toBeGreaterThan(12)
    expect(guide && isOwnGuide(dubai, guide)).toBe(true)
    const items = itemsOf(activities({ stops: [['Dubai', 3]], start: '2027-02-10' }))
    expect(items.filter(({ basis }) => basis === 'generic')).toEqual([])
  })

  test('across a strait and a border it is another city', () => {
    expect(guideOf(placeNamed('Batam'))).toBeUndefined()
    const { places } = composeLocation(taskFor({ stops: [['Batam', 2]], start: '2027-03-05' }, 'location'))
    expect(places[0]?.dishes).toEqual([])
  })

  test('a border that nobody notices, or that visitors are used to cross, is none', () => {
    expect(guideOf(placeNamed('Freilassing'))?.city).toBe('Salzburg')
    expect(guideOf(placeNamed('Livingstone, Zambia'))?.city).toBe('Victoria Falls')
  })
})

describe('meals', () => {
  test.for(['Marrakesh', 'Hiroshima', 'Hanoi', 'Lima, Peru'])(
    'nobody lunches or dines twice in %s',
    (city) => {
      const trip: Trip = { stops: [[city, 4]], start: '2027-03-08', preferences: ['food'], pace: 'full' }
      for (const { items } of activities(trip).days) {
        const eating = items.filter(
          ({ kind, start, end }) =>
            (['market', 'food-street', 'lunch'].includes(kind) || kind.endsWith('with food')) &&
            minutes(end) - minutes(start) >= 45,
        )
        const at = (from: number, to: number) =>
          eating.filter(({ start, end }) => Math.min(minutes(end), to) - Math.max(minutes(start), from) >= 45)
        expect(at(705, 915).length).toBeLessThanOrEqual(1)
        expect(at(1080, 1440).length).toBeLessThanOrEqual(1)
      }
    },
  )

  test('a city with a guide is never asked for "a regional lunch": its dishes have names', () => {
    const items = itemsOf(
      activities({ stops: [['Bath, United Kingdom', 4]], start: '2027-05-10', preferences: ['food'] }),
    )
    const lunch = items.find(({ title }) => title.startsWith('A long lunch'))
    expect(lunch?.title).toContain('Somerset cider')
    expect(items.some(({ title }) => title.includes('regional lunch'))).toBe(false)
  })

  test('before a tour over the whole evening one eats early, or is told to', () => {
    const task = taskFor({ stops: [['Budapest', 2]], start: '2027-06-18' })
    const item = { ...SHOW, why: 'Opera.' }
    const activity = (start: string, end: string, title = 'Opera') => ({
      days: [{ date: '2027-06-19', items: [{ ...item, title, start, end }] }],
      notes: [],
      sources: [],
    })
    const dinner = (start: string, end: string) =>
      composeTripPlan(task.request, {
        planning: task.sections.planning,
        activity: activity(start, end),
      }).days[1]?.items.find(({ title }) => title.startsWith('Dinner'))
    expect(dinner('18:00', '22:00')?.start).toBe('2027-06-19T17:00')
    expect(dinner('20:00', '22:00')?.start).toBe('2027-06-19T18:45')
  })

  test('a day trip ends back in town: dinner needs no way from where it led to', () => {
    const task = taskFor({ stops: [['Budapest', 2]], start: '2027-06-18' })
    const base = SHOW
    const items = [
      { ...base, title: 'Szentendre', start: '09:00', end: '14:00', lat: 47.67, lon: 19.076 },
      { ...base, title: 'Opera', start: '19:30', end: '22:00', lat: 47.5026, lon: 19.0583 },
    ]
    const activity = { days: [{ date: '2027-06-19', items }], notes: [], sources: [] }
    const plan = composeTripPlan(task.request, { planning: task.sections.planning, activity })
    expect(plan.days[1]?.items.some(({ title }) => title.startsWith('Dinner'))).toBe(true)
  })
})

describe('heat, light and rain', () => {
  test('from 33 °C on nothing outdoors of a few hours is planned between half past twelve and four', () => {
    for (const city of ['Luxor', 'Samarkand', 'Seville, Spain', 'Muscat']) {
      const trip: Trip = { stops: [[city, 4]], start: '2027-07-12', pace: 'full' }
      const { notes } = composeWeather(taskFor(trip, 'weather'))
      expect(notes.join(' ')).toContain('avoid the hours around midday')
      const walks = itemsOf(activities(trip)).filter(
        ({ setting, kind, start, end }) =>
          setting === 'outdoor' &&
          !['beach', 'boat', 'bath'].includes(kind) &&
          minutes(end) - minutes(start) <= 240,
      )
      expect(walks.length).toBeGreaterThan(0)
      for (const { title, start, end } of walks)
        expect
          .soft(minutes(end) <= 750 || minutes(start) >= 960, `${city}: ${title} ${start}-${end}`)
          .toBe(true)
    }
  })

  test('at 40 °C nobody lies on a beach at midday either', () => {
    const trip: Trip = { stops: [['Dubai', 5]], start: '2027-07-12', preferences: ['beach'] }
    const beaches = itemsOf(activities(trip)).filter(({ kind }) => kind === 'beach')
    for (const { start, end } of beaches) expect(minutes(end) <= 750 || minutes(start) >= 960).toBe(true)
  })

  test('an evening on the water waits for the lights, and with children in a northern June there is none', () => {
    const trip: Trip = { stops: [['Paris, France', 4]], start: '2027-06-07', preferences: ['photography'] }
    const cruise = (more: Partial<Trip>) =>
      itemsOf(activities({ ...trip, ...more })).filter(({ title }) => title === 'Seine evening cruise')
    for (const { start } of cruise({})) expect(minutes(start)).toBeGreaterThanOrEqual(20 * 60)
    expect(cruise({ children: 2, preferences: ['family'] })).toEqual([])
    for (const { start } of cruise({ start: '2027-12-06' }))
      expect(minutes(start)).toBeGreaterThanOrEqual(17 * 60)
  })

  test('a rain plan is near what it replaces, indoors and open; in frost it speaks of bad weather', () => {
    const wet = activities({ stops: [['Bergen', 4]], start: '2027-10-11', preferences: ['nature'] })
    expect(wet.days.some(({ rainPlan }) => rainPlan?.startsWith('If it rains') === true)).toBe(true)
    const frost = activities({ stops: [['Tromsø', 4]], start: '2027-12-18', preferences: ['nature'] })
    const plans = frost.days.flatMap(({ rainPlan }) => rainPlan ?? [])
    expect(plans.length).toBeGreaterThan(0)
    for (const plan of plans) expect(plan).toMatch(/^In bad weather/)
    expect(plans.join(' ')).not.toContain('Northern lights')
  })

  test('what is seen at dawn is set out for at dawn; who comes later is told that earlier is better', () => {
    const trip: Trip = { stops: [['Nairobi, Kenya', 4]], start: '2027-08-02', preferences: ['nature'] }
    const park = (more: Partial<Trip> = {}) =>
      itemsOf(activities({ ...trip, ...more })).find(({ title }) => title === 'Nairobi National Park')
    expect(minutes(park()?.start ?? '23:00')).toBeLessThanOrEqual(7 * 60)
    expect(park()?.tip).toMatch(/^Be at the gate/)
    expect(park({ children: 1 })?.tip).toMatch(/^Earlier is better, if you can: be at the gate/)
  })
})

describe('thin air', () => {
  test('whoever sleeps high goes no higher before the third day', () => {
    for (const start of ['2027-11-01', '2027-05-03']) {
      const items = itemsOf(
        activities({ stops: [['San Pedro de Atacama', 5]], start, preferences: ['nature', 'photography'] }),
      )
      const high = items.filter(({ title }) => /El Tatio|Lagunas Altiplánicas/.test(title))
      expect(high.length).toBeGreaterThan(0)
      for (const { date } of high) expect(date >= later(start, 2)).toBe(true)
    }
  })

  test('who arrives in the evening keeps the next day gentle as well', () => {
    const task = taskFor({
      stops: [['Cusco', 4]],
      start: '2027-06-14',
      origin: 'Lima',
      preferences: ['hiking'],
    })
    const [arrival] = task.sections.planning.days
    if (arrival) arrival.free = [{ from: '17:00', to: '21:30' }]
    const next = composeActivity(task).days[1]
    expect(next?.items.length).toBeGreaterThan(0)
    expect(next?.items.some(({ kind }) => kind === 'hike')).toBe(false)
  })
})

describe('bodies', () => {
  const request = taskFor({ stops: [['Lisbon', 2]], start: '2027-05-10' }).request
  const hours = dayHours(request, readWishes(request))

  test('after flying west the evening is short, after flying east the morning; both pass', () => {
    expect(hoursWithJetLag(hours, -9, 0)).toEqual({ start: 540, end: 1200 })
    expect(hoursWithJetLag(hours, -9, 1)).toEqual({ start: 540, end: 1200 })
    expect(hoursWithJetLag(hours, 9, 0)).toEqual({ start: 600, end: 1200 })
    expect(hoursWithJetLag(hours, 9, 1)).toEqual({ start: 600, end: 1320 })
    expect(hoursWithJetLag(hours, 9, 2)).toEqual(hours)
    expect(hoursWithJetLag(hours, 6, 1)).toEqual(hours)
    expect(hoursWithJetLag(hours, 4, 0)).toEqual(hours)
  })

  test.for(['Lisbon', 'Tokyo', 'Copenhagen'])(
    'children pause after lunch, and do at most three things a day, in %s',
    (city) => {
      const task = taskFor({
        stops: [[city, 4]],
        start: '2027-05-10',
        children: 2,
        preferences: ['family'],
        pace: 'light',
      })
      const activity = composeActivity(task)
      const plan = composeTripPlan(task.request, { planning: task.sections.planning, activity })
      for (const { items } of plan.days) {
        expect(items.filter(({ kind }) => kind === 'activity').length).toBeLessThanOrEqual(3)
        const lunch = items.findIndex(({ title }) => title.startsWith('Lunch'))
        const after = items.slice(lunch + 1).find(({ kind }) => kind === 'activity')
        if (lunch < 0 || !after) continue
        expect(
          minutes(after.start.slice(11)) - minutes((items[lunch]?.end ?? '').slice(11)),
        ).toBeGreaterThanOrEqual(30)
      }
    },
  )
})

describe('a stay longer than its guide', () => {
  const start = '2027-05-01'
  const { days } = activities({ stops: [['Lisbon, Portugal', 20]], start })
  const empty = (items: (typeof days)[number]['items']) =>
    items.every(({ kind, title }) => kind === 'free' || title.startsWith('An unhurried afternoon'))

  test('has its free days between the others, never three in a row, and its best first', () => {
    const free = days.map(({ items }) => empty(items))
    expect(free.filter(Boolean).length).toBeGreaterThan(2)
    expect(free.map((one) => (one ? 'f' : '-')).join('')).not.toContain('fff')
    const jeronimos = days.findIndex(({ items }) => items.some(({ title }) => title.includes('Jerónimos')))
    expect(jeronimos).toBeGreaterThanOrEqual(0)
    expect(jeronimos).toBeLessThan(days.length / 2)
  })

  test('spends the first of them in parts of town that the guide names', () => {
    const titles = days.flatMap(({ items }) => items.map(({ title }) => title))
    const strolls = titles.filter((title) => title.startsWith('An unhurried afternoon in '))
    expect(strolls.length).toBeGreaterThan(0)
    expect(new Set(titles).size).toBe(titles.length)
  })

  test('says that no more is known where there is no guide', () => {
    const items = itemsOf(activities({ stops: [['Comodoro Rivadavia', 9]], start: '2027-01-10' }))
    const free = items.filter(({ kind }) => kind === 'free')
    expect(free.length).toBeGreaterThan(0)
    for (const { why } of free) expect(why).toContain('No more is known here')
  })
})

test('stars and animals by night are seen when it is dark', () => {
  for (const [place, title, dusk] of [
    ['Sesriem', 'Stars of the desert', '19:15'],
    ['Lake Tekapo', 'Dark sky with a telescope', '18:15'],
  ] as const) {
    const seen = itemsOf(activities({ stops: [[place, 4]], start: '2027-06-10' })).filter(
      (item) => item.title === title,
    )
    expect(seen).toHaveLength(1)
    expect(seen[0]?.start.localeCompare(dusk)).toBeGreaterThanOrEqual(0)
  }
})

test('an unknown town has its museum closed on Mondays and its market on the day of rest', () => {
  for (const [place, day, kind] of [
    ['Görlitz', '2027-09-13', 'museum'],
    ['Görlitz', '2027-09-12', 'market'],
    ['Nizwa', '2027-09-10', 'market'],
  ] as const) {
    const items = itemsOf(activities({ stops: [[place, 6]], start: '2027-09-08' }))
    expect(items.filter((item) => item.date === day && item.kind === kind)).toEqual([])
    expect(items.some((item) => item.kind === kind)).toBe(true)
  }
})
