import { economyOf } from '../../actors/atlas/economy.ts'
import { curatedLevels, DRIFT } from '../../actors/atlas/price-levels.ts'
import { countries } from 'countries-list'
import { describe, expect, test } from 'vitest'
import { computedHolidays } from '../../actors/atlas/holiday-calendar.ts'
import { bakedHolidays, holidaysJson, readHolidays } from '../../actors/atlas/holiday-table.ts'
import { allPlaces, countryCode, countryFacts, holidaysBetween } from '../../actors/atlas/index.ts'

describe('country facts', () => {
  test.each([
    [
      'JP',
      { currency: 'JPY', callingCode: '+81', drivingSide: 'left', voltage: 100, hasPassengerRail: true },
    ],
    [
      'IS',
      { capital: 'Reykjavik', drivingSide: 'right', emergency: { general: '112' }, hasPassengerRail: false },
    ],
    ['KE', { currency: 'KES', drivingSide: 'left', plugs: ['G'], voltage: 240, hasPassengerRail: true }],
    ['PE', { currency: 'PEN', languages: ['Spanish'], emergency: { police: '105', ambulance: '106' } }],
    ['PT', { currency: 'EUR', continent: 'Europe', plugs: ['C', 'F'] }],
    ['CH', { currency: 'CHF' }],
    ['GB', { drivingSide: 'left', plugs: ['G'], emergency: { general: '999' } }],
    ['US', { currency: 'USD', drivingSide: 'right', emergency: { general: '911' } }],
  ])('%s', (iso, facts) => {
    expect(countryFacts(iso)).toMatchObject(facts)
  })

  test.each([
    ['US', 1],
    ['JP', 0.65],
    ['PT', 0.64],
    ['KE', 0.43],
    ['CH', 1.2],
    ['VN', 0.31],
  ])('price level of %s is a hand-written one', (iso, value) => {
    expect(countryFacts(iso)?.priceLevel).toMatchObject({ value, year: 2025 })
    expect(countryFacts(iso)?.priceLevel?.method).toMatch(/^curated/)
  })

  test('a level that nobody wrote is brought forward by what the others have become', () => {
    const changes = [...curatedLevels()].flatMap(([iso, level]) => {
      const then = economyOf(iso)?.priceLevel
      return then === undefined ? [] : [level / then]
    })
    changes.sort((a, b) => a - b)
    expect(changes.length).toBeGreaterThan(150)
    expect(changes[Math.floor(changes.length / 2)]).toBeCloseTo(DRIFT, 2)
    const chad = countryFacts('TD')?.priceLevel
    expect(chad?.value).toBeCloseTo((economyOf('TD')?.priceLevel ?? 0) * DRIFT, 2)
    expect(chad?.method).toContain('2014')
  })

  test('every country answers and tells nothing about visas', () => {
    for (const iso of Object.keys(countries)) {
      const facts = countryFacts(iso)
      expect(facts?.entry).toContain('check the official source')
      expect(['left', 'right', undefined]).toContain(facts?.drivingSide)
      for (const letter of facts?.plugs ?? []) expect(letter).toMatch(/^[A-O]$/)
      for (const number of Object.values(facts?.emergency ?? {})) expect(number).toMatch(/^\d{2,5}$/)
    }
    expect(countryFacts('zz')).toBeUndefined()
    expect(countryFacts('jp')?.name).toBe('Japan')
  })

  test('plugs and emergency numbers cover where most travellers go', () => {
    const people = new Map<string, number>()
    for (const { country, population } of allPlaces())
      people.set(country, (people.get(country) ?? 0) + population)
    const total = [...people.values()].reduce((sum, count) => sum + count, 0)
    const covered = (has: (iso: string) => boolean): number =>
      [...people].filter(([iso]) => has(iso)).reduce((sum, [, count]) => sum + count, 0) / total
    expect(covered((iso) => countryFacts(iso)?.plugs !== undefined)).toBeGreaterThan(0.9)
    expect(covered((iso) => countryFacts(iso)?.emergency !== undefined)).toBeGreaterThan(0.9)
  })

  test('countries by name', () => {
    expect(countryCode('Japan')).toBe('JP')
    expect(countryCode('USA')).toBe('US')
    expect(countryCode('uk')).toBe('GB')
    expect(countryCode("Côte d'Ivoire")).toBe('CI')
    expect(countryCode('Narnia')).toBeUndefined()
  })
})

