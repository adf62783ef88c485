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
  { slug: 'tromso', city: 'Tromsø', country: 'NO', lat: 69.6492, lon: 18.9553 },
  { slug: 'sydney', city: 'Sydney', country: 'AU', lat: -33.8688, lon: 151.2093 },
  { slug: 'auckland', city: 'Auckland', country: 'NZ', lat: -36.8485, lon: 174.7633 },
  { slug: 'rome', city: 'Rome', country: 'IT', lat: 41.9028, lon: 12.4964 },
  { slug: 'florence', city: 'Florence', country: 'IT', lat: 43.7696, lon: 11.2558 },
  { slug: 'venice', city: 'Venice', country: 'IT', lat: 45.4408, lon: 12.3155 },
  { slug: 'barcelona', city: 'Barcelona', country: 'ES', lat: 41.3874, lon: 2.1686 },
  { slug: 'madrid', city: 'Madrid', country: 'ES', lat: 40.4168, lon: -3.7038 },
  { slug: 'vienna', city: 'Vienna', country: 'AT', lat: 48.2082, lon: 16.3738 },
  { slug: 'prague', city: 'Prague', country: 'CZ', lat: 50.0755, lon: 14.4378 },
  { slug: 'berlin', city: 'Berlin', country: 'DE', lat: 52.52, lon: 13.405 },
  { slug: 'amsterdam', city: 'Amsterdam', country: 'NL', lat: 52.3676, lon: 4.9041 },
  { slug: 'budapest', city: 'Budapest', country: 'HU', lat: 47.4979, lon: 19.0402 },
  { slug: 'istanbul', city: 'Istanbul', country: 'TR', lat: 41.0082, lon: 28.9784 },
  { slug: 'bangkok', city: 'Bangkok', country: 'TH', lat: 13.7563, lon: 100.5018 },
  { slug: 'singapore', city: 'Singapore', country: 'SG', lat: 1.29, lon: 103.8519 },
  { slug: 'osaka', city: 'Osaka', country: 'JP', lat: 34.6937, lon: 135.5023 },
  { slug: 'san-francisco', city: 'San Francisco', country: 'US', lat: 37.7749, lon: -122.4194 },
]
