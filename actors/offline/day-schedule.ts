/** Puts activities, in a given order, onto the clock of a day: travel, opening hours, daylight and meals kept. */
import { type Candidate, isLongTrip, isTaughtFood } from './activity-candidate.ts'
import { isEarly, isMorningOnly, openSpans } from './activity-hours.ts'
import { laterDinner } from '../../machines/trip/compose-meals.ts'
import { type Span, within } from './day-clock.ts'
import type { DayFrame } from './day-frame.ts'
import { travelMinutes } from './day-travel.ts'

/** One placed activity. */
export interface Slot {
  readonly candidate: Candidate
  readonly start: number
  readonly end: number
  /** Minutes to get there from where one was. */
  readonly travel: number
}

interface Meal {
  /** Earliest begin, the latest begin that still makes sense, and by when it must have begun. */
  readonly opens: number
  readonly last: number
  readonly due: number
  readonly minutes: number
}

const LUNCH: Meal = { opens: 705, last: 855, due: 810, minutes: 60 }
const DINNER: Meal = { opens: 1080, last: 1245, due: 1200, minutes: 75 }
const EARLY_DINNER: Meal = { opens: 1035, last: 1170, due: 1125, minutes: 75 }
const FEEDS = new Set(['market', 'food-street', 'lunch'])
/** With children the afternoon begins after a pause. */
const LUNCH_AND_PAUSE: Meal = { ...LUNCH, minutes: 90 }
/** Children are in bed by then. */
const BEDTIME = 20 * 60
const STEP = 15
const USUAL_BEGIN = 9 * 60
/** Who has a long way to what closes at eleven sets out so much sooner. Minutes. */
const SOONER = 60

/** The spans in which a candidate is possible on the day of a frame, without regard to anything else. */
export function spansFor(candidate: Candidate, frame: DayFrame): Span[] {
  const oneWay = candidate.dayTrip ? Math.min(150, travelMinutes(frame.home, candidate, frame.slow)) : 0
  const spans = openSpans(candidate, frame.conditions, oneWay)
  const limits = {
    // Where dinner is late, so are the houses that one dines in with music; children eat there when they can.
    from: isEveningMeal(candidate) && !frame.children ? DINNER.opens + laterDinner(frame.place.country) : 0,
    to: frame.children ? BEDTIME : 1440,
  }
  return spans
    .flatMap((span) => within(span, limits))
    .filter(({ from, to }) => to - from >= candidate.minutes)
}

/** Slots for candidates in this order, or undefined when they do not fit the day. */
export function schedule(
  order: readonly Candidate[],
  frame: DayFrame,
  spansOf: (candidate: Candidate) => readonly Span[],
): Slot[] | undefined {
  const slots: Slot[] = []
  const begin = (frame.spans[0]?.from ?? 0) + frame.lead
  // Where dinner is late one may well see the sun set before it.
  const later = laterDinner(frame.place.country)
  const dinner = frame.children
    ? EARLY_DINNER
    : { ...DINNER, due: DINNER.due + later, last: DINNER.last + later }
  const lunch = frame.children ? LUNCH_AND_PAUSE : LUNCH
  let free = begin
  let where: { lat: number; lon: number } = frame.home
  // Who arrives later has eaten, or eats before the first activity.
  let lunched = begin >= LUNCH.due
  let dined = begin >= dinner.last
  // Nobody has lunch at a market and then a long one.
  const eaten = new Set<Meal>()
  for (const candidate of order) {
    // A day trip's hours count the way; the rest of the city is reached from where one is.
    const travel = candidate.dayTrip ? 0 : travelMinutes(where, candidate, frame.slow)
    // Who fasts, or is among those who do, looks at a market by day.
    const feeds = isMeal(candidate) && !(frame.conditions.fasting && candidate.kind === 'market')
    const first = slots.length === 0
    const place = (from: number) =>
      earliest(candidate, from + travel, travel, frame, spansOf(candidate), first && from === begin)
    let start = place(free)
    if (start === undefined) return undefined
    const mealFirst = (meal: Meal, had: boolean): boolean => {
      if (had || start === undefined) return had
      const end = start + candidate.minutes
      const takes = feeds && overlap({ from: start, to: end }, { from: meal.opens, to: meal.last + 45 }) >= 45
      const inside = candidate.dayTrip || candidate.minutes >= 240
      if (takes || (inside && start <= meal.opens && end >= meal.last)) return true
      if (inside && start < meal.due - 30 && end > meal.due) return meal === lunch
      if (end <= meal.due) return had
      const from = Math.max(free, meal.opens)
      if (from > meal.last) return true
      const later = place(from + meal.minutes)
      if (later !== undefined && later > start) start = later
      else if (later === undefined) start = undefined
      return true
    }
    lunched = mealFirst(lunch, lunched)
    dined = mealFirst(dinner, dined)
    if (start === undefined) return undefined
    const meal = feeds ? mealOf({ from: start, to: start + candidate.minutes }, dinner) : undefined
    if (meal && eaten.has(meal)) return undefined
    if (meal) eaten.add(meal)
    slots.push({ candidate, start, end: start + candidate.minutes, travel })
    free = start + candidate.minutes
    where = candidate.dayTrip ? frame.home : candidate
  }
  const last = frame.spans.at(-1)
  closeGaps(slots, frame, spansOf)
  if (frame.leaves && last && free + travelMinutes(where, frame.home, frame.slow) > last.to) return undefined
  return slots
}

