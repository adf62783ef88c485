/** What reading whole plans found to be false or silly, each with the rule that keeps it out. */
import { describe, expect, test } from 'vitest'
import { composeActivity } from '../../actors/offline/activity.ts'
import { genericCandidates } from '../../actors/offline/activity-generic.ts'
import { wishesOf } from '../../actors/offline/activity-wishes.ts'
import { tipOf } from '../../actors/offline/activity-wording.ts'
import { framesOf } from '../../actors/offline/day-frame.ts'
import { composeLocation } from '../../actors/offline/location.ts'
import { flexibility } from '../../actors/offline/planning-notes.ts'
import { buildFrame } from '../../actors/offline/planning-frame.ts'
import { readWishes } from '../../actors/offline/wishes.ts'
import { findPlace, holidaysBetween, holidaysEffect } from '../../actors/atlas/index.ts'
import { clockMinutes } from '../../machines/trip/compose-clock.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'
import { itemsOf, later, taskFor, type Trip } from './activity-frames.ts'
import { datesOf, wholePlan } from './whole-plan.ts'

const activities = (trip: Trip) => composeActivity(taskFor(trip))
const items = (trip: Trip) => itemsOf(activities(trip))
const about = (place: string) =>
  composeLocation(taskFor({ stops: [[place, 2]], start: '2027-05-10' }, 'location')).places[0]

describe('names', () => {
  test('Kochi is the port of Kerala', () => {
    const found = findPlace('Kochi')
    expect(found).toMatchObject({ found: true, place: { name: 'Cochin', country: 'IN' } })
    expect(found).toMatchObject({ note: expect.stringContaining('Kōchi') })
  })

  test('the old name of a town elsewhere is no namesake', () => {
    const venice = findPlace('Venice')
    expect(venice).toMatchObject({ found: true, note: expect.not.stringContaining('Dayton') })
  })

  test('a day that stands in for a holiday is called after it, never "Public Holiday"', () => {
    expect(holidaysBetween('BB', '2027-12-27', '2027-12-27').map(({ name }) => name)).toEqual([
      'Boxing Day (substitute day)',
    ])
    const nameless = ['BB', 'BW', 'MZ', 'ZA', 'GB', 'AU'].flatMap((country) =>
      holidaysBetween(country, '2026-12-01', '2028-12-31').filter(({ name }) =>
        /^(?:public|bank) holiday$/i.test(name),
      ),
    )
    expect(nameless).toEqual([])
  })

  test('the day after New Year is no day on which everything is closed', () => {
    expect(holidaysEffect([{ date: '2027-01-02', name: "Day after New Year's Day" }])).not.toContain(
      'almost everything',
    )
    expect(holidaysEffect([{ date: '2027-01-01', name: "New Year's Day" }])).toContain('almost everything')
  })
})

describe('capitals', () => {
  test.for([
    ['Washington', 'the capital of the United States'],
    ['Ulaanbaatar', 'the capital of Mongolia'],
    ['Lisbon, Portugal', 'the capital of Portugal'],
  ] as const)('%s is %s', ([place, text]) => {
    expect(about(place)?.about).toContain(text)
  })

  test('where it is disputed whose a city is, nothing is said', () => {
    expect(about('Jerusalem')?.about).not.toContain('capital')
  })
})

