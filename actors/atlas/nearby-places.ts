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
  const found: NearbyPlace[] = []
  for (let row = 0; row < atlas.size; row += 1) {
    const lat = atlas.lat[row] ?? 0
    if (Math.abs(lat - place.lat) > latSpan) continue
    const km = distanceKm(place, { lat, lon: atlas.lon[row] ?? 0 })
    if (km < minKm || km > maxKm) continue
    const other = atlas.place(row)
    if (other.id === place.id) continue
    const aliases = atlas.aliases.at(row)
    const names = aliases === '' ? 0 : aliases.split(ALIAS_SEPARATOR).length
    found.push({ place: other, distanceKm: km, names })
  }
  return found
    .sort((a, b) => b.place.population - a.place.population || a.distanceKm - b.distanceKm)
    .slice(0, limit)
}
