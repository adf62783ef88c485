/** Requested places without a night: seen in a day from a stop nearby, or said to be left out. */
import type { PlanningSection, ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { dayAndMonth } from '../../machines/trip/wording.ts'
import { estimateLeg } from './leg.ts'
import { spokenMinutes, type LegOption } from './leg-option.ts'
import { clockOf, minutesOf } from './leg-plan.ts'
import type { Frame } from './planning-frame.ts'
import { modeNoun } from './transport-wording.ts'
import type { Wishes } from './wishes.ts'

type Day = PlanningSection['days'][number]

/** Further than this each way an outing is a journey; on days with a journey already, less. Minutes. */
const LONGEST_WAY = { whole: 135, transfer: 75, departure: 45 } as const
/** Time at the place by day that makes the way worth it. Minutes. */
const SHORTEST_VISIT = 240
const LONGEST_VISIT = 360
/** Sights close: an outing leaves its place by then. Minutes after midnight. */
const EVENING = 19 * 60

export type Visits = { readonly days: readonly Day[]; readonly notes: readonly string[] }

/** Puts each left-out place on the emptiest suitable day of the nearest stop. */
export function addVisits(days: readonly Day[], frame: Frame, request: TripRequest, wishes: Wishes): Visits {
  const planned = [...days]
  const notes: string[] = []
  for (const place of frame.left) {
    const index = bestDay(place, planned, frame, request, wishes)
    const day = index === undefined ? undefined : planned[index]
    const outing = day === undefined ? undefined : outingOn(day, place, frame, request, wishes)
    if (index === undefined || day === undefined || outing === undefined) {
      const near = days.some((one) => wayTo(place, one, frame, request, wishes) !== undefined)
      const why = near
        ? 'no day has four daytime hours left for it'
        : 'it is too far for a day from the other stops'
      notes.push(
        `${place.name} was left out: ${daysText(days.length)} for a night there, and ${why}. More days, or fewer places, would fit it in.`,
      )
      continue
    }
    planned[index] = outing
    const base = frame.stops[day.stop]?.place.name ?? ''
    const way = outing.visit?.minutesEachWay ?? 0
    notes.push(
      `${place.name} gets no night: ${daysText(days.length)} for a stay in every place. It is a day visit from ${base} on ${dayAndMonth(day.date)} (${spokenMinutes(way)} each way by ${modeNoun(outing.visit?.mode ?? 'train')}).`,
    )
  }
  return { days: planned, notes }
}

function daysText(count: number): string {
  return count === 1 ? 'one day is too short' : `${count} days are too short`
}

function bestDay(
  place: ResolvedPlace,
  days: readonly Day[],
  frame: Frame,
  request: TripRequest,
  wishes: Wishes,
): number | undefined {
  let found: number | undefined
  let most = 0
  for (const [index, day] of days.entries()) {
    const outing = outingOn(day, place, frame, request, wishes)
    if (outing?.visit === undefined) continue
    // On the first day there are bags to leave and a town to find one's way in.
    const first = day.kind === 'arrival' ? 120 : 0
    const there =
      minutesOf(outing.visit.to) - minutesOf(outing.visit.from) - 3 * outing.visit.minutesEachWay - first
    if (found === undefined || there > most) {
      most = there
      found = index
    }
  }
  return found
}

function longestWay(day: Day): number {
  if (day.kind === 'departure') return LONGEST_WAY.departure
  return day.transfer === undefined ? LONGEST_WAY.whole : LONGEST_WAY.transfer
}

/** The way to a place from where a day is spent; undefined when it is too far for that day. */
function wayTo(
  place: ResolvedPlace,
  day: Day,
  frame: Frame,
  request: TripRequest,
  wishes: Wishes,
): LegOption | undefined {
  const base = frame.stops[day.stop]?.place
  if (base === undefined) return undefined
  const { best } = estimateLeg(base, place, request.travelers, wishes)
  const far = best.minutes > longestWay(day) || best.mode === 'flight' || best.uncertain === true
  return far ? undefined : best
}

function outingOn(
  day: Day,
  place: ResolvedPlace,
  frame: Frame,
  request: TripRequest,
  wishes: Wishes,
): Day | undefined {
  const base = frame.stops[day.stop]?.place
  const window = day.free[0]
  const way = wayTo(place, day, frame, request, wishes)
  // A day that jet lag or altitude made light is no day for an outing.
  if (day.pace === 'light' && day.notes.length > 0) return undefined
  if (base === undefined || window === undefined || way === undefined) return undefined
  if (day.visit !== undefined) return undefined
  const { minutes, mode } = way
  const from = minutesOf(window.from)
  const to = Math.min(minutesOf(window.to), from + 2 * minutes + LONGEST_VISIT, EVENING + minutes)
  if (to - from < 2 * minutes + SHORTEST_VISIT) return undefined
  const rest = minutesOf(window.to) - (to + 30)
  return {
    ...day,
    theme: `Day visit to ${place.name} from ${base.name}`,
    visit: { place, mode, minutesEachWay: minutes, from: window.from, to: clockOf(to) },
    free: rest >= 60 ? [{ from: clockOf(to + 30), to: window.to }] : [],
  }
}
