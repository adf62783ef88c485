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
  { slug: 'dublin', city: 'Dublin', country: 'IE', lat: 53.3498, lon: -6.2603 },
  { slug: 'edinburgh', city: 'Edinburgh', country: 'GB', lat: 55.9533, lon: -3.1883 },
  { slug: 'bath', city: 'Bath', country: 'GB', lat: 51.3811, lon: -2.359 },
  { slug: 'oslo', city: 'Oslo', country: 'NO', lat: 59.9139, lon: 10.7522 },
  { slug: 'bergen', city: 'Bergen', country: 'NO', lat: 60.3913, lon: 5.3221 },
  { slug: 'stockholm', city: 'Stockholm', country: 'SE', lat: 59.3293, lon: 18.0686 },
  { slug: 'copenhagen', city: 'Copenhagen', country: 'DK', lat: 55.6761, lon: 12.5683 },
  { slug: 'helsinki', city: 'Helsinki', country: 'FI', lat: 60.1699, lon: 24.9384 },
  { slug: 'tallinn', city: 'Tallinn', country: 'EE', lat: 59.437, lon: 24.7536 },
  { slug: 'riga', city: 'Riga', country: 'LV', lat: 56.9496, lon: 24.1052 },
  { slug: 'vilnius', city: 'Vilnius', country: 'LT', lat: 54.6872, lon: 25.2797 },
  { slug: 'warsaw', city: 'Warsaw', country: 'PL', lat: 52.2297, lon: 21.0122 },
  { slug: 'krakow', city: 'Kraków', country: 'PL', lat: 50.0614, lon: 19.9366 },
  { slug: 'gdansk', city: 'Gdańsk', country: 'PL', lat: 54.352, lon: 18.6466 },
  { slug: 'munich', city: 'Munich', country: 'DE', lat: 48.1374, lon: 11.5755 },
  { slug: 'hamburg', city: 'Hamburg', country: 'DE', lat: 53.5511, lon: 9.9937 },
  { slug: 'cologne', city: 'Cologne', country: 'DE', lat: 50.9375, lon: 6.9603 },
  { slug: 'dresden', city: 'Dresden', country: 'DE', lat: 51.0504, lon: 13.7373 },
  { slug: 'zurich', city: 'Zürich', country: 'CH', lat: 47.3769, lon: 8.5417 },
  { slug: 'lucerne', city: 'Lucerne', country: 'CH', lat: 47.0502, lon: 8.3093 },
  { slug: 'geneva', city: 'Geneva', country: 'CH', lat: 46.2044, lon: 6.1432 },
  { slug: 'salzburg', city: 'Salzburg', country: 'AT', lat: 47.8095, lon: 13.055 },
  { slug: 'innsbruck', city: 'Innsbruck', country: 'AT', lat: 47.2692, lon: 11.4041 },
  { slug: 'ljubljana', city: 'Ljubljana', country: 'SI', lat: 46.0569, lon: 14.5058 },
  { slug: 'zagreb', city: 'Zagreb', country: 'HR', lat: 45.815, lon: 15.9819 },
  { slug: 'split', city: 'Split', country: 'HR', lat: 43.5081, lon: 16.4402 },
  { slug: 'dubrovnik', city: 'Dubrovnik', country: 'HR', lat: 42.6507, lon: 18.0944 },
  { slug: 'sarajevo', city: 'Sarajevo', country: 'BA', lat: 43.8563, lon: 18.4131 },
  { slug: 'belgrade', city: 'Belgrade', country: 'RS', lat: 44.8125, lon: 20.4612 },
  { slug: 'bucharest', city: 'Bucharest', country: 'RO', lat: 44.4268, lon: 26.1025 },
  { slug: 'sofia', city: 'Sofia', country: 'BG', lat: 42.6977, lon: 23.3219 },
]
