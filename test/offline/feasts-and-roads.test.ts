/** What everybody knows of a place and a date, and how one gets about where people drive. */
import { describe, expect, test } from 'vitest'
import { cityEvents } from '../../actors/atlas/index.ts'
import { findConflicts } from '../../machines/trip/conflicts.ts'
import { placeNamed } from './activity-frames.ts'
import { datesOf, everyItem, wholePlan } from './whole-plan.ts'

describe('feasts', () => {
  test.for([
    ['Munich', '2027-09-25', ['The Oktoberfest', '2027-09-18', '2027-10-03']],
    ['Munich', '2023-10-02', ['The Oktoberfest', '2023-09-16', '2023-10-03']],
    ['Munich', '2026-10-04', ['The Oktoberfest', '2026-09-19', '2026-10-04']],
    ['Cologne', '2027-02-08', ['Carnival of Cologne', '2027-02-04', '2027-02-09']],
    ['New Orleans', '2027-02-09', ['Mardi Gras', '2027-01-29', '2027-02-09']],
    ['Pamplona', '2027-07-08', ['San Fermín', '2027-07-06', '2027-07-14']],
  ] as const)('%s on %s', ([city, date, [name, from, to]]) => {
    expect(cityEvents(placeNamed(city), date, date)).toMatchObject([{ name, from, to }])
    expect(cityEvents(placeNamed('Hamburg'), date, date)).toEqual([])
  })

  test('eight people in Munich in September are told, and nobody in May', async () => {
    const tips = async (start: string) =>
      (await wholePlan({ destinations: ['Munich'], dates: datesOf(start, 4) })).plan.tips.join(' ')
    expect(await tips('2027-09-23')).toContain('The Oktoberfest is 18 September to 3 October 2027.')
    expect(await tips('2027-05-23')).not.toContain('Oktoberfest')
  })

  test('Holy Week in Seville is told once, with what closes, and in Córdoba as in the rest of the country', async () => {
    const told = async (city: string) =>
      (await wholePlan({ destinations: [city], dates: datesOf('2027-03-22', 4) })).plan.tips.filter((tip) =>
        tip.includes('21 March to 28 March 2027'),
      )
    const [seville, ...more] = await told('Seville')
    expect(more).toEqual([])
    expect(seville).toMatch(/^Semana Santa is .* Brotherhoods .* from Thursday to Sunday many shops close\.$/)
    expect(await told('Córdoba, Spain')).toEqual([expect.stringMatching(/^Holy Week is /)])
  })

  test('a season of festivals is one season', async () => {
    const { plan } = await wholePlan({ destinations: ['Edinburgh'], dates: datesOf('2027-08-10', 4) })
    expect(plan.tips).toContainEqual(
      expect.stringMatching(/^The festival season of August is 6 August to 30/),
    )
  })

  test('in Advent the markets are named, and the holiday in it still is', async () => {
    const { plan } = await wholePlan({ destinations: ['Vienna'], dates: datesOf('2027-12-06', 5) })
    const tips = plan.tips.join(' ')
    expect(tips).toContain('Christmas markets')
    expect(tips).toContain('public holiday')
  })
})

describe('places', () => {
  test('Delhi is where the capital is', async () => {
    const { plan } = await wholePlan({ destinations: ['Delhi'], dates: datesOf('2027-11-02', 3) })
    expect(plan.places[0]?.about).toContain('Delhi, with New Delhi in it, is the capital of India')
  })
})

describe('roads', () => {
  test('between the canyons one drives: no coach is made up for a village', async () => {
    const { plan } = await wholePlan({
      destinations: ['Springdale, Utah', 'Moab', 'Page, Arizona'],
      dates: datesOf('2027-07-03', 8),
      travelers: { adults: 2, children: 2 },
    })
    expect(plan.legs.map(({ mode }) => mode)).toEqual(['car', 'car'])
    for (const { alternatives } of plan.legs)
      expect(alternatives.map(({ mode }) => mode)).not.toContain('bus')
  })

  test('a small field has no nonstop across a continent', async () => {
    const { plan } = await wholePlan({
      destinations: ['Flagstaff'],
      origin: 'Boston',
      dates: datesOf('2027-07-03', 5),
    })
    for (const { details } of plan.legs) expect(details.join(' ')).toContain('usually one stop')
  })
})

describe('days', () => {
  test('after a night on board the first day is light, and says why', async () => {
    const { sections } = await wholePlan({
      destinations: ['Buenos Aires'],
      origin: 'Miami',
      dates: datesOf('2027-07-03', 6),
      preferences: ['nature'],
    })
    const first = sections.planning.days.find(({ date }) => date === sections.planning.stops[0]?.arrive)
    expect(first).toMatchObject({ pace: 'light' })
    expect(first?.notes).toContain('After a night on the way the day is kept light.')
  })

  test('the way back from a long outing may be dark, a beach in town may not', async () => {
    const cebu = await wholePlan({
      destinations: ['Cebu City'],
      dates: datesOf('2027-02-17', 5),
      preferences: ['beach', 'nature'],
    })
    expect(everyItem(cebu).some(({ end }) => end.slice(11) >= '18:00')).toBe(true)
    expect(cebu.plan.conflicts.filter(({ text }) => text.includes('outside daylight'))).toEqual([])
    const { request, sections } = cebu
    const days = sections.activity.days.map((day) => ({
      ...day,
      items: day.items.map((item) => ({ ...item, kind: 'beach', start: '17:00', end: '19:30' })).slice(0, 1),
    }))
    const dark = findConflicts(request, { ...sections, activity: { ...sections.activity, days } })
    expect(dark.some(({ text }) => text.includes('outside daylight'))).toBe(true)
  })
})
