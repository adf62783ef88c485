/** Trips for the tests of the researchers: requests and frames by place name, without the planning agent. */
import { findPlace, placeLabel } from '../../actors/atlas/index.ts'
import type {
  ActivitySection,
  AgentTask,
  PlanningSection,
  ResolvedPlace,
  TripRequest,
} from '../../machines/messages/index.ts'

/** A place of the gazetteer by name; the test fails when there is none. */
export function placeNamed(query: string): ResolvedPlace {
  const lookup = findPlace(query)
  if (!lookup.found) throw new Error(`the gazetteer has no ${query}`)
  return { ...lookup.place, label: placeLabel(lookup.place) }
}

/** What a test says about a trip; everything else has a plain default. */
export interface Trip {
  readonly stops: readonly (readonly [place: string | ResolvedPlace, nights: number])[]
  readonly start: string
  readonly origin?: string
  readonly preferences?: TripRequest['preferences']
  readonly adults?: number
  readonly children?: number
  readonly wishes?: readonly string[]
  readonly currency?: string
  readonly pace?: 'light' | 'normal' | 'full'
}

/** `YYYY-MM-DD` so many days later. */
export function later(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The request and the frame of a trip, as a researcher's task. */
export function taskFor(
  trip: Trip,
  agent: AgentTask['agent'] = 'activity',
): AgentTask & {
  sections: { planning: PlanningSection }
} {
  const nights = trip.stops.reduce((sum, [, nights]) => sum + nights, 0)
  const places = trip.stops.map(([place]) => (typeof place === 'string' ? placeNamed(place) : place))
  const request: TripRequest = {
    id: 'trip-1',
    tenant: 'default',
    destinations: places,
    ...(trip.origin !== undefined && { origin: placeNamed(trip.origin) }),
    start: trip.start,
    end: later(trip.start, nights),
    travelers: { adults: trip.adults ?? 2, children: trip.children ?? 0 },
    currency: trip.currency ?? 'EUR',
    preferences: [...(trip.preferences ?? [])],
    constraints: [...(trip.wishes ?? [])],
    specialRequirements: [],
    priority: 'standard',
    locale: 'en',
    notes: [],
  }
  return { agent, request, sections: { planning: frame(trip, places, request) } }
}

function frame(trip: Trip, places: readonly ResolvedPlace[], request: TripRequest): PlanningSection {
  const pace = trip.pace ?? 'normal'
  const stops: PlanningSection['stops'] = []
  const legs: PlanningSection['legs'] = []
  const days: PlanningSection['days'] = []
  const { origin } = request
  let date = request.start
  if (origin && places[0]) legs.push({ from: origin, to: places[0], date })
  for (const [stop, place] of places.entries()) {
    const stay = trip.stops[stop]?.[1] ?? 0
    const leave = later(date, stay)
    stops.push({ place, arrive: date, leave, nights: stay, why: 'Asked for.' })
    const before = places[stop - 1]
    if (before) legs.push({ from: before, to: place, date })
    const leg = legs.length - 1
    days.push({
      date,
      stop,
      kind: before ? 'transfer' : 'arrival',
      theme: `To ${place.name}`,
      ...((before ?? origin) && { transfer: { from: '09:30', to: '13:00', leg } }),
      free: [{ from: '13:30', to: '21:30' }],
      pace: pace === 'full' ? 'normal' : 'light',
      notes: [],
    })
    for (let day = 1; day < stay; day += 1) {
      const free = [{ from: '09:00', to: '21:30' }]
      days.push({ date: later(date, day), stop, kind: 'full', theme: place.name, free, pace, notes: [] })
    }
    date = leave
  }
  const last = places.at(-1)
  if (origin && last) legs.push({ from: last, to: origin, date })
  if (last && date > request.start) {
    days.push({
      date,
      stop: places.length - 1,
      kind: 'departure',
      theme: `Leaving ${last.name}`,
      ...(origin && { transfer: { from: '15:00', to: '20:00', leg: legs.length - 1 } }),
      free: [{ from: '09:00', to: '14:30' }],
      pace: pace === 'full' ? 'normal' : 'light',
      notes: [],
    })
  }
  return { stops, days, legs, flexibility: [], notes: [], sources: [] }
}

/** Every activity of a section with its date. */
export function itemsOf(
  section: ActivitySection,
): (ActivitySection['days'][number]['items'][number] & { date: string })[] {
  return section.days.flatMap(({ date, items }) => items.map((item) => ({ ...item, date })))
}
