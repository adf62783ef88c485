/**
 * When to leave: among departures every half hour, the one whose departure and arrival suit travellers best by the
 * clocks of both places. Local times are exact across zones and clock changes.
 */
import { Temporal } from 'temporal-polyfill'
import { zoneOffsetMinutes } from '../atlas/index.ts'

export type LegTimes = {
  /** `YYYY-MM-DDTHH:MM`, local at the start, door to door. */
  readonly depart: string
  /** Local at the end. */
  readonly arrive: string
  /** Calendar days from the departure's date to the arrival's; -1 is possible across the date line. */
  readonly dayShift: number
}

/** Where in the trip a leg stands: it decides whether an early or a late departure is better. */
export type LegRole = 'outbound' | 'between' | 'return'

type TimesQuestion = {
  /** Date of departure, local at the start. */
  readonly date: string
  readonly fromZone: string
  readonly toZone: string
  readonly minutes: number
  readonly role: LegRole
  readonly flight: boolean
  /** Day trains or coaches one after the other, too long for a day: it begins in the morning and is broken for a night. */
  readonly restless?: boolean
  /** Children or the wish to sleep in. */
  readonly lateRiser: boolean
  /** Not before this clock time, minutes after midnight. */
  readonly notBefore?: number
  /** Refuse an arrival on an earlier date than the departure. */
  readonly noEarlierDate?: boolean
}

const EARLIEST = 6 * 60
const LATEST = 23 * 60
const STEP = 30
/** When day trains begin to run. */
const MORNING = 7.5 * 60
const DAY = 1_440

/** Chooses departure and arrival. */
export function legTimes(question: TimesQuestion): LegTimes {
  const { date, fromZone, toZone, minutes } = question
  const shift = zoneOffsetMinutes(toZone, date) - zoneOffsetMinutes(fromZone, date)
  const start = Math.max(EARLIEST, question.notBefore ?? EARLIEST)
  let chosen = Math.min(start, LATEST)
  let least = Infinity
  for (let clock = Math.ceil(start / STEP) * STEP; clock <= LATEST; clock += STEP) {
    const cost = discomfort(clock, clock + minutes + shift, question)
    if (cost < least) {
      least = cost
      chosen = clock
    }
  }
  return timesFrom(date, chosen, fromZone, toZone, minutes)
}

/** The times that follow from a departure at a given minute of the day. */
export function timesFrom(
  date: string,
  clock: number,
  fromZone: string,
  toZone: string,
  minutes: number,
): LegTimes {
  const left = Temporal.PlainDate.from(date)
    .toPlainDateTime({ hour: Math.floor(clock / 60), minute: clock % 60 })
    .toZonedDateTime(fromZone)
  const arrived = left.add({ minutes }).withTimeZone(toZone)
  const days = left.toPlainDate().until(arrived.toPlainDate(), { largestUnit: 'day' }).days
  return { depart: local(left), arrive: local(arrived), dayShift: days }
}

function local(time: Temporal.ZonedDateTime): string {
  return time.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** Lower is better; about one point per minute of something unpleasant. `arrival` counts from the departure's midnight. */
function discomfort(clock: number, arrival: number, question: TimesQuestion): number {
  const day = Math.floor(arrival / DAY)
  const at = arrival - day * DAY
  if (day < 0 && question.noEarlierDate === true) return 100_000 - clock
  if (question.restless === true) return Math.abs(clock - MORNING)
  // An hour later with children or late risers; a long ground day may start earlier.
  const wake = (question.lateRiser ? 9.5 : question.minutes > 420 ? 8 : 9) * 60
  const bed = (question.lateRiser ? 20 : 21) * 60
  const early = Math.max(0, wake - clock)
  const veryEarly = Math.max(0, 7 * 60 - clock) * 2
  const lateDeparture = Math.max(0, clock - (question.flight ? 20.5 : 19) * 60)
  const night = at < 6 * 60 ? 300 + (6 * 60 - at) * 1.5 : 0
  const late = Math.max(0, at - bed) * 2.5 + Math.max(0, at - 18 * 60) * 0.4
  const nights = Math.max(0, day) * 340
  // Overnight flights leave in the afternoon or evening; nobody wants to arrive before the town is awake.
  const redEye = day > 0 && question.flight && question.minutes < 900
  const tooEarly = Math.max(0, 7.5 * 60 - at)
  const overnight = (redEye ? Math.max(0, 15 * 60 - clock) * 0.6 : 0) + tooEarly
  const wasted = lost(clock, at, day, question)
  return early + veryEarly + lateDeparture + night + late + nights + overnight + wasted
}

/** The part of the day that travelling takes from the trip, valued by role. */
function lost(clock: number, at: number, day: number, { role, minutes }: TimesQuestion): number {
  if (role === 'return') {
    // Going home: as late as still brings one home by seven in the evening; overnight, in the early evening.
    const wanted = day > 0 ? 17.5 * 60 : Math.min(16 * 60, Math.max(9 * 60, 19 * 60 - minutes))
    return Math.abs(clock - wanted) * 0.3
  }
  const arrivedLate = Math.max(0, at - 9 * 60) * 0.35
  // Between stops the hours before ten are breakfast and packing anyway.
  const dayWasted = role === 'between' && day > 0 ? Math.max(0, 17 * 60 - clock) * 0.25 : 0
  return arrivedLate + dayWasted + Math.max(0, day) * 60
}
