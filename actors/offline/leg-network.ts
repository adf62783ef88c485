/**
 * The graph of trains and ferries with buses or regional trains between neighbouring stations, and the quickest way
 * through it. Each hop is one ride: the cost of changing is paid at every boarding, so no state beyond the station is
 * needed. Built on first use (about 1,200 stations).
 */
import { distanceKm } from '../atlas/index.ts'
import { FERRY_LINES } from './leg-ferry-lines.ts'
import { RAIL_LINES } from './leg-rail-lines.ts'
import { connectorMinutes, type ConnectorKind } from './leg-connector.ts'
import { landmassOf } from './landmass.ts'
import { STATIONS, type Station } from './leg-stations.ts'
import { pop, push } from './ranked-heap.ts'

/** One ride from a station (or the place itself) to the next. */
export type Ride = {
  readonly kind: 'high' | 'intercity' | 'night' | 'ferry' | ConnectorKind
  readonly name: string
  readonly from: string
  readonly to: string
  readonly countries: readonly [string, string]
  /** In the vehicle. */
  readonly minutes: number
  /** Great circle. */
  readonly km: number
}

type Spot = {
  readonly name: string
  readonly lat: number
  readonly lon: number
  readonly country: string
  readonly landmass?: string | undefined
  readonly population?: number
}

/** Waiting before each ride: to find the platform, or to check in with luggage at a port. Minutes. */
const BOARDING = { high: 22, intercity: 20, night: 30, ferry: 45, bus: 35, regional: 20, boat: 45 } as const
/** Passport and security checks before the tunnel trains. */
const CHANNEL_CHECKS = 40
/** From one ship to the next: sailings are few and seldom wait for one another. Beside the boarding. */
const SHIP_TO_SHIP = 120
/** Of two ways that are equally quick the one with fewer rides is better. Minutes. */
const ONE_MORE_RIDE = 0.01
/** Neighbouring stations are joined by road or regional trains up to this far. Kilometres. */
const LINK_KM = 120
/** Buses and regional trains are slower than this along the great circle. Kilometres per minute. */
const FASTEST_LINK = 100 / 60
/** A place is tied to stations up to this far. Kilometres. */
const ACCESS_KM = 300

type Network = {
  /** Trains and ferries of the tables by the station they leave from. */
  readonly rides: ReadonlyMap<string, readonly Ride[]>
  /** `A|B` for every pair that one line of the table joins, both ways. */
  readonly served: ReadonlySet<string>
  /** The fastest ride of the tables along the great circle, waiting for it included. Kilometres per minute. */
  readonly kmPerMinute: number
  /** Stations near each station, filled when a search first comes by. */
  readonly neighbours: Map<string, readonly Neighbour[]>
  /** `A|B` with the bus or regional train between them, made when a search first needs it; undefined where none goes. */
  readonly links: Map<string, Ride | undefined>
}

type Neighbour = { readonly station: Station; readonly km: number }

let built: Network | undefined

function network(): Network {
  built ??= buildNetwork()
  return built
}

function buildNetwork(): Network {
  const rides = new Map<string, Ride[]>()
  const add = (ride: Ride) => {
    const from = rides.get(ride.from)
    if (from === undefined) rides.set(ride.from, [ride])
    else from.push(ride)
  }
  const served = new Set<string>()
  const both = (kind: Ride['kind'], name: string, a: Station, b: Station, minutes: number) => {
    add(rideBetween(kind, name, a, b, minutes))
    add(rideBetween(kind, name, b, a, minutes))
  }
  for (const line of RAIL_LINES) {
    const stops = line.stops.split(', ').flatMap((stop) => {
      const at = stop.lastIndexOf(' ')
      const station = STATIONS.get(stop.slice(0, at))
      return station === undefined ? [] : [{ station, minute: Number(stop.slice(at + 1)) }]
    })
    for (const [index, a] of stops.entries()) {
      for (const b of stops.slice(index + 1)) {
        both(line.kind, line.name, a.station, b.station, b.minute - a.minute)
        served.add(`${a.station.name}|${b.station.name}`).add(`${b.station.name}|${a.station.name}`)
      }
    }
  }
  for (const ferry of FERRY_LINES) {
    const a = STATIONS.get(ferry.from)
    const b = STATIONS.get(ferry.to)
    if (a !== undefined && b !== undefined) both('ferry', 'ferry', a, b, ferry.minutes)
  }
  const speeds = [...rides.values()].flat().map((ride) => ride.km / (ride.minutes + BOARDING[ride.kind]))
  return {
    rides,
    served,
    kmPerMinute: Math.max(FASTEST_LINK, ...speeds),
    neighbours: new Map(),
    links: new Map(),
  }
}

