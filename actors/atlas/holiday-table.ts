/**
 * Public holidays of the years that trips are planned for, baked: the package that computes them takes a fifth of a second
 * to load, and another tenth for a year of the Chinese calendar.
 */
import { dataPath, isRecord, readDataFile } from './data-file.ts'
import type { Holiday } from './holidays.ts'

/** The file: for each country lines of `name|MMDD`, of every year, or `name|YYMMDD YYMMDD ...`. */
export interface HolidayTable {
  /** First and last year. */
  readonly from: number
  readonly to: number
  readonly countries: Readonly<Record<string, string>>
}

/** The text of a table; one country per line. @param of the holidays that begin in a year */
export function holidaysJson(
  from: number,
  to: number,
  countries: readonly string[],
  of: (iso2: string, year: number) => readonly Holiday[],
): string {
  const rows = countries.map((iso2) => {
    const dates = new Map<string, string[]>()
    for (let year = from; year <= to; year += 1) {
      for (const { name, date } of of(iso2, year)) {
        const known = dates.get(name)
        if (known) known.push(date)
        else dates.set(name, [date])
      }
    }
    const lines = [...dates].map(([name, all]) => `${name}|${packed(all, to - from + 1)}`)
    return `${JSON.stringify(iso2)}: ${JSON.stringify(lines.join('\n'))}`
  })
  return `{"from": ${from}, "to": ${to}, "countries": {\n${rows.join(',\n')}\n}}\n`
}

/** "0101" of a date that is the same in every one of so many years, else "260403 270326". */
function packed(dates: readonly string[], years: number): string {
  const days = new Set(dates.map((date) => date.slice(5).replace('-', '')))
  const [day] = days
  if (days.size === 1 && dates.length === years && day !== undefined) return day
  return dates.map((date) => date.slice(2).replaceAll('-', '')).join(' ')
}

/**
 * Reads a table.
 * @param path default: the committed one
 * @throws Error naming the file when it is missing or damaged
 */
export function loadHolidays(path: string = dataPath('holidays.json')): HolidayTable {
  return readDataFile(path, fault) as HolidayTable
}

function fault(value: unknown): string | undefined {
  if (!isRecord(value) || !isRecord(value['countries'])) return 'has no "countries"'
  if (!Number.isInteger(value['from']) || !Number.isInteger(value['to'])) return 'has no years'
  const LINES = /^(?:[^|\n]+\|(?:\d{4}|\d{6}(?: \d{6})*)(?:\n|$))*$/
  const bad = Object.entries(value['countries']).find(
    ([, lines]) => typeof lines !== 'string' || !LINES.test(lines),
  )
  return bad === undefined ? undefined : `has holidays of "${bad[0]}" that cannot be read`
}

let loaded: HolidayTable | undefined

/** The holidays of a year in the committed table, by date; undefined for a year that is not baked. @param iso2 in capitals */
export function bakedHolidays(iso2: string, year: number): readonly Holiday[] | undefined {
  loaded ??= loadHolidays()
  return readHolidays(loaded, iso2, year)
}

/** The holidays of a year in a table. */
export function readHolidays(
  { from, to, countries }: HolidayTable,
  iso2: string,
  year: number,
): readonly Holiday[] | undefined {
  if (year < from || year > to) return undefined
  return holidaysIn(countries[iso2] ?? '', year, year === to)
}

/** @param last of the table: what runs into the next year stands nowhere else */
function holidaysIn(lines: string, year: number, last: boolean): readonly Holiday[] {
  const found = lines.split('\n').flatMap((line) => {
    const at = line.lastIndexOf('|')
    const name = line.slice(0, at)
    return line
      .slice(at + 1)
      .split(' ')
      .flatMap((day) => {
        if (day === '') return []
        const of = day.length === 4 ? year : 2000 + Number(day.slice(0, 2))
        if (of !== year && !(last && of > year)) return []
        return [{ date: `${of}-${day.slice(-4, -2)}-${day.slice(-2)}`, name }]
      })
  })
  return found.toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? -1 : 1))
}
