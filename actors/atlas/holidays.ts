import { createRequire } from 'node:module'
import type Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'
import { ENGLISH_HOLIDAY_NAMES } from './holiday-names.ts'

/** A public holiday: nationwide, one row per day of a holiday of several days. */
export type Holiday = {
  /** 'YYYY-MM-DD'. */
  readonly date: string
  /** English name. */
  readonly name: string
}

/** No holiday lasts longer than this. */
const LONGEST_DAYS = 31

/** A request for more than this is a mistake, and would compute holidays for centuries. */
const MAX_YEARS = 20

/**
 * Nationwide public holidays between two dates, both included, by date.
 *
 * Source: date-holidays, about 200 countries; regional holidays are left out. Holidays by the moon (Eid,
 * Diwali) can shift by a day. An unknown country gives an empty list.
 * @param iso2 ISO 3166-1 alpha-2 country code
 * @param startDate 'YYYY-MM-DD'
 * @param endDate 'YYYY-MM-DD'; before `startDate` gives an empty list
 * @throws RangeError for a date that does not exist, or a span over 20 years
 */
export function holidaysBetween(iso2: string, startDate: string, endDate: string): readonly Holiday[] {
  const start = Temporal.PlainDate.from(startDate)
  const end = Temporal.PlainDate.from(endDate)
  if (end.year - start.year > MAX_YEARS) {
    throw new RangeError(
      `Holidays from ${startDate} to ${endDate}: ask for at most ${MAX_YEARS} years at a time.`,
    )
  }
  const found: Holiday[] = []
  // A holiday of several days can begin in the old year, which may take a tenth of a second to compute.
  for (let year = start.subtract({ days: LONGEST_DAYS }).year; year <= end.year; year += 1) {
    for (const holiday of yearOf(iso2.toUpperCase(), year)) {
      if (holiday.date >= start.toString() && holiday.date <= end.toString()) found.push(holiday)
    }
  }
  return found.sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? -1 : 1))
}

const years = new Map<string, readonly Holiday[]>()
const calendars = new Map<string, Holidays>()

// The calendar package takes a tenth of a second to load: only trips that ask for holidays pay for it.
function calendar(iso2: string): Holidays {
  const known = calendars.get(iso2)
  if (known) return known
  const Calendar = createRequire(import.meta.url)('date-holidays') as typeof Holidays
  const fresh = new Calendar(iso2, { types: ['public'], languages: ['en'] })
  calendars.set(iso2, fresh)
  return fresh
}

function yearOf(iso2: string, year: number): readonly Holiday[] {
  const key = `${iso2} ${year}`
  const known = years.get(key)
  if (known) return known
  const days = new Map<string, Holiday>()
  for (const { date, start, end, name, type } of calendar(iso2).getHolidays(year, 'en')) {
    if (type !== 'public') continue
    const first = Temporal.PlainDate.from(date.slice(0, 10))
    const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000))
    for (let day = 0; day < count; day += 1) {
      const holiday = {
        date: first.add({ days: day }).toString(),
        name: ENGLISH_HOLIDAY_NAMES.get(name) ?? name,
      }
      // Two rules can fall on one day (Christmas and its substitute): one row each, but not the same twice.
      days.set(`${holiday.date} ${holiday.name}`, holiday)
    }
  }
  const list = named([...days.values()])
  years.set(key, list)
  return list
}

/** "Public Holiday" is no name: it stands in for the holiday just before it, or else is one that nobody has named. */
function named(list: readonly Holiday[]): Holiday[] {
  return list.map((holiday) => {
    if (!NAMELESS.test(holiday.name)) return holiday
    const from = Temporal.PlainDate.from(holiday.date).subtract({ days: 2 }).toString()
    const before = list.findLast(
      ({ date, name }) => date >= from && date < holiday.date && !NAMELESS.test(name),
    )
    return { ...holiday, name: before ? `${before.name} (substitute day)` : 'a further day off' }
  })
}

const NAMELESS = /^(?:public|bank) holiday$/i
