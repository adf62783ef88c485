import type { Clock } from './clock.ts'
import { CaravanError } from './errors.ts'

/** Waits between tries: 50 ms doubling to 2 s, each shortened by up to half so that many callers do not move in step. */
export const RETRY_FIRST_MS = 50
export const RETRY_MAX_MS = 2_000

/**
 * Calls `run` until it succeeds, the signal aborts, or it throws a CaravanError that says it is not retryable. For steps
 * whose only alternative to success is to wait: relays (I3), leader reads after an unknown append (R1).
 */
export async function untilDone<T>(
  run: () => Promise<T>,
  options: {
    readonly clock: Clock
    readonly signal: AbortSignal
    readonly jitter: () => number
    readonly onRetry?: (error: unknown) => void
  },
): Promise<T> {
  for (let wait = RETRY_FIRST_MS; ; wait = Math.min(wait * 2, RETRY_MAX_MS)) {
    options.signal.throwIfAborted()
    try {
      return await run()
    } catch (error) {
      if (error instanceof CaravanError && !error.retryable) throw error
      options.onRetry?.(error)
      await options.clock.sleep(wait * (1 - options.jitter() / 2), options.signal)
    }
  }
}
