/** Whether the days, stops and journeys fit the dates that were asked for. */
import type { Conflict, PlanningSection, Sections, TripRequest } from '../messages/index.ts'
import { datesFrom, daysBetween } from './compose-clock.ts'
import { transfersOf } from './compose-transfers.ts'
import { dayAndMonth, listed } from './wording.ts'

type Draft = Pick<Conflict, 'severity' | 'text' | 'options'> & {
  date?: string
  sections?: Conflict['sections']
}

/** Dates without a plan, stops outside the trip or without a night, destinations left out, journeys beyond the trip. */
export function dateConflicts(request: TripRequest, sections: Sections): Conflict[] {
  const { planning } = sections
  if (!planning) return []
  const drafts = [
    ...calendarDrafts(request, planning),
    ...stopDrafts(request, planning),
    ...journeyDrafts(request, planning, sections),
  ]
  return drafts.map((draft) => ({ kind: 'dates', sections: ['planning'], ...draft }))
}

function calendarDrafts(request: TripRequest, planning: PlanningSection): Draft[] {
  const wanted = datesFrom(request.start, request.end)
  const planned = planning.days.map(({ date }) => date)
  const missing = wanted.filter((date) => !planned.includes(date))
  const extra = planned.filter((date) => !wanted.includes(date))
  const twice = planned.filter((date, i) => planned.indexOf(date) !== i)
  const drafts: Draft[] = []
  const say = (dates: string[], what: string, option: string) => {
    const [date] = dates
    if (date === undefined) return
    const text = `${listed(dates.map(dayAndMonth))} ${dates.length === 1 ? 'is' : 'are'} ${what}.`
    drafts.push({ severity: 'error', text, date, options: [option] })
  }
  say(missing, 'within the trip but not planned', 'Plan again for these dates')
  say(extra, 'planned but outside the trip', 'Move the dates of the trip')
  say([...new Set(twice)], 'planned twice', 'Plan again for these dates')
  return drafts
}

function stopDrafts(request: TripRequest, planning: PlanningSection): Draft[] {
  const drafts: Draft[] = []
  const visited = new Set([
    ...planning.stops.map(({ place }) => place.id),
    ...planning.days.flatMap(({ visit }) => (visit ? [visit.place.id] : [])),
  ])
  const left = request.destinations.filter(({ id }) => !visited.has(id))
  if (left.length > 0) {
    const names = listed(left.map(({ name }) => name))
    drafts.push({
      severity: 'warning',
      text: `There is no time for ${names}: ${tripLength(request)} are too few for all destinations.`,
      options: [`Make the trip longer`, `Leave ${names} out`],
    })
  }
  const nights = daysBetween(request.start, request.end)
  const hurried = planning.stops.filter((stop) => stop.nights === 0)
  if (hurried.length > 0 && planning.stops.length > 1) {
    const names = listed([...new Set(hurried.map(({ place }) => place.name))])
    drafts.push({
      severity: 'warning',
      text: `No night is left for ${names}: ${planning.stops.length} stops share ${nights} ${nights === 1 ? 'night' : 'nights'}.`,
      options: [`Make the trip longer`, `Visit fewer places`],
      ...(hurried[0] && { date: hurried[0].arrive }),
    })
  }
  for (const { place, arrive, leave } of planning.stops) {
    if (arrive >= request.start && leave <= request.end && arrive <= leave) continue
    drafts.push({
      severity: 'error',
      text: `${place.name} is planned from ${dayAndMonth(arrive)} to ${dayAndMonth(leave)}, which does not fit the trip.`,
      date: arrive,
      options: ['Move the dates of the trip', `Stay shorter in ${place.name}`],
    })
  }
  return drafts
}

function journeyDrafts(request: TripRequest, planning: PlanningSection, sections: Sections): Draft[] {
  const transfers = sections.transport ? transfersOf(planning, sections) : []
  return transfers.flatMap(({ from, to, departs, arrives }): Draft[] => {
    const where = `The journey from ${from.name} to ${to.name}`
    const touched: Conflict['sections'] = ['planning', 'transport']
    if (departs < request.start) {
      return [
        {
          severity: 'info',
          text: `${where} begins on ${dayAndMonth(departs)}, before the first day of the trip.`,
          date: departs,
          sections: touched,
          options: ['Leave a day earlier', 'Start the trip a day later', 'Take a faster connection'],
        },
      ]
    }
    if (arrives > request.end) {
      return [
        {
          severity: 'info',
          text: `${where} ends on ${dayAndMonth(arrives)}, after the last day of the trip.`,
          date: arrives,
          sections: touched,
          options: ['Plan to be back a day later', 'Leave a day earlier', 'Take a faster connection'],
        },
      ]
    }
    return []
  })
}

function tripLength(request: TripRequest): string {
  const days = daysBetween(request.start, request.end) + 1
  return `${days} ${days === 1 ? 'day' : 'days'}`
}
