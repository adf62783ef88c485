/** What is eaten, when and by whom: Ramadan, diets, sweets, and dishes of a weekday. */
import { describe, expect, test } from 'vitest'
import { wishesOf } from '../../actors/offline/activity-wishes.ts'
import { framesOf } from '../../actors/offline/day-frame.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'
import { dishKind, isBarred, isServedOn, plainName } from '../../machines/trip/dishes.ts'
import { clock, datesOf, everyItem, wholePlan } from './whole-plan.ts'

describe('dishes by name', () => {
  test.for([
    ['Sachertorte', 'sweet'],
    ['pastéis de nata', 'sweet'],
    ['Assyrtiko wine', 'drink'],
    ['egg coffee', 'drink'],
    ['beer fish', 'dish'],
    ['tortilla', 'dish'],
    ['sticky rice', 'dish'],
    ['mango sticky rice', 'sweet'],
  ] as const)('%s is a %s', ([name, kind]) => {
    expect(dishKind(name)).toBe(kind)
  })

  test.for([
    ['laal maas', 'vegetarian', true],
    ['butter chicken', 'vegan', true],
    ['grilled sardines', 'vegetarian', true],
    ['chole bhature', 'vegetarian', false],
    ['ceviche', 'pescatarian', false],
    ['Schweinshaxe', 'halal', true],
    ['Assyrtiko wine', 'halal', true],
    ['lamb', 'halal', false],
    ['chilli crab', 'kosher', true],
    ['chilli crab', 'shellfish-free', true],
    ['carbonara', 'gluten-free', false],
    ['langoustines', 'kosher', true],
    ['crawfish', 'shellfish-free', true],
    ['Red lanterns and crayfish until late', 'vegetarian', true],
    ['mok pa', 'seafood-free', true],
    ['chilli crab', 'seafood-free', true],
    ['grilled sardines', 'fish-free', true],
    ['grilled sardines', 'shellfish-free', false],
  ] as const)('%s and %s: barred %s', ([name, diet, barred]) => {
    expect(isBarred(name, [diet])).toBe(barred)
  })

  test('what is eaten on Fridays or in winter is eaten then', () => {
    expect(isServedOn('couscous on Fridays', '2027-02-16', 31)).toBe(false)
    expect(isServedOn('couscous on Fridays', '2027-02-19', 31)).toBe(true)
    expect(isServedOn('malaiyo in winter', '2027-07-31', 25)).toBe(false)
    expect(isServedOn('malaiyo in winter', '2027-01-31', 25)).toBe(true)
    expect(plainName('couscous on Fridays')).toBe('couscous')
  })
})

const tipsOf = (items: Awaited<ReturnType<typeof everyItem>>) => items.flatMap(({ tip }) => tip ?? [])

