/** Shares out what there is to do over the days of a trip, so that nothing comes twice and good days come first. */
import type { PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { appetite, count, isKin, newTally, servedBy, temper } from './activity-appetite.ts'
import { type Candidate, isLongTrip } from './activity-candidate.ts'
import { outings, tripFactor } from './activity-outings.ts'
import { openSpans } from './activity-hours.ts'
import { poolOf, type StayPool } from './activity-pool.ts'
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
/** With less than this share of what a day may hold, there is room for one thing more. */
const WELL_FILLED = 0.55
/** Below this much there is nothing on it that is worth staying for. */
const NOTHING_MINUTES = 60
/** Shorter stays are for the place itself. */
const NIGHTS_FOR_LONG_TRIP = 3
const LONG_TRIP_WORTH = 3
const BETTER_THAN_NOTHING = 0.4
/** On an empty day a sight for others is worth the way across town. */
const WHATEVER_IS_THERE = 0.25
/** As much as a good choice: without a guide one begins by looking around. */
const OPENING_WORTH = 1.3
const EVENING = 17 * 60
/** What a guide names before all else is why people come: nobody leaves the falls unseen for a raft below them. */
const REASON_TO_COME = 1.5
/** People; there is more to see in such a town than a gazetteer knows, so one stays for two days. */
const LARGE_TOWN = 400_000
/** With fewer sights in town per day left, the day trips of the guide are the better days. */
const FEW_PER_DAY = 2.5
/** Whole days from which a stay may be longer than what is known of a place. */
const LONG_STAY = 5
const WEEK = 7

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
  // In a stay longer than its guide the days choose in their order: the last morning takes what is over.
  if (whole.length >= LONG_STAY) {
    const busy = tryStay(frames, place, pool, planning, wishes, used, new Set()).filled
    const free = whole.filter((frame) => (busy.get(frame) ?? []).length === 0).length
    if (free > 1) {
      const rest = restDays(whole, free)
      return tryStay(frames, place, pool, planning, wishes, used, rest).filled
    }
  }
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
  // What the last morning gains is not worth a whole day with nothing on it.
  const score = ({ filled, worth }: Try) =>
    worth - whole.filter((frame) => daytimeMinutes(filled.get(frame) ?? []) < EMPTY_MINUTES).length
  const best = tries.reduce((best, other) => (score(other) > score(best) ? other : best)).filled
  // Two small things beside each other may be worth more than the one that everybody comes for: not to who comes home.
  const reason = pool.candidates.find((candidate) => isReason(candidate, wishes) && !used.has(candidate.key))
  const holds = (filled: Try['filled']) =>
    [...filled.values()].flat().some(({ candidate }) => candidate === reason)
  if (reason === undefined || whole.length === 0 || holds(best)) return best
  const again = tryStay(frames, place, pool, planning, wishes, used, undefined, reason).filled
  // Out of its season or closed on all these days it is no reason to change anything.
  return holds(again) ? again : best
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
  rest?: ReadonlySet<DayFrame>,
  /** Has its place before anything is chosen. */
  first?: Candidate,
): Try {
  const used = new Set(usedBefore)
  const tally = newTally(pool.candidates)
  const filled = new Map<DayFrame, readonly Slot[]>()
  const whole = frames.filter((frame) => frame.whole && !frame.gentle)
  const opening = frames
    .filter(({ spans }) => (spans[0]?.from ?? EVENING) < EVENING)
    .toSorted((a, b) => a.date.localeCompare(b.date))[0]
  let worth = 0

  const fill = (frame: DayFrame, choice: Choice, start: readonly Slot[] = []) => {
    const slots = fillDay(frame, choice, start)
    if (slots.length === start.length) return slots
    worth += rateDay(slots, new Map(slots.map(({ candidate }) => [candidate.key, choice.worth(candidate)])))
    for (const { candidate } of start.length === 0 ? (filled.get(frame) ?? []) : [])
      used.delete(candidate.key)
    filled.set(frame, slots)
    for (const { candidate } of slots) {
      if (start.some((slot) => slot.candidate === candidate)) continue
      used.add(candidate.key)
      count(tally, candidate, wishes)
    }
    return slots
  }
  const goOut = (
    days: readonly DayFrame[],
    likes: (trip: Candidate) => boolean,
    ...basis: Candidate['basis'][]
  ) => {
    if (days.length === 0) return
    // What the guide leads to needs no look into the gazetteer, which takes a while around a large city.
    const known = basis.includes('gazetteer')
      ? outings(place, pool, planning, wishes, days.length)
      : pool.candidates.filter(({ dayTrip }) => dayTrip)
    const trips = known.filter(
      (trip) => basis.includes(trip.basis) && (trip.basis !== 'curated' || likes(trip)),
    )
    for (const frame of days) {
      fill(frame, {
        pool: trips.filter(({ key }) => !used.has(key)),
        cap: 1,
        worth: (candidate) =>
          1 +
          appetite(candidate, wishes, frame.conditions, tally) +
          (candidate.basis === 'gazetteer' ? candidate.prominence : 0),
      })
    }
  }

  const liked = (trip: Candidate) => wishes.preferences.length === 0 || isKin(trip, wishes)
  // Without a guide every second whole day (in a large town every third) leads to a real town nearby: it is known to exist.
  if (!pool.guide)
    goOut(
      whole.filter((_, i) => (place.population >= LARGE_TOWN ? i % 3 === 2 : i % 2 === 1)),
      liked,
      'curated',
      'gazetteer',
    )
  // What people come to a place for is not left to chance; the day before it is for getting used to the place.
  const nights = planning.stops.reduce((sum, stop) => sum + (stop.place.id === place.id ? stop.nights : 0), 0)
  const days = whole.filter((frame) => rest?.has(frame) !== true)
  const dayOfTrip = days[1] ?? days[0]
  if (nights >= NIGHTS_FOR_LONG_TRIP && dayOfTrip) {
    fill(dayOfTrip, {
      pool: pool.candidates.filter((candidate) => isLongTrip(candidate) && !used.has(candidate.key)),
      cap: 1,
      worth: () => LONG_TRIP_WORTH,
    })
  }
  // The first day in thin air chooses before all others: little is gentle enough for it.
  const left = frames.filter((frame) => !filled.has(frame))
  const busy = left.filter((frame) => rest?.has(frame) !== true)
  const open = [...busy.filter(({ gentle }) => gentle), ...busy.filter(({ gentle }) => !gentle)]
  if (first !== undefined && !used.has(first.key)) {
    const choice: Choice = { pool: [first], cap: 1, worth: () => REASON_TO_COME }
    for (const frame of busy.filter(({ whole }) => whole)) if (fill(frame, choice).length > 0) break
  }
  let trips = 0
  let turn = 0
  for (const [i, frame] of open.entries()) {
    const unused = pool.candidates.filter(
      (candidate) =>
        !used.has(candidate.key) &&
        !isLongTrip(candidate) &&
        (candidate.opening !== true || frame === opening),
    )
    const daysLeft = open.slice(i).reduce((sum, { whole }) => sum + (whole ? 1 : 0.5), 0)
    const inTown = unused.filter(
      (candidate) => !candidate.dayTrip && openSpans(candidate, frame.conditions).length > 0,
    ).length
    const scarce = inTown / daysLeft < FEW_PER_DAY
    const start = filled.get(frame) ?? []
    const choice: Choice = {
      pool: unused,
      cap: pool.guide ? Math.max(2, Math.ceil(inTown / daysLeft)) : 2,
      worth: (candidate) =>
        (candidate.opening === true ? OPENING_WORTH : appetite(candidate, wishes, frame.conditions, tally)) *
        (isReason(candidate, wishes) ? REASON_TO_COME : 1) *
        (candidate.dayTrip ? tripFactor(candidate, wishes, whole.length, trips, turn, scarce) : 1),
    }
    const slots = fill(frame, choice, start)
    if (slots.some(({ candidate }) => candidate.dayTrip)) trips += 1
    if (frame.whole) turn += 1
  }
  // Out every day would tire anybody: in a very long stay every second empty day stays free, unless it is known which.
  const emptyDays = (least = EMPTY_MINUTES) => {
    const empty = whole.filter((frame) => daytimeMinutes(filled.get(frame) ?? []) < least)
    if (rest !== undefined) return empty.filter((frame) => !rest.has(frame))
    return empty.length > 3 ? empty.filter((_, i) => i % 2 === 0) : empty
  }
  // Days that no wish fills are days for the place itself: first what suits the same people, then what is there.
  const everyone = { ...wishes, preferences: [] }
  const fillUp = (least: number) => {
    // A whole day with nothing on it is worse than a short one.
    for (const frame of [...whole, ...frames.filter((frame) => !whole.includes(frame))]) {
      if (rest?.has(frame)) continue
      const slots = filled.get(frame) ?? []
      const minutes = daytimeMinutes(slots)
      const roomy = frame.whole && pool.guide !== undefined && minutes < WELL_FILLED * frame.maxMinutes
      if (minutes >= EMPTY_MINUTES && !roomy) continue
      const left = pool.candidates.filter(
        (candidate) =>
          !used.has(candidate.key) &&
          !candidate.dayTrip &&
          candidate.opening !== true &&
          // A day that is not empty takes only what the same people like.
          (minutes < EMPTY_MINUTES || servedBy(candidate, wishes).length > 0),
      )
      const worth = (candidate: Candidate) =>
        (2 * least + 0.7 * appetite(candidate, everyone, frame.conditions, tally)) *
        ((least > 0 ? WHATEVER_IS_THERE : 0) + temper(candidate, wishes))
      fill(frame, { pool: left, cap: 2, worth }, slots)
    }
  }
  if (wishes.preferences.length > 0) fillUp(0)
  goOut(emptyDays(), liked, 'curated')
  // With the day still empty, whatever is there is better than nothing.
  if (wishes.preferences.length > 0 && pool.guide) fillUp(BETTER_THAN_NOTHING)
  // What a guide leads to is worth a day also to who came for something else, once that has run out.
  goOut(emptyDays(), () => true, 'curated')
  // A town that only a gazetteer knows comes after all that the guide names, be it a short walk.
  // In a city that has a guide an unhurried day is better than a suburb, unless there are many of them.
  if (!pool.guide || whole.length > WEEK)
    goOut(emptyDays(pool.guide ? NOTHING_MINUTES : EMPTY_MINUTES), liked, 'gazetteer')
  return { filled, worth }
}

/** The days that stay free in a long stay: spread over it, so that they are rest and not a hole at its end. */
function restDays(whole: readonly DayFrame[], count: number): ReadonlySet<DayFrame> {
  const open = whole.filter(({ gentle }) => !gentle)
  const step = open.length / Math.max(1, count)
  // Nobody rests on the first day.
  const chosen = Array.from(
    { length: count },
    (_, k) => open[Math.min(open.length - 1, Math.floor((k + 1) * step))],
  )
  return new Set(chosen.filter((day) => day !== undefined))
}

function isReason(candidate: Candidate, wishes: Wishes): boolean {
  const { prominence, basis } = candidate
  if (prominence < 1 || basis !== 'curated') return false
  return wishes.preferences.length === 0 || servedBy(candidate, wishes).length > 0
}

function daytimeMinutes(slots: readonly Slot[]): number {
  const daytime = slots.filter(({ start }) => start < EVENING)
  return daytime.reduce((sum, { candidate }) => sum + candidate.minutes, 0)
}
