/** How many nights each stop deserves and how the nights there are get shared out. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { ALTITUDE_METRES } from './pace.ts'
import { usualNights } from './planning-usual-nights.ts'
import { guideOf } from '../atlas/sights/guide-of.ts'

/** A day to get used to the height. */
const ALTITUDE_BONUS = 0.5
/** Somebody wrote a guide for the place, so there is something to see. */
const GUIDE_BONUS = 0.6

/**
 * Nights a place deserves, with day trips: what travellers usually give it where that is known; else 1.2 for a small
 * town and one more per factor of ten of inhabitants above 50,000 (2.3 at most), something for a curated guide and for
 * a height that asks for a slow day.
 */
export function placeWeight(place: ResolvedPlace): number {
  const usual = usualNights(place)
  if (usual !== undefined) return usual
  const size = Math.min(2.3, Math.max(0, Math.log10(Math.max(1, place.population) / 50_000)))
  const guide = guideOf(place) === undefined ? 0 : GUIDE_BONUS
  return 1.2 + size + guide + (place.elevation > ALTITUDE_METRES ? ALTITUDE_BONUS : 0)
}

/** Nights that feel enough before other stops get more. */
export function enoughNights(weight: number): number {
  return Math.max(1, Math.round(weight))
}

/**
 * Shares nights among stops: one each first, then the next night to whoever has the fewest for its weight (highest
 * averages, divisors 1.5, 2.5, ...: favours big places without starving small ones). Sums exactly to `nights`.
 */
export function shareNights(weights: readonly number[], nights: number): readonly number[] {
  const shares = weights.map(() => 0)
  for (let night = 0; night < nights; night += 1) {
    let winner = 0
    let most = -Infinity
    for (const [index, weight] of weights.entries()) {
      const have = shares[index] ?? 0
      const claim = have === 0 ? 1_000 + weight : weight / (have + 0.5)
      if (claim > most) {
        most = claim
        winner = index
      }
    }
    shares[winner] = (shares[winner] ?? 0) + 1
  }
  return shares
}
