import { describe, expect, test } from 'vitest'
import { orthodoxEaster, westernEaster } from '../../actors/atlas/easter.ts'
import {
  countryFacts,
  holidaysBetween,
  holidaysEffect,
  visitorSeasons,
  weeklyRest,
} from '../../actors/atlas/index.ts'

describe('Easter', () => {
  test.each([
    [2024, '2024-03-31', '2024-05-05'],
    [2025, '2025-04-20', '2025-04-20'],
    [2026, '2026-04-05', '2026-04-12'],
    [2027, '2027-03-28', '2027-05-02'],
    [2038, '2038-04-25', '2038-04-25'],
  ])('%i', (year, western, orthodox) => {
    expect([westernEaster(year).toString(), orthodoxEaster(year).toString()]).toEqual([western, orthodox])
  })
})

const names = (iso: string, arrive: string, leave: string) =>
  visitorSeasons(iso, arrive, leave).map(({ name }) => name)

describe('seasons', () => {
  test('Ramadan is where the moon puts it', () => {
    const [ramadan] = visitorSeasons('EG', '2027-02-20', '2027-02-23')
    expect(ramadan).toMatchObject({ name: 'Ramadan', from: '2027-02-08' })
    expect(ramadan?.to).toMatch(/^2027-03-0[89]$/)
    expect(visitorSeasons('MA', '2026-02-20', '2026-02-20')[0]?.from).toBe('2026-02-18')
    expect(names('EG', '2027-03-12', '2027-03-20')).toEqual([])
    // Twice in one year of the sun.
    expect(names('EG', '2030-01-01', '2030-12-31')).toEqual(['Ramadan', 'Ramadan'])
    expect(visitorSeasons('TR', '2027-02-20', '2027-02-23')[0]?.effect).not.toContain('in public')
  })

  test.each([
    ['JP', '2027-05-02', '2027-05-10', ['Golden Week']],
    ['JP', '2027-01-02', '2027-01-05', ['New Year']],
    ['JP', '2026-12-30', '2027-01-02', ['New Year']],
    ['CN', '2027-02-08', '2027-02-12', ['Lunar New Year']],
    ['TH', '2027-04-10', '2027-04-14', ['Songkran and the new year of mid-April']],
    ['ES', '2027-03-25', '2027-03-30', ['Holy Week']],
    ['GR', '2027-04-28', '2027-05-03', ['Orthodox Holy Week']],
    ['BR', '2027-02-06', '2027-02-08', ['Carnival']],
    ['GB', '2027-12-20', '2027-12-28', ['Christmas']],
    ['PT', '2027-06-10', '2027-06-20', []],
  ])('%s from %s to %s', (iso, arrive, leave, expected) => {
    expect(names(iso, arrive, leave)).toEqual(expected)
  })

  test('a day of rest is told when the stay has one', () => {
    expect(weeklyRest('DE', '2027-05-15', '2027-05-17')).toContain('Sundays')
    expect(weeklyRest('DE', '2027-05-10', '2027-05-14')).toBeUndefined()
    expect(weeklyRest('IL', '2027-05-13', '2027-05-16')).toContain('Saturday')
    expect(weeklyRest('FR', '2027-05-01', '2027-05-31')).toBeUndefined()
  })
})

describe('what holidays mean', () => {
  test('a day on which nearly all rests is named', () => {
    const effect = holidaysEffect(holidaysBetween('GB', '2027-12-23', '2027-12-29'))
    expect(effect).toContain('Christmas Day')
    expect(effect).toContain('almost everything closes')
    expect(effect).toContain('other public holidays')
  })

  test('any other day off closes offices and some shops', () => {
    expect(holidaysEffect(holidaysBetween('PT', '2027-04-24', '2027-04-26'))).toContain('banks and offices')
    expect(holidaysEffect([])).toBeUndefined()
  })
})

describe('health', () => {
  const notes = (iso: string) => countryFacts(iso)?.health.join(' ')

  test.each([
    ['KE', /malaria.*travel clinic.*Yellow fever.*official source/],
    ['TH', /malaria in parts of the country and dengue/],
    ['SG', /dengue.*travel clinic/],
    ['PT', /^$/],
  ])('%s', (iso, expected) => {
    expect(notes(iso)).toMatch(expected)
  })
})
