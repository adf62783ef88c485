import { describe, expect, test } from 'vitest'
import {
  daylight,
  findPlace,
  zoneDifferenceHours,
  zoneOffsetMinutes,
  type Place,
} from '../../actors/atlas/index.ts'

function place(query: string): Place {
  const lookup = findPlace(query)
  if (!lookup.found) throw new Error(`"${query}" was not found`)
  return lookup.place
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 60 + minute
}

describe('daylight', () => {
  test.each([
    ['Tokyo', '2027-06-21', '04:25', '19:00', 14.6],
    ['Reykjavik', '2027-06-21', '02:55', '00:04', 21.1],
    ['Reykjavik', '2027-12-21', '11:22', '15:29', 4.1],
    ['Sydney', '2027-12-21', '05:41', '20:05', 14.4],
    ['Auckland', '2027-06-21', '07:34', '17:12', 9.6],
    ['Lima', '2027-03-20', '06:12', '18:19', 12.1],
    ['Nairobi', '2027-03-20', '06:36', '18:43', 12.1],
  ])('%s on %s', (query, date, sunrise, sunset, hours) => {
    const day = daylight(place(query), date)
    if (day.kind !== 'normal') throw new Error(day.kind)
    expect(Math.abs(minutes(day.sunrise) - minutes(sunrise))).toBeLessThanOrEqual(2)
    expect(Math.abs(minutes(day.sunset) - minutes(sunset))).toBeLessThanOrEqual(2)
    expect(day.hours).toBeCloseTo(hours, 1)
  })

  test('polar night and midnight sun', () => {
    const tromso = place('Tromsø')
    expect(daylight(tromso, '2027-01-01')).toEqual({ kind: 'polar-night', hours: 0 })
    expect(daylight(tromso, '2027-06-21')).toEqual({ kind: 'midnight-sun', hours: 24 })
    expect(daylight({ lat: -77.85, lon: 166.67, timeZone: 'Antarctica/McMurdo' }, '2027-01-01').kind).toBe(
      'midnight-sun',
    )
  })

  test('a sunset after midnight keeps its length', () => {
    const day = daylight(place('Akureyri'), '2027-06-21')
    if (day.kind !== 'normal') throw new Error(day.kind)
    expect(minutes(day.sunset)).toBeLessThan(120)
    expect(day.hours).toBeGreaterThan(23)
  })

  test('days grow by minutes, never jump', () => {
    const helsinki = place('Helsinki')
    const march = Array.from({ length: 31 }, (_, index) => `2027-03-${String(index + 1).padStart(2, '0')}`)
    const hours = march.map((date) => daylight(helsinki, date).hours)
    const steps = hours.slice(1).map((length, index) => length - (hours[index] ?? 0))
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...steps)).toBeLessThan(0.25)
  })

  test('a date that does not exist is refused', () => {
    expect(() => daylight(place('Lima'), '2027-02-30')).toThrow(RangeError)
  })
})

describe('time zones', () => {
  test('offsets follow the season', () => {
    expect(zoneOffsetMinutes('Asia/Tokyo', '2027-06-21')).toBe(540)
    expect(zoneOffsetMinutes('Europe/Lisbon', '2027-01-10')).toBe(0)
    expect(zoneOffsetMinutes('Europe/Lisbon', '2027-07-10')).toBe(60)
    expect(zoneOffsetMinutes('Asia/Kathmandu', '2027-07-10')).toBe(345)
    expect(zoneOffsetMinutes('America/New_York', '2027-07-10')).toBe(-240)
  })

  test('watches go forward eastwards', () => {
    expect(zoneDifferenceHours('Europe/Lisbon', 'Asia/Tokyo', '2027-07-10')).toBe(8)
    expect(zoneDifferenceHours('Asia/Tokyo', 'Europe/Lisbon', '2027-07-10')).toBe(-8)
  })
})
