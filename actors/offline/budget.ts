/** The budget agent without a model: adds up what the others found, to the minor unit, against the limit. */
import type { AgentTask, BudgetSection } from '../../machines/messages/index.ts'
import { BUDGET_CATEGORIES } from '../../machines/messages/index.ts'
import { bandOf, datedCosts, type Category, type Cost } from './budget-lines.ts'
import { RESERVE_SHARE } from './budget-estimate.ts'
import { findSavings, type Savings } from './budget-savings.ts'
import { reserveOf } from './budget-total.ts'
import { tierNotes } from './prices-wording.ts'
import { priceSources, purseOf, spokenAmount, sumRanges, type Purse } from './prices.ts'

/** With less than this share of the limit left the budget is tight: one surprise and it is gone. */
const TIGHT_SHARE = 0.06
const NOTHING: Savings = { ways: [], enough: 0, together: 0 }

/**
 * Sums. `total` is the sum of `lines` (low, expected and high each), and `total.expected` is the sum of `days` plus
 * `undated`, which holds the reserve: the one cost that belongs to no date.
 * @throws Error when the task holds no planning section
 */
export function composeBudget(task: AgentTask): BudgetSection {
  const { request } = task
  const { planning } = task.sections
  if (planning === undefined) throw new Error('budget needs the planning section')
  const purse = purseOf(request)
  const costs = datedCosts(task, planning, purse)
  const spent = sumRanges(
    costs.map(({ price }) => price),
    purse.currency,
  )
  const reserve = reserveOf(spent.expected, purse)
  const lines = BUDGET_CATEGORIES.map((category) => ({
    category,
    price:
      category === 'reserve'
        ? { low: 0, expected: reserve, high: reserve, currency: purse.currency }
        : sumRanges(
            costs.flatMap((cost) => (cost.category === category ? [cost.price] : [])),
            purse.currency,
          ),
    how: howOf(category, task, costs),
  }))
  const total = sumRanges(
    lines.map(({ price }) => price),
    purse.currency,
  )
  const limit = purse.note === undefined ? request.budget?.amount : undefined
  const remaining = limit === undefined ? undefined : limit - total.expected
  const verdict = verdictOf(limit, remaining)
  const savings: Savings =
    verdict === 'over' || verdict === 'tight'
      ? findSavings({ task, planning, purse, costs, gap: Math.max(0, -(remaining ?? 0)) })
      : NOTHING
  return {
    currency: purse.currency,
    lines,
    days: planning.days.map(({ date }) => ({
      date,
      expected: costs.reduce((sum, cost) => sum + (cost.date === date ? cost.price.expected : 0), 0),
    })),
    undated: reserve,
    total,
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    verdict,
    savings: [...savings.ways],
    rates: purse.rate === undefined ? [] : [purse.rate],
    notes: [
      ...notesOf(task, purse, {
        total: total.expected,
        high: total.high,
        remaining,
        savings,
      }),
      ...tierNotes(planning),
    ],
    sources: [...priceSources(purse)],
  }
}

function verdictOf(limit: number | undefined, remaining: number | undefined): BudgetSection['verdict'] {
  if (limit === undefined || remaining === undefined) return 'no limit'
  if (remaining < 0) return 'over'
  return remaining < limit * TIGHT_SHARE ? 'tight' : 'within'
}

function howOf(category: Category, task: AgentTask, costs: readonly Cost[]): string {
  const { sections, request } = task
  const people = request.travelers.adults + request.travelers.children
  const band = bandOf(task)
  switch (category) {
    case 'transport': {
      const legs = sections.transport?.legs.length ?? 0
      return legs === 0
        ? 'No leg is priced.'
        : `${legs} ${legs === 1 ? 'leg' : 'legs'} for ${people} ${people === 1 ? 'person' : 'people'}, one way each.`
    }
    case 'accommodation': {
      const nights = (sections.accommodation?.stays ?? []).reduce((sum, stay) => sum + stay.nights, 0)
      return nights === 0
        ? 'No night in a room.'
        : `${nights} ${nights === 1 ? 'night' : 'nights'} in the ${band} band.`
    }
    case 'activities': {
      const count = costs.filter((cost) => cost.category === category).length
      if (sections.activity === undefined) return 'No activities are known: an allowance per day for entries.'
      return count === 0
        ? 'Nothing with an entry fee is planned.'
        : `${count} paid ${count === 1 ? 'item' : 'items'}.`
    }
    case 'food':
      return `Three meals a day at the ${band} level${request.travelers.children > 0 ? ', children at three fifths' : ''}, less on travelling days.`
    case 'local transport':
      return 'City transport on each day spent in a place, and the fares of day visits.'
    case 'reserve':
      return `${Math.round(RESERVE_SHARE * 100)} % of the rest for what nobody foresees.`
  }
}

type Sums = {
  readonly total: number
  readonly high: number
  readonly remaining: number | undefined
  readonly savings: Savings
}

/** What the ways out do, in a sentence. */
function waysOut({ ways, enough, together }: Savings, amount: (minor: number) => string): string {
  const added = 'what a way saves is this plan added up again with the change'
  if (enough === 0) {
    const most = together > 0 ? `: together they come to about ${amount(together)} at most` : ''
    return `No change to this plan closes the gap${most}. Fewer days, nearer places or a larger budget would.`
  }
  if (enough === ways.length) {
    const which =
      ways.length === 1
        ? 'One way brings'
        : `Each of the ${ways.length === 2 ? 'two' : 'three'} ways to save brings`
    return `${which} it within the budget, what you would notice least first; ${added}.`
  }
  return `Only the ${enough === 1 ? 'first of the ways to save brings' : 'first two of the ways to save bring'} it within the budget, the others help; ${added}.`
}

function notesOf(task: AgentTask, purse: Purse, sums: Sums): readonly string[] {
  const notes: string[] = []
  const amount = (minor: number) => spokenAmount(minor, purse.currency)
  const { remaining, savings } = sums
  if (remaining !== undefined && remaining < 0) {
    notes.push(`The plan is expected to cost ${amount(-remaining)} more than your budget.`)
    notes.push(waysOut(savings, amount))
    if (savings.ways.length < 3) notes.push('Nothing else in this plan can be made cheaper.')
  } else if (remaining !== undefined && sums.high - sums.total > remaining) {
    notes.push('The expected sum fits your budget; if most things turn out dear, it would not.')
  }
  if (purse.note !== undefined) notes.push(purse.note)
  const missing = (['transport', 'accommodation', 'activity'] as const).filter(
    (agent) => task.sections[agent] === undefined,
  )
  if (missing.length > 0)
    notes.push(
      `Not counted, because nothing was found: ${missing.join(', ')}${missing.includes('activity') ? ' (an allowance for entries is in)' : ''}.`,
    )
  if (task.request.origin === undefined) notes.push('The way from home and back is not in the sums.')
  notes.push('Estimates of a price model, not offers. Insurance, visas and shopping are not included.')
  return notes
}
