/**
 * Whether two airports are likely to have a flight between them, and where one would change. No route list is known
 * offline: the answer comes from airport size, whether they are connecting hubs, and distance, and is worded so.
 */
import { airportsNear, countryFacts, distanceKm, findAirport, hubs, type Airport } from '../atlas/index.ts'
import { landmassNear } from './landmass.ts'

/** How one gets from airport to airport. */
export type Connection = {
  readonly sure: 'likely' | 'possible' | 'connecting'
  /** Airports one changes at, in order. */
  readonly via: readonly Airport[]
  /** Flown, all legs. Great circle. */
  readonly km: number
  readonly minutes: number
}

const HUBS = new Set(hubs)

/** Time to taxi, climb and land, minutes, and cruise speed, km/h: gives 1.3 h for 570 km and 7 h for 5,500 km. */
const GROUND_AND_CLIMB = 36
const CRUISE_KMH = 860
/** Change of planes: walk, checks, waiting for the next departure. Minutes. */
const CHANGE = 120
/** Longer than this no scheduled flight goes without a stop. Kilometres. */
const NONSTOP_LIMIT_KM = 15_600

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
  if (km > NONSTOP_LIMIT_KM) return undefined
  const hubCount = Number(isHub(a)) + Number(isHub(b))
  const large = Number(a.size === 'large') + Number(b.size === 'large')
  if (a.country === b.country) {
    if (hubCount > 0 || large === 2) return km < 2_500 || hubCount === 2 ? 'likely' : 'possible'
    if (large === 1) return km < 1_500 ? 'likely' : undefined
    if (servesCapital(a) || servesCapital(b)) return km < 800 ? 'likely' : undefined
    return km < 450 ? 'possible' : undefined
  }
  if (hubCount === 2) return km < 7_500 ? 'likely' : km < 13_500 ? 'possible' : undefined
  if (hubCount === 1 && large === 2) return km < 2_000 ? 'likely' : km < 6_500 ? 'possible' : undefined
  if (large === 2) return km < 1_200 ? 'likely' : km < 2_500 ? 'possible' : undefined
  if (hubCount === 1) return km < 1_600 ? 'possible' : undefined
  if (large === 1) return km < 900 ? 'possible' : undefined
  // Island neighbours have a hopper where mainland towns of that size would use the train.
  const islands = !MAINLANDS.has(landmassNear(a)) && !MAINLANDS.has(landmassNear(b))
  return km < (islands ? 700 : 300) ? 'possible' : undefined
}

const MAINLANDS = new Set(['afro-eurasia', 'americas', 'australia'])

/** Domestic networks fan out from the capital's airport, whatever its size. */
function servesCapital(airport: Airport): boolean {
  const capital = countryFacts(airport.country)?.capital
  return capital !== undefined && plain(airport.municipality).startsWith(plain(capital))
}

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
  const one = bestHub(a, b)
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

const hubAirports = () => hubs.flatMap((code) => findAirport(code) ?? [])

/** A country's own large airport carries its domestic connections; hubs carry the rest. */
function changePoints(a: Airport, b: Airport): readonly Airport[] {
  const local = [a, b].flatMap((end) =>
    airportsNear(end, { withinKm: 1_500, limit: 60 })
      .map(({ airport }) => airport)
      .filter((airport) => airport.size === 'large' && airport.country === end.country)
      .slice(0, 4),
  )
  return [...new Set([...hubAirports(), ...local])].filter(
    (airport) => airport.iata !== a.iata && airport.iata !== b.iata,
  )
}

function bestHub(a: Airport, b: Airport): Airport | undefined {
  const straight = distanceKm(a, b)
  let best: Airport | undefined
  let least = Infinity
  for (const hub of changePoints(a, b)) {
    const km = distanceKm(a, hub) + distanceKm(hub, b)
    if (km > Math.max(straight * 1.6, straight + 900)) continue
    const first = nonstop(a, hub)
    const second = nonstop(hub, b)
    if (first === undefined || second === undefined) continue
    const doubt = (first === 'possible' ? 350 : 0) + (second === 'possible' ? 350 : 0)
    if (km + doubt < least) {
      least = km + doubt
      best = hub
    }
  }
  return best
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
      const doubt = nonstop(first, second) === undefined ? 4_000 : 0
      const km = distanceKm(a, first) + distanceKm(first, second) + distanceKm(second, b) + doubt
      if (km < least) {
        least = km
        best = [first, second]
      }
    }
  }
  return best.length > 0 ? best : [nearA[0] ?? nearB[0]].flatMap((airport) => airport ?? [])
}

/** Change points an end can reach, nearest first; when it reaches none, simply the nearest ones. */
function nearest(end: Airport, reached: readonly Airport[], all: readonly Airport[]): readonly Airport[] {
  const pool = reached.length > 0 ? reached : all
  return [...pool].sort((x, y) => distanceKm(end, x) - distanceKm(end, y)).slice(0, 12)
}
