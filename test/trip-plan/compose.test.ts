import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeAccommodation } from '../../actors/offline/accommodation.ts'
import { composeActivity } from '../../actors/offline/activity.ts'
import { composeBudget } from '../../actors/offline/budget.ts'
import { composeLocation } from '../../actors/offline/location.ts'
import { composePlanning } from '../../actors/offline/planning.ts'
import { composeTransport } from '../../actors/offline/transport.ts'
import { composeWeather } from '../../actors/offline/weather.ts'
import { AGENTS, type AgentTask, type Sections, TripPlan } from '../../machines/messages/index.ts'
import { addDays, instantOf, localAt, localFrom } from '../../machines/trip/compose-clock.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'
import { later, taskFor, type Trip } from '../offline/activity-frames.ts'

function allSections(task: AgentTask): Sections {
  const planning = composePlanning({ ...task, sections: {} })
  const known: AgentTask = { ...task, sections: { planning } }
  const sections = {
    planning,
    location: composeLocation(known),
    transport: composeTransport(known),
    accommodation: composeAccommodation(known),
    activity: composeActivity(known),
    weather: composeWeather(known),
  }
  return { ...sections, budget: composeBudget({ ...task, agent: 'budget', sections }) }
}

function planned(trip: Trip) {
  const task = taskFor(trip)
  const sections = allSections(task)
  return { request: task.request, sections, plan: TripPlan.parse(composeTripPlan(task.request, sections)) }
}

const IBERIA: Trip = {
  stops: [
    ['Lisbon, Portugal', 2],
    ['Porto, Portugal', 2],
  ],
  start: '2027-05-12',
  origin: 'Berlin, Germany',
}

