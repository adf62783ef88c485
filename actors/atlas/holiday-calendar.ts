/** Public holidays as the calendar package computes them: for baking them, and for years beyond the baked ones. */
import { createRequire } from 'node:module'
import type Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'
import { ENGLISH_HOLIDAY_NAMES } from './holiday-names.ts'
import type { Holiday } from './holidays.ts'

/** `country name`, `MM-DD`: what the package puts on another day. Christmas in Ethiopia is on 7 January in every year. */
const ON_ANOTHER_DAY: ReadonlyMap<string, string> = new Map([['ET Christmas Day', '01-07']])

const require = createRequire(import.meta.url)
const calendars = new Map<string, Holidays>()

// The package takes a fifth of a second to load: only what needs it pays for it.
function calendar(iso2: string): Holidays {
  const known = calendars.get(iso2)
  if (known) return known
  const Calendar = require('date-holidays') as typeof Holidays
  const fresh = new Calendar(iso2, { types: ['public'], languages: ['en'] })
  calendars.set(iso2, fresh)
  return fresh
}

/** ISO codes of the countries that the package knows, in order. */
export function calendarCountries(): readonly string[] {
  const Calendar = require('date-holidays') as typeof Holidays
  return Object.keys(new Calendar().getCountries('en')).sort()
}

/** The holidays that begin in a year, by date; empty for an unknown country. @param iso2 in capitals */
export function computedHolidays(iso2: string, year: number): readonly Holiday[] {
  const days = new Map<string, Holiday>()
  for (const { date, start, end, name, type } of calendar(iso2).getHolidays(year, 'en')) {
    if (type !== 'public') continue
    const moved = ON_ANOTHER_DAY.get(`${iso2} ${ENGLISH_HOLIDAY_NAMES.get(name) ?? name}`)
    const first = Temporal.PlainDate.from(moved === undefined ? date.slice(0, 10) : `${year}-${moved}`)
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
  return named([...days.values()])
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
