/**
 * Places for which the usual facts of a country are not the whole truth: where who governs is disputed, or where there
 * is no country at all. Said without taking a side: what matters to a traveller is that rules differ.
 */
import { distanceKm } from './distance.ts'
import type { Place } from './place.ts'

interface Area {
  /** What the sentence calls it; undefined for the place itself. */
  readonly name?: string
  readonly lat: number
  readonly lon: number
  readonly km: number
  /** ISO codes under which the gazetteer has its places. */
  readonly countries: string
}

/** Circles that cover the towns of an area and few others; listed by country, so that neighbours are not meant. */
const DISPUTED: readonly Area[] = [
  { lat: 31.78, lon: 35.22, km: 9, countries: 'IL PS' },
  { name: 'the West Bank', lat: 32, lon: 35.25, km: 75, countries: 'PS' },
  { name: 'Gaza', lat: 31.42, lon: 34.38, km: 30, countries: 'PS' },
  { name: 'the Golan Heights', lat: 33, lon: 35.78, km: 28, countries: 'SY' },
  { name: 'Crimea', lat: 45.2, lon: 34.3, km: 190, countries: 'UA RU' },
  { name: 'the Donetsk and Luhansk regions', lat: 48.3, lon: 38.5, km: 140, countries: 'UA' },
  { name: 'Abkhazia', lat: 43.05, lon: 41, km: 85, countries: 'GE' },
  { name: 'South Ossetia', lat: 42.3, lon: 44, km: 40, countries: 'GE' },
  { name: 'Transnistria', lat: 46.84, lon: 29.63, km: 18, countries: 'MD' },
  { name: 'northern Cyprus', lat: 35.33, lon: 33.3, km: 14, countries: 'CY' },
  { name: 'northern Cyprus', lat: 35.2, lon: 33.92, km: 30, countries: 'CY' },
  { name: 'Nagorno-Karabakh', lat: 39.85, lon: 46.75, km: 60, countries: 'AZ' },
  { name: 'Western Sahara', lat: 24.5, lon: -13.5, km: 600, countries: 'EH' },
  { name: 'Kosovo', lat: 42.6, lon: 20.9, km: 110, countries: 'XK' },
  { name: 'Somaliland', lat: 9.7, lon: 45, km: 260, countries: 'SO' },
  { name: 'Kashmir', lat: 34.3, lon: 75, km: 260, countries: 'IN PK' },
]

/** Countries that the travel advice of most governments has warned of for years, as of 2025. */
const ADVISED_AGAINST = new Set(
  'AF BF BY CD CF HT IQ IR KP LB LY ML MM NE NG RU SD SO SS SY UA VE YE'.split(' '),
)

/** Whether it is disputed to which country a place belongs. */
export function isDisputed(place: Pick<Place, 'country' | 'lat' | 'lon'>): boolean {
  return disputedArea(place) !== undefined
}

function disputedArea(place: Pick<Place, 'country' | 'lat' | 'lon'>): Area | undefined {
  return DISPUTED.find(
    (one) => one.countries.split(' ').includes(place.country) && distanceKm(place, one) <= one.km,
  )
}

/** Sentences that a traveller to an unusual place needs before all others; empty for nearly every place. */
export function unusualPlaceNotes(place: Pick<Place, 'name' | 'country' | 'lat' | 'lon'>): readonly string[] {
  if (place.country === 'AQ') {
    return [
      'Antarctica belongs to no country and has no towns, hotels or scheduled transport: visitors come on expedition ' +
        'ships or flights, mostly from Ushuaia, Punta Arenas or Cape Town, between November and March, with an operator who holds a permit. ' +
        'Stations receive guests only by arrangement, and medical help is far away.',
    ]
  }
  if (place.country === 'SJ')
    return ['Outside the settlements there are polar bears: nobody leaves them without an armed guide.']
  const area = disputedArea(place)
  if (!area && ADVISED_AGAINST.has(place.country))
    return [
      'Most governments advise against travel to all or parts of this country: read the official travel advice of your ' +
        'own before anything else, also for what your insurance covers.',
    ]
  if (!area) return []
  const where = area.name === undefined ? place.name : `${area.name}, where ${place.name} lies,`
  return [
    `The status of ${where} is disputed. Ways in and out, entry rules, insurance and consular help can differ from what ` +
      'is said here about a country: ask the official travel advice of your own country first.',
  ]
}
