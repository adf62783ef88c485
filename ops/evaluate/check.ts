/** What a check is: a pure look at one planned trip that names everything it finds wrong. */
import type { PlannedTrip } from './planned-trip.ts'

export interface Check {
  readonly name: string
  /** One line for the scorecard. */
  readonly what: string
  /** Everything wrong, each in a sentence; undefined when there is nothing to judge in this trip. */
  readonly faults: (trip: PlannedTrip) => readonly string[] | undefined
}

export type Day = PlannedTrip['plan']['days'][number]
export type Item = Day['items'][number]

/** Items of the composed plan with what the activity agent knew of them. */
export function activitiesOf({ sections, plan }: PlannedTrip) {
  return sections.activity.days.flatMap(({ date, items }) => {
    const day = plan.days.find((one) => one.date === date)
    const stop = sections.planning.days.find((one) => one.date === date)
    const shown = new Set(day?.items.filter(({ kind }) => kind === 'activity').map(({ title }) => title))
    return items
      .filter(({ title }) => shown.has(title))
      .map((item) => ({
        date,
        item,
        place: sections.planning.stops[stop?.stop ?? 0]?.place,
        visit: stop?.visit,
      }))
  })
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}
