/** A price band for what needs a ticket. No ticket price is known offline, and none is made up: the method is told. */
import type { PriceRange, Source, TripRequest } from '../../machines/messages/index.ts'
import { currencyDecimals, currencyRate } from '../atlas/index.ts'
import type { Candidate } from './activity-candidate.ts'
import { countryPriceLevel } from './prices-level.ts'

/** What an adult typically pays for a kind of sight at the price level of the United States, in US dollars. */
const USUAL_DOLLARS: Record<string, number> = {
  museum: 20,
  gallery: 18,
  palace: 20,
  castle: 18,
  monument: 18,
  church: 10,
  temple: 10,
  viewpoint: 25,
  park: 8,
  garden: 12,
  zoo: 28,
  show: 60,
  theatre: 65,
  stadium: 30,
  boat: 40,
  bath: 20,
  hike: 12,
  nature: 60,
  beach: 12,
  market: 10,
  'food-street': 25,
}
const OTHER_DOLLARS = 22
const TOUR_DOLLARS = 18
/** Fare there and back, and what a trip adds on the way. */
const TRIP_DOLLARS = 30
const CHILD_SHARE = 0.5
const BAND = { low: 0.6, high: 1.6 }

/** How the bands are made; stands beside them in the plan. */
export const PRICE_SOURCE: Source = {
  name: 'Price bands for tickets',
  method:
    'Usual adult ticket by kind of sight at US prices, times the damped national price level (GDP at exchange rates over GDP at purchasing power), ' +
    'children half; low = 60 %, high = 160 %. An estimate, not a quoted price.',
}

/** The band for the whole group in the currency of the request; undefined when it is free or no rate is known. */
export function priceBand(
  candidate: Candidate,
  country: string,
  request: TripRequest,
): PriceRange | undefined {
  if (!candidate.paid) return undefined
  const rate = currencyRate('USD', request.currency)?.rate
  if (rate === undefined) return undefined
  const level = countryPriceLevel(country)
  const dollars = ticketDollars(candidate) + (candidate.dayTrip ? TRIP_DOLLARS : 0)
  const heads = request.travelers.adults + CHILD_SHARE * request.travelers.children
  const units = dollars * level * rate * heads * 10 ** currencyDecimals(request.currency)
  const expected = roundSum(units)
  return {
    low: Math.min(expected, roundSum(units * BAND.low)),
    expected,
    high: Math.max(expected, roundSum(units * BAND.high)),
    currency: request.currency,
  }
}

function ticketDollars({ kind, bestTime }: Candidate): number {
  // By day a theatre is visited, not watched.
  const tour = kind === 'theatre' && bestTime !== 'evening' && bestTime !== 'afternoon'
  return tour ? TOUR_DOLLARS : (USUAL_DOLLARS[kind] ?? OTHER_DOLLARS)
}

/** Two significant digits: an estimate should not look more exact than it is. */
function roundSum(units: number): number {
  if (units <= 0) return 0
  const step = 10 ** Math.max(0, Math.floor(Math.log10(units)) - 1)
  return Math.round(units / step) * step
}
