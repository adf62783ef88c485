/** A trip's calls added up per agent and model. Pure. */
import type { LedgerEntry, Reservation, TripLine } from './port.ts'

/** @param open calls under way: each may come to its worst case */
export function linesOf(entries: readonly LedgerEntry[], open: readonly Reservation[]): readonly TripLine[] {
  const calls = [
    ...entries.filter(({ cacheHit }) => !cacheHit),
    ...open.map((call) => ({ ...NOTHING, ...call, microUsd: call.worstMicroUsd })),
  ]
  const groups = Map.groupBy(calls, ({ agent, provider, model }) => JSON.stringify([agent, provider, model]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { agent, provider, model } = first
    const sum = (name: 'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'microUsd') =>
      group.reduce((total, call) => total + call[name], 0)
    return {
      agent,
      provider,
      model,
      calls: group.length,
      inputTokens: sum('inputTokens'),
      cachedInputTokens: sum('cachedInputTokens'),
      outputTokens: sum('outputTokens'),
      microUsd: sum('microUsd'),
      estimated: group.some(({ estimated }) => estimated),
    }
  })
}

const NOTHING = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, estimated: true } as const
