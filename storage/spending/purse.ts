/**
 * The pure core: what a tenant may still spend. One operation on one state gives the next state and an answer; no clock, no store.
 * Each operation may be applied twice (a write whose acknowledgement was lost) and counts once.
 *
 * What is used of an hour or a day is what its reservations cost, whenever they end: a call that was reserved at 10:59 belongs
 * to that hour. Money of a top-up is drawn when hour or day are used up, and counts for the trip alone.
 */
import { z } from 'zod'
import { MicroUsd, NEAR_SHARE, Reservation, type Reserved, type Scope, type SpendingLimits } from './port.ts'
import { dayOf, HOUR_MS, hourOf, nextDay } from './windows.ts'

/** What was used since `at`, the start of the hour or day. */
const Window = z.object({ at: z.int().min(0), used: MicroUsd })

const TripPurse = z.object({
  /** Settled and reserved. */
  used: MicroUsd,
  topUps: z.record(z.string(), MicroUsd),
  /** How much of the top-ups was drawn above hour and day. */
  drawn: MicroUsd,
  touchedAt: z.int().min(0),
})
export type TripPurse = z.infer<typeof TripPurse>

const OpenCall = z.object({
  reservation: Reservation,
  /** When it was made: the hour and day that it counts for. */
  at: z.int().min(0),
  /** Part of its worst case that a top-up pays. */
  drawn: MicroUsd,
})
export type OpenCall = z.infer<typeof OpenCall>

/** Everything that decides about a tenant's next reservation. */
export const Purse = z.object({
  hour: Window,
  day: Window,
  /** Trips under way, and some that were; those left out are summed up from the ledger when they are needed. */
  trips: z.record(z.string(), TripPurse),
  open: z.record(z.string(), OpenCall),
  /** Calls that somebody else freed between the entry of who made them and his freeing; see {@link free}. */
  freed: z.array(z.string()).default(() => []),
})
export type Purse = z.infer<typeof Purse>

export const EMPTY_PURSE: Purse = {
  hour: { at: 0, used: 0 },
  day: { at: 0, used: 0 },
  trips: {},
  open: {},
  freed: [],
}

/** Of how many calls it is remembered that another freed them: whoever wrote their entry is about to ask, or has died. */
export const MOST_FREED = 100

/** Trips without open call that are remembered, and as many that were topped up; above, the longest untouched go. */
export const MOST_IDLE_TRIPS = 200
/** Top-ups of one trip (I10): the state of a tenant has to fit a message. */
export const MOST_TOP_UPS = 20

/** What the ledger knows of a trip that the purse does not. */
export interface TripHistory {
  readonly spentMicroUsd: number
  readonly topUps: Readonly<Record<string, number>>
}

/** Brings hour and day up to `now`. Clocks of hosts differ: a window never goes back. */
export function roll(purse: Purse, now: number): Purse {
  const hour = hourOf(now)
  const day = dayOf(now)
  if (hour <= purse.hour.at && day <= purse.day.at) return purse
  return {
    ...purse,
    hour: hour > purse.hour.at ? { at: hour, used: 0 } : purse.hour,
    day: day > purse.day.at ? { at: day, used: 0 } : purse.day,
  }
}

/** Takes a trip in that is not there. Of earlier top-ups it is not known how much was drawn, so nothing of them is left for hour and day. */
export function remember(purse: Purse, trip: string, history: TripHistory, now: number): Purse {
  if (purse.trips[trip] !== undefined) return purse
  const topUps = { ...history.topUps }
  const entry = { used: history.spentMicroUsd, topUps, drawn: sum(topUps), touchedAt: now }
  return { ...purse, trips: { ...purse.trips, [trip]: entry } }
}

/** Sets the worst case aside, or says what is in the way. The trip must be there ({@link remember}). */
export function reserve(
  before: Purse,
  reservation: Reservation,
  limits: SpendingLimits,
  now: number,
): readonly [Purse, Reserved] {
  const purse = roll(before, now)
  const { callId, trip, worstMicroUsd: worst } = reservation
  const own = tripOf(purse, trip)
  if (purse.open[callId] !== undefined)
    return [before, { status: 'reserved', near: nearOf(purse, trip, limits) }]
  const allowed = limits.requestMicroUsd + sum(own.topUps)
  if (own.used + worst > allowed) return [before, refused('request', allowed, own.used)]
  const windows = [
    { scope: 'day', limit: limits.dayMicroUsd, used: purse.day.used, resumesAt: nextDay(purse.day.at) },
    { scope: 'hour', limit: limits.hourMicroUsd, used: purse.hour.used, resumesAt: purse.hour.at + HOUR_MS },
  ] as const
  const left = sum(own.topUps) - own.drawn
  const drawn = Math.max(0, ...windows.map(({ limit, used }) => used + worst - limit))
  if (drawn > Math.min(left, worst)) {
    // The day first: who waits for the next hour only would be refused again.
    const inTheWay = windows.find(({ limit, used }) => used + worst - limit > Math.min(left, worst))
    const { scope, limit, used, resumesAt } = inTheWay ?? windows[0]
    // What no empty window holds is not helped by waiting.
    return [before, refused(scope, limit, used, worst - left <= limit ? resumesAt : undefined)]
  }
  const next = {
    ...purse,
    hour: { ...purse.hour, used: purse.hour.used + worst - drawn },
    day: { ...purse.day, used: purse.day.used + worst - drawn },
    trips: {
      ...purse.trips,
      [trip]: { ...own, used: own.used + worst, drawn: own.drawn + drawn, touchedAt: now },
    },
    // A host whose clock is behind counts for the hour that the others are in.
    open: { ...purse.open, [callId]: { reservation, at: Math.max(now, purse.hour.at), drawn } },
  }
  return [next, { status: 'reserved', near: nearOf(next, trip, limits) }]
}

