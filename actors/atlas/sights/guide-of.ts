/** Which guide is a place's own, and which of a neighbour's may be used for it. */
import { distanceKm } from '../distance.ts'
import { nameKey } from '../name-key.ts'
import { type CityGuide, sightsNear } from './index.ts'

/** What a lookup of guides needs to know of a place. */
interface Placed {
  readonly lat: number
  readonly lon: number
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** Within this distance of its centre a guide is about the place itself. */
const OWN_KM = 12

/** Countries between which nobody is stopped on an outing: Schengen, and those that lie inside it. */
const OPEN_BORDERS = new Set(
  'AD AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA'.split(
    ' ',
  ),
)
/** Other pairs whose towns share their sights across a border that visitors are used to cross. */
const SHARED = new Set(['GB IE', 'ZM ZW', 'HK MO'])

/**
 * The guide that plans for a place are made from: that of the nearest guided city within `withinKm` kilometres, unless a
 * border lies between that one does not cross for an evening. Undefined when there is none.
 * @throws Error naming the file when the guide is missing or damaged
 */
export function guideOf(place: Placed, withinKm = 25): CityGuide | undefined {
  return sightsNear(place, withinKm, ({ country }) => reachable(place.country, country))
}

/** Whether a guide is about the place itself. A gazetteer's point of a large city may lie far from its centre. */
export function isOwnGuide(place: Placed, guide: CityGuide): boolean {
  return distanceKm(place, guide) <= OWN_KM || nameKey(guide.city) === nameKey(place.name)
}

function reachable(one: string, other: string): boolean {
  if (one === other || (OPEN_BORDERS.has(one) && OPEN_BORDERS.has(other))) return true
  return SHARED.has([one, other].toSorted().join(' '))
}
