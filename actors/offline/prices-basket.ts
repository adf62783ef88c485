/** The basket: rooms, meals, city transport and entries per day by comfort band, at United States prices of 2025. */
import type { AccommodationSection } from '../../machines/messages/index.ts'
import type { Dollars, Party } from './leg-option.ts'
import { levelAt, type PricedPlace } from './prices-tiers.ts'

export type Band = AccommodationSection['stays'][number]['band']

export const BANDS: readonly Band[] = ['budget', 'moderate', 'comfort', 'luxury']

/** US dollars: a double room a night; meals of one adult a day; entries of one adult a full day. */
const BASKET: Readonly<
  Record<Band, { readonly room: number; readonly meals: number; readonly entries: number }>
> = {
  budget: { room: 70, meals: 32, entries: 10 },
  moderate: { room: 140, meals: 58, entries: 20 },
  comfort: { room: 235, meals: 90, entries: 30 },
  luxury: { room: 460, meals: 150, entries: 50 },
}

/** City transport of one adult a day, as a day ticket. */
const CITY_TRANSPORT = 8

const CHILD_MEALS = 0.6
const CHILD_ENTRIES = 0.5
const CHILD_TRANSPORT = 0.5
/** How far real prices spread around the expected one. */
const SPREAD = { low: 0.7, high: 1.35 } as const

function spread(expected: number): Dollars {
  return { low: expected * SPREAD.low, expected, high: expected * SPREAD.high }
}

/** Weeks when everybody travels: around New Year everywhere, July and August in the north. Factor on rooms. */
export function seasonFactor(date: string, lat: number): number {
  const day = date.slice(5)
  if (day >= '12-22' || day <= '01-03') return 1.25
  if (lat > 30 && day >= '07-05' && day <= '08-25') return 1.12
  if (lat < -20 && day >= '01-04' && day <= '02-10') return 1.1
  return 1
}

/** All rooms of a party for one night. */
export function roomsPerNight(
  band: Band,
  place: PricedPlace,
  party: Party,
  rooms: number,
  date: string,
): Dollars {
  const people = party.adults + party.children
  // Sleeping alone saves a little on a room; a third and fourth bed costs a little.
  const alone = people === rooms ? 0.85 : 1
  const extraBeds = Math.max(0, people - rooms * 2) * 0.18
  const base = BASKET[band].room * (rooms * alone + extraBeds)
  return spread(base * levelAt(place, 'rooms') * seasonFactor(date, place.lat))
}

/** Meals of the party for one day. */
export function mealsPerDay(band: Band, place: PricedPlace, party: Party): Dollars {
  const eaters = party.adults + party.children * CHILD_MEALS
  return spread(BASKET[band].meals * eaters * levelAt(place, 'meals'))
}

/** Entries and tours of the party for one full day, where no activities were planned. */
export function entriesPerDay(band: Band, place: PricedPlace, party: Party): Dollars {
  const guests = party.adults + party.children * CHILD_ENTRIES
  return spread(BASKET[band].entries * guests * levelAt(place, 'tickets'))
}

/** City transport of the party for one day. */
export function cityTransportPerDay(place: PricedPlace, party: Party): Dollars {
  const riders = party.adults + party.children * CHILD_TRANSPORT
  return spread(CITY_TRANSPORT * riders * levelAt(place, 'rides'))
}