/**
 * Ends a reservation with what the call cost. Without one nothing changes: it was freed before.
 * @param wrote whether the caller wrote the call's entry. Who only found it may come between its writer's two steps: that is
 * remembered until the writer asks, who would else take the call for one that was never reserved.
 */
export function free(before: Purse, callId: string, microUsd: number, now: number, wrote = true): Purse {
  const call = before.open[callId]
  if (call === undefined) {
    if (!wrote || !before.freed.includes(callId)) return before
    return { ...before, freed: before.freed.filter((id) => id !== callId) }
  }
  const purse = roll(before, now)
  const { trip, worstMicroUsd: worst } = call.reservation
  const { [callId]: _, ...open } = purse.open
  // The top-up gets back first what the call did not need.
  const drawn = Math.min(call.drawn, Math.max(0, microUsd - (worst - call.drawn)))
  const change = microUsd - drawn - (worst - call.drawn)
  const own = tripOf(purse, trip)
  const freed = {
    ...own,
    used: Math.max(0, own.used + microUsd - worst),
    drawn: Math.max(0, own.drawn + drawn - call.drawn),
    touchedAt: now,
  }
  return {
    freed: wrote ? purse.freed : [...purse.freed, callId].slice(-MOST_FREED),
    hour: changed(purse.hour, change, hourOf(call.at)),
    day: changed(purse.day, change, dayOf(call.at)),
    trips: { ...purse.trips, [trip]: freed },
    open,
  }
}

/** Counts money that nobody reserved. The one operation that counts again when it is applied again. */
export function charge(before: Purse, trip: string, microUsd: number, now: number): Purse {
  const purse = roll(before, now)
  const own = tripOf(purse, trip)
  return {
    ...purse,
    hour: { ...purse.hour, used: purse.hour.used + microUsd },
    day: { ...purse.day, used: purse.day.used + microUsd },
    trips: { ...purse.trips, [trip]: { ...own, used: own.used + microUsd, touchedAt: now } },
  }
}

/** Raises a trip's limit. The trip must be there. */
export function topUp(purse: Purse, trip: string, id: string, microUsd: number, now: number): Purse {
  const own = tripOf(purse, trip)
  if (own.topUps[id] !== undefined) return purse
  const topUps = { ...own.topUps, [id]: microUsd }
  return { ...purse, trips: { ...purse.trips, [trip]: { ...own, topUps, touchedAt: now } } }
}

/** How much of each limit is used or reserved; a limit of nothing is used up. */
export function sharesOf(
  purse: Purse,
  trip: string,
  limits: SpendingLimits,
  now: number,
): Readonly<Record<Scope, number>> {
  const { hour, day, trips } = roll(purse, now)
  const own = trips[trip]
  const share = (used: number, limit: number) => (limit === 0 ? 1 : used / limit)
  return {
    request: share(own?.used ?? 0, limits.requestMicroUsd + sum(own?.topUps ?? {})),
    hour: share(hour.used, limits.hourMicroUsd),
    day: share(day.used, limits.dayMicroUsd),
  }
}

/** Limits of which `NEAR_SHARE` is used or reserved. */
export function nearOf(purse: Purse, trip: string, limits: SpendingLimits): readonly Scope[] {
  const own = purse.trips[trip]
  const topUps = own === undefined ? 0 : sum(own.topUps)
  const near: Scope[] = []
  if ((own?.used ?? 0) >= NEAR_SHARE * (limits.requestMicroUsd + topUps)) near.push('request')
  if (purse.hour.used >= NEAR_SHARE * limits.hourMicroUsd) near.push('hour')
  if (purse.day.used >= NEAR_SHARE * limits.dayMicroUsd) near.push('day')
  return near
}

export function sum(amounts: Readonly<Record<string, number>>): number {
  return Object.values(amounts).reduce((total, amount) => total + amount, 0)
}

function tripOf(purse: Purse, trip: string): TripPurse {
  return purse.trips[trip] ?? { used: 0, topUps: {}, drawn: 0, touchedAt: 0 }
}

function refused(scope: Scope, limitMicroUsd: number, usedMicroUsd: number, resumesAt?: number): Reserved {
  return {
    status: 'refused',
    scope,
    limitMicroUsd,
    usedMicroUsd,
    ...(resumesAt === undefined ? {} : { resumesAt }),
  }
}

function changed(window: z.infer<typeof Window>, change: number, at: number) {
  return window.at === at ? { ...window, used: Math.max(0, window.used + change) } : window
}

/**
 * Keeps the state small (I10): what is left out is in the ledger. Not between two operations that go into one write: the second may be
 * about a trip that was just taken in.
 */
export function forget(purse: Purse): Purse {
  const busy = new Set(Object.values(purse.open).map(({ reservation }) => reservation.trip))
  const idle = Object.entries(purse.trips).filter(([trip]) => !busy.has(trip))
  const isToppedUp = ([, { topUps }]: readonly [string, TripPurse]) => Object.keys(topUps).length > 0
  const gone = [idle.filter(isToppedUp), idle.filter((one) => !isToppedUp(one))].flatMap((some) =>
    some
      .toSorted(([, a], [, b]) => a.touchedAt - b.touchedAt)
      .slice(0, Math.max(0, some.length - MOST_IDLE_TRIPS)),
  )
  if (gone.length === 0) return purse
  const trips = { ...purse.trips }
  for (const [trip] of gone) delete trips[trip]
  return { ...purse, trips }
}
