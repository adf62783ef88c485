/** The calendar of a trip: each date once, with its place, the time travelling takes and the time left. */
import type { PlanningSection, ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { zoneDifferenceHours } from '../atlas/index.ts'
import { dayAndMonth } from '../../machines/trip/wording.ts'
import { HOT } from './activity-hours.ts'
import { lightOn, typicalAt } from './day-conditions.ts'
import { monthOf } from './day-clock.ts'
import { clockOf, daysBetween, legWindows, minutesOf, nextDate } from './leg-plan.ts'
import { dayHours, hoursInHeat, hoursWithJetLag, paceOfDay, usualPace, type DayHours } from './pace.ts'
import { dayTheme } from './planning-themes.ts'
import type { Frame } from './planning-frame.ts'
import type { Wishes } from './wishes.ts'

type Day = PlanningSection['days'][number]
type Transfer = NonNullable<Day['transfer']>

/** Time to leave the bags after a journey, longer after a long one. Minutes. */
const SETTLE = 45
const SETTLE_LONG = 90
const LONG_MINUTES = 480
/** Packing and checking out before leaving. Minutes. */
const PACK = 30
/** Shorter gaps are no window worth planning. Minutes. */
const SHORTEST_WINDOW = 60

/** Lays out every date from start to end. */
export function planDays(frame: Frame, request: TripRequest, wishes: Wishes): readonly Day[] {
  const total = daysBetween(request.start, request.end) + 1
  const hours = dayHours(request, wishes)
  const transfers = transfersByDate(frame)
  return Array.from({ length: total }, (_, index) => {
    const date = nextDate(request.start, index)
    return planDay(date, frame, request, wishes, hours, transfers.get(date) ?? [])
  })
}

function transfersByDate(frame: Frame): ReadonlyMap<string, readonly Transfer[]> {
  const byDate = new Map<string, Transfer[]>()
  for (const [leg, { from, to, plan }] of frame.legs.entries()) {
    for (const { date, ...window } of legWindows(plan.times, from.timeZone, to.timeZone)) {
      const list = byDate.get(date) ?? []
      list.push({ ...window, leg })
      byDate.set(date, list)
    }
  }
  return byDate
}

function planDay(
  date: string,
  frame: Frame,
  request: TripRequest,
  wishes: Wishes,
  hours: DayHours,
  transfers: readonly Transfer[],
): Day {
  const stop = Math.max(
    0,
    frame.stops.findLastIndex(({ arrive }) => arrive <= date),
  )
  const here = frame.stops[stop]
  if (here === undefined) throw new Error('a frame has at least one stop')
  const [transfer, laterTransfer] = transfers
  const before = stop === 0 ? request.origin : frame.stops[stop - 1]?.place
  const clockHours = clockHoursAt(before, here.place, date)
  const daysHere = daysBetween(here.arrive, date)
  const rested = hoursWithJetLag(hours, clockHours, daysHere)
  const hot = (typicalAt(here.place, monthOf(date))?.high ?? 0) >= HOT
  const awake = hot ? hoursInHeat(rested, lightOn(here.place, date).sun.from, request, wishes) : rested
  const free = freeWindows(date, frame, here.place, awake, transfers, request)
  const freeMinutes = free.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0)
  const inTransit = date < here.arrive
  const { pace, reasons } = paceOfDay({
    usual: usualPace(request, wishes),
    freeMinutes,
    travelling: transfer !== undefined,
    clockHours,
    daysHere,
    overnight: transfers.some(({ leg }) => isOvernight(frame, leg, date)),
    elevation: here.place.elevation,
    cameFrom: before?.elevation ?? here.place.elevation,
  })
  const kind = kindOf(date, frame, request, transfers)
  const onward = transfers
    .flatMap(({ leg }) => frame.legs[leg] ?? [])
    .find(({ to }) => to.id !== here.place.id)?.to.name
  const notes = [...transferNotes(date, frame, here.place, transfers), ...(inTransit ? [] : reasons)]
  return {
    date,
    stop,
    kind,
    theme: inTransit
      ? `On the way to ${here.place.name}`
      : free.length === 0 && onward !== undefined
        ? `On the way to ${onward}`
        : dayTheme(kind, here.place, daysHere, request, freeMinutes),
    ...(transfer === undefined ? {} : { transfer }),
    ...(laterTransfer === undefined ? {} : { laterTransfer }),
    free: [...free],
    pace,
    notes,
  }
}

