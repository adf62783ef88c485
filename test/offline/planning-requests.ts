/** Builds accepted requests from place names, the way acceptance would. */
import { findPlace, placeLabel, type Place } from '../../actors/atlas/index.ts'
import { composeAccommodation } from '../../actors/offline/accommodation.ts'
import { composeBudget } from '../../actors/offline/budget.ts'
import { nextDate } from '../../actors/offline/leg-plan.ts'
import { composePlanning } from '../../actors/offline/planning.ts'
import { composeTransport } from '../../actors/offline/transport.ts'
import type {
  AccommodationSection,
  BudgetSection,
  PlanningSection,
  ResolvedPlace,
  TransportSection,
  TripRequest,
} from '../../machines/messages/index.ts'

export function resolved(place: Place): ResolvedPlace {
  return { ...place, label: placeLabel(place) }
}

export function place(name: string): ResolvedPlace {
  const found = findPlace(name)
  if (!found.found) throw new Error(`the gazetteer has no ${name}`)
  return resolved(found.place)
}

type Wanted = Partial<Omit<TripRequest, 'origin'>> & { readonly origin?: string }

/** A request for places by name; two adults, no limit, euros unless said otherwise. */
export function request(
  names: readonly string[],
  start: string,
  days: number,
  { origin, ...wanted }: Wanted = {},
): TripRequest {
  return {
    id: 'trip-1',
    tenant: 'default',
    destinations: names.map(place),
    ...(origin === undefined ? {} : { origin: place(origin) }),
    start,
    end: nextDate(start, days - 1),
    travelers: { adults: 2, children: 0 },
    currency: wanted.budget?.currency ?? 'EUR',
    preferences: [],
    constraints: [],
    specialRequirements: [],
    priority: 'standard',
    locale: 'en',
    notes: [],
    ...wanted,
  }
}

export type Composed = {
  readonly planning: PlanningSection
  readonly transport: TransportSection
  readonly accommodation: AccommodationSection
  readonly budget: BudgetSection
}

/** All four sections of a request, each given what its agent would get. */
export function compose(asked: TripRequest): Composed {
  const planning = composePlanning({ agent: 'planning', request: asked, sections: {} })
  const transport = composeTransport({ agent: 'transport', request: asked, sections: { planning } })
  const accommodation = composeAccommodation({
    agent: 'accommodation',
    request: asked,
    sections: { planning },
  })
  const sections = { planning, transport, accommodation }
  return { ...sections, budget: composeBudget({ agent: 'budget', request: asked, sections }) }
}
