/** A price band for what needs a ticket. No ticket price is known offline, and none is made up: the method is told. */
import type { PriceRange, Source, TripRequest } from '../../machines/messages/index.ts'
import { currencyDecimals, currencyRate, LEVELS_DATE } from '../atlas/index.ts'
import { type Candidate, isLongTrip } from './activity-candidate.ts'
import { levelAt, type PricedPlace } from './prices-tiers.ts'

/** What an adult typically pays for a kind of sight at the price level of the United States, in US dollars. */
const USUAL_DOLLARS: Record<string, number> = {
  museum: 16,
  gallery: 14,
  palace: 15,
  castle: 13,
  monument: 14,
  church: 7,
  temple: 6,
  viewpoint: 13,
  park: 5,
  garden: 8,
  zoo: 24,
  show: 45,
  theatre: 60,
  stadium: 22,
  boat: 22,
  bath: 10,
  hike: 8,
  nature: 45,
  beach: 8,
  market: 8,
  'food-street': 15,
}
const OTHER_DOLLARS = 12
const TOUR_DOLLARS = 14
/** Fare there and back, and what a trip adds on the way. */
const TRIP_DOLLARS = 18
/** The same for the longest trips, which take a tourist train, a boat or a plane. */
const LONG_TRIP_DOLLARS = 250
/** A bath where one stays for hours is a spa. */
const SPA_DOLLARS = 40
const SPA_MINUTES = 150
/** A boat that is out for most of the day. */
const SAFARI_DOLLARS = 80
const SAFARI_MINUTES = 300
const CHILD_SHARE = 0.5
const BAND = { low: 0.6, high: 1.6 }

/** How the bands are made; stands beside them in the plan. */
export const PRICE_SOURCE: Source = {
  name: 'Price bands for tickets',
  method:
    'Usual adult ticket by kind of sight at US prices, times the price level of the country and the tier of the place (curated), ' +
    'children half; low = 60 %, high = 160 %. An estimate, not a quoted price.',
  date: LEVELS_DATE,
}

/** The band for the whole group in the currency of the request; undefined when it is free or no rate is known. */
export function priceBand(
  candidate: Candidate,
  place: PricedPlace,
  request: TripRequest,
): PriceRange | undefined {
  if (!candidate.paid) return undefined
  const rate = currencyRate('USD', request.currency)?.rate
  if (rate === undefined) return undefined
  const level = levelAt(place, 'tickets')
  const dollars = ticketDollars(candidate) + tripDollars(candidate)
  const heads = request.travelers.adults + CHILD_SHARE * request.travelers.children
  const one = 10 ** currencyDecimals(request.currency)
  const units = dollars * level * rate * heads * one
  const expected = roundSum(units, one)
  return {
    low: Math.min(expected, roundSum(units * BAND.low, one)),
    expected,
    high: Math.max(expected, roundSum(units * BAND.high, one)),
    currency: request.currency,
  }
}

function tripDollars(candidate: Candidate): number {
  if (!candidate.dayTrip) return 0
  return isLongTrip(candidate) ? LONG_TRIP_DOLLARS : TRIP_DOLLARS
}

function ticketDollars({ kind, bestTime, minutes }: Candidate): number {
  if (kind === 'bath' && minutes >= SPA_MINUTES) return SPA_DOLLARS
  if (kind === 'boat' && minutes >= SAFARI_MINUTES) return SAFARI_DOLLARS
  // By day a theatre is visited, not watched.
  const tour = kind === 'theatre' && bestTime !== 'evening' && bestTime !== 'afternoon'
  return tour ? TOUR_DOLLARS : (USUAL_DOLLARS[kind] ?? OTHER_DOLLARS)
}

/** Two significant digits and no cents: an estimate should not look more exact than it is. */
function roundSum(units: number, one: number): number {
  if (units <= 0) return 0
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(units)) - 1)
  const step = units >= 2 * one ? Math.max(one, digits) : digits
  return Math.round(units / step) * step
}
