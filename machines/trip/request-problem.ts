/** What an accepted request must still be when its actor is made: messages can come from any client, and late. */
import type { TripRequest } from '../messages/trip-request.ts'
import type { Failure } from '../messages/trip-result.ts'

/** Undefined when the request is sound. */
export function requestProblem(request: TripRequest): Failure | undefined {
  const unsound = (message: string): Failure => ({ code: 'request.unsound', message, retryable: false })
  if (request.destinations.length === 0) return unsound('The request names no destination.')
  if (request.end < request.start)
    return unsound(`The trip ends on ${request.end}, before it starts on ${request.start}.`)
  if (request.travelers.adults < 1) return unsound('At least one adult must travel.')
  if (request.budget !== undefined && request.budget.currency !== request.currency) {
    return unsound(
      `The budget is in ${request.budget.currency}, but the trip is reckoned in ${request.currency}.`,
    )
  }
  return undefined
}
