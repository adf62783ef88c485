/**
 * Mean earth radius in kilometres: R1 = (2a + b) / 3 of the WGS 84 / GRS 80 ellipsoid, as defined by the
 * International Union of Geodesy and Geophysics (H. Moritz, "Geodetic Reference System 1980",
 * Journal of Geodesy 74, 2000).
 */
const EARTH_RADIUS_KM = 6371.0088

/** Anything with WGS 84 coordinates in degrees. */
export type Coordinates = { readonly lat: number; readonly lon: number }

const RADIANS = Math.PI / 180

/**
 * Great-circle distance in kilometres by the haversine formula (R. W. Sinnott, "Virtues of the Haversine",
 * Sky & Telescope 68, 1984). On a sphere, so up to 0.5 % off the ellipsoid.
 */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const sinLat = Math.sin(((b.lat - a.lat) * RADIANS) / 2)
  const sinLon = Math.sin(((b.lon - a.lon) * RADIANS) / 2)
  const h = sinLat * sinLat + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * sinLon * sinLon
  // Rounding can push h a hair above 1 for antipodes, where asin would give NaN.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Kilometres of one degree of latitude: a cheap first cut before an exact distance. */
export const KM_PER_DEGREE = (Math.PI * EARTH_RADIUS_KM) / 180
