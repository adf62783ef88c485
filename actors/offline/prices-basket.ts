/** The basket: rooms, meals, city transport and entries per day by comfort band, at United States prices of 2024. */
import type { AccommodationSection } from '../../machines/messages/index.ts'
import type { Dollars, Party } from './leg-option.ts'
import { countryPriceLevel, resortFactor } from './prices-level.ts'

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

/** City transport of one adult a day. */
const CITY_TRANSPORT = { metropolis: 10, city: 7, town: 4 } as const

const CHILD_MEALS = 0.6
const CHILD_ENTRIES = 0.5
const CHILD_TRANSPORT = 0.5
/** How far real prices spread around the expected one. */
const SPREAD = { low: 0.7, high: 1.35 } as const

/** Cities far dearer than their country: factor on rooms. `name country factor`. */
const DEAR_CITIES: ReadonlyMap<string, number> = new Map(
  `New York City US 1.7, San Francisco US 1.35, Boston US 1.4, Washington US 1.25, Honolulu US 1.45, Kahului US 1.6, Miami US 1.3, Los Angeles US 1.2,
  Santa Barbara US 1.4, Jackson US 1.5, Aspen US 1.8, Key West US 1.5, London GB 1.45, Edinburgh GB 1.2, Oxford GB 1.2, Paris FR 1.35, Nice FR 1.15, Cannes FR 1.35, Chamonix FR 1.3, Rome IT 1.15,
  Venice IT 1.35, Florence IT 1.15, Milan IT 1.2, Capri IT 1.7, Positano IT 1.6, Barcelona ES 1.2, Ibiza ES 1.4, Amsterdam NL 1.35, Dublin IE 1.3,
  Munich DE 1.15, Zermatt CH 1.35, Sankt Moritz CH 1.5, Geneva CH 1.15, Mykonos GR 1.6, Firá GR 1.5, Dubrovnik HR 1.4, Hvar HR 1.3, Reykjavík IS 1.1, Tokyo JP 1.15,
  Kyoto JP 1.1, Singapore SG 1.35, Hong Kong HK 1.35, Dubai AE 1.15, Tel Aviv IL 1.3, Mumbai IN 1.3, Moscow RU 1.2, Lisbon PT 1.15, Copenhagen DK 1.1, Oslo NO 1.05, Tromsø NO 1.15, Sydney AU 1.15, Queenstown NZ 1.3, Vancouver CA 1.3, Toronto CA 1.2,
  Banff CA 1.6, Cape Town ZA 1.25, Uyuni BO 1.2, Ushuaia AR 1.2, El Calafate AR 1.2, Cancún MX 1.3, Tulum MX 1.5`
    .split(',')
    .flatMap((row) => {
      const match = /^(.+ [A-Z]{2}) ([\d.]+)$/.exec(row.trim())
      return match?.[1] ? [[match[1], Number(match[2])] as const] : []
    }),
)

type PricedPlace = { readonly name: string; readonly country: string; readonly population: number }

/** Country level, resort islands, big cities. */
function placeFactor(place: PricedPlace): number {
  const big = place.population >= 1_000_000 ? 1.1 : place.population < 30_000 ? 0.93 : 1
  return countryPriceLevel(place.country) * big
}

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
  place: PricedPlace & { readonly lat: number },
  party: Party,
  rooms: number,
  date: string,
): Dollars {
  const dear = DEAR_CITIES.get(`${place.name} ${place.country}`) ?? 1
  const people = party.adults + party.children
  // Sleeping alone saves a little on a room; a third and fourth bed costs a little.
  const alone = people === rooms ? 0.85 : 1
  const extraBeds = Math.max(0, people - rooms * 2) * 0.18
  const base = BASKET[band].room * (rooms * alone + extraBeds)
  return spread(
    base * placeFactor(place) * resortFactor(place.country) * dear * seasonFactor(date, place.lat),
  )
}

/** Meals of the party for one day. */
export function mealsPerDay(band: Band, place: PricedPlace, party: Party): Dollars {
  const dear = Math.sqrt(DEAR_CITIES.get(`${place.name} ${place.country}`) ?? 1)
  const eaters = party.adults + party.children * CHILD_MEALS
  return spread(
    BASKET[band].meals * eaters * placeFactor(place) * Math.sqrt(resortFactor(place.country)) * dear,
  )
}

/** Entries and tours of the party for one full day, where no activities were planned. */
export function entriesPerDay(band: Band, place: PricedPlace, party: Party): Dollars {
  const guests = party.adults + party.children * CHILD_ENTRIES
  return spread(BASKET[band].entries * guests * placeFactor(place))
}

/** City transport of the party for one day. */
export function cityTransportPerDay(place: PricedPlace, party: Party): Dollars {
  const size = place.population >= 1_000_000 ? 'metropolis' : place.population >= 100_000 ? 'city' : 'town'
  const riders = party.adults + party.children * CHILD_TRANSPORT
  return spread(CITY_TRANSPORT[size] * riders * countryPriceLevel(place.country))
}
