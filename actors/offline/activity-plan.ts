/** Shares out what there is to do over the days of a trip, so that nothing comes twice and good days come first. */
import type { PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { appetite, count, isEssence, newTally, servedBy } from './activity-appetite.ts'
import type { Candidate } from './activity-candidate.ts'
import { nearbyCandidates } from './activity-nearby.ts'
import { placesOf, poolOf, type StayPool } from './activity-pool.ts'
import type { Wishes } from './activity-wishes.ts'
import { type Choice, fillDay, rateDay } from './day-fill.ts'
import type { DayFrame } from './day-frame.ts'
import type { Slot } from './day-schedule.ts'

/** A frame with what was chosen for it. */
export interface FilledFrame {
  readonly frame: DayFrame
  readonly slots: readonly Slot[]
}

/** All frames of a trip in order, and what was available at each place, by its id. */
export interface ActivityPlan {
  readonly frames: readonly FilledFrame[]
  readonly pools: ReadonlyMap<string, StayPool>
}

/** Below this much, a whole day counts as empty. */
const EMPTY_MINUTES = 120
/** At most so many towns from the gazetteer per stay: more would be a tour of the province. */
const MOST_TOWNS = 4
/** With children a day out has to end before it turns sour. */
const LONGEST_WITH_CHILDREN = 330

/** Fills the frames of a trip, place by place. */
export function planActivities(
  frames: readonly DayFrame[],
  planning: PlanningSection,
  wishes: Wishes,
): ActivityPlan {
  const used = new Set<string>()
  const filled = new Map<DayFrame, readonly Slot[]>()
  const pools = new Map<string, StayPool>()
  for (const place of new Map(frames.map(({ place }) => [place.id, place])).values()) {
    const pool = poolOf(place, planning, wishes)
    pools.set(place.id, pool)
    const own = frames.filter((frame) => frame.place.id === place.id)
    for (const [frame, slots] of fillStay(own, place, pool, planning, wishes, used)) {
      filled.set(frame, slots)
      for (const { candidate } of slots) used.add(candidate.key)
    }
  }
  return { frames: frames.map((frame) => ({ frame, slots: filled.get(frame) ?? [] })), pools }
}

function fillStay(
  frames: readonly DayFrame[],
  place: ResolvedPlace,
  pool: StayPool,
  planning: PlanningSection,
  wishes: Wishes,
  used: ReadonlySet<string>,
): ReadonlyMap<DayFrame, readonly Slot[]> {
  const whole = frames.filter((frame) => frame.whole)
  const short = frames.filter((frame) => !frame.whole)
  // Which days should choose first depends on the place: where one sight fills a day, the short days have to take
  // the others. Both ways are tried.
  const orders =
    whole.length > 0 && short.length > 0
      ? [
          [...whole, ...short],
          [...short, ...whole],
        ]
      : [frames]
  const tries = orders.map((order) => tryStay(order, place, pool, planning, wishes, used))
  return tries.reduce((best, other) => (other.worth > best.worth ? other : best)).filled
}

interface Try {
  readonly filled: ReadonlyMap<DayFrame, readonly Slot[]>
  readonly worth: number
}

function tryStay(
  frames: readonly DayFrame[],
  place: ResolvedPlace,
  pool: StayPool,
  planning: PlanningSection,
  wishes: Wishes,
  usedBefore: ReadonlySet<string>,
): Try {
  const used = new Set(usedBefore)
  const tally = newTally(pool.candidates)
  const filled = new Map<DayFrame, readonly Slot[]>()
  const whole = frames.filter((frame) => frame.whole && !frame.gentle)
  let worth = 0

  const fill = (frame: DayFrame, choice: Choice) => {
    const slots = fillDay(frame, choice)
    if (slots.length === 0) return slots
    worth += rateDay(slots, new Map(slots.map(({ candidate }) => [candidate.key, choice.worth(candidate)])))
    filled.set(frame, slots)
    for (const { candidate } of slots) {
      used.add(candidate.key)
      count(tally, candidate)
    }
    return slots
  }
  const goOut = (days: readonly DayFrame[]) => {
    if (days.length === 0) return
    const trips = outings(place, pool, planning, wishes, days.length)
    for (const frame of days) {
      fill(frame, {
        pool: trips.filter(({ key }) => !used.has(key)),
        cap: 1,
        worth: (candidate) => 1 + appetite(candidate, wishes, frame.conditions, tally),
      })
    }
  }

  // Without a guide every second whole day leads to a real town nearby: it is known to exist.
  if (!pool.guide) goOut(whole.filter((_, i) => i % 2 === 1))
  const open = frames.filter((frame) => !filled.has(frame))
  let trips = 0
  let turn = 0
  for (const [i, frame] of open.entries()) {
    const free = pool.candidates.filter(({ key }) => !used.has(key))
    const daysLeft = open.slice(i).reduce((sum, { whole }) => sum + (whole ? 1 : 0.5), 0)
    const inTown = free.filter(({ dayTrip }) => !dayTrip).length
    const slots = fill(frame, {
      pool: free,
      cap: pool.guide ? Math.max(2, Math.ceil(inTown / daysLeft)) : 2,
      worth: (candidate) =>
        appetite(candidate, wishes, frame.conditions, tally) *
        (candidate.dayTrip ? tripFactor(candidate, wishes, whole.length, trips, turn) : 1),
    })
    if (slots.some(({ candidate }) => candidate.dayTrip)) trips += 1
    if (frame.whole) turn += 1
  }
  goOut(whole.filter((frame) => minutesOn(filled.get(frame)) < EMPTY_MINUTES))
  return { filled, worth }
}

/**
 * How much more a day trip has to offer than one sight, since it takes the place of three or four. Short stays are
 * for the city unless the trip is just what was asked for; in a long stay every third day may go further out.
 */
function tripFactor(candidate: Candidate, wishes: Wishes, days: number, trips: number, turn: number): number {
  if (isEssence(candidate, wishes)) return trips < Math.ceil(days / 2) ? 2.4 : 1.2
  if (servedBy(candidate, wishes).length > 0) return trips < Math.floor(days / 3) ? 2 : 1
  return turn >= 2 && trips < Math.floor(days / 3) ? 2.6 : 0.8
}

/** Where one could go for a day: what the guide has left, then real towns nearby. */
function outings(
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
  const towns = nearbyCandidates(place, visited, Math.min(MOST_TOWNS, days))
  const bearable = (town: Candidate) => wishes.children === 0 || town.minutes <= LONGEST_WITH_CHILDREN
  return [...curated, ...towns.filter(bearable)]
}

function minutesOn(slots: readonly Slot[] | undefined): number {
  return (slots ?? []).reduce((sum, { candidate }) => sum + candidate.minutes, 0)
}
