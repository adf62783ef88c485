/** What a trip says on the feed, from what it knows. */
import type { TripRequest } from '../messages/trip-request.ts'
import type { TripContext, TripEmitted } from './trip-context.ts'
import { tripResult } from './trip-outcome.ts'

/** Which of the events on the feed are a trip's last. Named one by one, so that a new event has to say what it is. */
const ENDS: Readonly<Record<TripEmitted['type'], boolean>> = {
  'trip.accepted': false,
  'trip.awaitingBudget': false,
  'trip.ready': true,
  'trip.failed': true,
  'trip.cancelled': true,
}

/** Whether an event on the feed says that its trip has ended; what is unknown here does not. */
export function endsTrip(type: string): boolean {
  return Object.hasOwn(ENDS, type) && ENDS[type as TripEmitted['type']]
}

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
