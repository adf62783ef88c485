import { findAirport, type Airport } from './airports.ts'
import { distanceKm, KM_PER_DEGREE } from './distance.ts'
import { gazetteer } from './gazetteer.ts'
import { METRO_CODES } from './metro-codes.ts'
import { nameKey } from './name-key.ts'
import type { Place } from './place.ts'

/** Farthest an airport is taken to serve a city (Paris-Beauvais is 70 km out, Stockholm-Skavsta 90). */
const SERVES_KM = 95

/** Distance at which a city's pull on an airport has halved. */
const HALF_PULL_KM = 20

/** Weight of the town the airport's own record names: it breaks ties, it cannot outvote a metropolis. */
const NAMED_TOWN = 2

/**
 * The city an airport serves: the place within 95 km of the same country with the greatest pull,
 * population / (1 + (distance / 20 km)^2). So JFK is New York City although Queens is nearer, Narita is
 * Tokyo, and Keflavik is Reykjavík. An airport with no place in reach serves the nearest one there is.
 */
export function cityOfAirport(airport: Airport): Place | undefined {
  const atlas = gazetteer()
  const town = nameKey(airport.municipality)
  let best = -1
  let bestPull = -1
  let nearest = -1
  let nearestKm = Infinity
  for (const { country, first, count } of atlas.runs) {
    if (country !== airport.country) continue
    for (let row = first; row < first + count; row += 1) {
      const lat = atlas.lat[row] ?? 0
      const latKm = Math.abs(lat - airport.lat) * KM_PER_DEGREE
      if (latKm > SERVES_KM && latKm >= nearestKm) continue
      const km = distanceKm(airport, { lat, lon: atlas.lon[row] ?? 0 })
      if (km < nearestKm) {
        nearest = row
        nearestKm = km
      }
      if (km > SERVES_KM) continue
      const named = nameKey(atlas.names.at(row)) === town ? NAMED_TOWN : 1
      const pull = (named * (atlas.population[row] ?? 0)) / (1 + (km / HALF_PULL_KM) ** 2)
      if (pull > bestPull) {
        best = row
        bestPull = pull
      }
    }
  }
  const chosen = best >= 0 ? best : nearest
  return chosen < 0 ? undefined : atlas.place(chosen)
}

/** The city of an IATA airport or metropolitan area code in capitals; undefined for an unknown code. */
export function cityOfCode(code: string): { readonly place: Place; readonly airport?: Airport } | undefined {
  const metro = METRO_CODES.get(code)
  if (metro) {
    const place = largestNamed(...metro)
    if (place) return { place }
  }
  const airport = findAirport(code)
  const place = airport && cityOfAirport(airport)
  return airport && place ? { place, airport } : undefined
}

function largestNamed(name: string, country: string): Place | undefined {
  const atlas = gazetteer()
  const rows = atlas.lowerNames.rowsWith(name.toLowerCase()).filter((row) => atlas.country(row) === country)
  const best = rows.reduce<number | undefined>(
    (top, row) =>
      top === undefined || (atlas.population[row] ?? 0) > (atlas.population[top] ?? 0) ? row : top,
    undefined,
  )
  return best === undefined ? undefined : atlas.place(best)
}
