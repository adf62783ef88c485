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
    ['Salvador', '2027-02-04', ['Carnival of Salvador', '2027-02-04', '2027-02-10']],
    ['Valencia, Spain', '2027-03-19', ['Las Fallas', '2027-03-15', '2027-03-19']],
    ['Cusco', '2027-06-24', ['Inti Raymi', '2027-06-24', '2027-06-24']],
    ['Kyoto', '2027-11-20', ['The season of autumn leaves', '2027-11-15', '2027-12-05']],
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

  const tipsFor = async (city: string, start: string, days: number) =>
    (await wholePlan({ destinations: [city], dates: datesOf(start, days) })).plan.tips.join(' ')

  test('whoever is in Oaxaca for the Day of the Dead is told, and nobody in Lisbon', async () => {
    expect(await tipsFor('Oaxaca', '2027-10-29', 6)).toContain(
      'The Day of the Dead is 31 October to 2 November 2027. Altars',
    )
    expect(await tipsFor('Lisbon', '2027-10-29', 6)).not.toContain('Day of the Dead')
  })

  test('what a feast shuts is seen on another day', async () => {
    const cusco = everyItem(
      await wholePlan({
        destinations: ['Lima', 'Cusco'],
        origin: 'Madrid',
        dates: datesOf('2027-06-20', 10),
        preferences: ['history', 'food'],
      }),
    )
    const walls = cusco.filter(({ title }) => title === 'Sacsayhuamán')
    expect(walls.map(({ date }) => date)).toEqual([expect.not.stringMatching('2027-06-24')])
  })

  test('on the days of a feast that no calendar of holidays knows one checks what is open', async () => {
    const laos = everyItem(
      await wholePlan({
        destinations: ['Luang Prabang'],
        dates: datesOf('2027-04-12', 6),
        preferences: ['museums', 'culture'],
      }),
    )
    const told = laos.filter(({ tip }) => tip?.includes('the new year of mid-April: check that it is open'))
    expect(told.length).toBeGreaterThan(0)
    expect(told.filter(({ date }) => date < '2027-04-13' || date > '2027-04-16')).toEqual([])
    expect(await tipsFor('Tashkent', '2027-03-20', 4)).toContain('Nowruz is 21 March to 23 March 2027.')
  })

  test('northern lights are told of where and when nights are dark', async () => {
    expect(await tipsFor('Tromsø', '2027-01-08', 5)).toContain('northern lights')
    expect(await tipsFor('Tromsø', '2027-06-08', 5)).not.toContain('northern lights:')
    expect(await tipsFor('Oslo', '2027-01-08', 5)).not.toContain('northern lights')
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

test('who fears thin air has two gentle days in it, and is told so', async () => {
  const cusco = (constraints: readonly string[]) =>
    wholePlan({
      destinations: ['Lima', 'Cusco'],
      origin: 'Madrid',
      dates: datesOf('2027-08-20', 10),
      preferences: ['history'],
      constraints,
    })
  const outings = ({ plan }: Awaited<ReturnType<typeof cusco>>, date: string) =>
    plan.days
      .find((day) => day.date === date)
      ?.items.filter(({ tip }) => tip?.includes('Times include the way'))
  const careful = await cusco(['afraid of altitude sickness'])
  const notes = careful.plan.notes.join(' ')
  expect(notes).toMatch(/Cusco lies at 3350 m: \d+ August and \d+ August are kept gentle/)
  expect(notes).not.toContain('Could not be applied')
  const arrived = careful.plan.stays.find(({ place }) => place.name === 'Cusco')?.checkIn ?? ''
  const second = new Date(Date.parse(arrived) + 86_400_000).toISOString().slice(0, 10)
  expect(outings(careful, second)).toEqual([])
  expect(outings(await cusco([]), second)).toHaveLength(1)
})

test('whoever arrives to rest is promised no walk', async () => {
  const { plan } = await wholePlan({
    destinations: ['Anchorage'],
    origin: 'Seattle',
    dates: datesOf('2027-08-03', 6),
    travelers: { adults: 2, children: 1 },
    preferences: ['nature', 'hiking'],
  })
  const walks = plan.days[0]?.items.filter(({ kind }) => kind === 'activity')
  expect(walks).toEqual([])
  expect(plan.days[0]?.theme).toBe('Arriving in Anchorage')
})

test('who moves slowly sets out sooner for what is open in the morning only', async () => {
  const muscat = everyItem(
    await wholePlan({
      destinations: ['Muscat'],
      dates: datesOf('2027-02-12', 6),
      constraints: ['wheelchair'],
      preferences: ['culture', 'nature'],
    }),
  )
  const mosque = muscat.find(({ title }) => title === 'Sultan Qaboos Grand Mosque')
  expect(mosque?.start.slice(11)).toMatch(/^09:/)
  expect(mosque?.end.slice(11).localeCompare('11:30')).toBeLessThanOrEqual(0)
})

describe('places', () => {
  test('nobody is told of buses and taxis in Venice', async () => {
    const local = async (constraints: readonly string[]) =>
      (
        await wholePlan({ destinations: ['Venice'], dates: datesOf('2027-11-02', 3), constraints })
      ).plan.tips.join(' ')
    expect(await local([])).toContain('water buses do the rest')
    const stepFree = await local(['wheelchair'])
    expect(stepFree).toContain('water buses take wheelchairs')
    expect(stepFree).not.toContain('taxi')
  })

  test('on the wet coast of Georgia it rains, and Septembers are not those of the steppe', async () => {
    const { sections } = await wholePlan({ destinations: ['Batumi'], dates: datesOf('2027-09-15', 3) })
    const [day] = sections.weather.days
    expect(day?.highC).toBeLessThanOrEqual(26)
    expect(day?.rainChance).toBeGreaterThanOrEqual(0.35)
  })

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
