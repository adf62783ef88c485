/** What a trip says on the feed, from what it knows. */
import type { TripRequest } from '../messages/trip-request.ts'
import type { TripContext, TripEmitted } from './trip-context.ts'
import { tripResult } from './trip-outcome.ts'

export function waitEvent({ request, wait }: TripContext): TripEmitted {
  const { agents = [], scope = 'request', resumesAt } = wait ?? {}
  const until = resumesAt === undefined ? {} : { resumesAt: new Date(resumesAt).toISOString() }
  return { type: 'trip.awaitingBudget', trip: request.id, agents, scope, ...until }
}

export function readyEvent(context: TripContext, status: 'success' | 'degraded'): TripEmitted {
  const { missing } = tripResult(context, status)
  return { type: 'trip.ready', trip: context.request.id, status, title: titleOf(context.request), missing }
}

export function titleOf(request: TripRequest): string {
  return request.destinations.map((place) => place.name).join(', ')
}
