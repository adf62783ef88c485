import { describe, expect, test } from 'vitest'
import { composeLocation } from '../../actors/offline/location.ts'
import { LocationSection } from '../../machines/messages/index.ts'
import { taskFor, type Trip } from './activity-frames.ts'

const location = (trip: Trip) => LocationSection.parse(composeLocation(taskFor(trip, 'location')))

describe('location', () => {
  test('facts of a curated city abroad', () => {
    const { places, notes, sources } = location({
      stops: [['Tokyo', 3]],
      start: '2027-04-28',
      origin: 'London, United Kingdom',
      currency: 'GBP',
    })
    const [tokyo] = places
    expect(tokyo).toMatchObject({
      languages: ['Japanese'],
      currency: 'JPY',
      timeZone: 'Asia/Tokyo',
      hoursFromOrigin: 8,
      drivingSide: 'left',
      callingCode: '+81',
    })
    expect(tokyo?.exchange).toMatch(/^1 GBP = \d+(\.\d+)? JPY \(indicative, \d+ \w+ \d{4}\)$/)
    expect(tokyo?.plugs).toContain('100 V')
    expect(tokyo?.emergency).toContain('110')
    expect(tokyo?.districts.length).toBeGreaterThan(2)
    expect(tokyo?.dishes.length).toBeGreaterThan(2)
    expect(tokyo?.holidays.map(({ date }) => date)).toContain('2027-04-29')
    expect([...notes, ...(tokyo?.tips ?? [])].join(' ')).toContain('official source')
    expect(sources.length).toBeGreaterThan(1)
  })

  test('no exchange in the own currency and no hours without an origin', () => {
    const [lisbon] = location({ stops: [['Lisbon, Portugal', 2]], start: '2027-05-10' }).places
    expect(lisbon?.exchange).toBeUndefined()
    expect(lisbon?.hoursFromOrigin).toBeUndefined()
    expect(lisbon?.altitude).toBeUndefined()
  })

  test('altitude is said where it matters', () => {
    const [lima, cusco] = location({
      stops: [
        ['Lima, Peru', 1],
        ['Cusco', 1],
      ],
      start: '2027-05-10',
    }).places
    expect(lima?.altitude).toBeUndefined()
    expect(cusco?.altitude).toContain('3350 m')
  })

  test('a place without a guide names no districts and says so', () => {
    const [town] = location({ stops: [['Görlitz', 2]], start: '2027-05-10' }).places
    expect(town?.districts).toEqual([])
    expect(town?.about).toContain('no curated guide')
  })

  test('an adapter only where the plugs of home do not fit', () => {
    const tips = (origin: string) =>
      location({ stops: [['Lisbon, Portugal', 2]], start: '2027-05-10', origin }).places[0]?.tips.join(' ') ??
      ''
    expect(tips('London, United Kingdom')).toContain('adapter')
    expect(tips('Berlin, Germany')).not.toContain('adapter')
  })
})