describe('customs of the date', () => {
  test('in Ramadan nothing is eaten out by day where that is not done, and the market is still a walk', () => {
    const fasting = items({ stops: [['Doha', 4]], start: '2027-02-15', preferences: ['food', 'culture'] })
    expect(fasting.filter(({ kind }) => kind === 'lunch')).toEqual([])
    expect(fasting.some(({ kind }) => kind === 'market')).toBe(true)
    const marrakesh = items({ stops: [['Marrakesh', 4]], start: '2027-02-15', preferences: ['food'] })
    const streets = marrakesh.filter(({ kind }) => kind === 'food-street')
    expect(streets.map(({ start }) => start).filter((start) => start < '18:00')).toEqual([])
    const usual = items({ stops: [['Doha', 4]], start: '2027-04-15', preferences: ['food', 'culture'] })
    expect(usual.some(({ kind }) => kind === 'lunch')).toBe(true)
  })

  test('on the day of silence nobody on Bali is sent out, and elsewhere in the country everybody may be', () => {
    const day = (place: string) =>
      activities({ stops: [[place, 4]], start: '2027-03-06' }).days.find(({ date }) => date === '2027-03-08')
        ?.items
    expect(day('Ubud')?.map(({ title }) => title)).toEqual(['Nyepi, the day of silence'])
    expect(day('Yogyakarta')?.length).toBeGreaterThan(0)
    expect(day('Yogyakarta')?.some(({ title }) => title.startsWith('Nyepi'))).toBe(false)
    const tips = composeLocation(taskFor({ stops: [['Ubud', 4]], start: '2027-03-06' }, 'location')).places[0]
      ?.tips
    expect(tips?.join(' ')).toContain('the airport is closed')
  })

  test('on Christmas Day nothing under a roof that needs a ticket is planned', () => {
    for (const [city, date] of [
      ['Copenhagen', '2027-12-25'],
      ['London, United Kingdom', '2027-12-25'],
      ['Paris, France', '2028-01-01'],
    ] as const) {
      const trip: Trip = { stops: [[city, 4]], start: later(date, -2), preferences: ['museums'] }
      const day = items(trip).filter((item) => item.date === date)
      expect(day.length).toBeGreaterThan(0)
      expect(day.filter(({ setting, cost }) => setting !== 'outdoor' && cost !== undefined)).toEqual([])
    }
  })

  test('whatever costs a ticket is said to need a check on a public holiday', () => {
    const trip: Trip = { stops: [['New York', 3]], start: '2027-11-23', preferences: ['history'] }
    const paid = items(trip).filter(({ date, cost }) => date === '2027-11-25' && cost !== undefined)
    for (const { tip } of paid)
      expect(tip).toContain('Public holiday (Thanksgiving Day): check that it is open.')
  })
})

