/** The request as a model sees it: what the trip is about, nothing that identifies who asked. */
import type { TripRequest } from '../../machines/messages/index.ts'

/** @param texts whether the travellers' own words are part of it */
export function requestView(request: TripRequest, texts: boolean): unknown {
  const { destinations, origin, start, end, travelers, budget, currency, preferences, priority, locale } =
    request
  const { constraints, specialRequirements, notes } = request
  return {
    destinations,
    ...(origin === undefined ? {} : { origin }),
    start,
    end,
    travelers,
    ...(budget === undefined ? {} : { budget }),
    currency,
    preferences,
    priority,
    locale,
    ...(texts ? { travellersWords: { constraints, specialRequirements, notes } } : {}),
  }
}
