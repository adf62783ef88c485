import { ALIAS_SEPARATOR } from './columns.ts'
import { distanceKm, KM_PER_DEGREE } from './distance.ts'
import { gazetteer } from './gazetteer.ts'
import type { Place } from './place.ts'

/**
 * A place and how far it is, great circle in km.
 * @property names how many other names the gazetteer knows for it: people elsewhere speak of Oxford, not of Slough
 */
export type NearbyPlace = { readonly place: Place; readonly distanceKm: number; readonly names: number }

/**
 * Other places within a ring around a place, for day trips: most populous first (ties: nearer first).
 * @param options.minKm default 15, which leaves out suburbs
 * @param options.maxKm default 120, about two hours by road
 * @param options.limit default 10
 */
export function nearbyPlaces(
  place: Place,
  options: { readonly minKm?: number; readonly maxKm?: number; readonly limit?: number } = {},
): readonly NearbyPlace[] {
  const { minKm = 15, maxKm = 120, limit = 10 } = options
  const atlas = gazetteer()
  const latSpan = maxKm / KM_PER_DEGREE
  const found: { readonly row: number; readonly km: number; readonly population: number }[] = []
  for (let row = 0; row < atlas.size; row += 1) {
    const lat = atlas.lat[row] ?? 0
    if (Math.abs(lat - place.lat) > latSpan) continue
    const km = distanceKm(place, { lat, lon: atlas.lon[row] ?? 0 })
    if (km >= minKm && km <= maxKm) found.push({ row, km, population: atlas.population[row] ?? 0 })
  }
  // Only what is returned is made into places: around London they are a tenth of what lies in the ring.
  return found
    .toSorted((a, b) => b.population - a.population || a.km - b.km)
    .slice(0, limit + 1)
    .map(({ row, km }) => ({
      place: atlas.place(row),
      distanceKm: km,
      names: namesOf(atlas.aliases.at(row)),
    }))
    .filter(({ place: { id } }) => id !== place.id)
    .slice(0, limit)
}

function namesOf(aliases: string): number {
  return aliases === '' ? 0 : aliases.split(ALIAS_SEPARATOR).length
}