describe('what a guide is for', () => {
  test('in Livingstone one sees the falls', () => {
    const titles = items({
      stops: [['Livingstone, Zambia', 3]],
      start: '2027-10-12',
      preferences: ['nature'],
    })
    expect(titles.map(({ title }) => title)).toContain('Victoria Falls rainforest walk')
  })

  test('what a guide names first changes nothing while it cannot be seen', async () => {
    const days = async (start: string) => {
      const { sections } = await wholePlan({ destinations: ['Chicago'], dates: datesOf(start, 4) })
      return sections.activity.days.map(({ items }) => items.map(({ title }) => title))
    }
    expect((await days('2027-05-11')).flat()).toContain('Architecture river cruise')
    // It is out of season in January: the two whole days keep the best of the others.
    const whole = (await days('2027-01-12')).slice(1, 3).flat()
    for (const sight of ['Millennium Park and Cloud Gate', 'Willis Tower or 360 Chicago', 'Field Museum'])
      expect(whole).toContain(sight)
  })

  test('in the town that a day trip leads to it is not called after the town', () => {
    const town = items({ stops: [['Ollantaytambo', 3]], start: '2027-08-04', preferences: ['history'] })
    expect(town.map(({ title }) => title)).toContain('The sights of Ollantaytambo')
  })

  test('a city with a guide is asked neither for its market nor for a playground', () => {
    for (const city of ['Cape Town', 'Banff', 'Valletta', 'Bath, United Kingdom']) {
      const preferences = ['family', 'food', 'nature'] as const
      const general = items({
        stops: [[city, 5]],
        start: '2027-01-05',
        preferences: [...preferences],
      }).filter(({ title }) => /^(?:Playground|Look for|The finest old|Where |A high point)/.test(title))
      expect(general).toEqual([])
    }
  })

  test('one idea of a table a day is enough, and a diet is part of it', () => {
    const trip: Trip = { stops: [['Mumbai', 4]], start: '2027-12-10', preferences: ['food'] }
    for (const { items } of activities(trip).days)
      expect(
        items.filter(({ title }) => /^(?:A long lunch|An evening at table|A food walk)/.test(title)).length,
      ).toBeLessThanOrEqual(1)
    const vegan = itemsOf(activities({ ...trip, wishes: ['vegan'] })).map(({ title }) => title)
    expect(vegan.some((title) => title.endsWith(', vegan'))).toBe(true)
    expect(vegan.join(' ')).not.toContain('bombil')
  })

  test('what is for adults is not for children', () => {
    const family: Trip = { stops: [['Reykjavík', 5]], start: '2027-06-16', preferences: ['nature'] }
    const lagoon = (trip: Trip) => items(trip).some(({ title }) => title === 'Sky Lagoon')
    expect(lagoon({ ...family, children: 1 })).toBe(false)
    expect(lagoon({ ...family, preferences: ['relaxation'] })).toBe(true)
  })

  test('who goes to see the sunset sees it', () => {
    const trip: Trip = { stops: [['Santorini', 4]], start: '2027-07-10', preferences: ['photography'] }
    const [oia] = items(trip).filter(({ title }) => title === 'Oia at sunset')
    expect((oia?.end ?? '00:00') >= '20:15').toBe(true)
  })

  test.for([
    ['10:30', 'This is lunch too.'],
    ['14:45', undefined],
    ['16:00', 'This is dinner too.'],
  ] as const)('a cooking class from %s: %s', ([from, meal]) => {
    const { request, sections } = taskFor({ stops: [['Beijing', 3]], start: '2027-10-12' })
    const [frame] = framesOf(sections.planning, wishesOf(request))
    const [place] = sections.planning.stops.map((stop) => stop.place)
    if (frame === undefined || place === undefined) throw new Error('the trip has a day')
    const [idea] = genericCandidates(place, ['food'])
    if (idea === undefined) throw new Error('there are ideas for any place')
    const candidate = {
      ...idea,
      title: 'A food walk or a cooking class',
      kind: 'other',
      setting: 'indoor' as const,
    }
    const start = clockMinutes(from)
    const tip = tipOf({ candidate, start, end: start + 180, travel: 0 }, frame, wishesOf(request), new Set())
    expect(/This is (?:lunch|dinner) too\./.exec(tip ?? '')?.[0]).toBe(meal)
  })

  test('a guide with a cooking class of its own needs no idea of one', () => {
    const hoian = items({ stops: [['Hoi An', 5]], start: '2027-02-01', preferences: ['food'] })
    expect(hoian.filter(({ title }) => /cooking/i.test(title)).length).toBe(1)
  })

  test('penguins that come home at dusk are waited for', () => {
    const trip: Trip = {
      stops: [['Melbourne, Australia', 5]],
      start: '2027-04-07',
      preferences: ['nature'],
      pace: 'full',
    }
    const [penguins] = items(trip).filter(({ title }) => title === 'Phillip Island penguins')
    expect((penguins?.end ?? '24:00') > '19:30').toBe(true)
    const early = items({ ...trip, children: 2 }).filter(({ title }) => title === 'Phillip Island penguins')
    expect(early).toEqual([])
  })
})

test('who leaves at half past five has no dinner before', () => {
  const task = taskFor({ stops: [['Melbourne, Australia', 2]], start: '2027-04-08', origin: 'Tokyo' })
  const last = task.sections.planning.days.at(-1)
  if (last?.transfer) Object.assign(last.transfer, { from: '17:30', to: '23:30' })
  if (last) last.free = [{ from: '09:00', to: '17:00' }]
  const plan = composeTripPlan(task.request, {
    planning: task.sections.planning,
    activity: composeActivity(task),
  })
  expect(plan.days.at(-1)?.items.filter(({ title }) => title.startsWith('Dinner'))).toEqual([])
})

test('a stay far longer than its place says which cities the spare nights could go to', () => {
  const { request } = taskFor({ stops: [['Lisbon, Portugal', 20]], start: '2027-05-01' })
  const frame = buildFrame(request, readWishes(request), request.destinations)
  expect(flexibility(frame, request).join(' ')).toMatch(
    /another base .* such as Porto \(\d+ km\), Seville \(\d+ km\)/,
  )
})
