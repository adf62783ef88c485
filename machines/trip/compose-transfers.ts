/** The journeys of a trip as timed items: what transport found, else the time that planning reserved. */
import type { PlanningSection, ResolvedPlace, Sections, TimedItem } from '../messages/index.ts'
import { dateOf, instantOf, localAt, clockMinutes } from './compose-clock.ts'

/** One leg with its instants and the stops it connects; no stop index means home. */
export interface Transfer {
  /** Index into planning's `legs`. */
  readonly leg: number
  readonly from: ResolvedPlace
  readonly to: ResolvedPlace
  readonly fromStop: number | undefined
  readonly toStop: number | undefined
  /** Minutes since the epoch. */
  readonly begins: number
  readonly ends: number
  /** Local date of departure and of arrival. */
  readonly departs: string
  readonly arrives: string
  readonly item: TimedItem
}

/** How a mode of travel is called in a title. */
export const MODE_WORDS: Record<string, string> = {
  walk: 'Walk',
  train: 'Train',
  'high-speed-train': 'High-speed train',
  bus: 'Bus',
  car: 'Drive',
  ferry: 'Ferry',
  flight: 'Flight',
}

type Leg = NonNullable<Sections['transport']>['legs'][number]

/**
 * Planning's legs with the leg that transport found for each, in order. Matched by the two ends and not by position
 * alone, so that one missing leg does not shift all later ones.
 */
export function pairLegs(
  sections: Sections,
): { planned: PlanningSection['legs'][number]; found: Leg | undefined }[] {
  const found = sections.transport?.legs ?? []
  let next = 0
  return (sections.planning?.legs ?? []).map((planned) => {
    const at = found.findIndex(
      (leg, i) => i >= next && leg.from.id === planned.from.id && leg.to.id === planned.to.id,
    )
    if (at >= 0) next = at + 1
    return { planned, found: found[at] }
  })
}

/** Every journey of the trip in the order of planning's legs. A leg that has neither a time nor a window is left out. */
export function transfersOf(planning: PlanningSection, sections: Sections): Transfer[] {
  // With an origin the first leg leads to the first stop; without, it leaves it.
  const shift = planning.legs[0]?.to.id === planning.stops[0]?.place.id ? 1 : 0
  const stopOrHome = (index: number) => (planning.stops[index] ? index : undefined)
  return pairLegs(sections).flatMap(({ planned, found }, leg) => {
    const item = found ? travelItem(found) : reservedItem(planning, leg, planned)
    if (!item) return []
    const begins = instantOf({ local: item.start, zone: item.startZone })
    const ends = instantOf({ local: item.end, zone: item.endZone })
    if (ends <= begins) return []
    return [
      {
        leg,
        from: planned.from,
        to: planned.to,
        fromStop: stopOrHome(leg - shift),
        toStop: stopOrHome(leg - shift + 1),
        begins,
        ends,
        departs: dateOf(item.start),
        arrives: dateOf(item.end),
        item,
      },
    ]
  })
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function travelItem(leg: Leg): TimedItem {
  return {
    kind: 'transfer',
    title: `${MODE_WORDS[leg.mode] ?? leg.mode}: ${leg.from.name} to ${leg.to.name}`,
    start: leg.depart,
    startZone: leg.departZone,
    end: leg.arrive,
    endZone: leg.arriveZone,
    why: leg.why,
    ...(leg.details.length > 0 && { tip: leg.details.map(sentence).join(' ') }),
    cost: leg.price,
  }
}

function reservedItem(
  planning: PlanningSection,
  leg: number,
  planned: PlanningSection['legs'][number],
): TimedItem | undefined {
  const windows = planning.days.flatMap(({ date, transfer, laterTransfer }) =>
    [transfer, laterTransfer].flatMap((window) => (window ? [{ ...window, date }] : [])),
  )
  const reserved = windows.find((window) => window.leg === leg)
  if (!reserved) return undefined
  const start = localAt(reserved.date, clockMinutes(reserved.from))
  const end = localAt(reserved.date, clockMinutes(reserved.to))
  // A window whose end is earlier by the clock over there can only be meant by the clock of the departure.
  const backwards =
    instantOf({ local: end, zone: planned.to.timeZone }) <=
    instantOf({ local: start, zone: planned.from.timeZone })
  return {
    kind: 'transfer',
    title: `Travel: ${planned.from.name} to ${planned.to.name}`,
    start,
    startZone: planned.from.timeZone,
    end,
    endZone: backwards ? planned.from.timeZone : planned.to.timeZone,
    why: 'Time kept free for the journey; no connection has been looked up yet.',
  }
}
