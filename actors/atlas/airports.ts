import { dataPath, readDataFile } from './data-file.ts'
import { distanceKm, KM_PER_DEGREE, type Coordinates } from './distance.ts'

/** An airport with scheduled passenger flights (OurAirports, with the corrections listed in the bake). */
export type Airport = {
  /** IATA code. */
  readonly iata: string
  readonly name: string
  readonly lat: number
  readonly lon: number
  /** ISO 3166-1 alpha-2 code. */
  readonly country: string
  /** OurAirports' class: `large` has long-haul or major regional traffic. */
  readonly size: 'large' | 'medium'
  /** Town the source names; often a suburb, so cities are matched by distance instead. */
  readonly municipality: string
}

/** An airport and how far it is, great circle in km. */
export type NearbyAirport = { readonly airport: Airport; readonly distanceKm: number }

/** One line of `data/airports.json`. */
export type AirportCells = readonly [
  iata: string,
  name: string,
  lat: number,
  lon: number,
  country: string,
  size: 'L' | 'M',
  municipality: string,
]

/**
 * Reads an airport file.
 * @param path default: the committed one
 * @throws Error naming the file when it is missing or damaged
 */
export function loadAirports(path: string = dataPath('airports.json')): ReadonlyMap<string, Airport> {
  const rows = readDataFile(path, airportFault) as readonly AirportCells[]
  return new Map(
    rows.map(([iata, name, lat, lon, country, size, municipality]) => [
      iata,
      Object.freeze({ iata, name, lat, lon, country, size: size === 'L' ? 'large' : 'medium', municipality }),
    ]),
  )
}

let loaded: ReadonlyMap<string, Airport> | undefined

/** All airports by IATA code, sorted by code. */
function airports(): ReadonlyMap<string, Airport> {
  loaded ??= loadAirports()
  return loaded
}

/** The airport of an IATA code, in either case; undefined when it is unknown or has no scheduled service. */
export function findAirport(iata: string): Airport | undefined {
  return airports().get(iata.trim().toUpperCase())
}

/**
 * A medium airport ranks as if this much further away: people go about that far for the flights of a large
 * one. So Keflavik comes before Reykjavik's domestic field and Narita before an island airstrip.
 */
const MEDIUM_HANDICAP_KM = 60

/**
 * Airports useful for a place, best first: by distance, a medium one counted 60 km further than it is.
 * @param options.withinKm radius, default 200; when it is left out and holds no airport, the single nearest
 * airport anywhere is returned, so that every place has one
 * @param options.limit at most this many, default 5
 */
export function airportsNear(
  place: Coordinates,
  options: { readonly withinKm?: number; readonly limit?: number } = {},
): readonly NearbyAirport[] {
  const { withinKm = 200, limit = 5 } = options
  const near: NearbyAirport[] = []
  let nearest: NearbyAirport | undefined
  for (const airport of airports().values()) {
    // Latitude alone bounds the distance from below: most of the world is skipped without trigonometry.
    const latKm = Math.abs(airport.lat - place.lat) * KM_PER_DEGREE
    if (latKm > withinKm && nearest !== undefined && latKm >= nearest.distanceKm) continue
    const found = { airport, distanceKm: distanceKm(place, airport) }
    if (found.distanceKm <= withinKm) near.push(found)
    if (nearest === undefined || found.distanceKm < nearest.distanceKm) nearest = found
  }
  if (near.length === 0 && nearest !== undefined && options.withinKm === undefined) return [nearest]
  return near.sort((a, b) => handicapped(a) - handicapped(b)).slice(0, limit)
}

function handicapped({ airport, distanceKm: km }: NearbyAirport): number {
  return airport.size === 'large' ? km : km + MEDIUM_HANDICAP_KM
}

function airportFault(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return 'is not a list of airports'
  const bad = value.findIndex(
    (row: unknown) =>
      !Array.isArray(row) || row.length !== 7 || typeof row[0] !== 'string' || typeof row[2] !== 'number',
  )
  return bad < 0 ? undefined : `has a malformed airport in row ${bad}`
}
