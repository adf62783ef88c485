/** What places cost, held against what travellers pay there; and what moves a price and what does not. */
import { describe, expect, test } from 'vitest'
import { priceBand } from '../../actors/offline/activity-price.ts'
import type { Candidate } from '../../actors/offline/activity-candidate.ts'
import { cityTransportPerDay, mealsPerDay, roomsPerNight } from '../../actors/offline/prices-basket.ts'
import { tierOf } from '../../actors/offline/prices-tiers.ts'
import { compose, place, request } from './planning-requests.ts'

/**
 * What a traveller of middling means pays, in US dollars of 2025: a double room in a three-star hotel in May, a day's
 * meals, a day on buses and trains, and a large museum. Common knowledge, rounded, by hand.
 */
const PAID = `
  Zurich 230 95 11 16; Geneva 240 95 9 12; Reykjavik 230 95 9 18; Oslo 180 85 11 17;
  Copenhagen 200 85 11 18; Stockholm 165 70 12 16; New York 300 90 8 28; Los Angeles 210 75 7 22;
  Chicago 200 70 6 25; Honolulu 270 75 7 20; Toronto 200 62 8 19; Mexico City 95 38 3 5;
  Oaxaca 85 32 3 5; Cancun 130 42 5 8; Havana 70 28 6 7; Bogota 65 26 3 4;
  Quito 65 26 2 5; Lima 80 32 3 8; Cusco 75 30 3 12; La Paz, Bolivia 45 18 2 3;
  Buenos Aires 95 42 3 5; Rio de Janeiro 90 34 4 8; Montevideo 95 45 4 5; London 230 75 11 22;
  Edinburgh 190 65 6 18; Dublin 205 75 8 16; Paris 200 70 9 17; Lyon 125 58 7 11;
  Amsterdam 210 70 10 24; Berlin 135 55 10 14; Vienna 150 58 7 18; Prague 110 40 5 12;
  Budapest 100 38 5 10; Krakow 85 34 4 8; Rome 170 58 7 17; Venice 210 65 18 17;
  Naples 120 48 5 14; Madrid 140 52 6 13; Barcelona 170 55 8 15; Lisbon 145 46 7 11;
  Athens 125 45 5 16; Santorini 250 60 8 8; Dubrovnik 170 58 5 17; Istanbul 110 38 3 20;
  Sofia 75 32 3 5; Tbilisi 65 26 2 5; Tel Aviv 210 75 6 15; Amman 85 35 6 4;
  Dubai 140 55 6 20; Cairo 65 20 2 9; Marrakech 75 28 4 7; Cape Town 105 32 8 8;
  Nairobi 90 30 6 9; Addis Ababa 60 18 3 4; Lagos 80 26 7 4; Zanzibar 100 28 6 5;
  Delhi 48 17 3 5; Mumbai 75 20 3 6; Kathmandu 38 15 2 5; Bangkok 60 24 4 8;
  Chiang Mai 42 18 3 4; Hanoi 42 18 3 3; Siem Reap 38 18 4 10; Singapore 200 50 6 19;
  Kuala Lumpur 60 24 4 6; Ubud 60 20 6 4; Manila 70 22 3 5; Tokyo 130 45 6 8;
  Kyoto 130 45 6 6; Seoul 100 38 4 5; Taipei 95 30 3 5; Hong Kong 160 45 5 8;
  Beijing 75 26 3 8; Sydney 190 65 8 20; Auckland 150 58 8 18; Nadi 130 45 5 6;
  Almaty 65 25 2 4
`
const ROWS = PAID.split(';').flatMap((row) => {
  const match = /^(.+?) (\d+) (\d+) (\d+) (\d+)$/.exec(row.trim())
  return match?.[1] === undefined ? [] : [[match[1], match.slice(2).map(Number)] as const]
})
const ONE = { adults: 1, children: 0 }
const MUSEUM = { kind: 'museum', paid: true, minutes: 90, dayTrip: false } as Candidate