describe('holidays', () => {
  test.each([
    ['JP', '2027-05-03', 'Constitution Day'],
    ['PT', '2027-04-25', 'Liberty Day'],
    ['PE', '2027-07-28', 'Independence Day'],
    ['IS', '2027-06-17', 'Icelandic National Day'],
    ['KE', '2027-12-12', 'Jamhuri Day'],
    ['FR', '2027-07-14', 'Bastille Day'],
    ['US', '2027-07-04', 'Independence Day'],
    ['TN', '2027-03-20', 'Independence Day'],
  ])('%s %s', (iso, date, name) => {
    expect(holidaysBetween(iso, date, date).map((holiday) => holiday.name)).toContain(name)
  })

  test('both ends count, and years are crossed', () => {
    const dates = holidaysBetween('GB', '2026-12-25', '2027-01-01').map(({ date }) => date)
    expect(dates).toContain('2026-12-25')
    expect(dates).toContain('2027-01-01')
    expect(dates).toEqual(dates.toSorted())
  })

  test('a holiday of several days has a row for each', () => {
    expect(holidaysBetween('SA', '2027-03-01', '2027-03-31').map(({ date }) => date)).toEqual([
      '2027-03-09',
      '2027-03-10',
      '2027-03-11',
      '2027-03-12',
    ])
  })

  test.each(['CN', 'DE', 'ET', 'US'])(
    '%s has in every baked year what is computed, and other years too',
    (iso) => {
      const sorted = (list: readonly { readonly date: string; readonly name: string }[]) =>
        list.map(({ date, name }) => `${date} ${name}`).toSorted()
      for (let year = 2026; year <= 2031; year += 1)
        expect(sorted(bakedHolidays(iso, year) ?? [])).toEqual(sorted(computedHolidays(iso, year)))
      expect(bakedHolidays(iso, 2025)).toBeUndefined()
      expect(bakedHolidays(iso, 2032)).toBeUndefined()
      expect(holidaysBetween(iso, '2032-01-01', '2032-12-31')).toEqual(computedHolidays(iso, 2032))
    },
  )

  test('what begins on the last baked day and lasts longer is whole', () => {
    const of = (_: string, year: number) =>
      ['12-31', '01-01'].map((day, i) => ({ date: `${year + i}-${day}`, name: 'Turn of the year' }))
    const text = holidaysJson(2030, 2031, ['XX'], of)
    expect(JSON.parse(text)).toEqual({
      from: 2030,
      to: 2031,
      countries: { XX: 'Turn of the year|301231 310101 311231 320101' },
    })
    expect(readHolidays(JSON.parse(text), 'XX', 2031)?.map(({ date }) => date)).toEqual([
      '2031-01-01',
      '2031-12-31',
      '2032-01-01',
    ])
  })

  test('Christmas in Ethiopia is on 7 January', () => {
    for (const year of [2026, 2027, 2028])
      expect(holidaysBetween('ET', `${year}-01-01`, `${year}-01-10`)).toEqual([
        { date: `${year}-01-07`, name: 'Christmas Day' },
      ])
  })

  test('odd questions', () => {
    expect(holidaysBetween('ZZ', '2027-01-01', '2027-12-31')).toEqual([])
    expect(holidaysBetween('JP', '2027-12-31', '2027-01-01')).toEqual([])
    expect(() => holidaysBetween('JP', '2027-13-01', '2027-12-31')).toThrow(RangeError)
    expect(() => holidaysBetween('JP', '2027-01-01', '2127-01-01')).toThrow('at most 20 years')
  })
})
