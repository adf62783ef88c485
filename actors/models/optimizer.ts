/**
 * Which model a question is worth. As long as there is money, the configured one; near a limit the next cheaper tier, sooner for a
 * simple task than for a hard one. Pure.
 */
import type { AgentName, TripRequest } from '../../machines/messages/index.ts'
import type { Route } from './port.ts'

export const COMPLEXITIES = ['low', 'normal', 'high'] as const
export type Complexity = (typeof COMPLEXITIES)[number]

/** From this share of the fullest limit on a task of this complexity goes to the next cheaper tier. */
export const STEP_DOWN_SHARE: Readonly<Record<Complexity, number>> = { low: 0.5, normal: 0.8, high: 0.95 }

/** What an answer may have at most when its agent has stepped down, in tokens; the product guide's. */
export const STEPPED_DOWN_TOKENS: Readonly<Record<AgentName, number>> = {
  planning: 6_144,
  transport: 6_144,
  location: 4_096,
  accommodation: 4_096,
  activity: 4_096,
  budget: 2_048,
  weather: 1_024,
}

/** A request with so many places, days, people or wishes is hard; one with no more than these is simple. */
const HARD = { places: 4, days: 14, people: 6, wishes: 5 }
const SIMPLE = { places: 1, days: 4, people: 2, wishes: 1 }
const DAY_MS = 86_400_000

/** How hard a trip is to plan. `priority: high` raises it by one step, `low` lowers it. */
export function complexityOf(request: TripRequest): Complexity {
  const { destinations, start, end, travelers, constraints, specialRequirements, priority } = request
  const size = {
    places: destinations.length,
    days: Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS) + 1,
    people: travelers.adults + travelers.children,
    wishes: constraints.length + specialRequirements.length,
  }
  const parts = Object.keys(size) as (keyof typeof size)[]
  const hard = parts.some((part) => size[part] >= HARD[part])
  const simple = parts.every((part) => size[part] <= SIMPLE[part])
  const own = hard ? 2 : simple ? 0 : 1
  const step = priority === 'high' ? 1 : priority === 'low' ? -1 : 0
  return COMPLEXITIES[Math.min(2, Math.max(0, own + step))] ?? 'normal'
}

export interface Situation {
  readonly agent: AgentName
  readonly complexity: Complexity
  /** Share of the fullest limit that is used or reserved: 0 to 1, above when more was spent than allowed. */
  readonly usedShare: number
}

/** The route itself, or a cheaper one instead of it. */
export function affordable(routes: readonly Route[], route: Route, situation: Situation): Route {
  const { agent, complexity, usedShare } = situation
  return usedShare >= STEP_DOWN_SHARE[complexity] ? stepDown(routes, route, agent) : route
}

/**
 * The next cheaper tier of the same provider among the routes, and shorter answers. Where there is no cheaper tier, or the route costs
 * nothing, the model stays.
 */
export function stepDown(routes: readonly Route[], route: Route, agent: AgentName): Route {
  if (route.provider === 'offline') return route
  const cheaper = routes
    .filter(({ provider, tier }) => provider === route.provider && tier > route.tier)
    .toSorted((a, b) => a.tier - b.tier)[0]
  const next = cheaper ?? route
  return { ...next, maxTokens: Math.min(next.maxTokens, route.maxTokens, STEPPED_DOWN_TOKENS[agent]) }
}
