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
  { slug: 'hiroshima', city: 'Hiroshima', country: 'JP', lat: 34.3853, lon: 132.4553 },
  { slug: 'london', city: 'London', country: 'GB', lat: 51.5074, lon: -0.1278 },
  { slug: 'lima', city: 'Lima', country: 'PE', lat: -12.0464, lon: -77.0428 },
  { slug: 'cusco', city: 'Cusco', country: 'PE', lat: -13.517, lon: -71.9785 },
  { slug: 'nairobi', city: 'Nairobi', country: 'KE', lat: -1.2864, lon: 36.8172 },
  { slug: 'mombasa', city: 'Mombasa', country: 'KE', lat: -4.0435, lon: 39.6682 },
  { slug: 'reykjavik', city: 'Reykjavik', country: 'IS', lat: 64.1466, lon: -21.9426 },
  { slug: 'akureyri', city: 'Akureyri', country: 'IS', lat: 65.6826, lon: -18.0907 },
  { slug: 'paris', city: 'Paris', country: 'FR', lat: 48.8566, lon: 2.3522 },
  { slug: 'new-york', city: 'New York', country: 'US', lat: 40.7128, lon: -74.006 },
]
