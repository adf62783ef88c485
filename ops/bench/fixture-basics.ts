/** Places, dates and prices of the fixture trip. */
import type { PriceRange, ResolvedPlace, Source } from '../../machines/messages/basics.ts'

/** Every date of the trip. */
export const DATES = ['2027-05-10', '2027-05-11', '2027-05-12', '2027-05-13'] as const

export const LISBON: ResolvedPlace = {
  id: 'PT:2267057',
  name: 'Lisbon',
  label: 'Lisbon, Portugal',
  country: 'PT',
  countryName: 'Portugal',
  lat: 38.7169,
  lon: -9.1399,
  population: 517_802,
  elevation: 45,
  timeZone: 'Europe/Lisbon',
}

export const MADRID: ResolvedPlace = {
  id: 'ES:3117735',
  name: 'Madrid',
  label: 'Madrid, Spain',
  country: 'ES',
  countryName: 'Spain',
  lat: 40.4165,
  lon: -3.7026,
  population: 3_255_944,
  elevation: 657,
  timeZone: 'Europe/Madrid',
}

export function price(low: number, expected: number, high: number): PriceRange {
  return { low, expected, high, currency: 'EUR' }
}

export function sources(name: string): Source[] {
  return [{ name, method: 'fixture', date: '2026-01-01', licence: 'CC0' }]
}
