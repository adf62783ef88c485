/** What costs come to with the reserve: the total of a budget, and what a changed plan would save. */
import { RESERVE_SHARE } from './budget-estimate.ts'
import type { Cost } from './budget-lines.ts'
import type { Purse } from './prices.ts'

/** What is kept back of a sum for what nobody foresees, in minor units. */
export function reserveOf(spent: number, { step }: Purse): number {
  return Math.round((spent * RESERVE_SHARE) / step) * step
}

/** The expected total of these costs, the reserve included, in minor units. */
export function totalOf(costs: readonly Cost[], purse: Purse): number {
  const spent = costs.reduce((sum, { price }) => sum + price.expected, 0)
  return spent + reserveOf(spent, purse)
}
