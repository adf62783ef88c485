/** A city with a guide: where its centre is, and the name of its file under `data/`. */
export interface CuratedCity {
  readonly slug: string
  readonly city: string
  readonly country: string
  readonly lat: number
  readonly lon: number
}

/**
 * Every curated city. Kept apart from the guides so that a lookup reads one file, not all of them;
 * the tests hold this list and the files to each other.
 */
export const CURATED: readonly CuratedCity[] = [
  { slug: 'lisbon', city: 'Lisbon', country: 'PT', lat: 38.7223, lon: -9.1393 },
  { slug: 'porto', city: 'Porto', country: 'PT', lat: 41.1496, lon: -8.611 },
  { slug: 'tokyo', city: 'Tokyo', country: 'JP', lat: 35.6812, lon: 139.7671 },
  { slug: 'kyoto', city: 'Kyoto', country: 'JP', lat: 35.0116, lon: 135.7681 },
]
