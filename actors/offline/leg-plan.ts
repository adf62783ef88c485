/** A leg with its times, and the windows of the days it takes up: what planning reserves and transport fills. */
import type { PlanningSection, TripRequest } from '../../machines/messages/index.ts'
import { estimateLeg, type LegEstimate } from './leg.ts'
import type { LegPlace } from './leg-overland.ts'
import { legTimes, timesFrom, type LegRole, type LegTimes } from './leg-times.ts'
import type { Wishes } from './wishes.ts'

export type LegPlan = { readonly estimate: LegEstimate; readonly times: LegTimes; readonly role: LegRole }

/** Time on one calendar date that a leg takes, on the clock of the date's place. */
export type LegWindow = { readonly date: string; readonly from: string; readonly to: string }

type LegQuestion = {
  readonly from: LegPlace
  readonly to: LegPlace
  /** Date of departure. */
  readonly date: string
  readonly role: LegRole
  readonly request: TripRequest
  readonly wishes: Wishes
  /** Minutes after midnight. */
  readonly notBefore?: number
  readonly noEarlierDate?: boolean
}

/** Estimates a leg and picks its times. */
export function planLeg(question: LegQuestion): LegPlan {
  const { from, to, date, role, request, wishes, notBefore, noEarlierDate } = question
  const estimate = estimateLeg(from, to, request.travelers, wishes)
  const times = legTimes({
    date,
    fromZone: from.timeZone,
    toZone: to.timeZone,
    minutes: estimate.best.minutes,
    role,
    flight: estimate.best.mode === 'flight',
    ...(estimate.best.restless === true && { restless: true }),
    lateRiser: wishes.noEarlyMornings || request.travelers.children > 0,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(noEarlierDate === undefined ? {} : { noEarlierDate }),
  })
  return { estimate, times, role }
}

/** Which end of the trip a planned leg stands at. */
export function legRole(planning: PlanningSection, index: number, request: TripRequest): LegRole {
  const leg = planning.legs[index]
  const origin = request.origin?.id
  if (origin === undefined || leg === undefined) return 'between'
  if (index === 0 && leg.from.id === origin) return 'outbound'
  return index === planning.legs.length - 1 && leg.to.id === origin ? 'return' : 'between'
}

/**
 * Transport's view of a planned leg: the same estimate, leaving when the plan reserved it. A plan made by somebody else
 * (a model) may reserve another hour; then that hour counts.
 */
export function legOfPlan(
  planning: PlanningSection,
  index: number,
  request: TripRequest,
  wishes: Wishes,
): LegPlan | undefined {
  const leg = planning.legs[index]
  if (leg === undefined) return undefined
  const role = legRole(planning, index, request)
  const plan = planLeg({ from: leg.from, to: leg.to, date: leg.date, role, request, wishes })
  const reserved = planning.days.flatMap((day) =>
    [day.transfer, day.laterTransfer].flatMap((window) =>
      window?.leg === index ? [{ date: day.date, from: window.from, to: window.to }] : [],
    ),
  )
  const [first] = reserved
  const zones = [leg.from.timeZone, leg.to.timeZone] as const
  const fits = (times: LegTimes) => {
    const wanted = legWindows(times, ...zones)
    return reserved.every((window) => wanted.some((own) => sameWindow(own, window)))
  }
  if (first === undefined || fits(plan.times)) return plan
  const clock = minutesOf(first.from)
  const moved = timesFrom(leg.date, clock, ...zones, plan.estimate.best.minutes)
  return first.date === leg.date ? { ...plan, times: moved } : plan
}

function sameWindow(a: LegWindow, b: LegWindow): boolean {
  return a.date === b.date && a.from === b.from && a.to === b.to
}

/**
 * The windows of a leg. Within one date: departure by the clock it leaves to arrival by the clock it reaches. Over
 * midnight: to 24:00, whole days, from 00:00. Where the wall clock runs backwards (the date line eastward): the one
 * date of the arrival, with the departure translated to that clock.
 */
export function legWindows(times: LegTimes, fromZone: string, toZone: string): readonly LegWindow[] {
  const [departDate = '', departClock = ''] = times.depart.split('T')
  const [arriveDate = '', arriveClock = ''] = times.arrive.split('T')
  if (departDate === arriveDate && departClock < arriveClock) {
    return [{ date: departDate, from: departClock, to: arriveClock }]
  }
  if (departDate < arriveDate) {
    const windows = [{ date: departDate, from: departClock, to: '24:00' }]
    for (let date = nextDate(departDate, 1); date < arriveDate; date = nextDate(date, 1)) {
      windows.push({ date, from: '00:00', to: '24:00' })
    }
    if (arriveClock > '00:00') windows.push({ date: arriveDate, from: '00:00', to: arriveClock })
    return windows
  }
  const left = translated(times.depart, fromZone, toZone)
  const from = left.slice(0, 10) === arriveDate ? left.slice(11) : '00:00'
  return from < arriveClock ? [{ date: arriveDate, from, to: arriveClock }] : []
}

function translated(localTime: string, fromZone: string, toZone: string): string {
  const date = localTime.slice(0, 10)
  return timesFrom(date, minutesOf(localTime.slice(11)), fromZone, toZone, 0).arrive
}

/** Minutes after midnight of `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

/** `HH:MM` of minutes after midnight, `24:00` at the end of the day. */
export function clockOf(minutes: number): string {
  const whole = Math.min(1_440, Math.max(0, Math.round(minutes)))
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}

const DAY_MS = 86_400_000

/** The date some days later (earlier when negative), `YYYY-MM-DD`. */
export function nextDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}
