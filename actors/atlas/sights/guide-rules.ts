import { distanceKm } from '../distance.ts'
import { nameKey } from '../name-key.ts'
import type { Sight } from './schema.ts'

/**
 * What the schema of a guide cannot say: whether its sights are where the city is, told apart, reachable on foot and
 * free of what goes stale. Pure: a centre and sights in, faults out.
 */

/** One thing that is wrong, with where in the file it stands: `sights[3].hours`. */
export interface Fault {
  readonly path: string
  readonly problem: string
}

/** A sight that parsed, with its position in the file. */
export interface PlacedSight {
  readonly at: number
  readonly sight: Sight
}

/** Kilometres from the centre within which a sight lies, and a day trip. */
export const NEAR_KM = 60
export const DAY_TRIP_KM = 130
/** Nearer than this nobody calls it a day trip. */
const OUTING_KM = 15
const OUTING_HOURS = 5
/** Two sights closer than this were given one position. */
const SAME_SPOT_KM = 0.015
/** The centre itself has no direction. */
const CENTRE_KM = 0.25
/** Sights all in one of eight directions mean a wrong centre; below this number it may be chance. */
const SPREAD_LEAST = 6
const SPREAD_DIRECTIONS = 3
/** Share of the sights around town that must have a neighbour in walking distance. */
const WALK_KM = 3
const WALKABLE = 0.3
/** Guides this long promise a week, so they have something for every traveller. */
const WEEK_LONG = 16
const LEAST_IN_A_MONTH = 7
const LEAST_TIPS = 2
const EVERYWHERE = [
  'food',
  'family',
  'nightlife',
  'culture',
  'museums',
  'architecture',
  'hiking',
  'nature',
] as const

/** The most hours one may plausibly spend; kinds without a row may fill a day. */
const MOST_HOURS: Readonly<Partial<Record<Sight['kind'], number>>> = {
  square: 2.5,
  bridge: 4,
  gallery: 4,
  church: 4,
  museum: 6,
  viewpoint: 6,
  market: 4,
  bath: 6,
  garden: 5,
}

