/** What to do instead when it rains: something indoors, near, open that day, and best not on the plan already. */
import { distanceKm } from '../atlas/index.ts'
import type { Candidate } from './activity-candidate.ts'
import type { FilledFrame } from './activity-plan.ts'
import type { StayPool } from './activity-pool.ts'
import { needsDark, openSpans } from './activity-hours.ts'
import { dayAndMonth } from '../../machines/trip/wording.ts'

const WORTH_A_PLAN = 0.15
const NEAR_KM = 12
/** Minutes since midnight from which no museum is open that could take the place of anything. */
const EVENING = 17 * 60

/** Gives rain plans; asks it day by day, so that two rainy days do not get the same shelter. */
export class RainPlans {
  readonly #offered = new Map<string, number>()
  readonly #planned: ReadonlyMap<string, string>
  readonly #pools: ReadonlyMap<string, StayPool>

  /** @param frames the whole trip as it is planned */
  constructor(frames: readonly FilledFrame[], pools: ReadonlyMap<string, StayPool>) {
    this.#pools = pools
    this.#planned = new Map(
      frames.flatMap(({ frame, slots }) =>
        slots.map(({ candidate }) => [candidate.key, frame.date] as const),
      ),
    )
  }

  /** The rain plan of a frame; undefined when nothing before the evening minds the rain, or rain is rare. */
  planFor({ frame, slots }: FilledFrame): string | undefined {
    const wet = slots.filter(
      ({ candidate, start }) => candidate.setting === 'outdoor' && start < EVENING && !needsDark(candidate),
    )
    const rain = frame.conditions.typical?.rain
    const first = wet[0]
    if (!first || (rain !== undefined && rain < WORTH_A_PLAN)) return undefined
    const pool = this.#pools.get(frame.place.id)
    const shelters = (pool?.candidates ?? [])
      .filter(
        (candidate) =>
          candidate.setting === 'indoor' &&
          candidate.basis === 'curated' &&
          candidate.bestTime !== 'evening' &&
          !candidate.dayTrip &&
          candidate.minutes >= 60 &&
          !['food-street', 'theatre', 'show'].includes(candidate.kind) &&
          (frame.children || candidate.interests[0] !== 'family') &&
          distanceKm(first.candidate.dayTrip ? frame.home : first.candidate, candidate) <= NEAR_KM &&
          // What was seen already cannot be swapped.
          (this.#planned.get(candidate.key) ?? '9999') > frame.date &&
          openSpans(candidate, frame.conditions).length > 0,
      )
      .map((candidate) => ({ candidate, cost: this.#cost(candidate) }))
      .toSorted((a, b) => a.cost - b.cost || b.candidate.prominence - a.candidate.prominence)
    // Below freezing it is wind and snow that keep one in.
    const when = (frame.conditions.typical?.high ?? 20) <= 1 ? 'In bad weather' : 'If it rains'
    const named = first.candidate.basis === 'curated'
    const instead = named ? `instead of ${first.candidate.title}` : 'instead of what is outdoors'
    const shelter = shelters[0]?.candidate
    // The same shelter for every rainy day would be no plan.
    const worn = shelter !== undefined && (this.#offered.get(shelter.key) ?? 0) >= 2
    if (!shelter || worn) return `${when}: look for a museum, a market hall or a long lunch ${instead}.`
    this.#offered.set(shelter.key, (this.#offered.get(shelter.key) ?? 0) + 1)
    const date = this.#planned.get(shelter.key)
    if (date === undefined) return `${when}: ${shelter.title} (indoors) ${instead}.`
    return `${when}: swap with ${shelter.title} (indoors), planned for ${dayAndMonth(date)}.`
  }

  /** Something new is better than a swap, and something not yet offered better than the same again. */
  #cost(candidate: Candidate): number {
    return (this.#planned.has(candidate.key) ? 1 : 0) + 2 * (this.#offered.get(candidate.key) ?? 0)
  }
}
