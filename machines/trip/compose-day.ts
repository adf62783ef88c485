/** One day of the plan: journeys first, then what the day is for, then bags and meals in what is left. */
import type { PlannedDay, PlanningSection, Sections, TimedItem, TripDay } from '../messages/index.ts'
import type { z } from 'zod'
import { clockMinutes, instantOf, localAt, weekdayName } from './compose-clock.ts'
import { Calendar, type PlannedActivity } from './compose-calendar.ts'
import { addMeals, type Table } from './compose-meals.ts'
import { addCheckIn, addCheckOut, checkInDate } from './compose-stays.ts'
import type { Transfer } from './compose-transfers.ts'
import { visitEntries } from './compose-visit.ts'
import { type Stretch, stretchesOn, withOuting } from './compose-whereabouts.ts'

type Day = z.infer<typeof PlannedDay>

/** An activity of the plan with its instants and where it happens, or why it could not be kept. */
export interface PlacedActivity {
  readonly activity: PlannedActivity
  readonly stretch: Stretch
  readonly from: number
  readonly to: number
}

/** The activities of a day: those that fit between the journeys, and those that a journey leaves no time for. */
export function placeActivities(
  day: Day,
  planning: PlanningSection,
  sections: Sections,
  transfers: readonly Transfer[],
): { placed: PlacedActivity[]; squeezed: PlannedActivity[] } {
  const stretches = stretchesOn(day, planning, transfers)
  const placed: PlacedActivity[] = []
  const squeezed: PlannedActivity[] = []
  const activities = sections.activity?.days.find((other) => other.date === day.date)?.items ?? []
  for (const activity of activities) {
    // Before the reserved journey the clock is still that of the place one leaves.
    const leaving = day.transfer !== undefined && activity.start < day.transfer.from
    const order = leaving ? stretches : stretches.toReversed()
    const found = order.map((stretch) => place(day.date, activity, stretch)).find((fit) => fit !== undefined)
    if (found) placed.push(found)
    else squeezed.push(activity)
  }
  return { placed, squeezed }
}

function place(date: string, activity: PlannedActivity, stretch: Stretch): PlacedActivity | undefined {
  const at = (clock: string) =>
    instantOf({ local: localAt(date, clockMinutes(clock)), zone: stretch.place.timeZone })
  const from = at(activity.start)
  const to = at(activity.end)
  return from >= stretch.from && to <= stretch.to ? { activity, stretch, from, to } : undefined
}

/** Composes one day. `table` remembers across days which dishes were named. */
export function composeDay(
  day: Day,
  planning: PlanningSection,
  sections: Sections,
  transfers: readonly Transfer[],
  table: Table,
): z.infer<typeof TripDay> {
  const calendar = new Calendar()
  for (const transfer of transfers) {
    const here = transfer.departs === day.date || startsBefore(transfer, day, planning)
    if (here) calendar.add({ from: transfer.begins, to: transfer.ends, item: transfer.item })
  }
  for (const entry of visitEntries(day, planning.stops[day.stop]?.place)) calendar.add(entry)
  const { placed, squeezed } = placeActivities(day, planning, sections, transfers)
  const notes = [...day.notes]
  for (const { activity, stretch, from, to } of placed) {
    const fits = calendar.add({ from, to, item: activityItem(day.date, activity, stretch), activity })
    if (!fits) squeezed.push(activity)
  }
  if (squeezed.length > 0) {
    notes.push(
      `Left out because the time does not allow it: ${squeezed.map(({ title }) => title).join('; ')}.`,
    )
  }
  const stretches = stretchesOn(day, planning, transfers).flatMap((stretch) =>
    presence(stretch, day, transfers),
  )
  const stays = sections.accommodation?.stays ?? []
  for (const stretch of stretches) {
    const leaving = stays.find((stay) => stay.stop === stretch.stop && stay.checkOut === day.date)
    if (leaving) addCheckOut(calendar, day.date, stretch)
    const coming = stays.find(
      (stay) => stay.stop === stretch.stop && checkInDate(stay, transfers) === day.date,
    )
    if (!coming) continue
    const arrived = transfers.some(({ toStop, ends }) => toStop === stretch.stop && ends === stretch.from)
    addCheckIn(calendar, day.date, stretch, coming, arrived)
  }
  for (const stretch of withOuting(stretches, day)) {
    const stay = stretch.away ? undefined : stays.find((stay) => stay.stop === stretch.stop)
    addMeals(calendar, day.date, stretch, table, stay?.area)
  }
  const stop = planning.stops[day.stop]?.place ?? planning.stops[0]?.place
  const weather = sections.weather?.days.find(({ date }) => date === day.date)
  const holiday = holidayOn(day, sections)
  const rainPlan = sections.activity?.days.find(({ date }) => date === day.date)?.rainPlan
  return {
    date: day.date,
    weekday: weekdayName(day.date),
    place: stop?.name ?? '',
    timeZone: stop?.timeZone ?? 'UTC',
    kind: day.kind,
    theme: themeOf(day, placed),
    ...(weather && { weather }),
    ...(holiday !== undefined && { holiday }),
    items: calendar.entries.map(({ item }) => item),
    ...(rainPlan !== undefined && { rainPlan }),
    notes,
  }
}