/** What goes stale within a year. Years such as 1755 and heights in metres may stand. */
const STALE: readonly (readonly [RegExp, string])[] = [
  [/[$€£¥₹]|\b\d+ ?(?:euros?|dollars?|pounds?|USD|EUR|GBP|yen|baht|rupees?)\b/i, 'names a price'],
  [/\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?(?:am|pm|o'clock)\b|\b\d{1,2}h\d{2}\b/i, 'names an opening hour'],
]

/** Everything wrong with the sights of one guide. */
export function sightFaults(
  centre: { readonly lat: number; readonly lon: number },
  placed: readonly PlacedSight[],
): readonly Fault[] {
  return [
    ...placed.flatMap(({ at, sight }) => faultsOf(centre, sight).map((fault) => labelled(at, sight, fault))),
    ...duplicates(placed),
    ...faultsOfAll(
      centre,
      placed.map(({ sight }) => sight),
    ),
  ]
}

function labelled(at: number, sight: Sight, { path, problem }: Fault): Fault {
  return { path: `sights[${at}].${path}`, problem: `${problem} (${sight.name})` }
}

function faultsOf(centre: { lat: number; lon: number }, sight: Sight): Fault[] {
  const faults: Fault[] = []
  const km = distanceKm(centre, sight)
  const say = (path: string, problem: string) => faults.push({ path, problem })
  if (sight.dayTrip && km > DAY_TRIP_KM)
    say('lat', `is ${Math.round(km)} km away, a day trip reaches ${DAY_TRIP_KM}`)
  if (!sight.dayTrip && km > NEAR_KM)
    say('lat', `is ${Math.round(km)} km away: at most ${NEAR_KM}, or ${DAY_TRIP_KM} with "dayTrip": true`)
  if (sight.dayTrip && km <= OUTING_KM)
    say(
      'dayTrip',
      `is only ${Math.round(km)} km away: a day trip is more than ${OUTING_KM} km from the centre`,
    )
  if (sight.dayTrip && sight.hours < OUTING_HOURS)
    say('hours', `a day trip takes ${OUTING_HOURS} hours or more, with the way there and back`)
  if (!sight.dayTrip && sight.hours >= 6 && km > OUTING_KM)
    say('dayTrip', 'fills the day and is far: add "dayTrip": true')
  if (!Number.isInteger(sight.hours * 2)) say('hours', 'is not a number of half hours')
  const most = MOST_HOURS[sight.kind]
  if (!sight.dayTrip && most !== undefined && sight.hours > most)
    say('hours', `a ${sight.kind} takes at most ${most} hours`)
  for (const list of ['goodFor', 'closedOn', 'season'] as const) {
    const values: readonly unknown[] = sight[list] ?? []
    if (new Set(values).size < values.length) say(list, 'names something twice')
  }
  if (sight.closedOn?.length === 7) say('closedOn', 'leaves no day of the week')
  for (const text of ['name', 'why', 'tip'] as const) faults.push(...textFaults(text, sight[text]))
  return faults
}

/** Faults of one line of text: what goes stale, and what does not print well. */
export function textFaults(path: string, text: string | undefined): Fault[] {
  if (text === undefined) return []
  const faults = STALE.filter(([pattern]) => pattern.test(text)).map(([, problem]) => ({
    path,
    problem: `${problem}, which goes stale: "${text}"`,
  }))
  if (/\s{2}|[\n\t<>]/.test(text) || text !== text.normalize('NFC'))
    faults.push({ path, problem: 'has double spaces, tags, line breaks or letters in pieces' })
  return faults
}

function duplicates(placed: readonly PlacedSight[]): Fault[] {
  return placed.flatMap(({ at, sight }, i) => {
    const faults: Fault[] = []
    for (const { at: otherAt, sight: other } of placed.slice(0, i)) {
      if (nameKey(other.name) === nameKey(sight.name))
        faults.push({
          path: `sights[${at}].name`,
          problem: `is the same as sights[${otherAt}] (${sight.name})`,
        })
      else if (distanceKm(sight, other) < SAME_SPOT_KM)
        faults.push({
          path: `sights[${at}].lat`,
          problem: `is the very spot of sights[${otherAt}] (${sight.name}, ${other.name}): give each its own`,
        })
    }
    return faults
  })
}

function faultsOfAll(centre: { lat: number; lon: number }, sights: readonly Sight[]): Fault[] {
  const faults: Fault[] = []
  const say = (problem: string) => faults.push({ path: 'sights', problem })
  const count = (wanted: (sight: Sight) => boolean) => sights.filter(wanted).length
  const around = sights.filter(({ dayTrip }) => !dayTrip)
  const directions = around
    .filter((sight) => distanceKm(centre, sight) > CENTRE_KM)
    .map((s) => octant(centre, s))
  if (directions.length >= SPREAD_LEAST && new Set(directions).size < SPREAD_DIRECTIONS)
    say('all lie in one direction from the centre: check "lat" and "lon" of the city')
  const walkable = around.filter((s) => around.some((o) => o !== s && distanceKm(s, o) <= WALK_KM)).length
  if (walkable < WALKABLE * around.length)
    say(`only ${walkable} of ${around.length} have another one within ${WALK_KM} km: no day could be walked`)
  if (count(({ setting }) => setting !== 'outdoor') < 2)
    say('fewer than 2 are under a roof: what is there in rain?')
  if (count(({ accessible }) => accessible) < 2) say('fewer than 2 are step-free')
  if (count(({ bestTime }) => bestTime === 'evening') < 1) say('nothing is for the evening')
  if (count(({ tip }) => tip !== undefined) < LEAST_TIPS)
    say(`fewer than ${LEAST_TIPS} have a "tip": what does a visitor regret not having known?`)
  for (let month = 1; month <= 12; month += 1) {
    const open = count(({ season }) => season?.includes(month) ?? true)
    if (open < Math.min(LEAST_IN_A_MONTH, sights.length))
      say(`only ${open} are there in month ${month}, and ${LEAST_IN_A_MONTH} fill two days`)
  }
  if (sights.length >= WEEK_LONG) {
    const lacking = EVERYWHERE.filter((interest) => count(({ goodFor }) => goodFor.includes(interest)) < 2)
    if (lacking.length > 0)
      say(`a guide of ${WEEK_LONG} or more serves every interest twice: too little for ${lacking.join(', ')}`)
  }
  return faults
}

/** One of eight directions, 0 for north. */
function octant(from: { lat: number; lon: number }, to: { lat: number; lon: number }): number {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180)
  const degrees = (Math.atan2(east, to.lat - from.lat) * 180) / Math.PI
  return Math.round(((degrees + 360) % 360) / 45) % 8
}
