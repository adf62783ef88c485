/** The three ways out of a budget that is too small: which changes, alone or together, close the gap at the least loss. */
import type { BudgetSection } from '../../machines/messages/index.ts'
import { lowered } from '../../machines/trip/wording.ts'
import type { Cost } from './budget-lines.ts'
import { measuresFor, type CostedPlan, type Measure } from './budget-measures.ts'
import { totalOf } from './budget-total.ts'

type Saving = BudgetSection['savings'][number]

export type Savings = {
  /** At most three, what the traveller would notice least first. */
  readonly ways: readonly Saving[]
  /** How many of them, the first ones, bring the plan within its limit each on its own. */
  readonly enough: number
  /** The most that changes save when they are made together. Minor units. */
  readonly together: number
}

const WAYS = 3
/** More than this at once is another trip. */
const CHANGES_AT_MOST = 3
/** A saving below this share of the total is not worth a sentence while there are others. */
const WORTH_SHARE = 0.008

type Way = {
  readonly measures: readonly Measure[]
  readonly costs: readonly Cost[]
  readonly saves: number
  readonly effort: number
}

/**
 * Each change is applied to the list of costs and the list is added up again, with its reserve, so that a saving is what
 * the plan would really be less by; of two changes at once too, where they overlap. Over the limit a way is what closes
 * the gap: one change, or two or three of which none can be left out. Where fewer than three ways close it, and where a plan
 * is only tight, the single changes of least loss follow.
 */
export function findSavings(plan: CostedPlan): Savings {
  const total = totalOf(plan.costs, plan.purse)
  const start: Way = { measures: [], costs: plan.costs, saves: 0, effort: 0 }
  const add = (way: Way, measure: Measure): Way => {
    const costs = measure.apply(way.costs)
    const measures = [...way.measures, measure]
    return { measures, costs, saves: total - totalOf(costs, plan.purse), effort: way.effort + measure.effort }
  }
  const all = measuresFor(plan)
    .map((measure) => add(start, measure))
    .filter(({ saves }) => saves > 0)
  const worth = all.filter(({ saves }) => saves >= total * WORTH_SHARE)
  const singles = worth.length < WAYS ? all : worth
  const fixes: Way[] = []
  let together = 0
  // Breadth first, so that what fixes it alone is never told as part of more.
  let open: readonly (Way & { readonly next: number })[] = [{ ...start, next: 0 }]
  for (let changes = 1; changes <= CHANGES_AT_MOST; changes += 1) {
    const wider: (Way & { readonly next: number })[] = []
    for (const way of open) {
      for (const [i, single] of singles.entries()) {
        const [measure] = single.measures
        if (i < way.next || measure === undefined) continue
        if (way.measures.some(({ kind }) => kind === measure.kind)) continue
        const found = add(way, measure)
        together = Math.max(together, found.saves)
        if (plan.gap > 0 && found.saves >= plan.gap) {
          if (isNeeded(found, plan, add, start)) fixes.push(found)
        } else wider.push({ ...found, next: i + 1 })
      }
    }
    open = wider
  }
  const chosen = distinct(fixes)
  const told = new Set(chosen.map(textOf))
  const rest = distinct(singles.filter((way) => !told.has(textOf(way)))).slice(0, WAYS - chosen.length)
  return { ways: [...chosen, ...rest].map(savingOf), enough: chosen.length, together }
}

/** Whether each of its changes is needed: without it the others do not close the gap. */
function isNeeded(
  { measures }: Way,
  { gap }: CostedPlan,
  add: (way: Way, measure: Measure) => Way,
  start: Way,
): boolean {
  if (measures.length < 2) return true
  return measures.every(
    (left) => measures.filter((measure) => measure !== left).reduce(add, start).saves < gap,
  )
}

/** The first three by loss: of single changes one of each kind first, so that they are really different. */
function distinct(ways: readonly Way[]): readonly Way[] {
  const sorted = ways.toSorted((a, b) => a.effort - b.effort || b.saves - a.saves)
  const kinds = new Set<string>()
  const fresh = sorted.filter(({ measures }) => {
    const key = measures
      .map(({ kind }) => kind)
      .sort()
      .join()
    return !kinds.has(key) && kinds.add(key)
  })
  const chosen = [...fresh, ...sorted.filter((way) => !fresh.includes(way))].slice(0, WAYS)
  return chosen.toSorted((a, b) => a.effort - b.effort)
}

function textOf({ measures }: Way): string {
  return measures.map(({ text }, i) => (i === 0 ? text : lowered(text))).join('; and ')
}

function savingOf(way: Way): Saving {
  return { text: textOf(way), saves: way.saves }
}