function rideBetween(kind: Ride['kind'], name: string, a: Station, b: Station, minutes: number): Ride {
  const km = distanceKm(a, b)
  return { kind, name, from: a.name, to: b.name, countries: [a.country, b.country], minutes, km }
}

/** The stations to which a bus or regional train may go from another. */
function neighboursOf(name: string): readonly Neighbour[] {
  const { neighbours } = network()
  const known = neighbours.get(name)
  if (known !== undefined) return known
  const station = STATIONS.get(name)
  const found: Neighbour[] = []
  for (const other of station === undefined ? [] : STATIONS.values()) {
    // Latitude alone rules most pairs out without trigonometry.
    if (station === undefined || other === station || Math.abs(station.lat - other.lat) > 1.1) continue
    const km = distanceKm(station, other)
    if (km <= LINK_KM) found.push({ station: other, km })
  }
  neighbours.set(name, found)
  return found
}

/** The bus or regional train from a station to a neighbour. */
function linkBetween(name: string, other: Station): Ride | undefined {
  const { links, served } = network()
  const key = `${name}|${other.name}`
  if (links.has(key)) return links.get(key)
  const station = STATIONS.get(name)
  const link = station && landLink(station, other)
  // What the table says of a line is truer than an estimate of regional trains beside it.
  const ride =
    station === undefined || link === undefined || (link.kind === 'regional' && served.has(key))
      ? undefined
      : rideBetween(link.kind, link.kind, station, other, link.minutes)
  links.set(key, ride)
  return ride
}

function hasTrains({ name }: Station): boolean {
  return (network().rides.get(name) ?? []).some(({ kind }) => kind !== 'ferry')
}

function landLink(a: Spot, b: Spot): { readonly kind: ConnectorKind; readonly minutes: number } | undefined {
  if ((a.landmass ?? landmassOf(a)) !== (b.landmass ?? landmassOf(b))) return undefined
  return connectorMinutes(a, b)
}

/** Rides from a place to the stations it can use, nearest first. */
function accessRides(place: Spot): readonly Ride[] {
  const near = [...STATIONS.values()]
    .filter((station) => Math.abs(station.lat - place.lat) < 2.8)
    .map((station) => ({ station, km: distanceKm(place, station) }))
    .filter(({ km }) => km <= ACCESS_KM)
    .sort((a, b) => a.km - b.km)
  const ownTrains = near.some(({ station, km }) => km <= 15 && hasTrains(station))
  const found: Ride[] = []
  for (const { station, km } of near) {
    if (found.length >= 14) break
    // A town with a station of its own: nobody leaves a train early for a bus. Ports without trains are another matter.
    if (km > 40 && ownTrains && hasTrains(station)) continue
    const link = landLink(place, station)
    if (link === undefined) continue
    const countries = [place.country, station.country] as const
    found.push({ ...link, name: link.kind, from: '', to: station.name, countries, km })
  }
  return found
}

/**
 * Waiting time before a ride, part of the door-to-door time.
 * @param before the ride that ends here
 */
export function boardingMinutes(ride: Ride, before?: Ride): number {
  if (ride.kind === 'bus') return ride.km < 30 ? 0 : 35
  const ships = ride.kind === 'ferry' && before?.kind === 'ferry' ? SHIP_TO_SHIP : 0
  return BOARDING[ride.kind] + ships + (ride.name === 'Eurostar' && crossesChannel(ride) ? CHANNEL_CHECKS : 0)
}

/** Whether a ride runs through the Channel tunnel. */
export function crossesChannel(ride: Ride): boolean {
  return ride.countries.includes('GB') && ride.countries.some((country) => country !== 'GB')
}

/**
 * The quickest chain of rides from one place to another with at least one train or ferry; undefined when the tables
 * hold none, or when it would mostly be a bus ride. Method: A*, with the great circle at the speed of the fastest ride
 * as the least that is left.
 */