/** Whether a leg arrives on this date after a night on board. */
function isOvernight(frame: Frame, leg: number, date: string): boolean {
  const times = frame.legs[leg]?.plan.times
  return times !== undefined && times.dayShift > 0 && times.arrive.slice(0, 10) === date
}

function clockHoursAt(before: ResolvedPlace | undefined, here: ResolvedPlace, date: string): number {
  if (before === undefined) return 0
  const hours = zoneDifferenceHours(before.timeZone, here.timeZone, date)
  // Bodies feel the shorter way round the clock: 23 hours ahead is one hour behind.
  return hours > 12 ? hours - 24 : hours < -12 ? hours + 24 : hours
}

function kindOf(
  date: string,
  frame: Frame,
  request: TripRequest,
  transfers: readonly Transfer[],
): Day['kind'] {
  if (request.start === request.end) return 'only'
  if (date === request.end) return 'departure'
  const arrived = frame.stops[0]?.arrive ?? request.start
  if (date === arrived) return 'arrival'
  return transfers.length > 0 ? 'transfer' : 'full'
}

function freeWindows(
  date: string,
  frame: Frame,
  here: ResolvedPlace,
  hours: DayHours,
  transfers: readonly Transfer[],
  request: TripRequest,
): Day['free'] {
  let { start, end } = hours
  // Without a journey in the plan people still come and go: a later start, an earlier end.
  if (transfers.length === 0 && request.origin === undefined) {
    if (date === request.start && date !== request.end) start = Math.max(start, 10 * 60)
    if (date === request.end && date !== request.start) end = Math.min(end, 17 * 60)
  }
  let from = start
  let to = end
  for (const transfer of transfers) {
    const leg = frame.legs[transfer.leg]
    if (leg === undefined) continue
    // Before setting out from home the day is not the trip's yet.
    if (leg.plan.role === 'outbound' && leg.plan.times.arrive.slice(0, 10) > date) return []
    const arrivesHere = leg.to.id === here.id && leg.plan.times.arrive.slice(0, 10) === date
    if (arrivesHere) {
      const settle = leg.plan.estimate.best.minutes >= LONG_MINUTES ? SETTLE_LONG : SETTLE
      from = Math.max(from, minutesOf(transfer.to) + settle)
    } else {
      to = Math.min(to, minutesOf(transfer.from) - PACK)
    }
  }
  const rounded = Math.ceil(from / 15) * 15
  return to - rounded >= SHORTEST_WINDOW ? [{ from: clockOf(rounded), to: clockOf(to) }] : []
}

function transferNotes(
  date: string,
  frame: Frame,
  here: ResolvedPlace,
  transfers: readonly Transfer[],
): readonly string[] {
  return transfers.flatMap((transfer) => {
    const leg = frame.legs[transfer.leg]
    if (leg === undefined) return []
    const { depart, arrive } = leg.plan.times
    const found: string[] = []
    if (depart.slice(0, 10) === date && arrive.slice(0, 10) > date) {
      found.push(
        `Leave for ${leg.to.name} at ${depart.slice(11)}; you arrive on ${dayAndMonth(arrive)} at ${arrive.slice(11)} local time.`,
      )
    }
    if (depart.slice(0, 10) < date && arrive.slice(0, 10) > date) found.push('Travelling all day.')
    if (depart.slice(0, 10) >= date && depart > arrive && arrive.slice(0, 10) === date) {
      found.push(
        `You cross the date line: you leave ${leg.from.name} at ${depart.slice(11)} on ${dayAndMonth(depart)} by its calendar and live part of ${dayAndMonth(date)} twice; times here are those of ${here.name}.`,
      )
    }
    if (leg.to.id === here.id && arrive.slice(0, 10) === date && arrive.slice(11) < '06:00') {
      found.push(
        `You arrive at ${arrive.slice(11)}: book the room from the night before, or expect to wait for it.`,
      )
    }
    if (
      depart.slice(0, 10) === date &&
      arrive.slice(0, 10) === date &&
      leg.plan.role === 'between' &&
      depart.slice(11) >= '12:30'
    ) {
      found.push(`The morning before you leave is yours in ${leg.from.name}.`)
    }
    return found
  })
}