test('the model is within 40 % of what travellers pay, for all but one price in forty', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(60)
  const off: string[] = []
  for (const [name, paid] of ROWS) {
    const where = place(name)
    const asked = request([name], '2027-05-10', 3, { currency: 'USD' })
    const model = [
      roomsPerNight('moderate', where, { adults: 2, children: 0 }, 1, '2027-05-10').expected,
      mealsPerDay('moderate', where, ONE).expected,
      cityTransportPerDay(where, ONE).expected,
      (priceBand(MUSEUM, where, { ...asked, travelers: ONE })?.expected ?? 0) / 100,
    ]
    for (const [i, dollars] of model.entries()) {
      const known = paid[i] ?? 0
      // A dollar up or down is nothing on a bus.
      const wrong = Math.abs(dollars - known) > Math.max(1.5, known * 0.4)
      if (wrong) off.push(`${name}: ${['room', 'meals', 'transport', 'museum'][i]} ${dollars}, not ${known}`)
    }
  }
  // The list itself, so that a failure names the prices.
  expect(off.slice(Math.floor((ROWS.length * 4) / 40))).toEqual([])
})

describe('the tier of a place', () => {
  test.each([
    ['Sofia', 'capital or metropolis'],
    ['Mumbai', 'capital or metropolis'],
    ['Venice', 'tourist hot spot'],
    ['Chemnitz', 'city'],
    ['Zwiesel', 'small town'],
  ])('%s is a %s', (name, tier) => {
    expect(tierOf(place(name))).toBe(tier)
  })

  test('a small town is cheaper than a city of its country, and that than its capital', () => {
    const room = (name: string) =>
      roomsPerNight('moderate', place(name), { adults: 2, children: 0 }, 1, '2027-05-10').expected
    expect(room('Zwiesel')).toBeLessThan(room('Chemnitz'))
    expect(room('Chemnitz')).toBeLessThan(room('Berlin'))
  })

  test('is told in the budget, with its date', () => {
    const { budget } = compose(request(['Lisbon', 'Porto'], '2027-05-10', 4))
    expect(budget.notes.join()).toMatch(
      /Price levels of October 2025.*Lisbon as a capital or metropolis \(rooms \d+/,
    )
    expect(budget.sources[0]).toMatchObject({ date: '2025-10-09' })
  })
})

describe('comfort, groups and children', () => {
  const lisbon = place('Lisbon')
  const rooms = (band: 'budget' | 'moderate' | 'comfort' | 'luxury') =>
    roomsPerNight(band, lisbon, { adults: 2, children: 0 }, 1, '2027-05-10').expected

  test('every band is dearer than the one below', () => {
    const prices = (['budget', 'moderate', 'comfort', 'luxury'] as const).map(rooms)
    expect(prices).toEqual(prices.toSorted((a, b) => a - b))
    expect(new Set(prices).size).toBe(4)
  })

  test('a family of four in one room pays more than a couple and less than two couples', () => {
    const couple = rooms('moderate')
    const family = roomsPerNight('moderate', lisbon, { adults: 2, children: 2 }, 1, '2027-05-10').expected
    expect(family).toBeGreaterThan(couple)
    expect(family).toBeLessThan(2 * couple)
  })

  test('a child eats, rides and enters for less than an adult', () => {
    const family = { adults: 1, children: 1 }
    const asked = request(['Lisbon'], '2027-05-10', 3)
    const ticket = (travelers: typeof family) =>
      priceBand(MUSEUM, lisbon, { ...asked, travelers })?.expected ?? 0
    for (const [one, two] of [
      [mealsPerDay('moderate', lisbon, ONE).expected, mealsPerDay('moderate', lisbon, family).expected],
      [cityTransportPerDay(lisbon, ONE).expected, cityTransportPerDay(lisbon, family).expected],
      [ticket(ONE), ticket(family)],
    ] as const) {
      expect(two).toBeGreaterThan(one)
      expect(two).toBeLessThan(2 * one)
    }
  })
})
