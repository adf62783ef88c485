/** What there is to do at a place for these travellers: its guide, or general ideas where there is none. */
import type { PlanningSection, ResolvedPlace } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'
import { guideOf, isOwnGuide } from '../atlas/sights/guide-of.ts'
import type { CityGuide } from '../atlas/sights/index.ts'
import { type Candidate, curatedCandidate, isTaughtFood, keyOf } from './activity-candidate.ts'
import { travelMinutes } from './day-travel.ts'
import { genericCandidates } from './activity-generic.ts'
import { dishKind, isBarred, plainName } from '../../machines/trip/dishes.ts'
import { listed } from '../../machines/trip/wording.ts'
import { strollsOf } from './activity-strolls.ts'
import { suits, type Wishes } from './activity-wishes.ts'

/** Everything that may be offered at one place. */
export interface StayPool {
  readonly guide: CityGuide | undefined
  readonly candidates: readonly Candidate[]
  /** How many sights were left out because they are not step-free. */
  readonly leftOut: number
}

/** Guides of cities this far away may name something at a place that has no guide. */
const REGION_KM = 120
const DOORSTEP_KM = 10
/** From so many sights on, a guide serves every interest by itself. */
const LONG_GUIDE = 16
/** So many sights made for an interest need no general ideas beside them. */
const ENOUGH_KNOWN = 5
/** What a known city has more of than its guide names; its market or its oldest church would be in the guide. */
const HOLD_ANYWHERE = new Set(['hike', 'lunch', 'bath'])
/** Below everything that a guide names: chosen for an interest once that has run out, never to fill a gap. */
const IDEA_PROMINENCE = -0.2

/** The pool of a place. What lies at the doorstep of another place of the trip is left to that place. */
export function poolOf(place: ResolvedPlace, planning: PlanningSection, wishes: Wishes): StayPool {
  const others = placesOf(planning).filter(({ id }) => id !== place.id)
  const elsewhere = (candidate: Candidate) =>
    others.some((other) => distanceKm(other, candidate) < Math.min(12, distanceKm(place, candidate)))
  const guide = guideOf(place)
  if (!guide) {
    const candidates = [...named(place, others), ...genericCandidates(place, wishes.preferences)]
    return {
      guide: undefined,
      candidates: candidates.filter((candidate) => suits(candidate, wishes)),
      leftOut: 0,
    }
  }
  const own = isOwnGuide(place, guide)
  const all = own
    ? [
        ...curated(guide, { ...place, lat: guide.lat, lon: guide.lon }),
        ...strolls(guide, wishes),
        ...ideas(guide, place, wishes),
      ]
    : borrowed(guide, place, wishes)
  return {
    guide,
    candidates: all.filter((candidate) => suits(candidate, wishes) && !elsewhere(candidate)),
    leftOut: wishes.stepFree ? all.filter(({ accessible }) => !accessible).length : 0,
  }
}

/**
 * General ideas for what the travellers came for, where a short guide has little of it: without them two trips with
 * different wishes would see the same eight things.
 */
function ideas(guide: CityGuide, place: ResolvedPlace, wishes: Wishes): Candidate[] {
  const long = guide.sights.length >= LONG_GUIDE
  const kinds = new Set<string>(guide.sights.map(({ kind }) => kind))
  const inTown = guide.sights.filter(({ dayTrip }) => dayTrip !== true)
  const lacking = genericCandidates(place, wishes.preferences).filter(({ kind, interests }) => {
    const [leading] = interests
    if (leading === undefined || !HOLD_ANYWHERE.has(kind) || !wishes.preferences.includes(leading))
      return false
    // A long guide has its walks, but no guide lists every table.
    if (long && kind !== 'lunch') return false
    const served = inTown.filter(({ goodFor }) => goodFor[0] === leading).length
    return served < ENOUGH_KNOWN && (kind === 'hike' || !kinds.has(kind))
  })
  // A sight that somebody knows is better than an idea of one.
  return (
    lacking
      .flatMap((candidate) =>
        candidate.kind === 'lunch' ? tables(candidate, guide, wishes.diets) : [candidate],
      )
      // A guide may have one already, under a name of its own.
      .filter(
        (candidate) =>
          !isTaughtFood(candidate) || !guide.sights.some(({ name }) => isTaughtFood({ title: name })),
      )
      .map((candidate) => ({ ...candidate, idea: true, prominence: IDEA_PROMINENCE }))
  )
}

/** Parts of town, for those who said what they like: the others have the sights. */
function strolls(guide: CityGuide, wishes: Wishes): Candidate[] {
  return wishes.preferences.length === 0 ? [] : strollsOf(guide)
}

