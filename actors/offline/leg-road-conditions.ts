/**
 * What driving is like by country: average speed over a whole journey (stops for fuel, towns and borders excluded) and
 * how many road kilometres replace one kilometre of straight line. Rounded from well-known journeys (for example
 * 485 km and 8-9 h between Nairobi and Mombasa); a rule of thumb, not a router.
 */
type RoadConditions = { readonly kmh: number; readonly circuity: number }

const WORLD: RoadConditions = { kmh: 58, circuity: 1.3 }

/** `kmh circuity countries`. */
const TABLE: readonly (readonly [kmh: number, circuity: number, countries: string])[] = [
  [92, 1.22, 'DE FR ES US'],
  [88, 1.22, 'PT NL BE LU CA AU ZA AE SA QA KW OM BH'],
  [84, 1.3, 'AT IT DK SE PL CZ SK HU SI HR TR IE CL AR LT'],
  [78, 1.3, 'GB CN MY KR JP TW FI EE LV IL TN IR CY NA BW UY'],
  [74, 1.35, 'CH GR MA MX TH RS NZ JO SG HK'],
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

type RoadEnd = { readonly country: string; readonly elevation: number }

/**
 * Conditions between two places: the slower country's, and slower and longer still where the way climbs out of or
 * drops into a high range (steep country, over 1,000 m between the ends and one of them above 2,000 m).
 */
export function roadBetween(from: RoadEnd, to: RoadEnd): RoadConditions {
  const a = CONDITIONS.get(from.country) ?? WORLD
  const b = CONDITIONS.get(to.country) ?? WORLD
  const kmh = Math.min((a.kmh + b.kmh) / 2, Math.min(a.kmh, b.kmh) + 10)
  const circuity = Math.max(a.circuity, b.circuity)
  const climb = Math.abs(from.elevation - to.elevation)
  const top = Math.max(from.elevation, to.elevation)
  if (climb > 1_000 && top > 2_000) {
    return STEEP.has(from.country) || STEEP.has(to.country)
      ? { kmh: Math.min(kmh, 50), circuity: Math.max(circuity, 1.75) }
      : { kmh: kmh * 0.85, circuity: circuity * 1.08 }
  }
  return { kmh, circuity }
}

/** Countries whose land borders let travellers through to these alone; around the sea or by air to all others. */
const ONLY_TO: Readonly<Record<string, string>> = { KR: '', KP: 'CN RU', FI: 'SE NO' }
/** Pairs with a closed border or a river without a bridge between them. */
const CLOSED = new Set(['AM AZ', 'AM TR', 'DZ MA', 'BY UA', 'RU UA', 'IL LB', 'IL SY', 'CD CG'])

/** Whether travellers may drive from one country to the other at all. */
export function openByLand(from: string, to: string): boolean {
  if (from === to) return true
  const barred = [
    [from, to],
    [to, from],
  ].some(([a = '', b = '']) => ONLY_TO[a]?.split(' ').includes(b) === false || CLOSED.has(`${a} ${b}`))
  return !barred
}

/** Where no road joins a town to the outside, although it stands on the mainland. Kilometres of radius. */
const ROADLESS: readonly { readonly lat: number; readonly lon: number; readonly km: number }[] = [
  { lat: 58.3, lon: -134.4, km: 60 },
  { lat: 57.05, lon: -135.33, km: 60 },
  { lat: 55.34, lon: -131.65, km: 50 },
  { lat: 61.8, lon: -162, km: 420 },
  { lat: 68.5, lon: -160, km: 380 },
  { lat: 66, lon: -85, km: 750 },
  { lat: -3.75, lon: -73.25, km: 150 },
  { lat: -4.2, lon: -69.94, km: 150 },
  { lat: 69.35, lon: 88.2, km: 200 },
  { lat: -9.45, lon: 147.15, km: 60 },
]

/** Whether roads lead out of a place at all. Greenland has none between its towns. */
export function hasRoadsOut(
  place: { readonly lat: number; readonly lon: number; readonly country: string },
  distanceKm: (a: { lat: number; lon: number }, b: { lat: number; lon: number }) => number,
): boolean {
  return place.country !== 'GL' && !ROADLESS.some((hole) => distanceKm(place, hole) < hole.km)
}
