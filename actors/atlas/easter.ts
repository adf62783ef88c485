/** The date of Easter, from which carnival and Holy Week are counted. */
import { Temporal } from 'temporal-polyfill'

/** Western Easter Sunday of a year (1583 on), by the anonymous Gregorian computus. */
export function westernEaster(year: number): Temporal.PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const m = Math.floor((a + 11 * d + 22 * e) / 451)
  const days = d + e - 7 * m + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 })
}

/** Orthodox Easter Sunday of a year from 1900 to 2099, in the Gregorian calendar, by Meeus' Julian computus. */
export function orthodoxEaster(year: number): Temporal.PlainDate {
  const d = (19 * (year % 19) + 15) % 30
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
  const days = d + e + 114
  const julian = { year, month: Math.floor(days / 31), day: (days % 31) + 1 }
  return Temporal.PlainDate.from(julian).add({ days: 13 })
}
