/** An outing to a requested place that got no night: the way there and the way back as items. */
import type { z } from 'zod'
import type { PlannedDay, ResolvedPlace, TimedItem } from '../messages/index.ts'
import { clockMinutes, instantOf, localAt } from './compose-clock.ts'
import type { Entry } from './compose-calendar.ts'
import { MODE_WORDS } from './compose-transfers.ts'

/** The two journeys of a day's visit, from and back to `base`; none when the day has no visit. */
export function visitEntries(day: z.infer<typeof PlannedDay>, base: ResolvedPlace | undefined): Entry[] {
  const { visit } = day
  if (!visit || !base) return []
  const zone = base.timeZone
  const leaves = clockMinutes(visit.from)
  const returns = clockMinutes(visit.to)
  const entry = (title: string, from: number, to: number): Entry => {
    const item: TimedItem = {
      kind: 'transfer',
      title,
      start: localAt(day.date, from),
      startZone: zone,
      end: localAt(day.date, to),
      endZone: zone,
      why: `${visit.place.name} was asked for and is seen on an outing, since no night is left for it.`,
    }
    return {
      from: instantOf({ local: item.start, zone }),
      to: instantOf({ local: item.end, zone }),
      item,
    }
  }
  const by = MODE_WORDS[visit.mode] ?? visit.mode
  return [
    entry(`${by}: ${base.name} to ${visit.place.name}`, leaves, leaves + visit.minutesEachWay),
    entry(`${by}: ${visit.place.name} to ${base.name}`, returns - visit.minutesEachWay, returns),
  ]
}