export function networkRoute(from: Spot, to: Spot, ferries: boolean): readonly Ride[] | undefined {
  const { rides, kmPerMinute } = network()
  const arrivals = new Map<string, Ride>()
  for (const ride of accessRides(to)) {
    arrivals.set(ride.to, {
      ...ride,
      from: ride.to,
      to: '',
      countries: [ride.countries[1], ride.countries[0]],
    })
  }
  if (arrivals.size === 0) return undefined
  // What is left to go takes at least so long; known once per station.
  const lefts = new Map<string, number>()
  const left = (station: string): number => {
    const known = lefts.get(station)
    if (known !== undefined) return known
    const at = STATIONS.get(station)
    const least = at === undefined ? 0 : distanceKm(at, to) / kmPerMinute
    lefts.set(station, least)
    return least
  }
  // A station reached by bus is another state than the same one reached by train: from there only a train or ship goes on.
  const best = new Map<string, Reached>()
  const open: Open[] = []
  let goal: Reached | undefined
  const reach = (ride: Ride, arrival: number, before: string) => {
    const cost = arrival + ONE_MORE_RIDE
    const state = stateAfter(ride)
    if (cost >= (best.get(state)?.cost ?? Infinity)) return
    best.set(state, { cost, ride, before })
    push(open, { rank: cost + left(ride.to), cost, state })
  }
  for (const ride of accessRides(from)) reach(ride, ride.minutes + boardingMinutes(ride), '')
  for (let at = pop(open); at !== undefined; at = pop(open)) {
    if (goal !== undefined && at.rank >= goal.cost) break
    const here = best.get(at.state)
    // A quicker way there was found after this one.
    if (here === undefined || here.cost < at.cost) continue
    const station = here.ride.to
    // Two land links in a row are one bus ride, which the road estimate knows better.
    const afterLink = isLink(here.ride)
    const last = arrivals.get(station)
    if (last !== undefined && !afterLink) {
      const total = here.cost + last.minutes + boardingMinutes(last)
      if (goal === undefined || total < goal.cost) goal = { cost: total, ride: last, before: at.state }
    }
    for (const ride of rides.get(station) ?? []) {
      if (ride.kind === 'ferry' && !ferries) continue
      reach(ride, here.cost + ride.minutes + boardingMinutes(ride, here.ride), at.state)
    }
    for (const { station: other, km } of afterLink ? [] : neighboursOf(station)) {
      // Whether the land lets one through takes a look at the map: not for a way that cannot be the quickest.
      const least = here.cost + km / FASTEST_LINK
      if (least >= worthReaching(other.name, best) || least + left(other.name) >= (goal?.cost ?? Infinity))
        continue
      const link = linkBetween(station, other)
      if (link) reach(link, here.cost + link.minutes + boardingMinutes(link), at.state)
    }
  }
  return goal === undefined ? undefined : traceBack(goal, best)
}

/** How a state was reached: the last ride, and the state before it (empty at the start). */
type Reached = { readonly cost: number; readonly ride: Ride; readonly before: string }

function stateAfter(ride: Ride): string {
  return isLink(ride) ? `${ride.to}|by road` : ride.to
}

function isLink(ride: Ride): boolean {
  return ride.kind === 'bus' || ride.kind === 'regional' || ride.kind === 'boat'
}

/** A state to go on from; its rank is the least that the whole way through it takes. */
type Open = { readonly rank: number; readonly cost: number; readonly state: string }

/** From this cost on, reaching a station by road gains nothing over a train that is known to go there. */
function worthReaching(station: string, best: ReadonlyMap<string, Reached>): number {
  const byRoad = best.get(`${station}|by road`)?.cost ?? Infinity
  const known = best.get(station)
  if (known === undefined) return byRoad
  // Who comes by ship waits longer for the next one.
  return Math.min(byRoad, known.cost + (known.ride.kind === 'ferry' ? SHIP_TO_SHIP : 0))
}

function traceBack(goal: Reached, best: ReadonlyMap<string, Reached>): readonly Ride[] {
  const path: Ride[] = []
  for (let at: Reached | undefined = goal; at !== undefined; at = best.get(at.before)) path.unshift(at.ride)
  return path
}
