/** Hours and days of the limits: those of UTC, so that all hosts of an installation mean the same. */

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** Start of the hour that a time lies in. Offsets of UTC from 1970 are whole hours: no leap seconds in POSIX time. */
export function hourOf(time: number): number {
  return time - (time % HOUR_MS)
}

/** Midnight UTC of the day that a time lies in. */
export function dayOf(time: number): number {
  return time - (time % DAY_MS)
}

export function nextDay(day: number): number {
  return day + DAY_MS
}
