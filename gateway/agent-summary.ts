/** How a trip's agents stand, in few words. */
import type { AgentState } from './frames.ts'

export interface AgentSummary {
  readonly agent: string
  readonly state: string
  readonly attempts?: number
}

/** An agent of a trip that runs. */
export function summary({ agent, state, attempts }: AgentState): AgentSummary {
  return { agent, state, ...(attempts === undefined ? {} : { attempts }) }
}

/** An ended trip says itself how its agents ended, so that its journal need not be read. */
export function agentsOfResult(result: unknown): readonly AgentSummary[] | undefined {
  const coordination = property(result, 'agentCoordination')
  const agents = property(coordination, 'agents')
  if (!Array.isArray(agents)) return undefined
  return agents.map((report: unknown) => ({
    agent: String(property(report, 'agent')),
    state: String(property(report, 'outcome')),
    attempts: Number(property(report, 'attempts')),
  }))
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}
