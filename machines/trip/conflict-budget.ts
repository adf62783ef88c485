/** Whether the expected total stays within the limit. */
import type { Conflict, Sections, TripRequest } from '../messages/index.ts'
import { sum } from './wording.ts'

/** One conflict when the budget's own total is over the traveller's limit. */
export function budgetConflicts(request: TripRequest, sections: Sections): Conflict[] {
  const { budget } = sections
  const limit =
    budget?.limit ?? (request.budget?.currency === budget?.currency ? request.budget?.amount : undefined)
  if (!budget || limit === undefined) return []
  const over = budget.total.expected - limit
  if (over <= 0) return []
  const percent = Math.max(1, Math.round((over / limit) * 100))
  const { currency } = budget
  const savings = budget.savings.map(
    ({ text, saves }) => `${text.replace(/\.$/, '')} (saves about ${sum(saves, currency)})`,
  )
  return [
    {
      kind: 'over-budget',
      severity: percent > 10 ? 'error' : 'warning',
      text:
        `The expected total of ${sum(budget.total.expected, currency)} is ` +
        (percent >= 200
          ? `${Math.round(budget.total.expected / limit).toLocaleString('en')} times `
          : `${sum(over, currency)} (${percent} %) over `) +
        `the budget of ${sum(limit, currency)}.`,
      sections: ['budget'],
      options:
        savings.length > 0 ? savings : ['Raise the budget', 'Make the trip shorter', 'Drop a destination'],
    },
  ]
}
