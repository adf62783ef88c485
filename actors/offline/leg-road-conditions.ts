/**
 * What driving is like by country: average speed over a whole journey (stops for fuel, towns and borders excluded) and
 * how many road kilometres replace one kilometre of straight line. Rounded from well-known journeys (for example
 * 485 km and 8-9 h between Nairobi and Mombasa); a rule of thumb, not a router.
 */
import { distanceKm } from '../atlas/index.ts'
import { roadRegion } from './leg-road-regions.ts'

export type RoadConditions = { readonly kmh: number; readonly circuity: number }

const WORLD: RoadConditions = { kmh: 58, circuity: 1.3 }

/** `kmh circuity countries`. */
const TABLE: readonly (readonly [kmh: number, circuity: number, countries: string])[] = [
  [92, 1.22, 'DE FR ES US'],
  [88, 1.22, 'PT NL BE LU CA AU ZA AE SA QA KW OM BH'],
  [84, 1.3, 'AT IT DK SE PL CZ SK HU SI HR TR IE CL AR'],
  [80, 1.17, 'EE LV LT'],
  [78, 1.3, 'GB CN MY KR JP TW FI IL TN IR CY NA BW UY'],
  [77, 1.22, 'TH'],
  [74, 1.35, 'CH GR MA MX RS NZ JO SG HK'],
  [78, 1.55, 'IS'],
  [64, 1.5, 'NO'],
  [68, 1.3, 'BG RO RU KZ BY BR EG DZ PY'],
  [64, 1.3, 'UZ UA MK AZ PA PK IQ LY ZM ZW MZ SN'],
  [58, 1.35, 'GE AM DO CU JM PR MD AO GH CI BJ'],
  [55, 1.45, 'AL ME BA FO XK LB CR GT SV HN NI'],
  [57, 1.15, 'KE'],
  [55, 1.3, 'TZ UG RW NG CM GA TG ML BF NE ET'],
  [52, 1.3, 'IN VN KH'],
  [57, 1.27, 'EC CO BO PE VE'],
  [46, 1.35, 'ID LK MM LA MN FJ MG BD TJ KG'],
  [42, 1.35, 'PH PG HT TL SB VU CD CF SS SO TD GN SL LR'],
  [32, 1.45, 'NP BT'],
]

const CONDITIONS: ReadonlyMap<string, RoadConditions> = new Map(
  TABLE.flatMap(([kmh, circuity, countries]) =>
    countries.split(' ').map((country) => [country, { kmh, circuity }] as const),
  ),
)

/** Countries whose high ranges turn a short straight line into a day of hairpins. */
const STEEP = new Set('PE BO EC CO NP BT IN PK AF TJ KG CN AR CL VE ET YE PG GE AM'.split(' '))

type RoadEnd = {
  readonly country: string
  readonly elevation: number
  readonly lat: number
  readonly lon: number
}

/** A climb decides about this much of a journey; the rest is a plain road. Kilometres of straight line. */
const CLIMB_KM = 400

/**
 * Conditions between two places: those of a region that is unlike its country, else the slower country's, and slower
 * and longer still where the way climbs out of or drops into a high range (steep country, over 1,000 m between the
 * ends and one of them above 2,000 m).
 */
export function roadBetween(from: RoadEnd, to: RoadEnd): RoadConditions {
  const region = roadRegion(from, to)
  if (region !== undefined) return region
  const a = CONDITIONS.get(from.country) ?? WORLD
  const b = CONDITIONS.get(to.country) ?? WORLD
  const kmh = Math.min((a.kmh + b.kmh) / 2, Math.min(a.kmh, b.kmh) + 10)
  const circuity = Math.max(a.circuity, b.circuity)
  const climb = Math.abs(from.elevation - to.elevation)
  const top = Math.max(from.elevation, to.elevation)
  if (climb > 1_000 && top > 2_000) {
    if (!STEEP.has(from.country) && !STEEP.has(to.country))
      return { kmh: kmh * 0.85, circuity: circuity * 1.08 }
    const share = Math.min(1, CLIMB_KM / distanceKm(from, to))
    return {
      kmh: kmh - Math.max(0, kmh - 50) * share,
      circuity: circuity + Math.max(0, 1.75 - circuity) * share,
    }
  }
  return { kmh, circuity }
}
