/** When the trip is: from `dates`, or from a length and an earliest start, or by default; and what cannot be. */
import { label, type Path, problem, type Problem } from './problem.ts'
import type { RequestFields } from './request-fields.ts'
import { DEFAULT_DAYS, DEFAULT_DAYS_AHEAD, MAX_DAYS, MAX_DAYS_AHEAD } from './request-limits.ts'

const MS_PER_DAY = 86_400_000

/** `date` moved by whole days. */
function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * MS_PER_DAY).toISOString().slice(0, 10)
}

/** Days from `from` to `to`; both counted, it is one more. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY
}

/** The trip's dates as they were understood; `window` is undefined when they cannot be told. */
export interface ReadWindow {
  readonly window: { readonly start: string; readonly end: string } | undefined
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}

/** What the dates depend on besides themselves. */
export interface WindowContext {
  /** Today where the journey starts. */
  readonly today: string
  /** Number of destinations, when that is fine. */
  readonly places: number | undefined
  readonly at: (name: string, ...rest: readonly string[]) => Path
}

/** Fixes the first and the last day, and reports every date that cannot be. */
export function readWindow(fields: RequestFields, context: WindowContext): ReadWindow {
  const { dates, durationDays, earliestStart } = fields
  const { today, places, at } = context
  const problems: Problem[] = []
  const notes: string[] = []
  const report = (found: Problem | undefined) => {
    if (found !== undefined) problems.push(found)
  }

  if (dates !== undefined) {
    const length = lengthOf(dates, at)
    report(length.problem)
    // Without a start the end still tells whether the trip is over before it begins.
    if (dates.start !== undefined) report(startProblem(dates.start, today, at('dates', 'start')))
    else if (dates.end !== undefined) report(pastProblem(dates.end, today, at('dates', 'end')))
    for (const found of contradictions(fields, length.days, at)) report(found)
    const days = length.days ?? durationDays?.value
    report(daysForPlaces(days, places, length.days === undefined ? at('durationDays') : at('dates', 'end')))
    const { start, end } = dates
    return { window: start === undefined || end === undefined ? undefined : { start, end }, problems, notes }
  }

  const start = earliestStart === undefined ? addDays(today, DEFAULT_DAYS_AHEAD) : earliestStart.value
  if (earliestStart?.value !== undefined)
    report(startProblem(earliestStart.value, today, at('earliestStart')))
  const days = durationDays === undefined ? Math.max(DEFAULT_DAYS, 2 * (places ?? 0)) : durationDays.value
  report(daysForPlaces(days, places, at('durationDays')))
  if (start === undefined || days === undefined) return { window: undefined, problems, notes }
  const end = addDays(start, days - 1)
  if (earliestStart === undefined) {
    notes.push(`No start was given: ${start}, ${DEFAULT_DAYS_AHEAD} days from today, was taken.`)
  }
  if (durationDays === undefined) notes.push(`No length was given: ${days} days were planned.`)
  return { window: { start, end }, problems, notes }
}

/** Days of `dates` when both are fine and in order, and what is wrong between them. */
function lengthOf(
  dates: NonNullable<RequestFields['dates']>,
  at: WindowContext['at'],
): { days?: number; problem?: Problem } {
  const { start, end } = dates
  if (start === undefined || end === undefined) return {}
  const days = daysBetween(start, end) + 1
  const path = at('dates', 'end')
  if (days < 1) {
    const text = `${label(path)} is ${end}, before the start ${start}: give the same day or a later one.`
    const expected = `a date from ${start} on`
    return { problem: problem('request.dates.order', path, text, { value: end, expected }) }
  }
  if (days <= MAX_DAYS) return { days }
  const last = addDays(start, MAX_DAYS - 1)
  const text = `${label(path)} makes a trip of ${days} days: at most ${MAX_DAYS} are possible, so give ${last} or earlier.`
  return {
    problem: problem('request.days.too-many', path, text, { value: end, expected: `a date up to ${last}` }),
  }
}

function startProblem(start: string, today: string, path: Path): Problem | undefined {
  if (daysBetween(today, start) <= MAX_DAYS_AHEAD) return pastProblem(start, today, path)
  const last = addDays(today, MAX_DAYS_AHEAD)
  const text = `${label(path)} is ${start}, more than ${MAX_DAYS_AHEAD} days ahead: give ${last} or earlier.`
  return problem('request.dates.too-far', path, text, { value: start, expected: `a date up to ${last}` })
}

function pastProblem(date: string, today: string, path: Path): Problem | undefined {
  if (date >= today) return undefined
  const text = `${label(path)} is ${date}, in the past: give today (${today}) or a later day.`
  return problem('request.dates.past', path, text, { value: date, expected: `a date from ${today} on` })
}

function contradictions(fields: RequestFields, days: number | undefined, at: WindowContext['at']): Problem[] {
  const problems: Problem[] = []
  const wanted = fields.durationDays?.value
  if (days !== undefined && wanted !== undefined && days !== wanted) {
    const path = at('durationDays')
    const text = `${label(path)} is ${wanted}, but the dates run for ${days} days, first and last included: give one of the two, or ${days}.`
    const details = { value: wanted, expected: String(days) }
    problems.push(problem('request.dates.contradiction', path, text, details))
  }
  const start = fields.dates?.start
  const earliest = fields.earliestStart?.value
  if (start !== undefined && earliest !== undefined && earliest > start) {
    const path = at('earliestStart')
    const text = `${label(path)} is ${earliest}, after the start ${start}: give one of the two, or a day up to ${start}.`
    const details = { value: earliest, expected: `a date up to ${start}` }
    problems.push(problem('request.dates.contradiction', path, text, details))
  }
  return problems
}

function daysForPlaces(
  days: number | undefined,
  places: number | undefined,
  path: Path,
): Problem | undefined {
  if (days === undefined || places === undefined || days >= places) return undefined
  const text = `${places} destinations need at least ${places} days, and the trip has ${days}: give more days or fewer destinations.`
  const details = { value: days, expected: `at least ${places} days` }
  return problem('request.days.fewer-than-places', path, text, details)
}
