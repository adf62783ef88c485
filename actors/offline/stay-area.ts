/** Which part of a town one stays in: where days out begin, and where the room is. */
import type { ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'
import { guideOf, isOwnGuide } from '../atlas/sights/guide-of.ts'
import type { CityGuide } from '../atlas/sights/index.ts'
import type { Wishes } from './wishes.ts'

const LIVELY = /night|bar|club|late|lively/i
const CALM = /quiet|calm|leafy|family|park|residential|flat|level/i
/** Farther out than this a quiet part of town costs more on the way than it gives. Kilometres. */
const NEAR_KM = 6

/** What the party wants around it. */
export interface Surroundings {
  readonly calm: boolean
  readonly lively: boolean
}

/** What a party wants around it: calm with children, step-free or at a slow pace; lively for nights out. */
export function surroundingsOf(
  { travelers, preferences }: TripRequest,
  { stepFree, slowPace }: Wishes,
): Surroundings {
  return { calm: travelers.children > 0 || stepFree || slowPace, lively: preferences.includes('nightlife') }
}

/** A curated district that suits: calm before lively, else the first named. */
export function stayArea(
  place: ResolvedPlace,
  { calm, lively }: Surroundings,
): CityGuide['districts'][number] | undefined {
  const guide = guideOf(place)
  // A guide's districts are those of its city: a town further out has its own.
  if (guide === undefined || !isOwnGuide(place, guide)) return undefined
  const wanted = calm ? CALM : lively ? LIVELY : undefined
  const central = guide.districts.filter((district) => distanceKm(guide, district) <= NEAR_KM)
  return central.find(({ why }) => wanted?.test(why) === true) ?? guide.districts[0]
}
