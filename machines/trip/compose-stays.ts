/** Check-in and check-out as items of a day. They give way to everything else, since bags can be left at any hour. */
import type { Sections, TimedItem } from '../messages/index.ts'
import { addDays, instantOf, localAt, localFrom } from './compose-clock.ts'
import type { Calendar } from './compose-calendar.ts'
import type { Transfer } from './compose-transfers.ts'
import type { Stretch } from './compose-whereabouts.ts'

/** One stay of the trip. */
export type Stay = NonNullable<Sections['accommodation']>['stays'][number]

const CHECK_IN_FROM = 15 * 60
const CHECK_OUT_BY = 11 * 60
const MINUTES = 15
/** From here on small houses may have gone home. */
const LATE_DESK = 20 * 60

/** The date one really checks in: that of the stay, or the next one when the journey arrives after midnight. */
export function checkInDate(stay: Stay, transfers: readonly Transfer[]): string {
  const next = addDays(stay.checkIn, 1)
  const overnight = transfers.some(
    ({ toStop, departs, arrives }) => toStop === stay.stop && departs <= stay.checkIn && arrives === next,
  )
  return overnight && next < stay.checkOut ? next : stay.checkIn
}

/** Adds the check-in: from 15:00 on; who has `arrived` by a journey of the plan before that leaves the bags at once. */
export function addCheckIn(
  calendar: Calendar,
  date: string,
  stretch: Stretch,
  stay: Stay,
  arrived: boolean,
): void {
  const at = clockOf(date, stretch)
  const usual = at(CHECK_IN_FROM)
  const nights = `${stay.nights} ${stay.nights === 1 ? 'night' : 'nights'}`
  const rooms = stay.rooms > 1 ? `${stay.rooms} ${stay.band} rooms` : `${stay.band} room`
  const where = `${stay.area ?? stay.place.name} for ${nights} (${rooms})`
  const [early] = calendar.gaps(stretch.from, stretch.to)
  const soon = early && early.to - early.from >= MINUTES && early.from === stretch.from
  if (soon && early.from < usual) {
    // The bags come first, whatever the hour; the room itself is usually ready later.
    add(calendar, stretch, early.from, {
      kind: 'check-in',
      title: `Leave your bags and check in: ${where}`,
      tip: 'Rooms are usually ready from about 15:00; most places keep bags before that.',
    })
    return
  }
  const gaps = calendar.gaps(arrived ? stretch.from : Math.max(stretch.from, usual), stretch.to)
  const gap = gaps.find((gap) => gap.to - gap.from >= MINUTES)
  if (!gap) return
  add(calendar, stretch, gap.from, {
    kind: 'check-in',
    title: `Check in: ${where}`,
    ...(gap.from >= at(LATE_DESK) && {
      tip: 'Say beforehand that you arrive late: not every desk stays open.',
    }),
  })
}

/** Adds the check-out before the day's first item, at 11:00 at the latest. */
export function addCheckOut(calendar: Calendar, date: string, stretch: Stretch): void {
  const at = clockOf(date, stretch)
  const first = calendar.entries.find((entry) => entry.to > stretch.from)
  const lead = first?.activity ? 30 : 0
  const begin = Math.min(at(CHECK_OUT_BY) - MINUTES, (first?.from ?? Infinity) - lead - MINUTES)
  const leavesLater = first?.activity !== undefined
  add(calendar, stretch, begin, {
    kind: 'check-out',
    title: leavesLater ? 'Check out and leave your bags at the desk' : 'Check out',
  })
}

function clockOf(date: string, stretch: Stretch): (minutes: number) => number {
  return (minutes) => instantOf({ local: localAt(date, minutes), zone: stretch.place.timeZone })
}

function add(
  calendar: Calendar,
  stretch: Stretch,
  from: number,
  item: Pick<TimedItem, 'kind' | 'title' | 'why' | 'tip'>,
): void {
  if (from < stretch.from || from + MINUTES > stretch.to) return
  const zone = stretch.place.timeZone
  calendar.add({
    from,
    to: from + MINUTES,
    item: {
      ...item,
      start: localFrom(from, zone),
      startZone: zone,
      end: localFrom(from + MINUTES, zone),
      endZone: zone,
    },
  })
}