describe('at table', () => {
  const morocco = () =>
    wholePlan({
      destinations: ['Marrakesh', 'Fes'],
      origin: 'Madrid',
      dates: datesOf('2027-02-14', 8),
      preferences: ['food', 'culture'],
    })

  test('in Ramadan lunch is where one stays, said once, and a market is no lunch', async () => {
    const items = everyItem(await morocco())
    const lunches = items.filter(({ title }) => title.startsWith('Lunch'))
    expect(lunches.length).toBeGreaterThan(3)
    expect(lunches.filter(({ title, tip }) => title.includes(' near ') || tip?.startsWith('Worth'))).toEqual(
      [],
    )
    expect(lunches.filter(({ tip }) => tip?.startsWith('Ramadan: by day'))).toHaveLength(1)
    expect(tipsOf(items).filter((tip) => /This is lunch too|have lunch there/i.test(tip))).toEqual([])
    const souks = items.find(({ title }) => title === 'Souks')
    expect(lunches.some(({ date }) => date === souks?.date)).toBe(true)
  })

  test('and in April of the same year it is as ever', async () => {
    const plan = await wholePlan({
      destinations: ['Marrakesh'],
      dates: datesOf('2027-04-14', 5),
      preferences: ['food'],
    })
    expect(tipsOf(everyItem(plan)).some((tip) => tip.includes('Ramadan'))).toBe(false)
  })

  test('couscous of Fridays is told of on the Friday, and only then', async () => {
    const { request, sections } = await wholePlan({
      destinations: ['Marrakesh'],
      dates: datesOf('2027-04-14', 6),
    })
    const { planning, location } = sections
    const places = location.places.map((place) => ({ ...place, dishes: ['couscous on Fridays'] }))
    const { days } = composeTripPlan(request, { planning, location: { ...location, places } })
    const told = days.filter(({ items }) => items.some(({ tip }) => tip?.includes('couscous')))
    expect(told.map(({ date }) => date)).toEqual(['2027-04-16'])
  })

  test('vegetarians are sent to no dish that is meat by its name', async () => {
    const india = await wholePlan({
      destinations: ['Delhi', 'Jaipur'],
      dates: datesOf('2027-11-02', 8),
      constraints: ['vegetarian'],
    })
    const worth = tipsOf(everyItem(india)).filter((tip) => tip.includes('Worth trying'))
    expect(worth.length).toBeGreaterThan(3)
    expect(worth.filter((tip) => /chicken|maas|kebab/i.test(tip))).toEqual([])
  })

  test('one list of diets: what the meals know the outings know, and the other way round', async () => {
    const tables = async (city: string, diet: string) =>
      everyItem(
        await wholePlan({
          destinations: [city],
          dates: datesOf('2027-05-03', 6),
          preferences: ['food'],
          specialRequirements: [diet],
        }),
      )
    const hamburg = tipsOf(await tables('Hamburg', 'pescatarian'))
    expect(hamburg.filter((tip) => tip.includes('ask whether it comes pescatarian')).length).toBeGreaterThan(
      0,
    )
    expect(hamburg.filter((tip) => tip.includes('Labskaus'))).toEqual([])
    const lunches = async (diet: string) =>
      (await tables('Singapore', diet))
        .map(({ title }) => title)
        .filter((title) => title.startsWith('A long'))
    expect(await lunches('shellfish allergy')).toEqual(['A long lunch in Singapore, shellfish-free'])
    expect(await lunches('nut allergy')).toEqual(['A long lunch in Singapore, nut-free'])
  })

  test('a class or a walk that is about food is the meal of its hour', async () => {
    const trips = await Promise.all(
      [
        { destinations: ['Hoi An'], dates: datesOf('2027-02-01', 6) },
        { destinations: ['Hanoi'], dates: datesOf('2027-03-03', 5) },
        { destinations: ['Oaxaca'], dates: datesOf('2027-10-29', 6) },
      ].map((trip) => wholePlan({ ...trip, preferences: ['food', 'history'] })),
    )
    const days = trips.flatMap(({ plan }) => plan.days)
    const taught = days.filter(({ items }) => items.some(({ title }) => /cooking/i.test(title)))
    expect(taught.length).toBeGreaterThanOrEqual(3)
    for (const { items } of taught) {
      const meals = items.filter(({ title }) => /cooking|^Lunch|^A long lunch|Mercado|Market/i.test(title))
      const atNoon = meals.filter((item) => clock(item.start) < '15:00' && clock(item.end) > '12:15')
      expect(atNoon.map(({ title }) => title)).toHaveLength(1)
      expect(items.find(({ title }) => /cooking/i.test(title))?.tip).toContain('This is lunch too.')
    }
  })

  test('who eats no meat is not sent to a hall of grills, and a class asks what one eats', async () => {
    const oaxaca = async (more: object) =>
      everyItem(
        await wholePlan({
          destinations: ['Oaxaca'],
          dates: datesOf('2027-10-29', 6),
          preferences: ['food', 'culture'],
          ...more,
        }),
      ).map(({ title }) => title)
    expect(await oaxaca({})).toContain('Mercado 20 de Noviembre')
    const vegetarian = await oaxaca({ constraints: ['vegetarian'] })
    expect(vegetarian).not.toContain('Mercado 20 de Noviembre')
    expect(vegetarian).toContain('Cooking class')
  })

  test('an allergy is more than a diet', async () => {
    const notes = async (line: string) =>
      (
        await wholePlan({
          destinations: ['Luang Prabang'],
          dates: datesOf('2027-11-14', 4),
          constraints: [line],
        })
      ).plan
    const allergic = await notes('seafood allergy')
    expect(allergic.notes.join(' ')).toContain('Diet (seafood-free)')
    expect(allergic.notes.join(' ')).toContain('An allergy: carry it written')
    expect(allergic.days.flatMap(({ items }) => items).filter(({ tip }) => tip?.includes('mok pa'))).toEqual(
      [],
    )
    expect((await notes('vegetarian')).notes.join(' ')).not.toContain('An allergy')
  })

  test('small children are taken to no tasting', async () => {
    const porto = async (more: object) =>
      everyItem(await wholePlan({ destinations: ['Porto'], dates: datesOf('2027-05-14', 5), ...more })).map(
        ({ title }) => title,
      )
    expect(await porto({})).toContain('Port wine lodges of Gaia')
    expect(await porto({ travelers: { adults: 2, children: 2 } })).not.toContain('Port wine lodges of Gaia')
  })

  test('no dish is for lunch one day and for dinner the next', async () => {
    const { plan } = await wholePlan({
      destinations: ['Wellington'],
      dates: datesOf('2027-03-15', 6),
      preferences: ['food', 'nature'],
    })
    const tables = plan.days
      .flatMap(({ items }) => items)
      .flatMap(({ title }) => /at table .*: (.+)|long lunch .*: (.+)/.exec(title)?.slice(1) ?? [])
    const dishes = tables.flatMap((those) => those?.split(' and ') ?? [])
    expect(dishes.length).toBeGreaterThan(2)
    expect(new Set(dishes).size).toBe(dishes.length)
  })

  const TABLE = /^(?:A long lunch|An evening at table)/

  test('a cake comes after a dish, and a long lunch is no pair of sweets', async () => {
    for (const [city, start] of [
      ['Vienna', '2027-12-08'],
      ['Honolulu', '2027-04-03'],
      ['Lisbon', '2027-05-03'],
    ]) {
      const items = everyItem(
        await wholePlan({ destinations: [city], dates: datesOf(start ?? '', 6), preferences: ['food'] }),
      )
      const first = tipsOf(items).flatMap((tip) => /Worth trying in [^:]+: ([^,;.]+)/.exec(tip)?.[1] ?? [])
      expect(first.filter((dish) => dishKind(dish) !== 'dish')).toEqual([])
      const tables = items.filter(({ title }) => TABLE.test(title))
      expect(tables.length).toBeGreaterThan(0)
      expect(tables.filter(({ title }) => dishKind(title) !== 'dish')).toEqual([])
    }
    // One dish makes a lunch, with what comes after it, but no evening.
    for (const [city, lunch] of [
      ['Dresden', 'A long lunch in Dresden: Sauerbraten and Quarkkeulchen'],
      ['Bath, United Kingdom', 'A long lunch in Bath: West Country cheddar and Somerset cider'],
    ]) {
      const items = everyItem(
        await wholePlan({ destinations: [city], dates: datesOf('2027-05-11', 6), preferences: ['food'] }),
      )
      expect(items.map(({ title }) => title).filter((title) => TABLE.test(title))).toEqual([lunch])
    }
  })
})

