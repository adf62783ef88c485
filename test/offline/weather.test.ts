import { describe, expect, test } from 'vitest'
import { composeWeather } from '../../actors/offline/weather.ts'
import { WeatherSection } from '../../machines/messages/index.ts'
import { placeNamed, taskFor, type Trip } from './activity-frames.ts'

const weather = (trip: Trip) => WeatherSection.parse(composeWeather(taskFor(trip, 'weather')))

describe('weather', () => {
  test('every planned day once, typical and never a forecast', () => {
    const trip = { stops: [['Lisbon, Portugal', 3]], start: '2027-05-10' } as const
    const { days, notes } = weather(trip)
    expect(days.map(({ date }) => date)).toEqual(['2027-05-10', '2027-05-11', '2027-05-12', '2027-05-13'])
    // Explained once, then only told.
    expect(
      days.map(({ text }) => text.includes('Typical for May') && text.includes('not a forecast')),
    ).toEqual([true, false, false, false])
    for (const day of days) {
      expect(day.text).toContain('Typical')
      expect(day.text).toContain('°C')
      expect(day.lowC).toBeLessThan(day.highC ?? -99)
      expect(day.daylight).toMatchObject({ kind: 'normal' })
    }
    expect(notes.join(' ')).toContain('not a forecast')
  })

  test.for([
    ['Tromsø', '2027-01-05', 'polar-night', 'Polar night'],
    ['Tromsø', '2027-06-15', 'midnight-sun', 'Midnight sun'],
    ['Reykjavík', '2026-12-20', 'normal', 'hours of daylight'],
  ] as const)('%s on %s is said to have %s', ([place, start, kind, words]) => {
    const section = weather({ stops: [[place, 2]], start })
    expect(section.days[0]?.daylight.kind).toBe(kind)
    expect(section.days[0]?.text).toContain(words)
    expect(section.days[0]?.daylight.sunrise === undefined).toBe(kind !== 'normal')
    expect(section.packing.some((item) => /torch|mask/.test(item))).toBe(true)
  })

  test.for([
    ['Tromsø', '2027-01-05', /Winter coat|Down jacket/],
    ['Bangkok', '2027-04-10', /sun hat/],
    ['Cusco', '2027-02-10', /umbrella|Rain jacket/],
    ['Cusco', '2027-02-10', /Sunscreen/],
  ] as const)('packing for %s on %s has %s', ([place, start, item]) => {
    expect(weather({ stops: [[place, 2]], start }).packing.join('; ')).toMatch(item)
  })

  test('hiking boots and swimwear follow the preferences', () => {
    const plain = weather({ stops: [['Lisbon, Portugal', 2]], start: '2027-07-10' }).packing.join('; ')
    const wished = weather({
      stops: [['Lisbon, Portugal', 2]],
      start: '2027-07-10',
      preferences: ['hiking', 'beach'],
    }).packing.join('; ')
    expect(plain).not.toMatch(/hiking shoes|Swimwear/)
    expect(wished).toMatch(/hiking shoes/)
    expect(wished).toMatch(/Swimwear/)
  })

  test('far from any climate data it says so and still knows the daylight', () => {
    const nowhere = { ...placeNamed('Hamilton, New Zealand'), id: 'x', name: 'Nowhere', lat: -48, lon: -125 }
    const section = weather({ stops: [[nowhere, 1]], start: '2027-05-10' })
    expect(section.days[0]?.highC).toBeUndefined()
    expect(section.days[0]?.text).toContain('No climate data')
    expect(section.days[0]?.daylight.hours).toBeGreaterThan(0)
  })
})
