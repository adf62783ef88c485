/** Tells once that a limit is near: per trip, hour and day, in each process. */
import type { ObserveSpending, Scope, SpendingLimits } from './port.ts'
import { sum, type Purse } from './purse.ts'

/** Above this many told ones all are forgotten (I10): a repeated warning is better than a growing list. */
const MOST_TOLD = 10_000

export function nearTeller(
  limits: SpendingLimits,
  observe: ObserveSpending,
): (purse: Purse, tenant: string, trip: string, near: readonly Scope[]) => void {
  const told = new Set<string>()
  return (purse, tenant, trip, near) => {
    const own = purse.trips[trip]
    const facts = {
      request: {
        about: trip,
        usedMicroUsd: own?.used ?? 0,
        limitMicroUsd: limits.requestMicroUsd + sum(own?.topUps ?? {}),
      },
      hour: { about: purse.hour.at, usedMicroUsd: purse.hour.used, limitMicroUsd: limits.hourMicroUsd },
      day: { about: purse.day.at, usedMicroUsd: purse.day.used, limitMicroUsd: limits.dayMicroUsd },
    }
    for (const scope of near) {
      const { about, usedMicroUsd, limitMicroUsd } = facts[scope]
      const key = JSON.stringify([tenant, scope, about, limitMicroUsd])
      if (told.has(key)) continue
      if (told.size >= MOST_TOLD) told.clear()
      told.add(key)
      observe({
        type: 'spending:near',
        tenant,
        scope,
        ...(scope === 'request' ? { trip } : {}),
        usedMicroUsd,
        limitMicroUsd,
      })
    }
  }
}
