/** Reservations and entries of tests. */
import { systemClock, type Clock } from '../../runtime/core/clock.ts'
import type { LedgerEntry, Reservation } from '../../storage/spending/port.ts'

/** 1970-01-02 10:30 UTC: in the middle of an hour. */
export const HALF_PAST_TEN = 24 * 3_600_000 + 10.5 * 3_600_000

/** A clock that stands until it is set. */
export function handClock(at = HALF_PAST_TEN): Clock & { set(at: number): void } {
  let now = at
  return { ...systemClock, now: () => now, set: (time) => void (now = time) }
}

export function reservationOf(callId: string, given: Partial<Reservation> = {}): Reservation {
  return {
    callId,
    tenant: 'default',
    trip: 'trip-1',
    actor: `trip/trip-1/${callId}.1`,
    agent: 'planning',
    attempt: 1,
    provider: 'openai',
    model: 'gpt-5',
    worstMicroUsd: 100_000,
    expiresAt: HALF_PAST_TEN + 60_000,
    ...given,
  }
}

export function entryOf(callId: string, given: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    callId,
    tenant: 'default',
    trip: 'trip-1',
    agent: 'planning',
    attempt: 1,
    provider: 'openai',
    model: 'gpt-5',
    at: HALF_PAST_TEN + 1_000,
    latencyMs: 900,
    inputTokens: 1_200,
    cachedInputTokens: 200,
    outputTokens: 300,
    microUsd: 40_000,
    estimated: false,
    cacheHit: false,
    outcome: 'complete',
    ...given,
  }
}
