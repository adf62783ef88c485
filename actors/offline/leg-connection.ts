/**
 * Whether two airports are likely to have a flight between them, and where one would change. No schedule is known
 * offline: the answer comes from a table of well-known services, else from airport size, whether they are connecting
 * hubs, and distance, and is worded so.
 */
import {
  airportsNear,
  cityOfAirport,
  countryFacts,
  distanceKm,
  findAirport,
  hubs,
  type Airport,
} from '../atlas/index.ts'
import { landmassNear } from './landmass.ts'
import { isBarred } from './leg-no-flights.ts'
import { farReachKm, isKnownNonstop } from './leg-nonstops.ts'

/** How one gets from airport to airport. */
export type Connection = {
  readonly sure: 'likely' | 'possible' | 'connecting'
  /** Airports one changes at, in order. */
  readonly via: readonly Airport[]
  /** Flown, all legs. Great circle. */
  readonly km: number
  readonly minutes: number
}

/** Airports that connect a region or an ocean, beside the world's great hubs. */
const REGIONAL_HUBS =
  'HNL NAN PPT GUM MEL BNE PER CPT SJU BGI ANC CLT BOS IAD PHL DTW MSP YUL CUN LGW GVA MXP BER MAN OPO BUD PRG TFU CTU BLR CMB CGK SGN KIX'
const GREAT_HUBS = new Set(hubs)
const HUBS = new Set([...hubs, ...REGIONAL_HUBS.split(' ')])

/** Time to taxi, climb and land, minutes, and cruise speed, km/h: gives 1.3 h for 570 km and 7 h for 5,500 km. */
const GROUND_AND_CLIMB = 36
const CRUISE_KMH = 860
/** Change of planes: walk, checks, waiting for the next departure. Minutes. */
const CHANGE = 120
/** Longer than this no scheduled flight goes without a stop. Kilometres. */
const NONSTOP_LIMIT_KM = 15_600

/** Large fields in town that fly at home and to neighbours; long ways abroad start from their city's other airport. */
const CITY_FIELDS = new Set('LGA DCA DAL HOU MDW CGH SDU AEP ITM GMP SHA TSA OKD'.split(' '))

/** From a small field one flies to the hubs around it; Flagstaff has no flight to Boston. Kilometres. */
const FROM_A_SMALL_FIELD_KM = 2_800

/** Gate to gate, good to about a sixth. */
export function blockMinutes(a: Airport, b: Airport): number {
  const km = distanceKm(a, b) * (goesAroundRussia(a, b) ? 1.18 : 1)
  return GROUND_AND_CLIMB + (km / CRUISE_KMH) * 60
}

/** Europe to Japan and Korea: most airlines fly around Russian airspace, about 18 % further. */
function goesAroundRussia(a: Airport, b: Airport): boolean {
  const europe = (airport: Airport) => airport.lon > -25 && airport.lon < 42 && airport.lat > 35
  const northEast = (airport: Airport) => airport.country === 'JP' || airport.country === 'KR'
  return (europe(a) && northEast(b)) || (europe(b) && northEast(a))
}

/** Whether many long-haul flights connect here. */
export function isHub(airport: Airport): boolean {
  return HUBS.has(airport.iata)
}

