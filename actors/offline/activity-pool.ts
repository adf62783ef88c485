/** What there is to do at a place for these travellers: its guide, or general ideas where there is none. */
import type { PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'
import { type CityGuide, sightsNear } from '../atlas/sights/index.ts'
import { type Candidate, curatedCandidate } from './activity-candidate.ts'
import { genericCandidates } from './activity-generic.ts'
import { suits, type Wishes } from './activity-wishes.ts'

/** Everything that may be offered at one place. */
export interface StayPool {
  readonly guide: CityGuide | undefined
  readonly candidates: readonly Candidate[]
  /** How many sights were left out because they are not step-free. */
  readonly leftOut: number
}

/** The pool of a place. What lies at the doorstep of another stop of the trip is left to that stop. */
export function poolOf(place: ResolvedPlace, planning: PlanningSection, wishes: Wishes): StayPool {
  const guide = sightsNear(place)
  if (!guide) {
    const candidates = genericCandidates(place).filter((candidate) => suits(candidate, wishes))
    return { guide: undefined, candidates, leftOut: 0 }
  }
  const all = guide.sights.map((sight, i) =>
    curatedCandidate(sight, 1 - i / guide.sights.length, distanceKm(place, sight)),
  )
  const others = planning.stops.map((stop) => stop.place).filter(({ id }) => id !== place.id)
  const elsewhere = (candidate: Candidate) =>
    others.some((other) => distanceKm(other, candidate) < Math.min(12, distanceKm(place, candidate)))
  return {
    guide,
    candidates: all.filter((candidate) => suits(candidate, wishes) && !elsewhere(candidate)),
    leftOut: wishes.stepFree ? all.filter(({ accessible }) => !accessible).length : 0,
  }
}