/** A guide knows what is eaten there, so that a lunch need not be an idea of one, and an evening may be about food too. */
function tables(
  { tip: _noon, ...lunch }: Candidate,
  { city, dishes }: CityGuide,
  diets: readonly string[],
): Candidate[] {
  const fit = dishes.filter((dish) => !isBarred(dish, diets) && plainName(dish) === dish)
  const diet = diets.join(' and ')
  // Nobody sits for an evening over two cakes. To who keeps a diet no dish is named.
  const mains = diet === '' ? fit.filter((dish) => dishKind(dish) === 'dish') : fit
  const few = mains.length < 3
  // No dish is for lunch and for dinner; with few of them each is about one.
  const noon = few ? mains.slice(0, 1) : mains.slice(-4).slice(2)
  const evening = few ? mains.slice(1) : mains.slice(-4).slice(0, 2)
  const beside = fit.find((dish) => dishKind(dish) === 'drink') ?? fit.find((dish) => !mains.includes(dish))
  // One dish is a lunch, with what is drunk or eaten after it, and no evening.
  if (mains.length === 1 && beside !== undefined) noon.push(beside)
  if (noon.length + evening.length < 2) return [lunch]
  const why =
    diet === ''
      ? 'Dishes of the place, with the time that they deserve.'
      : `Ask beforehand who cooks ${diet}: the local dishes deserve the time.`
  const dinner = `An evening at table in ${city}`
  const named = (title: string, those: readonly string[]) =>
    diet === '' ? `${title}: ${listed(those)}` : `${title}, ${diet}`
  return [
    { ...lunch, title: named(`A long lunch in ${city}`, noon), why },
    ...(evening.length > 0
      ? [
          {
            ...lunch,
            key: keyOf(dinner),
            title: named(dinner, evening),
            why,
            kind: 'dinner',
            bestTime: 'evening' as const,
          },
        ]
      : []),
    {
      ...lunch,
      key: keyOf(`cooking ${city}`),
      title: `A food walk or a cooking class in ${city}`,
      why: 'Three hours with somebody who cooks here explain every menu after them.',
      tip: 'Ask where you stay for one in a small group, and say what you do not eat.',
      kind: 'other',
      setting: 'mixed',
      minutes: 180,
      bestTime: 'afternoon',
    },
  ]
}

/**
 * For a town near a curated city: what the guide has in the town first, then the ideas for any town, and the city as
 * what it is from there, an outing.
 */
function borrowed(guide: CityGuide, place: ResolvedPlace, wishes: Wishes): Candidate[] {
  const own = (candidate: Candidate) => distanceKm(place, candidate) <= DOORSTEP_KM
  const sights = curated(guide, place)
  return [
    ...sights.filter(own).map(foremost),
    ...genericCandidates(place, wishes.preferences),
    ...sights
      .filter((candidate) => !own(candidate))
      .map((candidate) => ({ ...candidate, prominence: 0.7 * candidate.prominence })),
  ]
}

/** Last in the guide of the city, first in the town itself. */
function foremost(candidate: Candidate): Candidate {
  return { ...candidate, prominence: Math.max(candidate.prominence, 0.9) }
}

/** The stops of a trip and the places visited from them, each once. */
export function placesOf(planning: PlanningSection): ResolvedPlace[] {
  const places = [
    ...planning.stops.map(({ place }) => place),
    ...planning.days.flatMap(({ visit }) => (visit ? [visit.place] : [])),
  ]
  return [...new Map(places.map((place) => [place.id, place])).values()]
}

/** What the guides of larger cities in the region have at this very place, say as their day trip. */
function named(place: ResolvedPlace, others: readonly ResolvedPlace[]): Candidate[] {
  const near = others.filter((other) => distanceKm(place, other) <= REGION_KM).map((other) => guideOf(other))
  const guides = new Set([guideOf(place, REGION_KM), ...near].filter((guide) => guide !== undefined))
  return [...guides]
    .flatMap((guide) => curated(guide, place))
    .filter((candidate) => distanceKm(place, candidate) <= DOORSTEP_KM)
    .map(foremost)
}

function curated(guide: CityGuide, place: ResolvedPlace): Candidate[] {
  return guide.sights.map((sight, i) => {
    const candidate = curatedCandidate(
      sight,
      1 - i / guide.sights.length,
      distanceKm(place, sight),
      (2 * travelMinutes(guide, sight)) / 60,
    )
    return sight.dayTrip === true && !candidate.dayTrip ? atHome(candidate, place) : candidate
  })
}

/** A day trip is called after the town that it leads to, and its tip is about the way: neither says anything there. */
function atHome({ tip: _way, ...candidate }: Candidate, place: ResolvedPlace): Candidate {
  const { title } = candidate
  if (!title.startsWith(place.name)) return candidate
  const [, rest] = title.split(': ')
  return { ...candidate, title: rest === undefined ? `The sights of ${place.name}` : rest }
}
