/** Checks that need more than one plan: whether wishes change a plan, and whether the order of places is a good one. */
import { distanceKm } from '../../actors/atlas/index.ts'
import type { CityGuide } from '../../actors/atlas/sights/index.ts'
import { guideOf } from '../../actors/atlas/sights/guide-of.ts'
import type { ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { activitiesOf } from './check.ts'
import type { Case } from './request-list.ts'
import { planTrip, type Answerer, type PlannedTrip } from './planned-trip.ts'

/** Two sets of preferences that have nothing in common. */
const OPPOSITES: readonly (readonly [TripRequest['preferences'], TripRequest['preferences']])[] = [
  [
    ['museums', 'art'],
    ['nature', 'hiking', 'beach'],
  ],
  [
    ['food', 'nightlife', 'shopping'],
    ['history', 'architecture', 'museums'],
  ],
  [['museums'], ['beach']],
  [['nightlife'], ['hiking']],
  [['food'], ['nature']],
  [
    ['shopping', 'food'],
    ['nature', 'hiking'],
  ],
  [
    ['history', 'museums'],
    ['beach', 'relaxation'],
  ],
  [['architecture'], ['nature']],
  [['culture'], ['hiking']],
  [
    ['nightlife', 'food'],
    ['culture', 'museums'],
  ],
]

/** Two plans for opposite wishes share less than this part of their sights, counted as twice the common ones over all. */
export const MOST_SHARED = 0.5
/** One day is for what everybody comes for, a long stay exhausts a guide. */
const STAY_DAYS = { least: 2, most: 5 } as const
/** What a guide must have for one set and not for the other, per day: with less, both travellers take what is there. */
const SIGHTS_PER_DAY = 1.5
/** Fewer sights say nothing about a share. */
const FEWEST = 4

export interface Shared {
  readonly share: number
  readonly titles: readonly string[]
}

/**
 * How much the plans for opposite wishes have in common, for each pair of wishes that the guide can serve; undefined for
 * trips that are not one stay of a few days at a place with a guide.
 */
export async function diversityOf(
  { request }: Case,
  signal: AbortSignal,
  answer?: Answerer,
): Promise<readonly Shared[] | undefined> {
  const [place, ...more] = request.destinations
  const guide = place && guideOf(place)
  const days = (Date.parse(request.end) - Date.parse(request.start)) / 86_400_000 + 1
  if (guide === undefined || more.length > 0 || days < STAY_DAYS.least || days > STAY_DAYS.most)
    return undefined
  // Families and wheelchairs narrow the choice down before any wish does.
  if (request.travelers.children > 0 || request.constraints.length > 0) return undefined
  const month = Number(request.start.slice(5, 7))
  const found: Shared[] = []
  for (const [one, other] of OPPOSITES) {
    if (Math.min(only(guide, month, one, other), only(guide, month, other, one)) < days * SIGHTS_PER_DAY)
      continue
    const plans = await Promise.all(
      [one, other].map((preferences) =>
        planTrip({ ...request, preferences: [...preferences] }, signal, answer),
      ),
    )
    const [a, b] = plans.map((plan) => ('plan' in plan ? sightsOf(plan) : new Set<string>()))
    if (a === undefined || b === undefined || Math.min(a.size, b.size) < FEWEST) continue
    const titles = [...a].filter((title) => b.has(title))
    found.push({ share: (2 * titles.length) / (a.size + b.size), titles })
  }
  return found.length === 0 ? undefined : found
}

/** Sights in season for the first wishes that are nothing for the others. */
function only(
  { sights }: CityGuide,
  month: number,
  wishes: TripRequest['preferences'],
  others: TripRequest['preferences'],
): number {
  const serves = (goodFor: readonly string[], what: typeof wishes) =>
    what.some((wish) => goodFor.includes(wish))
  return sights.filter(
    ({ goodFor, season }) =>
      (season?.includes(month) ?? true) && serves(goodFor, wishes) && !serves(goodFor, others),
  ).length
}

function sightsOf(plan: PlannedTrip): ReadonlySet<string> {
  return new Set(
    activitiesOf(plan)
      .filter(({ item }) => item.basis !== 'generic')
      .map(({ item }) => item.title),
  )
}

/** An order that is at most this much longer than the best one is not a zigzag. */
export const LONGEST_WAY = 1.2
/** Fewer stops have no order to speak of; more than this would take too long to try. */
const STOPS = { least: 4, most: 10 } as const

/**
 * The length of the planned way over the shortest one through the same places, from and to the origin, or from the first
 * stop without one. Undefined for few stops and for orders that the traveller fixed.
 */
export function zigzagOf({ request, sections }: PlannedTrip): number | undefined {
  const stops = sections.planning.stops.map(({ place }) => place)
  if (new Set(stops.map(({ id }) => id)).size !== stops.length) return undefined
  if (stops.length < STOPS.least || stops.length > STOPS.most) return undefined
  if (/in (?:this|that|the given) order/i.test(request.constraints.join(' '))) return undefined
  const home = request.origin
  const way = lengthOf([...(home ? [home] : []), ...stops, ...(home ? [home] : [])])
  const [first, ...rest] = stops
  if (first === undefined) return undefined
  const best = home ? shortest(home, stops, home) : shortest(first, rest, undefined)
  return way / best
}

function lengthOf(points: readonly ResolvedPlace[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + distanceKm(points[i] ?? point, point), 0)
}

/** The shortest way through all places, exactly, by dynamic programming over subsets (Held and Karp). */
export function shortest(
  from: ResolvedPlace,
  through: readonly ResolvedPlace[],
  to: ResolvedPlace | undefined,
): number {
  const count = through.length
  // best[subset][last]: the shortest way that has seen the subset and stands at `last`.
  const best = Array.from({ length: 1 << count }, () => new Float64Array(count).fill(Infinity))
  for (const [i, place] of through.entries()) put(best, 1 << i, i, distanceKm(from, place))
  for (let subset = 1; subset < 1 << count; subset += 1) {
    for (const [last, here] of through.entries()) {
      const km = best[subset]?.[last] ?? Infinity
      if (km === Infinity) continue
      for (const [next, there] of through.entries())
        if ((subset & (1 << next)) === 0) put(best, subset | (1 << next), next, km + distanceKm(here, there))
    }
  }
  const all = best[(1 << count) - 1] ?? []
  return Math.min(
    ...through.map((place, i) => (all[i] ?? Infinity) + (to === undefined ? 0 : distanceKm(place, to))),
  )
}

function put(best: readonly Float64Array[], subset: number, last: number, km: number): void {
  const row = best[subset]
  if (row !== undefined && km < (row[last] ?? Infinity)) row[last] = km
}
