/** Lunch and dinner: put into a gap near what one does anyway, with the local dishes by name where they are known. */
import type { Sections, TimedItem, TripRequest } from '../messages/index.ts'
import { instantOf, localAt, localFrom } from './compose-clock.ts'
import { type Calendar, type Entry, type Gap, minutesBetween } from './compose-calendar.ts'
import type { Stretch } from './compose-whereabouts.ts'
import { dietsIn, type DishKind, dishKind, isBarred, isServedOn, plainName } from './dishes.ts'

interface Meal {
  readonly name: string
  /** Local minutes: the earliest start, the latest end, the latest start, and when one would like to begin. */
  readonly opens: number
  readonly closes: number
  readonly last: number
  readonly best: number
  readonly minutes: number
  /** Where time is short. */
  readonly least: number
  /** Minutes to rest before whatever comes next. */
  readonly pause?: number
}

const LUNCH: Meal = { name: 'Lunch', opens: 705, closes: 915, last: 855, best: 750, minutes: 60, least: 45 }
/** With children the afternoon begins after a pause. */
const LUNCH_AND_PAUSE: Meal = { ...LUNCH, pause: 30 }
const DINNER: Meal = {
  name: 'Dinner',
  opens: 1065,
  closes: 1320,
  last: 1230,
  best: 1140,
  minutes: 75,
  least: 60,
}
const EARLY_DINNER: Meal = { ...DINNER, opens: 1035, best: 1080 }
/** Where kitchens open late, an earlier table is a tourist's; with children too nobody eats before eight in Spain. */
const LATER: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['ES', 'AR', 'UY'].map((country) => [country, 75])),
  ...Object.fromEntries(
    ['IT', 'PT', 'GR', 'FR', 'CL', 'BR', 'HR', 'MT', 'CY'].map((country) => [country, 30]),
  ),
}

/** Minutes by which dinner in a country begins after what is usual elsewhere. */
export function laterDinner(country: string): number {
  return LATER[country] ?? 0
}

/** What the table of a whole trip needs to know: the diet, and which dishes were already named. */
export interface Table {
  readonly diets: readonly string[]
  readonly children: boolean
  readonly dishes: Map<string, string[]>
  /** Seasons of fasting by place, and those of which the plan has said what they mean for lunch. */
  readonly fasts: ReadonlyMap<string, { readonly name: string; readonly from: string; readonly to: string }>
  readonly fastTold: Set<string>
}

/** A table for the trip; `mealsIn` takes dishes from it so that none is named twice. */
export function setTable(request: TripRequest, sections: Sections): Table {
  const wishes = [...request.constraints, ...request.specialRequirements].join('\n')
  const dishes = new Map<string, string[]>()
  const diets = dietsIn(wishes)
  const fasts = new Map<string, { name: string; from: string; to: string }>()
  const titles = (sections.activity?.days ?? []).flatMap(({ items }) => items.map(({ title }) => title))
  for (const { place, dishes: all, fasting } of sections.location?.places ?? []) {
    if (fasting) fasts.set(place.id, fasting)
    // What an activity is about already is no tip any more.
    dishes.set(
      place.id,
      all.filter((dish) => !titles.some((title) => title.includes(dish)) && !isBarred(dish, diets)),
    )
  }
  return {
    diets,
    children: request.travelers.children > 0,
    dishes,
    fasts,
    fastTold: new Set(),
  }
}

/** Adds the meals that fit into a stretch at one place. A market or a show with dinner at mealtime is the meal. */
export function addMeals(
  calendar: Calendar,
  date: string,
  stretch: Stretch,
  table: Table,
  area?: string,
): void {
  for (const meal of [
    table.children ? LUNCH_AND_PAUSE : LUNCH,
    dinnerIn(stretch.place.country, table.children),
  ]) {
    const at = (minutes: number) => instantOf({ local: localAt(date, minutes), zone: stretch.place.timeZone })
    const opens = Math.max(at(meal.opens), stretch.from)
    const closes = Math.min(at(meal.closes), stretch.to)
    const fast = meal.name === LUNCH.name ? fastOn(date, stretch, table) : undefined
    // While one fasts a market is no meal.
    const fed = (entry: Entry) => fast === undefined && feeds(entry, opens, closes)
    if (calendar.entries.some((entry) => fed(entry) || packed(entry, meal, at))) continue
    const had = calendar.entries.some(({ item }) => item.kind === 'meal' && item.title.startsWith(meal.name))
    if (had || closes <= opens) continue
    const slot =
      bestSlot(calendar.gaps(opens, closes), meal, at(meal.best), at(meal.last)) ??
      (meal.name === LUNCH.name ? undefined : early(calendar, stretch, at))
    if (!slot) continue
    const near = fast === undefined ? nearby(slot) : undefined
    const item: TimedItem = {
      kind: 'meal',
      title: `${meal.name} ${near ? besides(near.item.title) : `in ${area ?? stretch.place.name}`}`,
      start: localFrom(slot.from, stretch.place.timeZone),
      startZone: stretch.place.timeZone,
      end: localFrom(slot.to, stretch.place.timeZone),
      endZone: stretch.place.timeZone,
      ...(fast === undefined ? tipFor(date, stretch, table) : fastTip(fast, table)),
      ...(near?.item.lat !== undefined && { lat: near.item.lat }),
      ...(near?.item.lon !== undefined && { lon: near.item.lon }),
    }
    calendar.add({ from: slot.from, to: slot.to, item })
  }
}

/** Close to a sight; but in the part of town that one has strolled through. */
function besides(title: string): string {
  const part = /^(?:A stroll|An evening|An unhurried afternoon) in (?<name>.+)$/.exec(title)?.groups?.['name']
  return part === undefined ? `near ${title}` : `in ${part}`
}

