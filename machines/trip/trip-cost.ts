/** What a trip's calls to models used and cost, per agent and model, and what the agents' ways add up to. */
import type { ModelCall } from '../messages/model-calls.ts'
import type { AgentReport, CoordinationTotals, ModelCost, TripCost } from '../messages/trip-result.ts'

/**
 * The sum of what the agents reported. A call that was aborted with its trip, or interrupted by a crash, has no report:
 * the ledger has it, settled at its worst case, and a gateway tells the ledger's sum.
 */
export function tripCost(agents: readonly AgentReport[]): TripCost {
  const lines = agents.flatMap((report) => costLines(report))
  return { microUsd: sum(lines), byAgent: lines }
}

export function coordinationTotals(agents: readonly AgentReport[]): CoordinationTotals {
  return {
    attempts: agents.reduce((total, { attempts }) => total + attempts, 0),
    retries: agents.reduce((total, { retries }) => total + retries, 0),
    fallbacks: agents.reduce((total, { fallbacks = 0 }) => total + fallbacks, 0),
    repairs: agents.reduce((total, { repairs = 0 }) => total + repairs, 0),
    cacheHits: agents.filter(({ cacheHit }) => cacheHit !== undefined).length,
  }
}

function costLines({ agent, calls = [] }: AgentReport): readonly ModelCost[] {
  const byModel = Map.groupBy(calls, ({ provider, model }) => `${provider}/${model}`)
  return [...byModel.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const tokens = (name: 'inputTokens' | 'cachedInputTokens' | 'outputTokens') =>
      group.reduce((total, { usage }) => total + (usage?.[name] ?? 0), 0)
    return {
      agent,
      provider: first.provider,
      model: first.model,
      calls: group.length,
      inputTokens: tokens('inputTokens'),
      cachedInputTokens: tokens('cachedInputTokens'),
      outputTokens: tokens('outputTokens'),
      microUsd: sum(group),
      estimated: group.some(({ estimated }: ModelCall) => estimated === true),
    }
  })
}

function sum(entries: readonly { readonly microUsd: number }[]): number {
  return entries.reduce((total, entry) => total + entry.microUsd, 0)
}
