/**
 * Wall clocks and calendar dates of a plan. A local time stands beside its zone; comparing two of them across zones
 * needs an instant, which the platform's own zone data gives without any import.
 */

const MINUTE = 60_000
const DAY = 86_400_000

/** A wall time with the zone it is read in. */
export interface ZonedTime {
  readonly local: string
  readonly zone: string
}

/** `YYYY-MM-DD` so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}

/** Every date from `start` to `end`, both included; empty when they are the wrong way round. */
export function datesFrom(start: string, end: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(start, end) + 1) }, (_, i) => addDays(start, i))
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** English name of the weekday of a date. */
export function weekdayName(date: string): string {
  return WEEKDAYS[new Date(Date.parse(date)).getUTCDay()] ?? ''
}

/** Minutes since midnight of `HH:MM`. */
export function clockMinutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

/** Local time so many minutes after midnight of `date`; 24:00 and more run into the next day. */
export function localAt(date: string, minutes: number): string {
  return new Date(Date.parse(date) + minutes * MINUTE).toISOString().slice(0, 16)
}

/** The date part of a local time. */
export function dateOf(local: string): string {
  return local.slice(0, 10)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

const offsets = new Map<string, number>()
const MAX_OFFSETS = 5_000

/**
 * Formatting in a zone is the slow part, and plans ask for the same hours again and again. An unknown zone reads as UTC: a
 * plan with a wrong zone should still be shown.
 */
function knownOffset(key: string, find: () => number): number {
  let offset = offsets.get(key)
  if (offset === undefined) {
    try {
      offset = find()
    } catch {
      offset = 0
    }
    if (offsets.size > MAX_OFFSETS) offsets.clear()
    offsets.set(key, offset)
  }
  return offset
}

/** Minutes that `zone` is ahead of UTC at an instant (milliseconds). */
function offsetAt(zone: string, instant: number): number {
  const part = new Map(
    formatFor(zone)
      .formatToParts(instant)
      .map((piece) => [piece.type, piece.value]),
  )
  const field = (name: Intl.DateTimeFormatPartTypes) => Number(part.get(name))
  const wall = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'))
  return Math.round((wall - instant) / MINUTE)
}

/**
 * Minutes since the epoch of a wall time. In the hour that a clock change skips or repeats, the reading before the
 * change is taken, so the order of a plan stays what it says.
 */
export function instantOf(time: ZonedTime): number {
  const wall = Date.parse(`${time.local}:00Z`)
  const offset = knownOffset(`${time.zone}|${time.local}`, () =>
    offsetAt(time.zone, wall - offsetAt(time.zone, wall) * MINUTE),
  )
  return wall / MINUTE - offset
}

/** The wall time that an instant (minutes since the epoch) reads in a zone; UTC where the zone is unknown. */
export function localFrom(instant: number, zone: string): string {
  const offset = knownOffset(`${zone}@${instant}`, () => offsetAt(zone, instant * MINUTE))
  return new Date((instant + offset) * MINUTE).toISOString().slice(0, 16)
}
