/** Items on the days of the trip, in hours that are free, at places that can be reached, for preferences that there are. */
import type { ActivitySection, AgentTask } from '../../machines/messages/index.ts'
import { clockMinutes } from '../../machines/trip/compose-clock.ts'
import { distanceKm } from '../atlas/index.ts'
import { checkDays } from './every-answer.ts'
import type { Findings } from './finding.ts'

/** A day trip at most: 130 km from the city that a guide is of, and the place itself may lie beside it. */
const FAR_KM = 150
/** Minutes since midnight. */
const DAWN = 4 * 60

export function checkActivity(
  { request, sections }: AgentTask,
  section: ActivitySection,
  { note }: Findings,
): void {
  const { planning } = sections
  if (planning === undefined) return
  checkDays(section.days, planning.days, note)
  const wanted = new Set<string>(request.preferences)
  for (const [d, day] of section.days.entries()) {
    const planned = planning.days.find(({ date }) => date === day.date)
    if (planned === undefined) continue
    // Where a place is visited, its sights are seen within the outing.
    const windows = [...planned.free, ...(planned.visit === undefined ? [] : [planned.visit])]
    const free = windows.map(({ from, to }) => ({ from: clockMinutes(from), to: clockMinutes(to) }))
    // What people come to a place for may set out at dawn, on a day that is wholly theirs.
    const [first] = free
    if (first !== undefined && planned.kind === 'full' && planned.transfer === undefined) {
      first.from = Math.min(first.from, DAWN)
    }
    const near = [planning.stops[planned.stop]?.place, planned.visit?.place].flatMap((place) => place ?? [])
    let end = 0
    for (const [i, item] of day.items.entries()) {
      const path = `days.${d}.items.${i}`
      const span = { from: clockMinutes(item.start), to: clockMinutes(item.end) }
      note(span.from >= span.to, path, `from ${item.start} to ${item.end} is no time at all`)
      note(span.from < end, path, 'it begins before the item above it has ended')
      end = span.to
      note(
        !free.some(({ from, to }) => span.from >= from && span.to <= to),
        path,
        `${day.date} is free ${windows.map(({ from, to }) => `${from} to ${to}`).join(' and ') || 'at no time'}`,
      )
      for (const preference of item.serves)
        note(
          !wanted.has(preference),
          `${path}.serves`,
          `"${preference.slice(0, 40)}" is no preference of this request`,
        )
      note((item.lat === undefined) !== (item.lon === undefined), path, 'lat and lon belong together')
      if (item.lat === undefined || item.lon === undefined || near.length === 0) continue
      const at = { lat: item.lat, lon: item.lon }
      const km = Math.round(Math.min(...near.map((place) => distanceKm(place, at))))
      note(km > FAR_KM, path, `${item.title.slice(0, 60)} is ${km} km from ${near[0]?.name}`)
    }
  }
}
