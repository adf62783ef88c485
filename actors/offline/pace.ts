/** How full a day may be and when it starts and ends: children, wishes, jet lag and altitude all slow it. */
import type { PlanningSection, TripRequest } from '../../machines/messages/index.ts'
import type { Wishes } from './wishes.ts'

export type Pace = PlanningSection['days'][number]['pace']

/** From this many hours of clock change on, bodies notice for days. */
export const JET_LAG_HOURS = 5
/** From this height on a slow first day is the usual medical advice. Metres. */
export const ALTITUDE_METRES = 2_500
/** From here many healthy people feel ill on the first day. Metres. */
export const HIGH_ALTITUDE_METRES = 3_400

/** The hours of a day out, minutes after midnight. */
export type DayHours = { readonly start: number; readonly end: number }

/** When days out begin and end for this party. */
export function dayHours(request: TripRequest, wishes: Wishes): DayHours {
  const children = request.travelers.children > 0
  const start = wishes.noEarlyMornings ? 10 * 60 + 30 : children ? 9 * 60 + 30 : 9 * 60
  const nightlife = request.preferences.includes('nightlife') && !children && !wishes.noLateNights
  const end = wishes.noLateNights || children ? 20 * 60 : nightlife ? 24 * 60 : 22 * 60
  return { start, end }
}

/** Westward the evening is the body's night, eastward the morning is; both for as long as the pace is light. */
const WEST_BEDTIME = 20 * 60
const EAST_BREAKFAST = 10 * 60

/** The hours of a day out while the body keeps another clock: no late evening, and after flying east no early morning. */
export function hoursWithJetLag(hours: DayHours, clockHours: number, daysHere: number): DayHours {
  if (!hasJetLag(clockHours, daysHere)) return hours
  const east = clockHours > 0
  return {
    start: east ? Math.max(hours.start, EAST_BREAKFAST) : hours.start,
    end: !east || daysHere === 0 ? Math.min(hours.end, WEST_BEDTIME) : hours.end,
  }
}

/** With children nobody is out of the house at seven. */
const COOL_HOURS = { adults: 7 * 60, children: 8 * 60 } as const
/** After sunrise it takes a while until there is light to set out in. Minutes. */
const FIRST_LIGHT = 15

/**
 * The hours of a day on which midday is too hot to be out: it begins soon after sunrise, unless the party wishes, or its
 * clock makes it, sleep longer.
 * @param sunrise minutes since midnight
 */
export function hoursInHeat(
  hours: DayHours,
  sunrise: number,
  request: TripRequest,
  wishes: Wishes,
): DayHours {
  if (wishes.noEarlyMornings || hours.start > dayHours(request, wishes).start) return hours
  const earliest = COOL_HOURS[request.travelers.children > 0 ? 'children' : 'adults']
  const light = Math.ceil((sunrise + FIRST_LIGHT) / 15) * 15
  return { ...hours, start: Math.min(hours.start, Math.max(earliest, light)) }
}

function hasJetLag(clockHours: number, daysHere: number): boolean {
  const lasting = Math.abs(clockHours) >= 8 ? 1 : 0
  return Math.abs(clockHours) >= JET_LAG_HOURS && daysHere >= 0 && daysHere <= lasting
}

/** The pace the party wants on an ordinary day. */
export function usualPace(request: TripRequest, wishes: Wishes): Pace {
  if (wishes.stepFree || wishes.slowPace || request.travelers.children > 0) return 'light'
  if (request.preferences.includes('relaxation') && !wishes.fullPace) return 'light'
  return wishes.fullPace ? 'full' : 'normal'
}

type DayLoad = {
  readonly usual: Pace
  /** Minutes free for things to do. */
  readonly freeMinutes: number
  readonly travelling: boolean
  /** Hours the clock moved on the way here; days since arrival. */
  readonly clockHours: number
  readonly daysHere: number
  readonly elevation: number
  /** The night before was spent on the way. */
  readonly overnight: boolean
  /** Height of where the party slept before. Metres. */
  readonly cameFrom: number
}

/** The pace of one day, and why it is slower than usual. */
export function paceOfDay(load: DayLoad): { readonly pace: Pace; readonly reasons: readonly string[] } {
  const reasons: string[] = []
  if (hasJetLag(load.clockHours, load.daysHere)) {
    const east = load.clockHours > 0
    reasons.push(
      `Jet lag: your body is ${spokenHours(load.clockHours)} ${east ? 'behind' : 'ahead of'} local time, so ${
        east ? 'mornings are hard' : 'evenings are hard and you wake early'
      }: the day is kept light; get daylight and go to bed by the local clock.`,
    )
  } else if (load.overnight) reasons.push('After a night on the way the day is kept light.')
  const climbed = load.elevation - load.cameFrom > 1_000
  const highDays = load.elevation >= HIGH_ALTITUDE_METRES ? 1 : 0
  if (load.elevation > ALTITUDE_METRES && climbed && load.daysHere <= highDays) {
    reasons.push(
      `Altitude about ${Math.round(load.elevation / 50) * 50} m: go slowly, drink water, no hard walking${load.daysHere === 0 ? ' and no alcohol' : ''}; ask a doctor before the trip if you have a heart or lung condition.`,
    )
  }
  if (reasons.length > 0 || (load.travelling && load.freeMinutes < 420) || load.freeMinutes < 360) {
    return { pace: 'light', reasons }
  }
  if (load.travelling && load.usual === 'full') return { pace: 'normal', reasons }
  return { pace: load.usual, reasons }
}

function spokenHours(hours: number): string {
  const size = Math.abs(hours)
  const whole = Math.floor(size)
  const rest = size - whole
  const text = rest === 0 ? `${whole}` : `${whole}${rest === 0.5 ? '½' : rest === 0.25 ? '¼' : '¾'}`
  return `${text} h`
}
