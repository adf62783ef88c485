/** The result that a trip ends with, from what its context holds by then. */
import { AGENTS, type AgentName } from '../messages/sections.ts'
import type { AgentReport, Failure, TripResult } from '../messages/trip-result.ts'
import { coordinationTotals, tripCost } from './trip-cost.ts'
import type { TripContext } from './trip-machine.ts'

export function tripResult(context: TripContext, status: TripResult['status']): TripResult {
  const agents = AGENTS.map((name) => context.reports[name] ?? stopped(name))
  const missing = agents.filter((report) => report.outcome !== 'answered').map(sentenceOf)
  const failure = status === 'failed' ? (context.failure ?? failureOfAgents(agents)) : undefined
  return {
    id: context.request.id,
    status,
    ...(context.plan === undefined ? { sections: context.sections } : { tripPlan: context.plan }),
    agentCoordination: {
      agentsInvolved: AGENTS.filter((name) => context.reports[name] !== undefined),
      agents,
      totals: coordinationTotals(agents),
    },
    cost: tripCost(agents),
    missing,
    ...(failure === undefined ? {} : { failure }),
    version: 1,
  }
}

/** A result is made at the end only: who has not ended by then is stopped with the trip. */
function stopped(agent: AgentName): AgentReport {
  return { agent, outcome: 'stopped', provider: 'none', attempts: 0, retries: 0 }
}

function sentenceOf(report: AgentReport): string {
  if (report.failure === undefined) return `${report.agent}: it had not answered when the trip ended.`
  const tries = report.attempts === 1 ? '1 attempt' : `${report.attempts} attempts`
  return `${report.agent}: ${report.failure.message} (${tries})`
}

function failureOfAgents(agents: readonly AgentReport[]): Failure {
  const failed = agents.find((report) => report.outcome === 'failed')
  return failed?.failure ?? { code: 'trip.failed', message: 'The trip could not be planned.' }
}
