/**
 * A town or city of the gazetteer. All fields come from GeoNames unless said otherwise; those of the few villages whose id
 * begins with `cv` are written by hand (`bake/small-towns.ts`).
 */
export type Place = {
  /** Stable identifier, `gn` followed by the GeoNames number (`gn1850147` is Tokyo), or `cv` and a number of our own. */
  readonly id: string
  /** The name GeoNames leads with: usually English or the usual Latin spelling. */
  readonly name: string
  /** ISO 3166-1 alpha-2 code. */
  readonly country: string
  /** English country name. */
  readonly countryName: string
  /** First-level division (state, prefecture, county); absent where it could not be named reliably. */
  readonly region?: string
  /** Degrees north, WGS 84, to 3 decimals (about 100 m). */
  readonly lat: number
  /** Degrees east, WGS 84, to 3 decimals. */
  readonly lon: number
  /** Inhabitants of the municipality, not of the metropolitan area; 0 when unknown. */
  readonly population: number
  /** Metres above sea level, from an elevation model (+-30 m); 0 when unknown. */
  readonly elevation: number
  /** IANA time zone, canonical name (e.g. `Asia/Kolkata`). */
  readonly timeZone: string
}

/** "Lisbon, Portugal"; a city state is named once ("Singapore"). */
export function placeLabel(place: Pick<Place, 'name' | 'countryName'>): string {
  return place.name === place.countryName ? place.name : `${place.name}, ${place.countryName}`
}

/** "Paris, Texas, United States": the label that tells two places of one name apart. */
export function fullPlaceLabel(place: Pick<Place, 'name' | 'region' | 'countryName'>): string {
  const cityState = place.name === place.countryName
  if (cityState || place.region === undefined || place.region === place.name) {
    return placeLabel(place)
  }
  return `${place.name}, ${place.region}, ${place.countryName}`
}

/** Whether a place is one of the few that no data set has: a village that is written by hand. */
export function isHandWritten({ id }: Pick<Place, 'id'>): boolean {
  return id.startsWith('cv')
}
