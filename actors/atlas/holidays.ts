import { Temporal } from 'temporal-polyfill'
import { bakedHolidays } from './holiday-table.ts'
import { computedHolidays } from './holiday-calendar.ts'

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
 * Source: date-holidays, about 200 countries, baked for the years that trips are planned for; regional holidays are left out. Holidays by the moon (Eid,
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

function yearOf(iso2: string, year: number): readonly Holiday[] {
  const key = `${iso2} ${year}`
  const known = years.get(key)
  if (known) return known
  const list = bakedHolidays(iso2, year) ?? computedHolidays(iso2, year)
  years.set(key, list)
  return list
}
