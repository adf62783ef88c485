/** Limits of the seven agents; the table of the product guide. */
import type { AgentName } from '../messages/sections.ts'

export interface AgentLimits {
  /** Attempts on each route, the first included; repair rounds are not counted. */
  readonly attempts: number
  /** Per attempt and per repair round, in ms. */
  readonly timeoutMs: number
  /** Wait before attempt n + 1 on a route is `backoffMs * 2^(n-1)`, or what the provider asks for if that is more. */
  readonly backoffMs: number
  /** Share by which a wait may be longer or shorter, so that agents that failed together do not return together. Default 0. */
  readonly jitter?: number
  /** Where the question can go, one after the other. Default 1. */
  readonly routes?: number
  /** Rounds in which a model may mend an answer that does not hold, on each route. Default 0. */
  readonly repairs?: number
}

export const DEFAULT_ATTEMPTS = 3
export const DEFAULT_BACKOFF_MS = 1_000
export const DEFAULT_JITTER = 0.2

/** A provider that asks for a longer wait is left for the next route; where there is none, this is waited. */
export const MAX_RETRY_AFTER_MS = 120_000

/** How long a change of route is a state of its own, so that watchers see it. */
export const FALLBACK_PAUSE_MS = 50

/** Attempt timeouts in ms. */
export const ATTEMPT_TIMEOUT_MS: Readonly<Record<AgentName, number>> = {
  planning: 30_000,
  transport: 25_000,
  location: 15_000,
  accommodation: 20_000,
  activity: 15_000,
  budget: 8_000,
  weather: 10_000,
}