function nonstop(a: Airport, b: Airport): 'likely' | 'possible' | undefined {
  const km = distanceKm(a, b)
  if (km > NONSTOP_LIMIT_KM || isBarred(a, b)) return undefined
  const cityField =
    a.country !== b.country && km > 1_300 && (CITY_FIELDS.has(a.iata) || CITY_FIELDS.has(b.iata))
  if (cityField) return undefined
  if (isKnownNonstop(a, b)) return 'likely'
  const hubCount = Number(isHub(a)) + Number(isHub(b))
  const large = Number(a.size === 'large') + Number(b.size === 'large')
  if (a.country === b.country) {
    if (hubCount === 1 && large < 2 && km > FROM_A_SMALL_FIELD_KM) return undefined
    if (hubCount > 0 || large === 2) return km < 2_500 || hubCount === 2 ? 'likely' : 'possible'
    if (large === 1) return km < 1_500 ? 'likely' : undefined
    if (km < 800 && (servesCapital(a) || servesCapital(b))) return 'likely'
    return km < 450 ? 'possible' : undefined
  }
  // The second field of a city flies at home only.
  if (isShaded(a) || isShaded(b)) return undefined
  if (km < farReachKm(a, b) && (large === 2 || (servesCapital(a) && servesCapital(b)))) return 'likely'
  if (hubCount === 2) {
    // Two regional hubs have less to do with each other.
    const great = GREAT_HUBS.has(a.iata) || GREAT_HUBS.has(b.iata)
    if (km < (great ? 7_500 : 2_500)) return 'likely'
    return km < (great ? 13_500 : 5_500) ? 'possible' : undefined
  }
  if (hubCount === 1 && large === 2) {
    // Across an ocean a hub is joined to capitals; a resort or a second city is not.
    const limit = servesCapital(isHub(a) ? b : a) ? 9_500 : 4_000
    return km < 2_000 ? 'likely' : km < limit ? 'possible' : undefined
  }
  if (large === 2) return km < 1_200 ? 'likely' : km < 2_500 ? 'possible' : undefined
  // A capital has a flight to some hub further away than another town of its size.
  if (hubCount === 1 && km < 4_500 && servesCapital(isHub(a) ? b : a)) return 'possible'
  const known = () => [a, b].every((airport) => airport.size === 'large' || servesTown(airport))
  if (hubCount === 1) return km < 1_600 && known() ? 'possible' : undefined
  if (large === 1)
    return km < 900 && known() && (servesCapital(a) || servesCapital(b)) ? 'possible' : undefined
  // Island neighbours have a hopper where mainland towns of that size would use the train; elsewhere capitals have one.
  const islands = !MAINLANDS.has(landmassNear(a)) && !MAINLANDS.has(landmassNear(b))
  if (islands) return km < 700 ? 'possible' : undefined
  return km < 700 && servesCapital(a) && servesCapital(b) ? 'possible' : undefined
}

/** A town this big fills an international flight now and then. */
const TOWN = 80_000

/** Looking a city up costs a walk through the gazetteer: each answer is computed once, and only when asked for. */
function oncePerAirport(answer: (airport: Airport) => boolean): (airport: Airport) => boolean {
  const known = new Map<string, boolean>()
  return (airport) => {
    const before = known.get(airport.iata)
    if (before !== undefined) return before
    const fresh = answer(airport)
    known.set(airport.iata, fresh)
    return fresh
  }
}

/** Whether a medium airport stands beside a large one of the same city. */
export const isShaded = oncePerAirport(
  (airport) =>
    airport.size !== 'large' &&
    airportsNear(airport, { withinKm: 60, limit: 3 }).some(
      ({ airport: other }) => other.size === 'large' && other.country === airport.country,
    ),
)

const servesTown = oncePerAirport((airport) => (cityOfAirport(airport)?.population ?? 0) >= TOWN)

const MAINLANDS = new Set(['afro-eurasia', 'americas', 'australia'])

/** Domestic networks fan out from the capital's airport, whatever its size. */
const servesCapital = oncePerAirport((airport) => {
  const capital = plain(countryFacts(airport.country)?.capital ?? '')
  if (capital === '') return false
  if (plain(airport.municipality).startsWith(capital)) return true
  // The record's own town will do for the large ones, and for those whose neighbours do not name the capital either.
  const near = airport.size === 'large' ? [] : airportsNear(airport, { withinKm: 95, limit: 10 })
  const alone = near.length === 1
  const beside = near.some(({ airport: other }) => plain(other.municipality).startsWith(capital))
  return (alone || beside) && plain(cityOfAirport(airport)?.name ?? '').startsWith(capital)
})

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/[^a-z]/gi, '')
    .toLowerCase()

/** The most plausible way between two airports. */
export function connection(a: Airport, b: Airport): Connection {
  const direct = nonstop(a, b)
  const km = distanceKm(a, b)
  if (direct !== undefined) {
    // "Possible" means that some days or seasons need a change: count a little of it.
    return { sure: direct, via: [], km, minutes: blockMinutes(a, b) + (direct === 'possible' ? 20 : 0) }
  }
  const straight = distanceKm(a, b)
  const near = Math.max(straight * 1.6, straight + 900)
  // At home a long way round through the capital is still the usual one.
  const one = bestHub(a, b, near) ?? (a.country === b.country ? bestHub(a, b, straight + 3_500) : undefined)
  if (one !== undefined) return along(a, [one], b)
  return along(a, twoHubs(a, b), b)
}

