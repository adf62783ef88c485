/** What follows a failed attempt: the same route again after a wait, the next route, or the end. Pure. */
import type { Failure } from '../messages/trip-result.ts'
import { MAX_RETRY_AFTER_MS, type AgentLimits } from './agent-limits.ts'

/** Failures that end the agent, whatever else could be tried: another route would be refused for the same reason. */
const FINAL: ReadonlySet<string> = new Set(['budget.exhausted'])

/** Failures that the same question to the same model would meet again. */
const NEXT_ROUTE: ReadonlySet<string> = new Set(['agent.answer.refused', 'agent.answer.cut-off'])

export interface Position {
  readonly failure: Failure | undefined
  readonly retryAfterMs: number | undefined
  /** Attempts so far on this route. */
  readonly tries: number
  /** Index of the route. */
  readonly route: number
}

export function whatNext(limits: AgentLimits, at: Position): 'again' | 'next-route' | 'end' {
  const { failure, retryAfterMs = 0, tries, route } = at
  const code = failure?.code ?? ''
  if (FINAL.has(code)) return 'end'
  const more = route + 1 < (limits.routes ?? 1)
  if (failure?.retryable === false || NEXT_ROUTE.has(code) || tries >= limits.attempts)
    return more ? 'next-route' : 'end'
  return more && retryAfterMs > MAX_RETRY_AFTER_MS ? 'next-route' : 'again'
}

/** Whole ms until the next attempt. @param salt what makes this wait differ from those of other agents; same salt, same wait */
export function waitMs(limits: AgentLimits, { tries, retryAfterMs = 0 }: Position, salt: string): number {
  const spread = 1 + (limits.jitter ?? 0) * (2 * unit(salt) - 1)
  const backoff = limits.backoffMs * 2 ** (tries - 1) * spread
  return Math.round(Math.max(backoff, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)))
}

/** A number in 0..1 that a text stands for: a turn draws nothing (FNV-1a, 32 bit). */
function unit(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash / 2 ** 32
}