describe('wishes about the way', () => {
  test('"no flights inside India" leaves the way there in the air and the rest on the ground', async () => {
    const { plan } = await wholePlan({
      destinations: ['Delhi', 'Varanasi'],
      origin: 'London',
      dates: datesOf('2027-11-02', 9),
      constraints: ['no flights inside India'],
    })
    expect(plan.legs.map(({ mode }) => mode === 'flight')).toEqual([true, false, true])
    expect(plan.notes.join(' ')).not.toContain('meets your wishes')
    expect(plan.notes).toContain('No flights within a country: those legs stay on the ground.')
  })
})

describe('who travels', () => {
  test('a group of eight hears about tables and taxis, a honeymoon is told, a couple hears neither', async () => {
    const base = { destinations: ['Naxos', 'Santorini'], dates: datesOf('2027-06-05', 7) }
    const notes = async (more: object) => (await wholePlan({ ...base, ...more })).plan.notes.join(' ')
    const eight = await notes({ travelers: { adults: 8 } })
    expect(eight).toMatch(/You are 8: reserve tables .* 2 taxis/)
    expect(await notes({ travelers: { adults: 14 } })).toMatch(/You are 14: .* 4 taxis/)
    expect(await notes({ specialRequirements: ['honeymoon'] })).toContain('Say that it is your honeymoon')
    expect(await notes({})).not.toMatch(/reserve tables|honeymoon|stop-over/)
    const short = { dates: datesOf('2027-06-05', 4), specialRequirements: ['business stop-over'] }
    expect(await notes(short)).toContain('On a short stop-over')
  })

  test('days out begin, and dinners are, where the room is', async () => {
    const family = await wholePlan({
      destinations: ['Tokyo'],
      dates: datesOf('2027-10-05', 6),
      travelers: { adults: 2, children: 2 },
    })
    const { request, sections, plan } = family
    const area = plan.stays[0]?.area
    expect(area).toBeDefined()
    const homes = framesOf(sections.planning, wishesOf(request)).map(({ home }) => home)
    expect(homes.length).toBeGreaterThan(0)
    for (const home of homes) expect(home).toMatchObject({ name: area })
    const dinners = everyItem(family).filter(({ title }) => title.startsWith('Dinner in '))
    expect(dinners.length).toBeGreaterThan(0)
    for (const { title } of dinners) expect(title).toBe(`Dinner in ${area}`)
  })

  test('holidays on which nothing is planned that may be closed are one thing to know', async () => {
    const { plan } = await wholePlan({
      destinations: ['Edinburgh', 'Inverness'],
      origin: 'Paris',
      dates: datesOf('2027-12-27', 8),
      preferences: ['nature'],
    })
    const quiet = plan.conflicts.filter(({ kind, severity }) => kind === 'holiday' && severity === 'info')
    expect(quiet).toHaveLength(1)
    expect(plan.conflicts.map(({ text }) => text).join(' ')).toContain('in the United Kingdom')
  })
})
