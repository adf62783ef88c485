/** What a trip knows, what it hears, and what it tells the world. */
import type { AgentName, Sections } from '../messages/sections.ts'
import type { TripRequest } from '../messages/trip-request.ts'
import type { AgentReport, Failure, TripPlan } from '../messages/trip-result.ts'
import type { BudgetWait } from './await-budget.ts'

export interface TripContext {
  readonly request: TripRequest
  /** Empty again once there is a plan: the agents' own records have them, and they are half of what a trip is. */
  readonly sections: Sections
  readonly reports: Partial<Record<AgentName, AgentReport>>
  readonly plan: TripPlan | undefined
  readonly failure: Failure | undefined
  /** What it waits for, or last waited for; undefined while money never ran out. */
  readonly wait: BudgetWait | undefined
  /** There was a top-up since agents were last asked. */
  readonly toppedUp: boolean
  /** Nobody gave money in time: it ends with what it has. */
  readonly givenUp: boolean
}

export type TripEvent =
  | { readonly type: 'trip.cancel' }
  /** The trip may spend more; the ledger has the money already. */
  | { readonly type: 'trip.topUp'; readonly id: string; readonly microUsd: number; readonly by: string }
  /** Raised by the trip itself, some time after it went on from a wait. */
  | { readonly type: 'trip.late' }

/** What a trip tells the world on the feed. */
export type TripEmitted =
  | { type: 'trip.accepted'; trip: string; title: string }
  | {
      type: 'trip.awaitingBudget'
      trip: string
      agents: readonly AgentName[]
      scope: BudgetWait['scope']
      /** ISO 8601. */
      resumesAt?: string
    }
  | {
      type: 'trip.ready'
      trip: string
      status: 'success' | 'degraded'
      title: string
      missing: readonly string[]
    }
  | { type: 'trip.failed'; trip: string; failure: Failure }
  | { type: 'trip.cancelled'; trip: string }
