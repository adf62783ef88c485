/** Where the traveller is on a date, and when: the stretches between journeys in which anything else may happen. */
import type { PlannedDay, PlanningSection, ResolvedPlace } from '../messages/index.ts'
import { addDays, clockMinutes, instantOf, localAt } from './compose-clock.ts'
import type { Transfer } from './compose-transfers.ts'
import type { z } from 'zod'

/** A stretch of time at one stop, in minutes since the epoch. */
export interface Stretch {
  readonly stop: number
  readonly place: ResolvedPlace
  readonly from: number
  readonly to: number
  /** On an outing: nobody sleeps at this place. */
  readonly away?: true
}

/** The stretches of one planned day in order. Time at home, before the first and after the last leg, is none. */
export function stretchesOn(
  day: z.infer<typeof PlannedDay>,
  planning: PlanningSection,
  transfers: readonly Transfer[],
): Stretch[] {
  const touching = transfers
    .filter((transfer) => transfer.departs <= day.date && day.date <= transfer.arrives)
    .toSorted((a, b) => a.begins - b.begins)
  const stretches: Stretch[] = []
  const add = (stop: number | undefined, from: number, to: number) => {
    const place = stop === undefined ? undefined : planning.stops[stop]?.place
    if (stop === undefined || !place) return
    const start = Math.max(from, midnight(day.date, place))
    const end = Math.min(to, midnight(addDays(day.date, 1), place))
    if (end > start) stretches.push({ stop, place, from: start, to: end })
  }
  let free = -Infinity
  for (const transfer of touching) {
    add(transfer.fromStop, free, transfer.begins)
    free = transfer.ends
  }
  add(touching.length > 0 ? touching.at(-1)?.toStop : day.stop, free, Infinity)
  return stretches
}

/** Stretches cut by the day's outing: while it lasts one is at the visited place, on the way at none. */
export function withOuting(stretches: readonly Stretch[], day: z.infer<typeof PlannedDay>): Stretch[] {
  const { visit } = day
  if (!visit) return [...stretches]
  return stretches.flatMap((stretch) => {
    const at = (minutes: number) =>
      instantOf({ local: localAt(day.date, minutes), zone: stretch.place.timeZone })
    const leaves = at(clockMinutes(visit.from))
    const returns = at(clockMinutes(visit.to))
    if (returns <= stretch.from || leaves >= stretch.to) return [stretch]
    const parts: Stretch[] = [
      { ...stretch, to: Math.min(stretch.to, leaves) },
      {
        ...stretch,
        place: visit.place,
        from: leaves + visit.minutesEachWay,
        to: returns - visit.minutesEachWay,
        away: true,
      },
      { ...stretch, from: Math.max(stretch.from, returns) },
    ]
    return parts.filter(({ from, to }) => to > from)
  })
}

function midnight(date: string, place: ResolvedPlace): number {
  return instantOf({ local: `${date}T00:00`, zone: place.timeZone })
}
