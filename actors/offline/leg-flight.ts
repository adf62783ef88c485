/** A flight between two places: which airports, how sure a nonstop is, and the time from door to door. */
import { airportsNear, distanceKm, type Airport, type NearbyAirport } from '../atlas/index.ts'
import { landmassNear, landmassOf } from './landmass.ts'
import { flightCarbonKg } from './leg-carbon.ts'
import { connection, isHub, isShaded, type Connection } from './leg-connection.ts'
import { busFare, flightFare } from './leg-fare.ts'
import { isMinorField } from './leg-no-flights.ts'
import { addDollars, spokenMinutes, toFive, type LegOption, type Party } from './leg-option.ts'
import { roadTrip, type LegPlace } from './leg-overland.ts'

/** Nearer than this nobody flies unless water is in the way. Kilometres. */
export const SHORTEST_FLIGHT_KM = 130
/** The same across water. */
export const SHORTEST_FLIGHT_OVER_WATER_KM = 70

/** Minutes at the airport before departure and after landing. */
const BEFORE = { home: 90, abroad: 120 } as const
const AFTER = { home: 30, abroad: 50 } as const

/** Minutes from town to an airport or back: 1.3 times the distance, 20 km of it at 40 km/h, the rest faster. */
function accessMinutes(place: LegPlace, { airport, distanceKm: km }: NearbyAirport): number {
  if (km <= 45) return 15 + ((Math.min(km, 20) * 1.3) / 40 + (Math.max(0, km - 20) * 1.3) / 65) * 60
  const there = { ...place, lat: airport.lat, lon: airport.lon, country: airport.country }
  const road = landmassNear(airport) === landmassOf(place) ? roadTrip(place, there, true) : undefined
  if (road !== undefined) return 20 + road.minutes * 1.1
  // An airport across the water: a boat and its waiting.
  return 60 + (km / 28) * 60
}

function usable(place: LegPlace): readonly NearbyAirport[] {
  const near = airportsNear(place, { withinKm: 130, limit: 5 })
  if (near.length > 0) return near
  const further = airportsNear(place, { withinKm: 350, limit: 3 })
  return further.length > 0 ? further : airportsNear(place, { limit: 1 })
}

type Candidate = {
  readonly from: NearbyAirport
  readonly to: NearbyAirport
  readonly way: Connection
  readonly minutes: number
}

/** The best flight between two places; none when both use the same airport or stand too close. */
export function flightOption(from: LegPlace, to: LegPlace, party: Party): readonly LegOption[] {
  let best: Candidate | undefined
  const home = { from: from.country, to: to.country }
  const arrivals = usable(to)
  for (const a of usable(from)) {
    for (const b of arrivals) {
      if (distanceKm(a.airport, b.airport) < 60) continue
      // One airport serves both ends: flying away to come back to it is no way.
      if (distanceKm(from, b.airport) <= a.distanceKm || distanceKm(to, a.airport) <= b.distanceKm) continue
      const way = connection(a.airport, b.airport)
      const abroad = a.airport.country !== b.airport.country
      const minutes =
        accessMinutes(from, a) +
        (abroad ? BEFORE.abroad : BEFORE.home) +
        way.minutes +
        (abroad ? AFTER.abroad : AFTER.home) +
        accessMinutes(to, b)
      const candidate = { from: a, to: b, way, minutes }
      if (best === undefined || weight(candidate, home) < weight(best, home)) best = candidate
    }
  }
  return best === undefined ? [] : [describe(best, from, to, party)]
}

/** Fields shared with armed forces have few civil flights. */
const MILITARY = /air (?:force )?base|air station|military/i

/**
 * A surer flight is worth some way to another airport, one's own country is easier than a border, long ways to an airport are worse than their minutes, and for
 * long haul the airports with the most departures come first.
 */
function weight(
  { from, to, way, minutes }: Candidate,
  home: { readonly from: string; readonly to: string },
): number {
  const doubt = way.sure === 'likely' ? 0 : way.sure === 'possible' ? 25 : 40
  const far = Math.max(0, from.distanceKm - 60) + Math.max(0, to.distanceKm - 60)
  const minor = way.km > 3_000 ? [from, to].filter(({ airport }) => !isHub(airport)).length * 30 : 0
  const abroad = from.airport.country !== to.airport.country
  const second = [from, to].filter(({ airport }) => isShaded(airport)).length * (abroad ? 30 : 24)
  const border = crossing(from, home.from) + crossing(to, home.to)
  const military = [from, to].filter(({ airport }) => MILITARY.test(airport.name)).length * 60
  const fields = [from, to].filter(({ airport }) => isMinorField(airport)).length * 40
  return minutes + doubt + far * 0.5 + minor + military + second + border + fields
}

/** Countries between which nobody checks passports on the road. */
const OPEN = new Set(
  'AD AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IT LI LT LU LV MC NL NO PL PT RO SE SI SK SM VA'.split(' '),
)

/** What reaching an airport over a border costs in minutes of trouble, beyond 30 km even where it is open. */
function crossing({ airport, distanceKm: km }: NearbyAirport, home: string): number {
  if (airport.country === home) return 0
  if (!OPEN.has(airport.country) || !OPEN.has(home)) return 120
  return km <= 30 ? 0 : 70
}

/** Whether only a long boat trip joins a place to the nearest airport known here: islands often have one of their own. */
function stranded({ airport, distanceKm: km }: NearbyAirport, place: LegPlace): boolean {
  return km > 150 && landmassNear(airport) !== landmassOf(place)
}

function overBorder(near: NearbyAirport, place: LegPlace): string | undefined {
  const { airport } = near
  if (crossing(near, place.country) < 120) return undefined
  return `${airport.iata} is over the border from ${place.name}: check that you may cross, and allow for it.`
}

function describe({ from, to, way, minutes }: Candidate, a: LegPlace, b: LegPlace, party: Party): LegOption {
  const domestic = from.airport.country === to.airport.country
  const thin =
    from.airport.size !== 'large' && to.airport.size !== 'large' && way.via.length === 0 && way.km < 3_000
  const transfers = addDollars(
    busFare(from.distanceKm * 1.3 + 8, [a.country], party),
    busFare(to.distanceKm * 1.3 + 8, [b.country], party),
  )
  return {
    mode: 'flight',
    minutes: toFive(minutes),
    fare: addDollars(flightFare(way.km, way.via.length, thin, party), transfers),
    co2Kg: flightCarbonKg(way.km, domestic),
    farAccessKm: Math.max(0, from.distanceKm - 60) + Math.max(0, to.distanceKm - 60),
    ...(stranded(from, a) || stranded(to, b) ? { uncertain: true } : {}),
    details: [
      `${named(from.airport)} to ${named(to.airport)}: ${wording(way)}, about ${spokenMinutes(way.minutes)} ${way.via.length === 0 ? 'in the air and taxiing' : 'with the change'}.`,
      `Airports: ${Math.round(from.distanceKm)} km from ${a.name}, ${Math.round(to.distanceKm)} km from ${b.name}; the time counts getting there, check-in and bags.`,
      ...[overBorder(from, a), overBorder(to, b)].flatMap((text) => text ?? []),
    ],
  }
}

function named(airport: Airport): string {
  return `${airport.name} (${airport.iata})`
}

function wording(way: Connection): string {
  const codes = way.via.map(({ iata }) => iata).join(' and ')
  if (way.sure === 'likely') return 'nonstop likely'
  if (way.sure === 'possible') return 'nonstop possible, else one stop'
  return way.via.length > 1 ? `usually two stops, e.g. via ${codes}` : `usually one stop, e.g. via ${codes}`
}
