/** How much these travellers would like something on that day: preferences first, then fame, variety and weather. */
import type { Interest } from '../atlas/sights/index.ts'
import type { Candidate } from './activity-candidate.ts'
import type { Wishes } from './activity-wishes.ts'
import type { Conditions } from './day-conditions.ts'

/** Interests that often please the same person, for what serves none of the named ones. */
const KIN: Record<Interest, readonly Interest[]> = {
  food: ['culture', 'shopping', 'nightlife'],
  culture: ['history', 'art', 'architecture'],
  nature: ['photography', 'relaxation', 'hiking'],
  hiking: ['nature', 'beach', 'relaxation'],
  beach: ['relaxation', 'nature', 'nightlife'],
  nightlife: ['food', 'shopping', 'culture'],
  family: ['nature', 'beach', 'relaxation'],
  architecture: ['photography', 'history', 'art'],
  museums: ['art', 'history', 'culture'],
  shopping: ['food', 'nightlife', 'art'],
  history: ['architecture', 'culture', 'museums'],
  art: ['museums', 'architecture', 'culture'],
  relaxation: ['nature', 'beach', 'food'],
  photography: ['architecture', 'nature', 'nightlife'],
}

/** Kinds that stand for an interest so clearly that they are what the traveller meant. */
const ESSENCE: Partial<Record<Interest, readonly string[]>> = {
  food: ['market', 'food-street'],
  hiking: ['hike'],
  beach: ['beach'],
  nature: ['nature', 'park', 'garden', 'hike'],
  museums: ['museum', 'gallery'],
  art: ['gallery', 'museum'],
  nightlife: ['neighbourhood', 'street', 'food-street', 'show'],
  family: ['zoo'],
  relaxation: ['bath', 'garden', 'park', 'beach'],
  shopping: ['market', 'street'],
  architecture: ['palace', 'church', 'castle', 'bridge'],
  history: ['castle', 'monument', 'palace'],
  culture: ['temple', 'theatre', 'show'],
  photography: ['viewpoint'],
}

/** Among what a guide names first: few first visits leave without it. */
const ICON = 0.88
/** What an icon is worth to those who came for something else altogether, of what it is to their like: the first, and more. */
const FIRST_ICON = 0.5
const ICON_FOR_OTHERS = 0.3
/** What is left of the worth of a stopgap after each one taken. */
const NEXT_STOPGAP = 0.6

/** What was already chosen in this stay: variety and fairness between interests depend on it. */
export interface Tally {
  /** How many were chosen that serve none of the preferences. */
  stopgaps: number
  readonly kinds: Map<string, number>
  readonly served: Map<Interest, number>
  /** Share of each kind in what the place has. */
  readonly shares: ReadonlyMap<string, number>
}

/** An empty tally of a place with these candidates. */
export function newTally(pool: readonly Candidate[]): Tally {
  const shares = new Map<string, number>()
  for (const { kind } of pool) shares.set(kind, (shares.get(kind) ?? 0) + 1 / pool.length)
  return { stopgaps: 0, kinds: new Map(), served: new Map(), shares }
}

/** Counts a chosen candidate. */
export function count(tally: Tally, candidate: Candidate, wishes: Wishes): void {
  if (servedBy(candidate, wishes).length === 0) tally.stopgaps += 1
  tally.kinds.set(candidate.kind, (tally.kinds.get(candidate.kind) ?? 0) + 1)
  for (const interest of candidate.interests) {
    tally.served.set(interest, (tally.served.get(interest) ?? 0) + 1)
  }
}

/** Which of the traveller's preferences a candidate serves. */
export function servedBy(candidate: Candidate, wishes: Wishes): Interest[] {
  return wishes.preferences.filter((preference) => candidate.interests.includes(preference))
}

/** Whether it serves a preference, or an interest that often goes with one. */
export function isKin(candidate: Candidate, wishes: Wishes): boolean {
  return wishes.preferences.some((preference) =>
    [preference, ...KIN[preference]].some((interest) => candidate.interests.includes(interest)),
  )
}

/** Whether it is the very thing that a preference asks for. */
export function isEssence(candidate: Candidate, wishes: Wishes): boolean {
  return servedBy(candidate, wishes).some(
    (interest) => ESSENCE[interest]?.includes(candidate.kind) === true || candidate.interests[0] === interest,
  )
}

/** The worth of a candidate on a day: about 0.1 for a stopgap, 1 for a good choice, 2 for just the thing. */
export function appetite(candidate: Candidate, wishes: Wishes, day: Conditions, tally: Tally): number {
  let worth =
    wishes.preferences.length === 0 ? 0.3 + 0.8 * candidate.prominence : wished(candidate, wishes, tally)
  if (wishes.pram && !candidate.accessible) worth *= 0.7
  if (wishes.thrifty && candidate.paid) worth *= 0.6
  if (wishes.children > 0) worth *= candidate.interests.includes('family') ? 1.35 : 0.7
  // What is made for children bores those who bring none.
  else if (candidate.interests[0] === 'family' && !wishes.preferences.includes('family')) worth *= 0.5
  const again = surplus(candidate, tally)
  worth *= (wishes.preferences.length > 0 && isEssence(candidate, wishes) ? 0.94 : 0.86) ** again
  worth *= weatherFactor(candidate, day)
  if ((day.holiday ?? day.feast) !== undefined && closesOnHolidays(candidate)) worth *= 0.45
  // What takes longer gives more, though not in proportion.
  return worth * lengthFactor(candidate)
}

