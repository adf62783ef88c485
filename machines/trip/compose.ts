/** Puts the agents' sections together into the plan that a traveller reads. Pure: the same input, the same plan. */
import type { PlanningSection, Sections, TripPlan, TripRequest } from '../messages/index.ts'
import { composeDay } from './compose-day.ts'
import { daysBetween } from './compose-clock.ts'
import { gatherNotes, gatherSources, gatherTips } from './compose-gather.ts'
import { setTable } from './compose-meals.ts'
import { transfersOf } from './compose-transfers.ts'
import { findConflicts } from './conflicts.ts'

/**
 * Composes the plan from what is known. Planning is the frame and must be there; every other section may be missing,
 * and the plan is then thinner and says so. Sums are the budget section's own and are never recomputed here.
 *
 * @throws Error when planning is missing: without days there is no plan.
 */
export function composeTripPlan(request: TripRequest, sections: Sections): TripPlan {
  const { planning } = sections
  if (!planning) throw new Error('a plan cannot be composed without the planning section')
  const transfers = transfersOf(planning, sections)
  const table = setTable(request, sections)
  const days = planning.days.map((day) => composeDay(day, planning, sections, transfers, table))
  return {
    title: titleOf(request, planning),
    start: request.start,
    end: request.end,
    currency: request.currency,
    stops: planning.stops.map(({ place, arrive, leave, nights, why }) => ({
      place,
      arrive,
      leave,
      nights,
      why,
    })),
    days,
    legs: sections.transport?.legs ?? [],
    stays: sections.accommodation?.stays ?? [],
    places: sections.location?.places ?? [],
    map: mapOf(planning, sections),
    ...(sections.budget && { budget: sections.budget }),
    tips: gatherTips(sections),
    conflicts: findConflicts(request, sections),
    notes: gatherNotes(request, sections),
    sources: gatherSources(sections),
  }
}

function titleOf(request: TripRequest, planning: PlanningSection): string {
  const names = [...new Set(planning.stops.map(({ place }) => place.name))]
  const days = daysBetween(request.start, request.end) + 1
  return `${days} ${days === 1 ? 'day' : 'days'} in ${listed(names)}`
}

function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Stops and origin first, then everything that is done and has a position; each once. */
function mapOf(planning: PlanningSection, sections: Sections): TripPlan['map'] {
  const points = new Map<string, TripPlan['map'][number]>()
  const add = (name: string, lat: number | undefined, lon: number | undefined, kind: string) => {
    if (lat === undefined || lon === undefined) return
    const key = `${name}|${lat.toFixed(3)}|${lon.toFixed(3)}`
    if (!points.has(key)) points.set(key, { name, lat, lon, kind })
  }
  const stops = new Set(planning.stops.map(({ place }) => place.id))
  for (const { place } of planning.stops) add(place.name, place.lat, place.lon, 'stop')
  for (const { from, to } of planning.legs) {
    for (const end of [from, to]) if (!stops.has(end.id)) add(end.name, end.lat, end.lon, 'origin')
  }
  for (const day of sections.activity?.days ?? []) {
    for (const item of day.items) if (item.basis !== 'generic') add(item.title, item.lat, item.lon, 'sight')
  }
  return [...points.values()]
}
