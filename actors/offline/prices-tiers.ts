/** The tier of a place, and how much its prices differ from its country's: a metropolis is not a village. */
import { countryFacts } from '../atlas/index.ts'
import { curatedCities } from '../atlas/sights/index.ts'
import { factorTable, guestLevel, type Goods } from './prices-level.ts'

export type Tier = 'capital or metropolis' | 'tourist hot spot' | 'city' | 'small town'

export type PricedPlace = {
  readonly name: string
  readonly country: string
  readonly population: number
  readonly lat: number
  readonly lon: number
}

const METROPOLIS = 1_000_000
const SMALL_TOWN = 30_000
/** A place as far as this from the middle of a guide's city is that city. Degrees, about 9 km. */
const SAME_PLACE = 0.08

/** Rooms, meals, rides and tickets in places of a tier, against the country. */
const TIERS: Readonly<Record<Tier, Readonly<Record<Goods, number>>>> = {
  'capital or metropolis': { rooms: 1.1, meals: 1.06, rides: 1.25, tickets: 1.05 },
  'tourist hot spot': { rooms: 1.08, meals: 1.04, rides: 0.9, tickets: 1.05 },
  city: { rooms: 0.95, meals: 0.97, rides: 0.85, tickets: 0.95 },
  'small town': { rooms: 0.85, meals: 0.92, rides: 0.55, tickets: 0.85 },
}

/**
 * Cities whose prices are far from those of their country and tier: `name country rooms/meals/rides/tickets`. Written by
 * hand in 2025 (`curated`), from what travellers pay.
 */
const CITIES = factorTable(
  `New York City US 1.75/1.25/1.05/1.35, San Francisco US 1.35/1.2/1.1/1.15, Boston US 1.45/1.15, Washington US 1.25/1.1/1/0.6, Honolulu US 1.65/1.1, Kahului US 1.8/1.1,
  Miami US 1.3/1.05, Los Angeles US 1.2, Santa Barbara US 1.4/1.1, Jackson US 1.9/1.15, Aspen US 2/1.3, Key West US 1.7/1.1, Seattle US 1.15/1.05,
  Las Vegas US 0.85/1, Vancouver CA 1.15/1, Toronto CA 1.1/1, Montréal CA 0.9/0.95, Banff CA 1.9/1.15, Jasper CA 1.6/1.1,
  Mexico City MX 1, Cancún MX 1.35/1.1/1.8/1.5, Tulum MX 1.7/1.25/2, Playa del Carmen MX 1.35/1.1/1.8, Cabo San Lucas MX 1.9/1.3/2, Cartagena CO 1.3/1.1/1.5,
  Cusco PE 1, La Paz BO 1, Uyuni BO 1.4/1.1, Puerto Ayora EC 2/1.3, Ushuaia AR 1.25/1.1, El Calafate AR 1.25/1.1,
  San Pedro de Atacama CL 1.5/1.15, Hanga Roa CL 1.8/1.4, Rio de Janeiro BR 1.05/1, Fernando de Noronha BR 2.2/1.5,
  London GB 1.45/1.07/1.1/1.05, Edinburgh GB 1.3/1.05/0.8, Oxford GB 1.25, Cambridge GB 1.2, Bath GB 1.25, Dublin IE 1.25/1.05,
  Paris FR 1.4/1.1/1/1.1, Nice FR 1.2/1, Cannes FR 1.4/1.1, Chamonix FR 1.5/1.15, Saint-Tropez FR 2/1.4, Lyon FR 0.95,
  Amsterdam NL 1.35/1.05/1/1.2, Zürich CH 1.05/1/1.1/1, Geneva CH 1.1/1/0.9/0.7, Zermatt CH 1.5/1.15, Sankt Moritz CH 1.6/1.2, Interlaken CH 1.2/1.05, Lucerne CH 1.15,
  Rome IT 1.25/1/0.85/1.05, Venice IT 1.5/1.15/3/1.1, Florence IT 1.25/1/0.9/1.2, Milan IT 1.3/1.05, Naples IT 0.95/0.87, Capri IT 1.9/1.3, Positano IT 2.4/1.4, Taormina IT 1.6/1.15,
  Barcelona ES 1.28/1.05/1/1.1, Ibiza ES 1.6/1.25, Seville ES 1/0.9/0.8/0.75, Madrid ES 1.07, Lisbon PT 1.2/1.05, Porto PT 1.07/1, Funchal PT 1.1,
  Munich DE 1.15/1.08/1/0.85, Berlin DE 1.03/1, Vienna AT 1.03, Salzburg AT 1.2/1.05, Athens GR 1.05/0.95, Firá GR 2.4/1.4/1.5, Mykonos GR 2.6/1.5/1.5, Oía GR 3/1.5/1.5, Dubrovnik HR 1.35/1.12/1/1.2, Hvar HR 1.5/1.15,
  Split HR 1.15, Reykjavík IS 1.12/1/1/0.85, Copenhagen DK 1.1/1, Oslo NO 1.08/1, Tromsø NO 1.25/1, Stockholm SE 1.08/1,
  Prague CZ 1.05/1, Istanbul TR 1.1/1/0.9/1.3, Bodrum TR 1.7/1.3, Moscow RU 1.15/1, Tel Aviv IL 1.05/1, Jerusalem IL 0.95,
  Mumbai IN 1.45/1.1, Delhi IN 0.95, New Delhi IN 0.95, Jaipur IN 0.9, Leh IN 1.1, Bengaluru IN 1.2/1.1, Bangkok TH 1.0, Chiang Mai TH 0.75/0.85, Phuket TH 1.2/1.1/2, Ko Samui TH 1.4/1.15/1.8,
  Ubud ID 1.15/1/2.5/1, Kathmandu NP 0.9, Singapore SG 1, Tokyo JP 1.08/1, Kyoto JP 1.13/1, Osaka JP 0.95,
  Hong Kong HK 1, Sapporo JP 1, Sydney AU 1.1/1.05, Melbourne AU 1/1, Queenstown NZ 1.3/1.05, Cape Town ZA 1.25/1.05/0.9, Zanzibar TZ 1.3/1.05/1.7, Nairobi KE 1,
  Victoria Falls ZW 1.5/1.2, Livingstone ZM 1.3/1.1, Dubai AE 1.05/1, Marrakesh MA 1.1/1, Accra GH 1.15`,
)

let cities: readonly { readonly lat: number; readonly lon: number }[] | undefined

/** The tier of a place: what it is for those who go there. */
export function tierOf(place: PricedPlace): Tier {
  if (place.population >= METROPOLIS || countryFacts(place.country)?.capital === place.name)
    return 'capital or metropolis'
  cities ??= curatedCities()
  const visited =
    (CITIES.get(keyOf(place))?.rooms ?? 1) > 1 ||
    cities.some(
      ({ lat, lon }) => Math.abs(lat - place.lat) < SAME_PLACE && Math.abs(lon - place.lon) < SAME_PLACE,
    )
  if (visited) return 'tourist hot spot'
  return place.population < SMALL_TOWN ? 'small town' : 'city'
}

/** Factor on United States prices at a place, for one kind of thing. */
export function levelAt(place: PricedPlace, goods: Goods): number {
  return (
    guestLevel(place.country, goods) * TIERS[tierOf(place)][goods] * (CITIES.get(keyOf(place))?.[goods] ?? 1)
  )
}

function keyOf({ name, country }: PricedPlace): string {
  return `${name} ${country}`
}
