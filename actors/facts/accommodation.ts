/** A room for every night, in the place where the night is spent. */
import type { AccommodationSection, AgentTask } from '../../machines/messages/index.ts'
import { addDays, daysBetween } from '../../machines/trip/compose-clock.ts'
import type { Findings } from './finding.ts'

/** More people than this share no room. */
const MOST_IN_A_ROOM = 6

export function checkAccommodation(
  { request, sections }: AgentTask,
  section: AccommodationSection,
  { note }: Findings,
): void {
  const { planning } = sections
  if (planning === undefined) return
  const people = request.travelers.adults + request.travelers.children
  const covered = new Map<string, number>()
  for (const [i, stay] of section.stays.entries()) {
    const path = `stays.${i}`
    const stop = planning.stops[stay.stop]
    note(stop === undefined, `${path}.stop`, `there are only ${planning.stops.length} stops`)
    if (stop === undefined) continue
    note(stay.place.id !== stop.place.id, `${path}.place`, `stop ${stay.stop} is ${stop.place.name}`)
    note(
      stay.checkIn < stop.arrive || stay.checkOut > stop.leave,
      path,
      `${stop.place.name} is reached on ${stop.arrive} and left on ${stop.leave}`,
    )
    const nights = daysBetween(stay.checkIn, stay.checkOut)
    note(
      stay.nights !== nights,
      `${path}.nights`,
      `from ${stay.checkIn} to ${stay.checkOut} are ${nights} nights`,
    )
    for (const name of ['low', 'expected', 'high'] as const) {
      const total = stay.perNight[name] * stay.nights
      note(
        stay.total[name] !== total,
        `${path}.total.${name}`,
        `${stay.nights} nights at ${stay.perNight[name]} are ${total}`,
      )
    }
    note(
      stay.rooms * MOST_IN_A_ROOM < people,
      `${path}.rooms`,
      `${people} people do not fit into ${stay.rooms} rooms`,
    )
    for (let night = 0; night < Math.min(nights, MOST_NIGHTS); night++) {
      const date = addDays(stay.checkIn, night)
      covered.set(date, (covered.get(date) ?? 0) + 1)
    }
  }
  const travelling = new Set(planning.nightsInTransit?.map(({ date }) => date))
  const needed = planning.stops.flatMap(({ arrive, nights }) =>
    Array.from({ length: Math.min(nights, MOST_NIGHTS) }, (_, n) => addDays(arrive, n)),
  )
  for (const date of needed) {
    const rooms = covered.get(date) ?? 0
    note(rooms === 0 && !travelling.has(date), 'stays', `the night of ${date} has no room`)
    note(rooms > 1, 'stays', `the night of ${date} is covered ${rooms} times`)
  }
}

/** Of a trip: nights are counted one by one. */
const MOST_NIGHTS = 90
