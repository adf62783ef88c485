/** The part of a planned day that is spent at one place: its windows, how full it may be, what the day is like. */
import type { PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { minutesOf, type Span } from './day-clock.ts'
import { type Conditions, conditionsOn } from './day-conditions.ts'
import type { Wishes } from './activity-wishes.ts'
import { stayArea } from './stay-area.ts'

/** A day, or on a transfer day one half of it, at one place. */
export interface DayFrame {
  readonly date: string
  readonly place: ResolvedPlace
  /** Where one sets out and comes back to: the part of town one stays in, else the centre. */
  readonly home: { readonly lat: number; readonly lon: number }
  readonly kind: PlanningSection['days'][number]['kind']
  readonly spans: readonly Span[]
  readonly conditions: Conditions
  /** At most so many daytime activities and minutes of them. */
  readonly maxItems: number
  readonly maxMinutes: number
  /** Whether one evening activity may come on top. */
  readonly evening: boolean
  /** Minutes that bags and the room take before the first activity. */
  readonly lead: number
  /** Whether one has to be back before the last window ends, to leave. */
  readonly leaves: boolean
  /** A whole day at the place, so that a day trip is possible. */
  readonly whole: boolean
  /** First day in thin air: nothing steep, nothing far. */
  readonly gentle: boolean
  /** Whole nights slept at this place before the day. */
  readonly nightsHere: number
  /** Nobody may leave the house. */
  readonly silent: boolean
  readonly slow: boolean
  readonly children: boolean
}

const PACE = {
  light: { items: 2, minutes: 300 },
  normal: { items: 3, minutes: 420 },
  full: { items: 4, minutes: 510 },
} as const

/** Thin air is felt from here on by those who come from below. */
const HIGH = 2400
const LOW = 1800
/** Minutes since midnight. */
const LATE_ARRIVAL = 15 * 60

/** The frames of all days in order; a transfer day gives one for the place one leaves and one for where one arrives. */
export function framesOf(planning: PlanningSection, wishes: Wishes): DayFrame[] {
  const first = new Map<string, number>()
  const gentleDays = wishes.altitude ? 2 : 1
  const conditions = new Map<string, Conditions>()
  return planning.days.flatMap((day) => {
    const here = planning.stops[day.stop]?.place
    if (!here) return []
    const from = day.kind === 'transfer' && day.transfer ? planning.legs[day.transfer.leg]?.from : undefined
    const spans = day.free.map((window) => ({ from: minutesOf(window.from), to: minutesOf(window.to) }))
    const leavesAt = day.transfer ? minutesOf(day.transfer.from) : 1440
    const before = from ? spans.filter((span) => span.to <= leavesAt) : []
    const after = from ? spans.filter((span) => span.to > leavesAt) : spans
    const frame = (place: ResolvedPlace, spans: Span[], arrives: boolean, leaves: boolean): DayFrame[] => {
      if (spans.length === 0) return []
      const key = `${place.id} ${day.date}`
      const known = conditions.get(key) ?? conditionsOn(place, day.date)
      conditions.set(key, known)
      const whole = day.kind === 'full'
      const gentle =
        place.elevation >= HIGH && (first.get(place.id) ?? 0) < gentleDays && cameFromBelow(planning, place)
      // Who arrives late has not had that day yet.
      if (whole || (arrives && (spans[0]?.from ?? 0) < LATE_ARRIVAL))
        first.set(place.id, (first.get(place.id) ?? 0) + 1)
      const pace = gentle ? 'light' : day.pace
      const room = spans.reduce((sum, span) => sum + span.to - span.from, 0)
      const late = (spans.at(-1)?.to ?? 0) >= 20 * 60 + 30
      const children = wishes.children > 0
      return [
        {
          date: day.date,
          place,
          home: stayArea(place, wishes.surroundings) ?? place,
          kind: day.kind,
          spans,
          conditions: known,
          maxItems: Math.min(
            PACE[pace].items + (whole && pace === 'light' && !gentle ? 1 : 0),
            wishes.children > 0 ? 3 : 4,
            Math.max(1, Math.round(room / 130)),
          ),
          maxMinutes: Math.min(PACE[pace].minutes, room),
          evening: late && !children && !wishes.earlyNights && !gentle && pace !== 'light',
          lead: arrives ? 30 : 0,
          leaves,
          whole,
          gentle,
          silent: isSilent(place, known),
          nightsHere: nightsBefore(planning, place, day.date),
          slow: children || wishes.stepFree,
          children,
        },
      ]
    }
    const outing = visitSpans(day).flatMap(({ place, spans }) =>
      frame(place, spans, false, false).map((away) => ({ ...away, whole: false })),
    )
    const arrives = day.kind === 'arrival' || (day.kind === 'only' && day.transfer !== undefined)
    const stay = from
      ? [...frame(from, before, false, true), ...frame(here, after, true, false)]
      : frame(here, spans, arrives, day.kind === 'departure' || day.kind === 'only')
    if (outing.length === 0) return stay
    return [...outing, ...stay.map((rest) => ({ ...rest, whole: false }))].sort(
      (a, b) => (a.spans[0]?.from ?? 0) - (b.spans[0]?.from ?? 0),
    )
  })
}

/** The time at a visited place: its window without the way there and back. */
function visitSpans({ visit }: PlanningSection['days'][number]): { place: ResolvedPlace; spans: Span[] }[] {
  if (!visit) return []
  const from = minutesOf(visit.from) + visit.minutesEachWay
  const to = minutesOf(visit.to) - visit.minutesEachWay
  return to - from >= 60 ? [{ place: visit.place, spans: [{ from, to }] }] : []
}

function cameFromBelow(planning: PlanningSection, place: ResolvedPlace): boolean {
  const index = planning.stops.findIndex((stop) => stop.place.id === place.id)
  const before = index > 0 ? planning.stops[index - 1]?.place : planning.legs[0]?.from
  return before === undefined || before.id === place.id || before.elevation < LOW
}

function nightsBefore(planning: PlanningSection, place: ResolvedPlace, date: string): number {
  const stop = planning.stops.find((stop) => stop.place.id === place.id && stop.leave >= date)
  return stop ? Math.max(0, Math.round((Date.parse(date) - Date.parse(stop.arrive)) / 86_400_000)) : 0
}

/** The day of silence on Bali. */
function isSilent(place: ResolvedPlace, { holiday = '' }: Conditions): boolean {
  return place.country === 'ID' && place.region === 'Bali' && /nyepi/i.test(holiday)
}