function along(a: Airport, via: readonly Airport[], b: Airport): Connection {
  const stops = [a, ...via, b]
  let km = 0
  let minutes = CHANGE * via.length
  for (const [index, next] of stops.slice(1).entries()) {
    const from = stops[index] ?? a
    km += distanceKm(from, next)
    minutes += blockMinutes(from, next)
  }
  return { sure: 'connecting', via, km, minutes }
}

const hubAirports = () => [...HUBS].flatMap((code) => findAirport(code) ?? [])
const nearbyLarge = new Map<string, readonly Airport[]>()

/** A country's own large airports carry its domestic connections. */
function ownLarge(end: Airport): readonly Airport[] {
  const known = nearbyLarge.get(end.iata)
  if (known !== undefined) return known
  const found = airportsNear(end, { withinKm: 1_500, limit: 60 })
    .map(({ airport }) => airport)
    .filter((airport) => airport.size === 'large' && airport.country === end.country)
    .slice(0, 4)
  nearbyLarge.set(end.iata, found)
  return found
}

/** Countries whose travellers do not usually change planes in another: Cuba in the United States. */
const NO_CHANGE_IN: Readonly<Record<string, readonly string[]>> = { CU: ['US'] }

function changePoints(a: Airport, b: Airport): readonly Airport[] {
  const barred = new Set([a, b].flatMap(({ country }) => NO_CHANGE_IN[country] ?? []))
  return [...new Set([...hubAirports(), ...ownLarge(a), ...ownLarge(b)])].filter(
    (airport) => airport.iata !== a.iata && airport.iata !== b.iata && !barred.has(airport.country),
  )
}

function bestHub(a: Airport, b: Airport, longest: number): Airport | undefined {
  let best: Airport | undefined
  let least = Infinity
  for (const hub of changePoints(a, b)) {
    const km = distanceKm(a, hub) + distanceKm(hub, b)
    if (km > longest) continue
    const first = nonstop(a, hub)
    const second = nonstop(hub, b)
    if (first === undefined || second === undefined) continue
    const doubt =
      (first === 'possible' ? 350 : 0) + (second === 'possible' ? 350 : 0) + smallness(hub, a, b, km)
    if (km + doubt < least) {
      least = km + doubt
      best = hub
    }
  }
  return best
}

/** Abroad one changes at a great hub rather than at a smaller one on the straight line, above all on long ways. Kilometres. */
function smallness(hub: Airport, a: Airport, b: Airport, km: number): number {
  if (GREAT_HUBS.has(hub.iata) || a.country === b.country) return 0
  return km > 4_500 ? 1_200 : 250
}

function twoHubs(a: Airport, b: Airport): readonly Airport[] {
  const points = changePoints(a, b)
  const reach = (end: Airport) => points.filter((hub) => nonstop(end, hub) !== undefined)
  const nearA = nearest(a, reach(a), points)
  const nearB = nearest(b, reach(b), points)
  let best: readonly Airport[] = []
  let least = Infinity
  for (const first of nearA) {
    for (const second of nearB) {
      if (first.iata === second.iata) continue
      const km = distanceKm(a, first) + distanceKm(first, second) + distanceKm(second, b)
      const small = smallness(first, a, b, km) + smallness(second, a, b, km)
      if (km + small >= least) continue
      const doubt = nonstop(first, second) === undefined ? 8_000 : 0
      if (km + small + doubt >= least) continue
      least = km + small + doubt
      best = [first, second]
    }
  }
  return best.length > 0 ? best : [nearA[0] ?? nearB[0]].flatMap((airport) => airport ?? [])
}

/** Change points an end can reach, nearest first; when it reaches none, simply the nearest ones. */
function nearest(end: Airport, reached: readonly Airport[], all: readonly Airport[]): readonly Airport[] {
  const pool = reached.length > 0 ? reached : all
  return [...pool].sort((x, y) => distanceKm(end, x) - distanceKm(end, y)).slice(0, 60)
}
