/** What the trip keeps of how an agent ended. */
import type { AgentOutcome } from '../agent/agent-reply.ts'
import type { AgentName } from '../messages/sections.ts'
import type { AgentReport } from '../messages/trip-result.ts'

/** @param before the agent's report from an earlier run of the same trip: what that paid for was paid */
export function reportOf(agent: AgentName, end: AgentOutcome, before?: AgentReport): AgentReport {
  const { provider, model, attempts, fallbacks, repairs } = end
  const calls = [...(before?.calls ?? []), ...(end.calls ?? [])]
  const cacheHit = end.outcome === 'answered' ? end.cacheHit : undefined
  return {
    agent,
    outcome: end.outcome,
    provider,
    ...(model === undefined ? {} : { model }),
    attempts,
    retries: Math.max(0, attempts - 1),
    ...(fallbacks === undefined ? {} : { fallbacks }),
    ...(repairs === undefined ? {} : { repairs }),
    ...(calls.length === 0 ? {} : { calls }),
    ...(cacheHit === undefined ? {} : { cacheHit }),
    ...(end.outcome === 'failed' ? { failure: end.failure } : {}),
  }
}
