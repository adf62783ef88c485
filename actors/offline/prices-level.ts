/**
 * How dear a place is against the United States: the country's price level (see the atlas for year and method) damped
 * by the power 0.8, since hotels, fares and restaurants differ less between countries than all prices do.
 */
import { countryFacts } from '../atlas/index.ts'

/** Used where the atlas knows no price level: about the middle of the world's countries. */
const UNKNOWN_LEVEL = 0.55

/** Holiday islands whose guest prices have little to do with local prices. */
const RESORT_FACTOR: Readonly<Record<string, number>> = {
  MV: 2,
  SC: 1.8,
  PF: 1.5,
  BS: 1.4,
  KY: 1.4,
  TC: 1.7,
  BL: 2.2,
  AG: 1.3,
  BB: 1.4,
  VG: 1.4,
  AI: 1.7,
  MU: 1.2,
  FJ: 1.3,
  PW: 1.3,
  CK: 1.3,
  BT: 1.4,
  GL: 1.3,
  AQ: 2,
  MC: 1.5,
}

/** Factor on United States prices for a country, between 0.3 and 1.6. */
export function countryPriceLevel(country: string): number {
  const value = countryFacts(country)?.priceLevel?.value ?? UNKNOWN_LEVEL
  return Math.min(1.6, Math.max(0.3, value ** 0.8))
}

/** What guests pay on top of the country's level in countries that live from resorts; 1 elsewhere. */
export function resortFactor(country: string): number {
  return RESORT_FACTOR[country] ?? 1
}
