/** The frame: dates without gaps or overlaps, every requested place reached, legs that follow the stops. */
import type { AgentTask, PlanningSection } from '../../machines/messages/index.ts'
import { clockMinutes, datesFrom, daysBetween } from '../../machines/trip/compose-clock.ts'
import { composePlanning } from '../offline/planning.ts'
import type { Findings } from './finding.ts'

export function checkPlanning({ request }: AgentTask, section: PlanningSection, { note }: Findings): void {
  const { start, end } = request
  const { stops, days, legs } = section
  const inside = (date: string) => date >= start && (date <= end || date <= arrivalOf(request))

  for (const [i, stop] of stops.entries()) {
    const path = `stops.${i}`
    note(!inside(stop.arrive), `${path}.arrive`, `the trip is from ${start} to ${end}`)
    note(!inside(stop.leave), `${path}.leave`, `the trip is from ${start} to ${end}`)
    const nights = daysBetween(stop.arrive, stop.leave)
    note(nights < 0, path, 'it is left before it is reached')
    note(
      nights >= 0 && stop.nights !== nights,
      `${path}.nights`,
      `from ${stop.arrive} to ${stop.leave} are ${nights} nights`,
    )
    const before = stops[i - 1]
    note(
      before !== undefined && stop.arrive < before.leave,
      `${path}.arrive`,
      `the stop before is left on ${before?.leave}`,
    )
  }

  const reached = new Set([
    ...stops.map(({ place }) => place.id),
    ...days.flatMap(({ visit }) => (visit === undefined ? [] : [visit.place.id])),
  ])
  const told = section.notes.join(' ')
  for (const { id, name } of request.destinations)
    note(
      !reached.has(id) && !told.includes(name),
      'stops',
      `${name} was asked for: it is neither a stop, nor visited on a day, nor do the notes say why not`,
    )
  const wanted = new Set(request.destinations.map(({ id }) => id))
  for (const [i, { place }] of stops.entries())
    note(!wanted.has(place.id), `stops.${i}.place`, `${place.name} was not asked for`)

  const dates = datesFrom(start, end)
  note(
    days.length !== dates.length || days.some(({ date }, i) => date !== dates[i]),
    'days',
    `every date from ${start} to ${end} must stand there once, in order (${dates.length} days)`,
  )
  for (const [i, day] of days.entries()) checkDay(section, day, `days.${i}`, note)
  for (const [i, leg] of legs.entries())
    note(!inside(leg.date), `legs.${i}.date`, `the trip is from ${start} to ${end}`)
  checkRoute(request, section, note)
}

/** A trip can be too short for its journey: then it is reached, and said to be, after its end. */
function arrivalOf(request: AgentTask['request']): string {
  const { stops, legs } = composePlanning({ agent: 'planning', request, sections: {} })
  const dates = [...stops.map(({ leave }) => leave), ...legs.map(({ date }) => date)]
  return dates.reduce((latest, date) => (date > latest ? date : latest), request.end)
}

type Day = PlanningSection['days'][number]

function checkDay(section: PlanningSection, day: Day, path: string, note: Findings['note']): void {
  note(section.stops[day.stop] === undefined, `${path}.stop`, `there are only ${section.stops.length} stops`)
  const transfers = [day.transfer, day.laterTransfer].flatMap((one) => one ?? [])
  for (const { leg } of transfers)
    note(section.legs[leg] === undefined, `${path}.transfer`, `there are only ${section.legs.length} legs`)
  const windows = [...day.free, ...(day.visit === undefined ? [] : [day.visit]), ...transfers]
  for (const { from, to } of windows)
    note(clockMinutes(from) > clockMinutes(to), path, `a window from ${from} to ${to} ends before it begins`)
  for (const [i, window] of day.free.entries()) {
    const next = day.free[i + 1]
    note(
      next !== undefined && clockMinutes(next.from) < clockMinutes(window.to),
      `${path}.free`,
      'windows must be in order and not overlap',
    )
  }
}

/** From the origin to the first stop, from stop to stop, and back to the origin. */
function checkRoute(request: AgentTask['request'], section: PlanningSection, note: Findings['note']): void {
  const home = request.origin === undefined ? [] : [request.origin]
  const points = [...home, ...section.stops.map(({ place }) => place), ...home]
  const expected = points.slice(1).flatMap((to, i) => {
    const from = points[i]
    return from === undefined || from.id === to.id ? [] : [{ from, to }]
  })
  const fits =
    section.legs.length === expected.length &&
    section.legs.every(({ from, to }, i) => from.id === expected[i]?.from.id && to.id === expected[i]?.to.id)
  const route = expected.map(({ from, to }) => `${from.name} to ${to.name}`).join(', ')
  note(
    !fits,
    'legs',
    route === '' ? 'there is nowhere to travel to' : `the stops need these legs, in this order: ${route}`,
  )
}