/** A wait this long before the next thing is no pause. Minutes. */
const LONG_WAIT = 45
/** Later than this nobody puts off a morning for what opens then. */
const LATE_MORNING = 11 * 60

/** Who sets out early for one thing and waits for the next to open sleeps a little longer instead. */
function closeGaps(slots: Slot[], frame: DayFrame, spansOf: (candidate: Candidate) => readonly Span[]): void {
  for (let at = slots.length - 2; at >= 0; at -= 1) {
    const [slot, next] = [slots[at], slots[at + 1]]
    if (slot === undefined || next === undefined || next.start > LATE_MORNING) continue
    const ready = next.start - next.travel
    if (ready - slot.end <= LONG_WAIT || isEarly(slot.candidate)) continue
    const open = spansOf(slot.candidate).find(({ from, to }) => from <= slot.start && slot.end <= to)
    const window = frame.spans.find(({ from, to }) => from <= slot.start && slot.end <= to)
    const end = Math.min(ready, open?.to ?? slot.end, window?.to ?? slot.end)
    const start = Math.floor((end - slot.candidate.minutes) / STEP) * STEP
    if (start > slot.start) slots[at] = { ...slot, start, end: start + slot.candidate.minutes }
  }
}

/** The first start from which the whole visit lies inside a window of the day and inside the possible hours. */
function earliest(
  candidate: Candidate,
  from: number,
  travel: number,
  frame: DayFrame,
  open: readonly Span[],
  first: boolean,
): number | undefined {
  let best: number | undefined
  for (const [i, window] of frame.spans.entries()) {
    // Trains for the longest trips leave before a day out usually begins; who asked for late mornings has none.
    const dawn =
      first &&
      frame.whole &&
      window.from <= USUAL_BEGIN &&
      (isLongTrip(candidate) || (isEarly(candidate) && !frame.children))
    const sooner = first && frame.whole && window.from <= USUAL_BEGIN && isMorningOnly(candidate) ? SOONER : 0
    const reach = dawn
      ? 0
      : i === 0
        ? Math.max(window.from, window.from - sooner + Math.min(travel, 90))
        : window.from
    for (const span of open) {
      const start = Math.ceil(Math.max(dawn ? 0 : from - sooner, reach, span.from) / STEP) * STEP
      const end = start + candidate.minutes
      if (end > Math.min(window.to, span.to)) continue
      if (best === undefined || start < best) best = start
    }
  }
  return best
}

/** The meal that a stretch of eating stands for, if any. */
function mealOf(at: Span, dinner: Meal): Meal | undefined {
  if (overlap(at, { from: LUNCH.opens, to: LUNCH.last + LUNCH.minutes }) >= 45) return LUNCH
  return overlap(at, { from: dinner.opens, to: 1440 }) >= 45 ? dinner : undefined
}

/** Whether one eats there anyway. */
function isMeal(candidate: Candidate): boolean {
  return (
    (FEEDS.has(candidate.kind) && candidate.minutes >= 45) ||
    isEveningMeal(candidate) ||
    isTaughtFood(candidate)
  )
}

/** An evening out that is about food too: it is dinner, though its kind does not say so. */
export function isEveningMeal({ kind, minutes, bestTime, interests }: Candidate): boolean {
  return !FEEDS.has(kind) && bestTime === 'evening' && minutes >= 90 && interests.includes('food')
}

function overlap(a: Span, b: Span): number {
  return Math.min(a.to, b.to) - Math.max(a.from, b.from)
}
