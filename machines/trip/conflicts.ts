/** Finds what does not fit in a plan. Nothing is repaired here: a traveller decides, so each finding names options. */
import type { Conflict, Sections, TripRequest } from '../messages/index.ts'
import { budgetConflicts } from './conflict-budget.ts'
import { dateConflicts } from './conflict-dates.ts'
import { nightConflicts } from './conflict-nights.ts'
import { holidayConflicts, weatherConflicts } from './conflict-outside.ts'
import { connectionConflicts, overlapConflicts } from './conflict-times.ts'

const WEIGHT: Record<Conflict['severity'], number> = { error: 0, warning: 1, info: 2 }

/**
 * Every conflict that the sections show, the gravest first and then by date. A section that is missing causes none:
 * that it is missing is said elsewhere.
 */
export function findConflicts(request: TripRequest, sections: Sections): Conflict[] {
  return [
    ...budgetConflicts(request, sections),
    ...dateConflicts(request, sections),
    ...connectionConflicts(sections),
    ...overlapConflicts(sections),
    ...nightConflicts(request, sections),
    ...weatherConflicts(sections),
    ...holidayConflicts(sections),
  ].toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || (a.date ?? '').localeCompare(b.date ?? ''))
}
