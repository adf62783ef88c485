/** One day's calendar: entries that never overlap, and the gaps between them. */
import type { ActivitySection, TimedItem } from '../messages/index.ts'

/** One activity as its agent planned it. */
export type PlannedActivity = ActivitySection['days'][number]['items'][number]

/** An item with its instants, in minutes since the epoch, and the activity that it stands for, if any. */
export interface Entry {
  readonly from: number
  readonly to: number
  readonly item: TimedItem
  readonly activity?: PlannedActivity
}

/** A gap, with its neighbours; the first and last gap of a day have one neighbour or none. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly before: Entry | undefined
  readonly after: Entry | undefined
}

/** Entries in order. `add` refuses what would overlap, so whatever is composed can be shown. */
export class Calendar {
  readonly #entries: Entry[] = []

  /** Adds an entry unless it would overlap another or has no length; says whether it did. */
  add(entry: Entry): boolean {
    if (entry.to <= entry.from) return false
    if (this.#entries.some((other) => entry.from < other.to && other.from < entry.to)) return false
    this.#entries.push(entry)
    this.#entries.sort((a, b) => a.from - b.from)
    return true
  }

  /** The entries so far, in order. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** The gaps inside a stretch of time, in order. */
  gaps(from: number, to: number): Gap[] {
    const gaps: Gap[] = []
    let free = from
    let before: Entry | undefined
    for (const entry of this.#entries) {
      if (entry.from >= to) {
        if (to > free) gaps.push({ from: free, to, before, after: entry })
        return gaps
      }
      if (entry.from > free) gaps.push({ from: free, to: entry.from, before, after: entry })
      free = Math.max(free, entry.to)
      before = entry
    }
    if (to > free) gaps.push({ from: free, to, before, after: undefined })
    return gaps
  }
}

/**
 * Minutes to get from one item to the next: on foot when near, else by city transport, and beyond the city by train or
 * road, which is quicker for its length. 0 where a position is unknown.
 */
export function minutesBetween(a: Entry | undefined, b: Entry | undefined): number {
  const km = kilometres(a?.item, b?.item)
  if (km === undefined || km < 0.15) return 0
  if (km <= 1.5) return Math.ceil((km / 4.5) * 60 * 1.25)
  if (km <= 12) return Math.ceil(10 + (km / 20) * 60 * 1.3)
  return Math.ceil(20 + (km / 45) * 60 * 1.25)
}

function kilometres(a: TimedItem | undefined, b: TimedItem | undefined): number | undefined {
  if (a?.lat === undefined || a.lon === undefined || b?.lat === undefined || b.lon === undefined)
    return undefined
  const radian = Math.PI / 180
  const dLat = (b.lat - a.lat) * radian
  const dLon = (b.lon - a.lon) * radian
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radian) * Math.cos(b.lat * radian) * Math.sin(dLon / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)))
}
