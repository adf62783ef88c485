/** Limits of the seven agents; the table of the product guide. */
import type { AgentName } from '../messages/sections.ts'

export interface AgentLimits {
  /** Attempts in all, the first included. */
  readonly attempts: number
  /** Per attempt, in ms. */
  readonly timeoutMs: number
  /** Wait before attempt n + 1 is `backoffMs * 2^(n-1)`. */
  readonly backoffMs: number
}

export const DEFAULT_ATTEMPTS = 3
export const DEFAULT_BACKOFF_MS = 1_000

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