function lengthFactor({ minutes, dayTrip, prominence, basis }: Candidate): number {
  const factor = Math.min(1.25, Math.max(0.8, (minutes / 100) ** 0.25))
  // Half a day for one thing takes the place of two others; what a guide names early is worth that.
  return minutes >= 210 && !dayTrip && basis === 'curated' ? factor * (1 + 0.6 * prominence) : factor
}

/**
 * How many of a kind there are already beyond its share of the place: a city of temples may show several, but each
 * one more than that is worth a little less.
 */
function surplus({ kind }: Candidate, { kinds, shares }: Tally): number {
  const total = [...kinds.values()].reduce((sum, count) => sum + count, 0)
  return Math.max(0, (kinds.get(kind) ?? 0) - total * (shares.get(kind) ?? 0))
}

function wished(candidate: Candidate, wishes: Wishes, tally: Tally): number {
  const served = servedBy(candidate, wishes)
  if (served.length === 0) {
    return stopgap(candidate, wishes, tally)
  }
  // With several preferences, the one that had less so far counts for more.
  const weights = served.map((interest) => 1 / (1 + 0.2 * (tally.served.get(interest) ?? 0)))
  const best = Math.max(...weights)
  const rest = weights.reduce((sum, weight) => sum + weight, 0) - best
  const scale = wishes.preferences.length === 1 ? 1 : 0.5 + 0.5 * best
  return (
    (0.75 +
      (isEssence(candidate, wishes) ? 0.6 : 0) +
      0.2 * candidate.prominence +
      (candidate.prominence >= ICON ? 0.3 : 0)) *
      scale +
    0.25 * Math.min(1, rest)
  )
}

/**
 * What serves no preference: the icons of a place and what the same people often like. Each one taken makes the next
 * worth less, or a short list of wishes would drown in sightseeing and every trip would look alike.
 */
function stopgap(candidate: Candidate, wishes: Wishes, tally: Tally): number {
  const kin = wishes.preferences.filter((preference) =>
    KIN[preference].some((interest) => candidate.interests.includes(interest)),
  )
  const share = kin.length / wishes.preferences.length
  // One of them is more or less for everybody.
  const others = tally.stopgaps === 0 ? FIRST_ICON : ICON_FOR_OTHERS
  const icon =
    candidate.prominence >= ICON && !isForeign(candidate, wishes)
      ? 0.35 * (others + (1 - others) * likeness(candidate, wishes))
      : 0
  return (
    (share * (0.3 + 0.1 * candidate.prominence) * temper(candidate, wishes) + icon) *
    NEXT_STOPGAP ** tally.stopgaps
  )
}

/** Three tempers of a traveller: who goes out, who wants life around, who wants to understand what is there. */
const TEMPERS: Record<Interest, 'open air' | 'life' | 'learning'> = {
  hiking: 'open air',
  nature: 'open air',
  beach: 'open air',
  photography: 'open air',
  relaxation: 'open air',
  family: 'open air',
  food: 'life',
  nightlife: 'life',
  shopping: 'life',
  culture: 'learning',
  history: 'learning',
  architecture: 'learning',
  museums: 'learning',
  art: 'learning',
}

/**
 * What to do with a day that no wish fills: sights that suit the same temper, without what is the heart of an interest
 * that nobody named. About 0.2 for what is made for others, 1.2 for the same temper.
 */
export function temper(candidate: Candidate, wishes: Wishes): number {
  return (
    (0.3 + 0.9 * likeness(candidate, wishes)) *
    (isKin(candidate, wishes) ? 1 : 0.7) *
    (isForeign(candidate, wishes) ? 0.3 : 1)
  )
}

/** How much of a candidate is of the travellers' temper, 0 to 1; its first interests say more than its last. */
function likeness({ interests }: Candidate, { preferences }: Wishes): number {
  const wanted = new Set(preferences.map((preference) => TEMPERS[preference]))
  let all = 0
  let alike = 0
  for (const [i, interest] of interests.entries()) {
    all += 1 / (i + 1)
    if (wanted.has(TEMPERS[interest])) alike += 1 / (i + 1)
  }
  return all === 0 ? 0 : alike / all
}

/** Interests that one has or has not: who did not name them, or one close to them, did not come for them. */
const ACQUIRED: ReadonlySet<Interest> = new Set(['food', 'nightlife', 'shopping', 'hiking', 'beach'])

/** The heart of an interest that nobody named. */
export function isForeign(candidate: Candidate, wishes: Wishes): boolean {
  if (['hike', 'beach', 'market', 'food-street'].includes(candidate.kind) && !isKin(candidate, wishes)) {
    return true
  }
  const [leading] = candidate.interests
  if (leading === undefined || !ACQUIRED.has(leading)) return false
  return !wishes.preferences.some((preference) => [preference, ...KIN[preference]].includes(leading))
}

function weatherFactor(candidate: Candidate, day: Conditions): number {
  const { typical } = day
  if (!typical) return 1
  let factor = 1
  if (candidate.setting === 'outdoor') factor *= 1 - 0.5 * Math.max(0, typical.rain - 0.35)
  if (candidate.setting === 'indoor') factor *= 1 + 0.4 * Math.max(0, typical.rain - 0.45)
  const exposed = candidate.setting === 'outdoor' && candidate.bestTime !== 'evening'
  if (exposed && candidate.season === undefined && typical.high < 2) factor *= 0.75
  if (candidate.kind === 'beach') factor *= typical.high >= 22 ? 1 : typical.high >= 18 ? 0.6 : 0.3
  return factor
}

/** What a public holiday often closes. */
export function closesOnHolidays(candidate: Candidate): boolean {
  return (
    ['museum', 'gallery', 'palace', 'market', 'theatre'].includes(candidate.kind) ||
    candidate.interests[0] === 'shopping'
  )
}
