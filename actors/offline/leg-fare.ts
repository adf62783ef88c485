/**
 * What travelling costs, in US dollars: rules of thumb fitted to published fares of 2023-2025, scaled by the price
 * level of the countries where fares follow local incomes. No fare is known offline, so every figure is a range:
 * 35 % below for those who book early, 60 % above for those who do not.
 */
import type { Dollars, Party } from './leg-option.ts'
import { countryPriceLevel } from './prices-level.ts'

/** Shares of an adult fare that children of 2 to 11 pay. */
const CHILD_SHARE = { flight: 0.85, rail: 0.5, bus: 0.6, ferry: 0.5 } as const

/** Rounds a party's fare out of one adult's. */
function forParty(adult: number, party: Party, childShare: number): Dollars {
  const expected = adult * (party.adults + party.children * childShare)
  return { low: expected * 0.65, expected, high: expected * 1.6 }
}

/** Economy, one way as half a return: 35 USD, 9 cents a km up to 1,500 km, 4.2 cents beyond; thin routes cost more. */
export function flightFare(km: number, stops: number, thin: boolean, party: Party): Dollars {
  const base = 35 + 0.09 * Math.min(km, 1_500) + 0.042 * Math.max(0, km - 1_500)
  return forParty(base * (thin ? 1.35 : 1) * (1 + 0.08 * stops), party, CHILD_SHARE.flight)
}

/** High-speed fares per km differ by country; elsewhere 14 cents at United States prices. */
const HIGH_SPEED_PER_KM: Readonly<Record<string, number>> = {
  JP: 0.24,
  GB: 0.28,
  FR: 0.17,
  DE: 0.17,
  US: 0.3,
  CN: 0.075,
  IT: 0.13,
  ES: 0.12,
}

/** Ordinary trains that are far dearer than the country's prices make them elsewhere. US dollars per km. */
const ORDINARY_PER_KM: Readonly<Record<string, number>> = { CH: 0.36, GB: 0.2, NL: 0.2 }

/** One ride by train. Long rides are cheaper by the kilometre. */
export function railFare(km: number, kind: string, countries: readonly string[], party: Party): Dollars {
  const level = Math.max(...countries.map(countryPriceLevel))
  const known = countries.map((country) => HIGH_SPEED_PER_KM[country] ?? 0)
  const ordinary = countries.map((country) => ORDINARY_PER_KM[country] ?? 0)
  const perKm = kind === 'high' ? Math.max(...known) || 0.14 * level : Math.max(0.12 * level, mean(ordinary))
  const charged = Math.min(km, 500) + 0.5 * Math.max(0, km - 500)
  return forParty(2 + perKm * charged + (kind === 'night' ? 25 * level : 0), party, CHILD_SHARE.rail)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** One ride by coach or local bus. */
export function busFare(km: number, countries: readonly string[], party: Party): Dollars {
  const level = Math.max(...countries.map(countryPriceLevel))
  return forParty(1.5 + 0.075 * level * km, party, CHILD_SHARE.bus)
}

/** A crossing as foot passengers: 12 USD plus 20 cents a km at United States prices. */
export function ferryFare(km: number, countries: readonly string[], party: Party): Dollars {
  const level = Math.max(...countries.map(countryPriceLevel))
  const charged = Math.min(km, 250) + 0.4 * Math.max(0, km - 250)
  return forParty((8 + 0.2 * charged) * level, party, CHILD_SHARE.ferry)
}

/** Hire car per started day plus fuel, tolls and a share of the one-way fee; one car per five people. */
export function carFare(km: number, minutes: number, countries: readonly string[], party: Party): Dollars {
  const level = Math.max(...countries.map(countryPriceLevel))
  const cars = Math.ceil((party.adults + party.children) / 5)
  const days = Math.max(1, Math.ceil(minutes / 600))
  const expected = cars * (days * 55 * Math.sqrt(level) + km * 0.14 + Math.min(80, km * 0.12))
  return { low: expected * 0.65, expected, high: expected * 1.6 }
}
