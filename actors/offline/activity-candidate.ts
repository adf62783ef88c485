/** One thing that could fill part of a day, whichever source it comes from. */
import type { BestTime, Interest, Sight, Weekday } from '../atlas/sights/index.ts'

/** A possible activity with what placing and choosing it need to know. */
export interface Candidate {
  /** Same key, same thing: what is used once in a trip is not used again. */
  readonly key: string
  readonly title: string
  readonly kind: string
  readonly lat: number
  readonly lon: number
  /** Whether the position is that of the thing itself and may be shown on a map. */
  readonly located: boolean
  readonly minutes: number
  readonly setting: 'indoor' | 'outdoor' | 'mixed'
  readonly paid: boolean
  readonly interests: readonly Interest[]
  readonly accessible: boolean
  readonly bestTime: BestTime
  readonly season?: readonly number[]
  readonly closedOn?: readonly Weekday[]
  /** Metres, where the air is thin. */
  readonly altitude?: number
  readonly why: string
  readonly tip?: string
  /** What to look for in a city whose guide has little of an interest: one a day is enough. */
  readonly idea?: boolean
  /** Belongs at the beginning of a stay or nowhere. */
  readonly opening?: boolean
  /** Fills the day; its minutes count the way there and back. */
  readonly dayTrip: boolean
  readonly basis: 'curated' | 'gazetteer' | 'generic'
  /** 1 for what a guide names first, towards 0 for what it names last. */
  readonly prominence: number
}

const TAUGHT = /cooking|food (?:walk|tour)/i

/** Whether one cooks, or eats one's way through a town: what a class has made is its meal. */
export function isTaughtFood({ title }: Pick<Candidate, 'title'>): boolean {
  return TAUGHT.test(title)
}

/** Key of a sight: guides of neighbouring cities may both list it, so the name decides and not the guide. */
export function keyOf(name: string): string {
  return name.trim().toLowerCase()
}

/**
 * A curated sight as a candidate.
 * @param kmFromHome a sight that the guide calls a day trip may be at the doorstep of the place one stays in
 * @param wayHours what the way from the guide's city and back takes, which a day trip's hours count
 */
export function curatedCandidate(
  sight: Sight,
  prominence: number,
  kmFromHome: number,
  wayHours = 0,
): Candidate {
  // The guide counts the way from its own city into a day trip; next door that way is saved.
  const atDoorstep = sight.dayTrip === true && kmFromHome < 8
  const hours = atDoorstep
    ? Math.min(5, Math.max(1.5, Math.round((sight.hours - wayHours) * 2) / 2))
    : sight.hours
  return {
    key: keyOf(sight.name),
    title: sight.name,
    kind: sight.kind,
    lat: sight.lat,
    lon: sight.lon,
    located: true,
    minutes: Math.round(hours * 60),
    setting: sight.setting,
    paid: sight.paid,
    interests: sight.goodFor,
    accessible: sight.accessible,
    // The early start is for the way, which is saved at the doorstep.
    bestTime: atDoorstep ? 'any' : sight.bestTime,
    ...(sight.season && { season: sight.season }),
    ...(sight.closedOn && { closedOn: sight.closedOn }),
    ...(sight.altitude !== undefined && { altitude: sight.altitude }),
    why: sight.why,
    ...(sight.tip !== undefined && { tip: sight.tip }),
    dayTrip: sight.dayTrip === true && !atDoorstep,
    basis: 'curated',
    prominence,
  }
}

/** A guide names a trip longer than this only when people come to the place for it. */
const LONG_TRIP_MINUTES = 600

/** Whether it takes more than the hours of an ordinary day out: it sets out at dawn. */
export function isLongTrip({ dayTrip, minutes, basis }: Candidate): boolean {
  return dayTrip && basis === 'curated' && minutes > LONG_TRIP_MINUTES
}
