/**
 * Chooses what a day is for. Several strong candidates are tried as the anchor of the day; around each the day is
 * filled step by step with what adds most for its way, and the best of these days is taken.
 */
import { distanceKm } from '../atlas/index.ts'
import type { Candidate } from './activity-candidate.ts'
import type { Span } from './day-clock.ts'
import type { DayFrame } from './day-frame.ts'
import { schedule, type Slot, spansFor } from './day-schedule.ts'

/** What choosing needs besides the day itself. */
export interface Choice {
  readonly pool: readonly Candidate[]
  /** How much the travellers want a candidate on this day. */
  readonly worth: (candidate: Candidate) => number
  /** At most so many daytime items, below what the frame allows: spreads a guide over a long stay. */
  readonly cap: number
}

const ANCHORS = 4
const CONSIDERED = 12
const LEAST_GAIN = 0.06
/** What a minute on the way costs, in units of worth: half an hour across town needs a good reason. */
const MINUTE_ON_THE_WAY = 0.006
const MINUTE_LATER = 0.00005
const SAME_KIND_SAME_DAY = 0.82
const EVENING = 17 * 60
/** After a longer trip an evening out would be too much. */
const SHORT_TRIP = 420

/** The best day that the pool allows; `start` holds what is already on it. */
export function fillDay(frame: DayFrame, choice: Choice, start: readonly Slot[] = []): Slot[] {
  const known = new Map<string, readonly Span[]>()
  const spansOf = (candidate: Candidate) => {
    const spans = known.get(candidate.key) ?? spansFor(candidate, frame)
    known.set(candidate.key, spans)
    return spans
  }
  const taken = new Set(start.map(({ candidate }) => candidate.key))
  const ranked = choice.pool
    .filter(
      (candidate) => !taken.has(candidate.key) && allowed(candidate, frame) && spansOf(candidate).length > 0,
    )
    .map((candidate) => ({ candidate, worth: choice.worth(candidate) }))
    .toSorted((a, b) => b.worth - a.worth || a.candidate.key.localeCompare(b.candidate.key))
    // Ranked by worth first: whether it fits the windows at all is the dearer question.
    .filter(({ candidate }) => start.length > 0 || schedule([candidate], frame, spansOf) !== undefined)
    .slice(0, CONSIDERED)
  const worth = new Map(ranked.map(({ candidate, worth }) => [candidate.key, worth]))
  for (const { candidate } of start) worth.set(candidate.key, choice.worth(candidate))
  const pool = ranked.map(({ candidate }) => candidate)
  const rate = (slots: readonly Slot[]) => rateDay(slots, worth)
  const grow = (from: readonly Slot[]) => extend(from, pool, frame, choice.cap, spansOf, rate)
  if (start.length > 0) return grow(start)
  let best: Slot[] = []
  let bestRate = LEAST_GAIN
  for (const anchor of pool.slice(0, ANCHORS)) {
    const alone = schedule([anchor], frame, spansOf)
    if (!alone || !withinLimits(alone, frame, choice.cap)) continue
    const day = grow(alone)
    const rated = rate(day)
    if (rated > bestRate) {
      best = day
      bestRate = rated
    }
  }
  return best
}

function extend(
  from: readonly Slot[],
  pool: readonly Candidate[],
  frame: DayFrame,
  cap: number,
  spansOf: (candidate: Candidate) => readonly Span[],
  rate: (slots: readonly Slot[]) => number,
): Slot[] {
  let day = [...from]
  let rated = rate(day)
  for (;;) {
    const order = day.map(({ candidate }) => candidate)
    let better: Slot[] | undefined
    let betterRate = rated + LEAST_GAIN
    for (const candidate of pool) {
      if (order.includes(candidate)) continue
      for (let at = 0; at <= order.length; at += 1) {
        const slots = schedule(order.toSpliced(at, 0, candidate), frame, spansOf)
        if (!slots || !withinLimits(slots, frame, cap)) continue
        const tried = rate(slots)
        if (tried > betterRate) {
          better = slots
          betterRate = tried
        }
      }
    }
    if (!better) return day
    day = better
    rated = betterRate
  }
}