/** Before an evening that leaves no time for dinner one eats early. */
const BEFORE_THE_EVENING: Meal = {
  ...DINNER,
  opens: 990,
  closes: 1110,
  last: 1050,
  best: 1020,
  minutes: 60,
  least: 45,
}

function early(calendar: Calendar, stretch: Stretch, at: (minutes: number) => number): Slot | undefined {
  const { opens, closes, best, last } = BEFORE_THE_EVENING
  const from = Math.max(at(opens), stretch.from)
  const to = Math.min(at(closes), stretch.to)
  // Only for an evening out: who leaves on a journey eats on the way.
  const outThen = calendar.entries.some(
    (entry) => entry.activity && entry.from < at(DINNER.last) && entry.to > at(DINNER.last),
  )
  if (!outThen || to <= from) return undefined
  return bestSlot(calendar.gaps(from, to), BEFORE_THE_EVENING, at(best), at(last))
}

/** Dinner at the hour of the country; children eat somewhat earlier than the others there. */
function dinnerIn(country: string, children: boolean): Meal {
  const usual = children ? EARLY_DINNER : DINNER
  const later = laterDinner(country)
  // The latest end stays: a plan that runs into the night helps nobody.
  return {
    ...usual,
    best: usual.best + later,
    opens: usual.opens + Math.min(later, 30),
    last: usual.last + Math.min(later, 15),
  }
}

/** A long outing over midday, with lunch on the way. */
function packed(entry: Entry, meal: Meal, at: (minutes: number) => number): boolean {
  const long = entry.activity !== undefined && entry.to - entry.from >= 240
  return long && meal.name === LUNCH.name && entry.from <= at(meal.opens) && entry.to >= at(810)
}

function feeds(entry: Entry, opens: number, closes: number): boolean {
  const { activity } = entry
  if (!activity) return false
  const shared = Math.min(entry.to, closes) - Math.max(entry.from, opens)
  if (shared < 45) return false
  return (
    activity.kind === 'food-street' ||
    activity.kind === 'market' ||
    activity.kind === 'lunch' ||
    activity.kind.endsWith('with food')
  )
}

/** Minutes from which an activity is an outing with its own way there and back. */
export const LONG_OUTING = 270

interface Slot {
  readonly gap: Gap
  readonly from: number
  readonly to: number
}

function bestSlot(gaps: readonly Gap[], meal: Meal, best: number, last: number): Slot | undefined {
  let chosen: Slot | undefined
  for (const gap of gaps) {
    // A long outing ends back in town, not where it led to.
    const out = gap.before?.activity !== undefined && gap.before.to - gap.before.from >= LONG_OUTING
    const way = minutesBetween(out ? undefined : gap.before, gap.after)
    // The way counts as rest: one sits in a tram.
    const rest = gap.after?.activity ? Math.max(way, meal.pause ?? 0) : way
    const until = gap.after ? Math.min(gap.to, gap.after.from - rest) : gap.to
    // Out of the station first; and nobody eats at 18:38.
    const opens = Math.ceil((gap.from + (gap.before?.item.kind === 'transfer' ? 15 : 0)) / 5) * 5
    const minutes = Math.min(meal.minutes, Math.floor((until - opens) / 5) * 5)
    if (minutes < meal.least || opens > last) continue
    const from = Math.max(opens, Math.floor(Math.min(Math.max(opens, best), until - minutes) / 5) * 5)
    if (!chosen || Math.abs(from - best) < Math.abs(chosen.from - best)) {
      chosen = { gap, from, to: from + minutes }
    }
  }
  return chosen
}

/** The sight that the meal is next to. A day trip ends back in town, so it is none. */
function nearby({ gap, from, to }: Slot): Entry | undefined {
  // Between the luggage and the first sight one eats where one is: the way to the sight still lies ahead.
  const ahead = gap.before?.activity || gap.before?.item.kind === 'meal' ? gap.after : undefined
  return [gap.before, ahead].find((entry) => {
    if (!entry?.activity || entry.activity.basis !== 'curated') return false
    const away = entry === gap.before ? from - entry.to : entry.from - to
    return entry.to - entry.from < LONG_OUTING && away <= 60
  })
}

/** The season of fasting that a date lies in, by its name. */
function fastOn(date: string, { place }: Stretch, table: Table): string | undefined {
  const fast = table.fasts.get(place.id)
  return fast && fast.from <= date && date <= fast.to ? fast.name : undefined
}

/** Told once: after that everybody knows. */
function fastTip(name: string, table: Table): { tip?: string } {
  if (table.fastTold.has(name)) return {}
  table.fastTold.add(name)
  return {
    tip: `${name}: by day kitchens outside hotels are mostly closed. Eat where you stay, or what you bought, out of sight.`,
  }
}

function tipFor(date: string, { place }: Stretch, table: Table): { tip?: string } {
  const left = table.dishes.get(place.id) ?? []
  const take = (...kinds: DishKind[]): string | undefined => {
    const at = left.findIndex((dish) => kinds.includes(dishKind(dish)) && isServedOn(dish, date, place.lat))
    return at < 0 ? undefined : plainName(left.splice(at, 1)[0] ?? '')
  }
  const diet = table.diets.length > 0 ? table.diets.join(' and ') : undefined
  const dish = take('dish')
  const extra = dish === undefined ? undefined : take('sweet', 'drink')
  const more =
    extra === undefined ? '' : dishKind(extra) === 'drink' ? `, and to drink ${extra}` : `, and then ${extra}`
  const ask = diet === undefined ? '' : `; ask whether it comes ${diet}`
  if (dish !== undefined) return { tip: `Worth trying in ${place.name}: ${dish}${more}${ask}.` }
  if (diet !== undefined) return { tip: `Look for a menu with ${diet} dishes.` }
  return {}
}