describe('any trip', () => {
  const names = [
    'Lisbon, Portugal',
    'Porto, Portugal',
    'Tokyo',
    'Auckland',
    'Honolulu',
    'Reykjavík',
    'Görlitz',
    'Cusco',
  ]
  const optional = AGENTS.filter((agent) => agent !== 'planning')
  const drawn = fc.record({
    stops: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
    nights: fc.integer({ min: 0, max: 4 }),
    offset: fc.integer({ min: 0, max: 364 }),
    origin: fc.option(fc.constantFrom('Berlin, Germany', 'New York', 'Sydney'), { nil: undefined }),
    children: fc.integer({ min: 0, max: 2 }),
    absent: fc.subarray([...optional]),
  })

  test('has each date once, items in order without overlap, and sums as the budget made them', () => {
    fc.assert(
      fc.property(drawn, ({ stops, nights, offset, origin, children, absent }) => {
        const task = taskFor({
          stops: stops.map((name) => [name, nights] as const),
          start: later('2027-01-01', offset),
          ...(origin !== undefined && { origin }),
          children,
        })
        const sections: Sections = allSections(task)
        for (const agent of absent) delete sections[agent]
        const plan = TripPlan.parse(composeTripPlan(task.request, sections))
        expect(composeTripPlan(task.request, sections)).toEqual(plan)
        expect(plan.days.map(({ date }) => date)).toEqual(sections.planning?.days.map(({ date }) => date))
        expect(plan.budget).toEqual(sections.budget)
        let free = -Infinity
        for (const { items } of plan.days) {
          for (const item of items) {
            const from = instantOf({ local: item.start, zone: item.startZone })
            const to = instantOf({ local: item.end, zone: item.endZone })
            expect(to).toBeGreaterThan(from)
            expect(from).toBeGreaterThanOrEqual(free)
            free = to
          }
        }
        const sources = plan.sources.map((source) => JSON.stringify(source))
        expect(new Set(sources).size).toBe(sources.length)
        expect(new Set(plan.notes).size).toBe(plan.notes.length)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a trip to two cities', () => {
  const { plan, sections, request } = planned(IBERIA)
  const items = plan.days.flatMap(({ items }) => items)

  test('is titled, mapped and sourced', () => {
    expect(plan.title).toBe('5 days in Lisbon and Porto')
    expect(plan.map.filter(({ kind }) => kind === 'stop').map(({ name }) => name)).toEqual([
      'Lisbon',
      'Porto',
    ])
    expect(plan.map.some(({ kind }) => kind === 'sight')).toBe(true)
    expect(plan.sources.length).toBeGreaterThan(3)
  })

  test('shows every journey once, in the zones of its ends', () => {
    const journeys = items.filter(({ kind }) => kind === 'transfer')
    expect(journeys).toHaveLength(sections.planning?.legs.length ?? -1)
    expect(journeys[0]).toMatchObject({ startZone: 'Europe/Berlin', endZone: 'Europe/Lisbon' })
  })

  test('checks in and out once per stay', () => {
    expect(items.filter(({ kind }) => kind === 'check-in')).toHaveLength(2)
    expect(items.filter(({ kind }) => kind === 'check-out')).toHaveLength(2)
  })

  test('shows every activity that was planned', () => {
    const planned = sections.activity?.days.flatMap(({ items }) => items.map(({ title }) => title))
    expect(items.filter(({ kind }) => kind === 'activity').map(({ title }) => title)).toEqual(planned)
  })

  test('has at most one lunch and one dinner a day and names a dish only once', () => {
    for (const { items } of plan.days) {
      const meals = items.filter(({ kind }) => kind === 'meal').map(({ title }) => title.split(' ')[0])
      expect(new Set(meals).size).toBe(meals.length)
    }
    const dishes = items.flatMap(({ kind, tip }) => (kind === 'meal' && tip ? [tip] : []))
    expect(dishes.length).toBeGreaterThan(2)
    expect(new Set(dishes).size).toBe(dishes.length)
  })

  test('tells a vegetarian to ask', () => {
    const task = { ...request, constraints: ['vegetarian'] }
    const meals = composeTripPlan(task, sections).days.flatMap(({ items }) => items)
    expect(meals.some(({ kind, tip }) => kind === 'meal' && tip?.includes('vegetarian'))).toBe(true)
  })

  test('repeats what acceptance decided', () => {
    const note = 'Lisbon, Portugal was taken; also: Lisbon, Ohio.'
    expect(composeTripPlan({ ...request, notes: [note] }, sections).notes[0]).toBe(note)
  })

  test('says which sections are missing', () => {
    const { weather: _weather, ...rest } = sections
    expect(composeTripPlan(request, rest).notes.join(' ')).toContain('Weather and daylight are missing')
  })

  test('cannot be composed without planning', () => {
    expect(() => composeTripPlan(request, {})).toThrow('planning')
  })
})

describe('the clock', () => {
  test.for([
    [{ local: '2027-07-01T12:00', zone: 'Europe/Lisbon' }, '2027-07-01T11:00Z'],
    [{ local: '2027-01-01T12:00', zone: 'Asia/Kathmandu' }, '2027-01-01T06:15Z'],
    [{ local: '2027-03-28T12:00', zone: 'Europe/Berlin' }, '2027-03-28T10:00Z'],
    [{ local: '2027-01-01T12:00', zone: 'Nowhere/Land' }, '2027-01-01T12:00Z'],
  ] as const)('reads $0 as $1', ([time, utc]) => {
    expect(instantOf(time)).toBe(Date.parse(utc) / 60_000)
    expect(instantOf(time)).toBe(Date.parse(utc) / 60_000) // remembered
    expect(localFrom(Date.parse(utc) / 60_000, time.zone)).toBe(time.local)
  })

  test('runs over midnight, both ways', () => {
    const minutes = fc.integer({ min: -3_000, max: 6_000 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), minutes, (days, after) => {
        const date = addDays('2026-12-30', days)
        const expected = new Date(Date.parse(date) + after * 60_000).toISOString().slice(0, 16)
        expect(localAt(date, after)).toBe(expected)
      }),
    )
  })
})
