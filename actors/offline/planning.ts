/** The planning agent without a model: the order of places, nights, the calendar and the legs of a trip. */
import type { AgentTask, PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { spokenMinutes } from './leg-option.ts'
import { planDays } from './planning-days.ts'
import { buildFrame, fitReturn, type Frame } from './planning-frame.ts'
import { flexibility, frameNotes, transitNights, wishNotes } from './planning-notes.ts'
import { enoughNights, placeWeight } from './planning-nights.ts'
import { usualNights } from './planning-usual-nights.ts'
import { orderStops } from './planning-order.ts'
import { addVisits } from './planning-visits.ts'
import { readWishes } from './wishes.ts'

/**
 * Plans the frame of a trip from the request alone. Nights of the stops plus `nightsInTransit` equal the days minus one
 * (one more where the date line is crossed eastward). The windows it reserves for legs are the ones the transport agent
 * fills, since both use the same leg estimate.
 */
export function composePlanning(task: AgentTask): PlanningSection {
  const { request } = task
  const wishes = readWishes(request)
  const order = orderStops(request.destinations, request.origin, wishes.keepOrder)
  const frame = fitReturn(buildFrame(request, wishes, order.places), request, wishes)
  const visits = addVisits(planDays(frame, request, wishes), frame, request, wishes)
  const nightsInTransit = transitNights(frame, request)
  return {
    stops: frame.stops.map((stop, index) => ({ ...stop, why: whyHere(frame, index) })),
    days: [...visits.days],
    legs: frame.legs.map(({ from, to, date }) => ({ from, to, date })),
    ...(nightsInTransit.length === 0 ? {} : { nightsInTransit: [...nightsInTransit] }),
    flexibility: [...flexibility(frame, request)],
    // Once each: a place may be asked for twice, and two journeys may want the same.
    notes: [
      ...new Set([
        ...(order.note === undefined ? [] : [order.note]),
        ...visits.notes,
        ...frameNotes(frame, request),
        ...wishNotes(wishes, request),
      ]),
    ],
    sources: [
      {
        name: 'Offline planning rules',
        method:
          'nights by population and curated sights (highest averages), order by great-circle length, windows from the leg estimates of the transport section',
      },
      { name: 'GeoNames', method: 'places, population, elevation, time zones', licence: 'CC BY 4.0' },
    ],
  }
}

function whyHere(frame: Frame, index: number): string {
  const stop = frame.stops[index]
  if (stop === undefined) return ''
  const { place, nights } = stop
  const way = frame.legs.find(({ to, date }) => to.id === place.id && date <= stop.arrive)
  const long = (way?.plan.estimate.best.minutes ?? 0) >= 600
  if (nights === 0) return `A day in ${place.name} without a night there.`
  const enough = enoughNights(placeWeight(place))
  const size = usualNights(place) === undefined ? sizeText(place) : place.name
  const count = nights === 1 ? 'one night' : `${nights} nights`
  if (long && index === 0) {
    return `${size}: ${count}, the first of them to recover from ${spokenMinutes(way?.plan.estimate.best.minutes ?? 0)} of travel.`
  }
  if (nights < enough) return `${size}: the days allow ${count}, for its main sights only.`
  if (nights === enough)
    return `${size}: ${count} ${nights === 1 ? 'is' : 'are'} enough to see it without hurry.`
  return `${size}: ${count} ${nights === 1 ? 'leaves' : 'leave'} time for day trips and rest.`
}

function sizeText({ name, population }: ResolvedPlace): string {
  if (population >= 1_000_000) return `${name} is a big city`
  if (population >= 100_000) return `${name} is a city of some size`
  return population >= 30_000 ? `${name} is a small city` : `${name} is a small town`
}
