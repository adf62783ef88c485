/** One breaker as a pure state machine: closed, open, half-open with one try. Who drives it stores the state and has the clock. */
import { z } from 'zod'
import type { BreakerRules } from './port.ts'

const Time = z.int().min(0)
const Count = z.int().min(0)

export const BreakerState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('closed'), failures: Count }),
  /** `streak`: rests in a row. */
  z.object({ phase: z.literal('open'), until: Time, streak: Count }),
  /** `until`: when the one that tries is given up. */
  z.object({ phase: z.literal('half-open'), until: Time, streak: Count }),
])
export type BreakerState = z.infer<typeof BreakerState>

export const CLOSED: BreakerState = { phase: 'closed', failures: 0 }

/** `next` has to be stored before `closedFor` is believed: who fails to store it looks again. */
export interface Step {
  readonly closedFor: number | undefined
  /** Undefined: the state stays. */
  readonly next: BreakerState | undefined
}

const DEFAULTS = { restMs: 30_000, longestRestMs: 300_000, tryMs: 60_000 } as const
/**
 * Whoever waits for another's try looks again after this, in ms: it is mostly over much sooner than it may be. No sooner than the
 * longest call may take, for each look is an attempt of an agent that has no other route.
 */
const LOOK_MS = 30_000

/** Someone wants to call. */
export function admit(state: BreakerState, now: number, rules: BreakerRules): Step {
  if (state.phase === 'closed') return { closedFor: undefined, next: undefined }
  const { until, streak } = state
  const { tryMs, longestRestMs } = { ...DEFAULTS, ...rules }
  // A clock that was wrong when it was written must not close a way for years.
  const left = Math.min(until - now, Math.max(longestRestMs, tryMs))
  if (left > 0)
    return { closedFor: state.phase === 'half-open' ? Math.min(left, LOOK_MS) : left, next: undefined }
  return { closedFor: undefined, next: { phase: 'half-open', until: now + tryMs, streak } }
}

/** A call went wrong. @returns undefined: the state stays */
export function afterFailure(
  state: BreakerState,
  now: number,
  rules: BreakerRules,
): BreakerState | undefined {
  switch (state.phase) {
    case 'closed': {
      const failures = state.failures + 1
      return failures < rules.threshold ? { phase: 'closed', failures } : rest(1, now, rules)
    }
    case 'half-open':
      return rest(state.streak + 1, now, rules)
    // Calls that were under way when it opened.
    case 'open':
      return undefined
  }
}

/** A call was answered. @returns undefined: the state stays */
export function afterAnswer(state: BreakerState): BreakerState | undefined {
  if (state.phase === 'closed') return state.failures === 0 ? undefined : CLOSED
  // While it rests, only calls from before can end well: that says nothing of now.
  return state.phase === 'half-open' ? CLOSED : undefined
}

/** A call met a limit of its caller. @returns undefined: the state stays */
export function afterLimit(state: BreakerState, now: number, rules: BreakerRules): BreakerState | undefined {
  // The one that tried has shown nothing of how the others would fare: another tries after a rest, which is no longer than the last.
  return state.phase === 'half-open' ? rest(state.streak, now, rules) : undefined
}

function rest(streak: number, now: number, rules: BreakerRules): BreakerState {
  const { restMs, longestRestMs } = { ...DEFAULTS, ...rules }
  // Beyond 2^20 rests the limit holds anyway.
  const ms = Math.min(longestRestMs, restMs * 2 ** Math.min(20, streak - 1))
  return { phase: 'open', until: now + ms, streak }
}