/** What a whole day is about: named after what is really on it, since planning could only guess. */
function themeOf(day: Day, placed: readonly PlacedActivity[]): string {
  // Whoever arrives to rest walks nowhere yet.
  if (placed.length === 0) return day.theme.replace(/^First walk through /, 'Arriving in ')
  if (day.kind !== 'full' || day.visit) return day.theme
  const [first] = placed
  if (first !== undefined && placed.every(({ activity }) => activity.kind === 'free'))
    return `A free day in ${first.stretch.place.name}`
  const named = placed.filter(({ activity }) => activity.basis !== 'generic')
  const longest = named.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, 2)
  const titles = longest.toSorted((a, b) => a.from - b.from).map(({ activity }) => activity.title)
  if (titles.length === 0) return day.theme
  return titles.join(titles.some((title) => title.includes(' and ')) ? ', ' : ' and ')
}

/** A journey that begins on the eve of the trip is shown on its first day: there is no other day for it. */
function startsBefore(transfer: Transfer, day: Day, planning: PlanningSection): boolean {
  return transfer.departs < day.date && planning.days[0]?.date === day.date
}

/**
 * The part of a stretch in which the traveller can be expected at the place. Where the journey there or away is not
 * part of the plan (no origin was given), the day's free windows say from when and until when.
 */
function presence(stretch: Stretch, day: Day, transfers: readonly Transfer[]): Stretch[] {
  const first = day.free[0]
  const last = day.free.at(-1)
  const comes = transfers.some(
    (transfer) => transfer.toStop === stretch.stop && transfer.ends <= stretch.from,
  )
  const goes = transfers.some(
    (transfer) => transfer.fromStop === stretch.stop && transfer.begins >= stretch.to,
  )
  const unknownStart = !comes && (day.kind === 'arrival' || day.kind === 'only')
  const unknownEnd = !goes && (day.kind === 'departure' || day.kind === 'only')
  if ((unknownStart || unknownEnd) && (!first || !last)) return []
  const at = (clock: string) =>
    instantOf({ local: localAt(day.date, clockMinutes(clock)), zone: stretch.place.timeZone })
  const from = unknownStart && first ? Math.max(stretch.from, at(first.from)) : stretch.from
  const to = unknownEnd && last ? Math.min(stretch.to, at(last.to)) : stretch.to
  return to > from ? [{ ...stretch, from, to }] : []
}

function activityItem(date: string, activity: PlannedActivity, stretch: Stretch): z.infer<typeof TimedItem> {
  return {
    kind: 'activity',
    title: activity.title,
    start: localAt(date, clockMinutes(activity.start)),
    startZone: stretch.place.timeZone,
    end: localAt(date, clockMinutes(activity.end)),
    endZone: stretch.place.timeZone,
    why: activity.why,
    ...(activity.tip !== undefined && { tip: activity.tip }),
    ...(activity.lat !== undefined && { lat: activity.lat }),
    ...(activity.lon !== undefined && { lon: activity.lon }),
    ...(activity.cost && { cost: activity.cost }),
  }
}

function holidayOn(day: Day, sections: Sections): string | undefined {
  return sections.location?.places[day.stop]?.holidays.find(({ date }) => date === day.date)?.name
}
