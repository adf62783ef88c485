/**
 * The graph of trains and ferries with buses or regional trains between neighbouring stations, and the quickest way
 * through it. Each hop is one ride: the cost of changing is paid at every boarding, so no state beyond the station is
 * needed. Built once, on first use (about 850 stations).
 */
import { distanceKm } from '../atlas/index.ts'
import { FERRY_LINES } from './leg-ferry-lines.ts'
import { RAIL_LINES } from './leg-rail-lines.ts'
import { connectorMinutes, type ConnectorKind } from './leg-connector.ts'
import { landmassOf } from './landmass.ts'
import { STATIONS, type Station } from './leg-stations.ts'

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
}

/** Waiting before each ride: to find the platform, or to check in with luggage at a port. Minutes. */
const BOARDING = { high: 22, intercity: 20, night: 30, ferry: 45, bus: 35, regional: 20, boat: 45 } as const
/** Passport and security checks before the tunnel trains. */
const CHANNEL_CHECKS = 40
/** Neighbouring stations are joined by road or regional trains up to this far. Kilometres. */
const LINK_KM = 120
/** A place is tied to stations up to this far. Kilometres. */
const ACCESS_KM = 300

let rides: ReadonlyMap<string, readonly Ride[]> | undefined

function network(): ReadonlyMap<string, readonly Ride[]> {
  rides ??= buildNetwork()
  return rides
}

function buildNetwork(): ReadonlyMap<string, readonly Ride[]> {
  const graph = new Map<string, Ride[]>()
  const add = (ride: Ride) => {
    const from = graph.get(ride.from)
    if (from === undefined) graph.set(ride.from, [ride])
    else from.push(ride)
  }
  const both = (kind: Ride['kind'], name: string, a: Station, b: Station, minutes: number) => {
    const km = distanceKm(a, b)
    add({ kind, name, from: a.name, to: b.name, countries: [a.country, b.country], minutes, km })
    add({ kind, name, from: b.name, to: a.name, countries: [b.country, a.country], minutes, km })
  }
  for (const line of RAIL_LINES) {
    const stops = line.stops.split(', ').flatMap((stop) => {
      const at = stop.lastIndexOf(' ')
      const station = STATIONS.get(stop.slice(0, at))
      return station === undefined ? [] : [{ station, minute: Number(stop.slice(at + 1)) }]
    })
    for (const [index, a] of stops.entries()) {
      for (const b of stops.slice(index + 1))
        both(line.kind, line.name, a.station, b.station, b.minute - a.minute)
    }
  }
  for (const ferry of FERRY_LINES) {
    const a = STATIONS.get(ferry.from)
    const b = STATIONS.get(ferry.to)
    if (a !== undefined && b !== undefined) both('ferry', 'ferry', a, b, ferry.minutes)
  }
  const all = [...STATIONS.values()]
  for (const [index, a] of all.entries()) {
    for (const b of all.slice(index + 1)) {
      // Latitude alone rules most pairs out without trigonometry.
      if (Math.abs(a.lat - b.lat) > 1.1 || distanceKm(a, b) > LINK_KM) continue
      const link = landLink(a, b)
      if (link !== undefined) both(link.kind, link.kind, a, b, link.minutes)
    }
  }
  return graph
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
  const found: Ride[] = []
  for (const { station, km } of near) {
    if (found.length >= 14) break
    const link = landLink(place, station)
    if (link === undefined) continue
    const countries = [place.country, station.country] as const
    found.push({ ...link, name: link.kind, from: '', to: station.name, countries, km })
  }
  return found
}

/** Waiting time before a ride, part of the door-to-door time. */
export function boardingMinutes(ride: Ride): number {
  if (ride.kind === 'bus') return ride.km < 30 ? 0 : 35
  if (ride.kind === 'regional' && ride.km < 30) return 0
  return BOARDING[ride.kind] + (ride.name === 'Eurostar' && crossesChannel(ride) ? CHANNEL_CHECKS : 0)
}

/** Whether a ride runs through the Channel tunnel. */
export function crossesChannel(ride: Ride): boolean {
  return ride.countries.includes('GB') && ride.countries.some((country) => country !== 'GB')
}

/**
 * The quickest chain of rides from one place to another with at least one train or ferry; undefined when the tables
 * hold none, or when it would mostly be a bus ride.
 */
export function networkRoute(from: Spot, to: Spot, ferries: boolean): readonly Ride[] | undefined {
  const graph = network()
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
  const best = new Map<string, { readonly cost: number; readonly ride: Ride }>()
  const open = new Map<string, number>()
  for (const ride of accessRides(from)) {
    const cost = ride.minutes + boardingMinutes(ride)
    best.set(ride.to, { cost, ride })
    open.set(ride.to, cost)
  }
  let goal: { readonly cost: number; readonly ride: Ride } | undefined
  while (open.size > 0) {
    const at = nearestOpen(open)
    const cost = open.get(at) ?? Infinity
    open.delete(at)
    if (goal !== undefined && cost >= goal.cost) break
    const last = arrivals.get(at)
    const here = best.get(at)
    // Two land links in a row are one bus ride, which the road estimate knows better.
    const afterLink = here !== undefined && isLink(here.ride)
    if (last !== undefined && !afterLink) {
      const total = cost + last.minutes + boardingMinutes(last)
      if (goal === undefined || total < goal.cost) goal = { cost: total, ride: last }
    }
    for (const ride of graph.get(at) ?? []) {
      if (ride.kind === 'ferry' && !ferries) continue
      if (afterLink && isLink(ride)) continue
      const next = cost + ride.minutes + boardingMinutes(ride)
      if (next >= (best.get(ride.to)?.cost ?? Infinity)) continue
      best.set(ride.to, { cost: next, ride })
      open.set(ride.to, next)
    }
  }
  return goal === undefined ? undefined : traceBack(goal.ride, best)
}

function isLink(ride: Ride): boolean {
  return ride.kind === 'bus' || ride.kind === 'regional' || ride.kind === 'boat'
}

function nearestOpen(open: ReadonlyMap<string, number>): string {
  let found = ''
  let least = Infinity
  for (const [name, cost] of open) {
    if (cost < least) {
      least = cost
      found = name
    }
  }
  return found
}

function traceBack(last: Ride, best: ReadonlyMap<string, { readonly ride: Ride }>): readonly Ride[] {
  const path = [last]
  for (let at = best.get(last.from)?.ride; at !== undefined; at = best.get(at.from)?.ride) {
    path.unshift(at)
    if (at.from === '') break
  }
  return path
}
