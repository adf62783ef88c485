/** How many nights each stop deserves and how the nights there are get shared out. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { ALTITUDE_METRES } from './pace.ts'
import { sightsNear } from '../atlas/sights/index.ts'

/** A day to get used to the height. */
const ALTITUDE_BONUS = 0.5

/**
 * How much there is to do: about 1 for a small town, more by population (0.8 per factor of ten above 50,000), by the
 * hours of sights somebody wrote up for the place (a point per 20 hours, two at most), and where the height asks for a
 * slow day.
 */
export function placeWeight(place: ResolvedPlace): number {
  const size = Math.min(2, Math.max(0, 0.8 * Math.log10(Math.max(1, place.population) / 50_000)))
  const guide = sightsNear(place)
  const hours = guide === undefined ? 0 : guide.sights.reduce((sum, sight) => sum + sight.hours, 0)
  return 0.8 + size + Math.min(2, hours / 20) + (place.elevation > ALTITUDE_METRES ? ALTITUDE_BONUS : 0)
}

/** Nights that feel enough before other stops get more: one or two for a town, five for a metropolis. */
export function enoughNights(weight: number): number {
  return Math.round(0.6 + weight)
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
