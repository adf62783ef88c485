/** The ledger added up: per day, agent, model or trip. Pure. */
import type { LedgerEntry } from '../storage/spending/port.ts'

export const COST_GROUPS = ['day', 'agent', 'model', 'trip'] as const
export type CostGroup = (typeof COST_GROUPS)[number]

/** One line of a report; money in micro-USD. */
export interface CostLine {
  readonly of: string
  readonly calls: number
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
  readonly microUsd: number
  /** How much of it is estimated. */
  readonly estimatedMicroUsd: number
  /** Answers that came from a cache instead of a call. */
  readonly cacheHits: number
}

export type CostReport = Readonly<Record<CostGroup, readonly CostLine[]>> & { readonly total: CostLine }

/** Adds up entries as they come, so that a large ledger needs no more memory than its lines. */
export class CostSums {
  readonly #groups: Readonly<Record<CostGroup, Map<string, CostLine>>> = {
    day: new Map(),
    agent: new Map(),
    model: new Map(),
    trip: new Map(),
  }
  #total = emptyLine('total')

  add(entry: LedgerEntry): void {
    this.#total = plus(this.#total, entry)
    for (const group of COST_GROUPS) {
      const lines = this.#groups[group]
      const of = nameIn(group, entry)
      lines.set(of, plus(lines.get(of) ?? emptyLine(of), entry))
    }
  }

  /** Days in order, everything else by what it cost. */
  report(): CostReport {
    const linesOf = (group: CostGroup) =>
      [...this.#groups[group].values()].toSorted((a, b) =>
        group === 'day' ? order(a.of, b.of) : b.microUsd - a.microUsd || order(a.of, b.of),
      )
    return {
      total: this.#total,
      day: linesOf('day'),
      agent: linesOf('agent'),
      model: linesOf('model'),
      trip: linesOf('trip'),
    }
  }
}

/** `0.0421`: dollars with as many decimals as they have, at least two. */
export function usd(microUsd: number): string {
  const [whole = '0', decimals = ''] = (microUsd / 1_000_000).toFixed(6).split('.')
  return `${whole}.${decimals.replace(/0{1,4}$/, '')}`
}

function nameIn(group: CostGroup, entry: LedgerEntry): string {
  switch (group) {
    case 'day':
      return new Date(entry.at).toISOString().slice(0, 10)
    case 'model':
      return `${entry.provider}/${entry.model}`
    case 'agent':
    case 'trip':
      return entry[group]
  }
}

function emptyLine(of: string): CostLine {
  return {
    of,
    calls: 0,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    microUsd: 0,
    estimatedMicroUsd: 0,
    cacheHits: 0,
  }
}

function plus(line: CostLine, entry: LedgerEntry): CostLine {
  return {
    of: line.of,
    calls: line.calls + (entry.cacheHit ? 0 : 1),
    inputTokens: line.inputTokens + entry.inputTokens,
    cachedInputTokens: line.cachedInputTokens + entry.cachedInputTokens,
    outputTokens: line.outputTokens + entry.outputTokens,
    microUsd: line.microUsd + entry.microUsd,
    estimatedMicroUsd: line.estimatedMicroUsd + (entry.estimated ? entry.microUsd : 0),
    cacheHits: line.cacheHits + (entry.cacheHit ? 1 : 0),
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