function allowed(candidate: Candidate, frame: DayFrame): boolean {
  if (candidate.dayTrip && !frame.whole) return false
  if (frame.silent || tooHighYet(candidate, frame)) return false
  return !(frame.gentle && (candidate.dayTrip || candidate.kind === 'hike'))
}

/** Above this, those who sleep high already need two nights before they go higher still. Metres. */
const VERY_HIGH = 3_500
const SLEEPS_HIGH = 2_000
const STEP_UP = 500
const NIGHTS_FIRST = 2

function tooHighYet({ altitude = 0 }: Candidate, { place, nightsHere }: DayFrame): boolean {
  const climbs = altitude >= VERY_HIGH && altitude - place.elevation >= STEP_UP
  return climbs && place.elevation >= SLEEPS_HIGH && nightsHere < NIGHTS_FIRST
}

function withinLimits(slots: readonly Slot[], frame: DayFrame, cap: number): boolean {
  let items = 0
  let minutes = 0
  let evenings = 0
  const trips = slots.filter(({ candidate }) => candidate.dayTrip)
  for (const { candidate, start } of slots) {
    if (frame.evening && start >= EVENING && candidate.bestTime === 'evening') {
      evenings += 1
      continue
    }
    // A half-hour stop on the way is not a full item.
    items += candidate.minutes <= 30 ? 0.5 : 1
    minutes += candidate.minutes
  }
  if (evenings > 1) return false
  if (wayKm(slots) > FARTHEST_KM) return false
  // Two walks make a walker's day; two ideas of a table make one eat all day.
  if (slots.filter(({ candidate }) => candidate.idea && candidate.kind !== 'hike').length > 1) return false
  // A trip is the day: nothing else in daytime, and an evening out only after a short one.
  if (trips.length > 0) {
    return slots.length === 1 || (slots.length === 2 && evenings === 1 && longest(trips) <= SHORT_TRIP)
  }
  // A single long thing may fill the day on its own.
  if (items <= 1) return true
  return items <= Math.min(cap, frame.maxItems) && minutes <= frame.maxMinutes
}

/** From the first sight of a day to its last: more than this would be a day of trams. Kilometres. */
const FARTHEST_KM = 38

function wayKm(slots: readonly Slot[]): number {
  const sights = slots.map(({ candidate }) => candidate).filter(({ located, dayTrip }) => located && !dayTrip)
  return sights.slice(1).reduce((km, sight, i) => km + distanceKm(sights[i] ?? sight, sight), 0)
}

function longest(slots: readonly Slot[]): number {
  return Math.max(...slots.map(({ candidate }) => candidate.minutes))
}

/** The worth of a day as it is placed: what it offers, less the way. */
export function rateDay(slots: readonly Slot[], worth: ReadonlyMap<string, number>): number {
  const kinds = new Map<string, number>()
  let rate = 0
  for (const { candidate, start, travel } of slots) {
    const again = kinds.get(candidate.kind) ?? 0
    kinds.set(candidate.kind, again + 1)
    const value = (worth.get(candidate.key) ?? 0) * fitOfTime(candidate, start) * SAME_KIND_SAME_DAY ** again
    // All else equal, sooner is better: evenings fill themselves.
    rate += value - travel * MINUTE_ON_THE_WAY - start * MINUTE_LATER
  }
  return rate
}

/** How good the hour is for a candidate; what is best in the evening is only ever placed there. */
function fitOfTime({ bestTime }: Candidate, start: number): number {
  if (bestTime === 'morning') return start < 12 * 60 ? 1 : start < 13 * 60 + 30 ? 0.88 : 0.7
  if (bestTime === 'midday') return start >= 10 * 60 && start <= 15 * 60 ? 1 : 0.75
  if (bestTime === 'afternoon') return start >= 12 * 60 ? 1 : 0.8
  return 1
}
