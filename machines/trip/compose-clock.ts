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
  if (minutes >= 0 && minutes < DAY / MINUTE && Number.isInteger(minutes)) {
    return `${date}T${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
  }
  return new Date(Date.parse(date) + minutes * MINUTE).toISOString().slice(0, 16)
}

const twoDigits = (n: number) => (n < 10 ? `0${n}` : `${n}`)

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

const MAX_REMEMBERED = 5_000

/** Formatting in a zone is the slow part, and plans ask for the same hours again and again. */
function remembered<V>(known: Map<string, V>, key: string, find: () => V): V {
  let value = known.get(key)
  if (value === undefined) {
    value = find()
    if (known.size > MAX_REMEMBERED) known.clear()
    known.set(key, value)
  }
  return value
}

/**
 * Minutes that `zone` is ahead of UTC at an instant (milliseconds). An unknown zone reads as UTC: a plan with a wrong zone
 * should still be shown.
 */
function offsetAt(zone: string, instant: number): number {
  try {
    return readOffset(zone, instant)
  } catch {
    return 0
  }
}

function readOffset(zone: string, instant: number): number {
  const part = new Map(
    formatFor(zone)
      .formatToParts(instant)
      .map((piece) => [piece.type, piece.value]),
  )
  const field = (name: Intl.DateTimeFormatPartTypes) => Number(part.get(name))
  const wall = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'))
  return Math.round((wall - instant) / MINUTE)
}

const instants = new Map<string, number>()

/**
 * Minutes since the epoch of a wall time. In the hour that a clock change skips or repeats, the reading before the
 * change is taken, so the order of a plan stays what it says.
 */
export function instantOf({ local, zone }: ZonedTime): number {
  return remembered(instants, `${zone}|${local}`, () => {
    const wall = Date.parse(`${local}:00Z`)
    return wall / MINUTE - offsetAt(zone, wall - offsetAt(zone, wall) * MINUTE)
  })
}

const readings = new Map<string, string>()

/** The wall time that an instant (minutes since the epoch) reads in a zone; UTC where the zone is unknown. */
export function localFrom(instant: number, zone: string): string {
  return remembered(readings, `${zone}@${instant}`, () =>
    new Date(instant * MINUTE + offsetAt(zone, instant * MINUTE) * MINUTE).toISOString().slice(0, 16),
  )
}
