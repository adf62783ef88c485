/** Going further out: where to, and how much a day out has to offer beside the city itself. */
import type { PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { isEssence, isForeign, isKin, servedBy } from './activity-appetite.ts'
import type { Candidate } from './activity-candidate.ts'
import { nearbyCandidates, neighbourCities } from './activity-nearby.ts'
import { placesOf, type StayPool } from './activity-pool.ts'
import type { Wishes } from './activity-wishes.ts'

/** At most so many towns from the gazetteer per stay: more would be a tour of the province. */
const MOST_TOWNS = 6
const MOST_TOWNS_FAR = 10
/** From so many days without anything on, all that is known nearby is called upon. */
const MANY_EMPTY_DAYS = 5
/** With children a day out has to end before it turns sour. */
const LONGEST_WITH_CHILDREN = 330

/**
 * How much more a day trip has to offer than one sight, since it takes the place of three or four. Short stays are
 * for the city unless the trip is just what was asked for; in a long stay every third day may go further out, and so
 * may any day for which the city itself has little left.
 */
export function tripFactor(
  candidate: Candidate,
  wishes: Wishes,
  days: number,
  trips: number,
  turn: number,
  scarce: boolean,
): number {
  if (isEssence(candidate, wishes)) return trips < Math.ceil(days / 2) ? 2.4 : 1.2
  // A trip that mentions the interest in passing is not what a short stay is for.
  if (servedBy(candidate, wishes).some((interest) => candidate.interests.slice(0, 2).includes(interest))) {
    return trips < Math.floor(days / 3) ? 1.8 : 0.9
  }
  if (wishes.preferences.length > 0 && (!isKin(candidate, wishes) || isForeign(candidate, wishes))) return 0.7
  return scarce || (turn >= 2 && trips < Math.floor(days / 3)) ? 2.6 : 0.8
}

/** Where one could go for a day: what the guide has left, then real towns nearby. */
export function outings(
  place: ResolvedPlace,
  pool: StayPool,
  planning: PlanningSection,
  wishes: Wishes,
  days: number,
): Candidate[] {
  const curated = pool.candidates.filter(({ dayTrip }) => dayTrip)
  // Nothing is known about the steps of a town from the gazetteer.
  if (wishes.stepFree || wishes.avoided.includes('day trips')) return curated
  const visited = [...placesOf(planning), ...curated]
  const far = days >= MANY_EMPTY_DAYS
  const cities = far ? neighbourCities(place, visited) : []
  const most = Math.min(far ? MOST_TOWNS_FAR : MOST_TOWNS, days)
  const towns = [...cities, ...nearbyCandidates(place, [...visited, ...cities], most, far)]
  const bearable = (town: Candidate) => wishes.children === 0 || town.minutes <= LONGEST_WITH_CHILDREN
  return [...curated, ...towns.filter(bearable)]
}
