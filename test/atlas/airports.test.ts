import { describe, expect, test } from 'vitest'
import { loadAirports } from '../../actors/atlas/airports.ts'
import {
  airportsNear,
  cityOfAirport,
  distanceKm,
  findAirport,
  findPlace,
  hubs,
  nearbyPlaces,
  type Place,
} from '../../actors/atlas/index.ts'

function place(query: string): Place {
  const lookup = findPlace(query)
  if (!lookup.found) throw new Error(`"${query}" was not found`)
  return lookup.place
}

function codesNear(query: string): readonly string[] {
  return airportsNear(place(query)).map(({ airport }) => airport.iata)
}

describe('airports', () => {
  test.each([
    ['HND', 'Tokyo'],
    ['NRT', 'Tokyo'],
    ['KIX', 'Osaka'],
    ['ITM', 'Osaka'],
    ['HIJ', 'Hiroshima'],
    ['LIS', 'Lisbon'],
    ['OPO', 'Porto'],
    ['NBO', 'Nairobi'],
    ['MBA', 'Mombasa'],
    ['CUZ', 'Cusco'],
    ['LIM', 'Lima'],
    ['KEF', 'Reykjavík'],
    ['RKV', 'Reykjavík'],
    ['AEY', 'Akureyri'],
    ['BER', 'Berlin'],
    ['IST', 'Istanbul'],
    ['PKX', 'Beijing'],
    ['TFU', 'Chengdu'],
    ['DOH', 'Doha'],
    ['KTM', 'Kathmandu'],
    ['PBH', 'Thimphu'],
    ['LHR', 'London'],
    ['JFK', 'New York City'],
    ['EWR', 'New York City'],
    ['LGA', 'New York City'],
    ['MXP', 'Milan'],
    ['TOS', 'Tromsø'],
  ])('%s serves %s', (iata, city) => {
    const airport = findAirport(iata)
    expect(airport?.iata).toBe(iata)
    expect(airport && cityOfAirport(airport)?.name).toBe(city)
  })

  test('airports without passengers are left out, new ones are in', () => {
    expect(findAirport('ISL')).toBeUndefined()
    expect(findAirport('PNH')).toBeUndefined()
    expect(findAirport('KTI')?.country).toBe('KH')
    expect(findAirport('kix')?.iata).toBe('KIX')
    expect(findAirport('???')).toBeUndefined()
  })

  test('large and close ones come first', () => {
    expect(codesNear('Tokyo').slice(0, 2)).toEqual(['HND', 'NRT'])
    expect(new Set(codesNear('New York').slice(0, 3))).toEqual(new Set(['JFK', 'EWR', 'LGA']))
    expect(codesNear('London')[0]).toBe('LHR')
    expect(codesNear('Reykjavik').slice(0, 2)).toEqual(['KEF', 'RKV'])
    expect(codesNear('Cusco')[0]).toBe('CUZ')
    expect(codesNear('Kyoto').slice(0, 2)).toEqual(['ITM', 'KIX'])
  })

  test('a town without an airport gets the nearest useful one', () => {
    expect(codesNear('Hallstatt')[0]).toBe('SZG')
    expect(airportsNear({ lat: -77.8, lon: 166.7 })).toHaveLength(1)
    expect(airportsNear({ lat: -77.8, lon: 166.7 }, { withinKm: 100 })).toEqual([])
    expect(airportsNear(place('London'), { limit: 2 })).toHaveLength(2)
  })

  test('hubs are known large airports, each once', () => {
    expect(hubs.length).toBeGreaterThanOrEqual(55)
    expect(new Set(hubs).size).toBe(hubs.length)
    expect(hubs.filter((iata) => findAirport(iata)?.size !== 'large')).toEqual([])
  })

  test('every airport has a sane position and a city', () => {
    const all = [...loadAirports().values()]
    expect(all.length).toBeGreaterThan(3000)
    expect(all.filter(({ lat, lon }) => Math.abs(lat) > 90 || Math.abs(lon) > 180)).toEqual([])
    for (const airport of all.slice(0, 150)) expect(cityOfAirport(airport)).toBeDefined()
  })
})

describe('distance', () => {
  // Great-circle distances as published for the airport pairs (WGS 84 ellipsoid).
  test.each([
    ['JFK', 'LHR', 5554],
    ['LIM', 'CUZ', 587],
    ['HND', 'ITM', 405],
    ['SYD', 'AKL', 2158],
    ['CDG', 'JFK', 5849],
    ['LHR', 'SIN', 10883],
    ['GRU', 'JNB', 7436],
  ])('%s-%s is %i km', (from, to, km) => {
    const [a, b] = [findAirport(from), findAirport(to)]
    if (!a || !b) throw new Error('unknown airport')
    expect(Math.abs(distanceKm(a, b) / km - 1)).toBeLessThan(0.005)
    expect(distanceKm(a, b)).toBe(distanceKm(b, a))
  })

  test('antipodes and identity', () => {
    expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(20_015.1, 0)
    expect(distanceKm({ lat: 52, lon: 13 }, { lat: 52, lon: 13 })).toBe(0)
    expect(distanceKm({ lat: 60, lon: 179.9 }, { lat: 60, lon: -179.9 })).toBeLessThan(12)
  })
})

describe('day trips', () => {
  test.each([
    ['Cusco', 'Urubamba'],
    ['Lisbon', 'Cascais'],
    ['Kyoto', 'Osaka'],
  ])('%s has %s', (from, to) => {
    const ring = nearbyPlaces(place(from), { minKm: 20, maxKm: 80, limit: 15 })
    expect(ring.map((entry) => entry.place.name)).toContain(to)
    for (const { distanceKm: km } of ring) expect(km).toBeGreaterThanOrEqual(20)
    for (const { distanceKm: km } of ring) expect(km).toBeLessThanOrEqual(80)
  })
})
