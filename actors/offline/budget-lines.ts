/** The costs of a trip as the other agents found them, one list: each with its category and date. */
import type {
  AgentTask,
  BudgetSection,
  PlanningSection,
  PriceRange,
  ResolvedPlace,
} from '../../machines/messages/index.ts'
import { estimateLeg } from './leg.ts'
import type { Party } from './leg-option.ts'
import { cityTransportPerDay, entriesPerDay, mealsPerDay, type Band } from './prices-basket.ts'
import { priced, timesRange, type Purse } from './prices.ts'
import { nextDate } from './leg-plan.ts'
import { readWishes } from './wishes.ts'

export type Category = BudgetSection['lines'][number]['category']

/** What a cost is for: a leg, a room at a stop, an entry, or what a day (index into the plan's days) needs. */
export type CostOf =
  | { readonly kind: 'leg'; readonly leg: number }
  | { readonly kind: 'room'; readonly stay: number }
  | { readonly kind: 'entry'; readonly title: string }
  | { readonly kind: 'meals' | 'rides' | 'day'; readonly day: number }

/** One cost on one date of the trip. */
export type Cost = {
  readonly category: Category
  readonly date: string
  readonly price: PriceRange
  readonly of: CostOf
}

/** Meals on a day spent travelling cost about this share of a day in town. */
const TRAVEL_DAY_MEALS = 0.6

/** The comfort band of the stays; moderate where none are known. */
export function bandOf(task: AgentTask): Band {
  return task.sections.accommodation?.stays[0]?.band ?? 'moderate'
}

/** All costs with a date. Sections in another currency than the purse's are left to the caller to report. */
export function datedCosts(task: AgentTask, planning: PlanningSection, purse: Purse): readonly Cost[] {
  const { request } = task
  const within = (date: string) =>
    date < request.start ? request.start : date > request.end ? request.end : date
  const costs: Cost[] = []
  const add = (category: Category, date: string, price: PriceRange, of: CostOf) => {
    if (price.currency === purse.currency) costs.push({ category, date: within(date), price, of })
  }
  for (const [index, leg] of (task.sections.transport?.legs ?? []).entries()) {
    add('transport', leg.depart.slice(0, 10), leg.price, { kind: 'leg', leg: index })
  }
  for (const [index, stay] of (task.sections.accommodation?.stays ?? []).entries()) {
    for (const [night, price] of nightly(stay.total, stay.nights).entries()) {
      add('accommodation', nextDate(stay.checkIn, night), price, { kind: 'room', stay: index })
    }
  }
  for (const day of task.sections.activity?.days ?? []) {
    for (const item of day.items) {
      if (item.cost !== undefined)
        add('activities', day.date, item.cost, { kind: 'entry', title: item.title })
    }
  }
  for (const { category, date, price, of } of dailyCosts(task, planning, purse))
    add(category, date, price, of)
  return costs
}

/** Splits a total over nights so that the parts add up to the last minor unit. */
function nightly(total: PriceRange, nights: number): readonly PriceRange[] {
  const cut = (amount: number, night: number) =>
    Math.floor((amount * (night + 1)) / nights) - Math.floor((amount * night) / nights)
  return Array.from({ length: nights }, (_, night) => ({
    low: cut(total.low, night),
    expected: cut(total.expected, night),
    high: cut(total.high, night),
    currency: total.currency,
  }))
}

function dailyCosts(task: AgentTask, planning: PlanningSection, purse: Purse): readonly Cost[] {
  const { travelers } = task.request
  const wishes = readWishes(task.request)
  const band = bandOf(task)
  return planning.days.flatMap((day, index) => {
    const place = planning.stops[day.stop]?.place
    if (place === undefined) return []
    const { date } = day
    const travelling = isTravelling(day)
    const found: Cost[] = []
    const add = (category: Category, price: PriceRange, kind: 'meals' | 'rides' | 'day' = 'day') =>
      found.push({ category, date, price, of: { kind, day: index } })
    add('food', mealsOn(day, place, travelers, band, purse), 'meals')
    if (!travelling) {
      const perDay = task.sections.transport?.local[day.stop]?.perDay
      const known = perDay?.currency === purse.currency ? perDay : undefined
      add('local transport', known ?? priced(cityTransportPerDay(place, travelers), purse), 'rides')
    }
    if (day.visit !== undefined) {
      const { fare } = estimateLeg(place, day.visit.place, travelers, wishes).best
      add('local transport', timesRange(priced(fare, purse), 2))
    }
    if (task.sections.activity === undefined && day.free.length > 0) {
      add('activities', priced(entriesPerDay(band, place, travelers), purse))
    }
    return found
  })
}

function isTravelling(day: PlanningSection['days'][number]): boolean {
  return day.free.length === 0 && day.visit === undefined
}

/** The meals of a party on a day of the plan, at a level of comfort: less when the day is spent travelling. */
export function mealsOn(
  day: PlanningSection['days'][number],
  place: ResolvedPlace,
  party: Party,
  band: Band,
  purse: Purse,
): PriceRange {
  const meals = mealsPerDay(band, place, party)
  const share = isTravelling(day) ? TRAVEL_DAY_MEALS : 1
  const food = { low: meals.low * share, expected: meals.expected * share, high: meals.high * share }
  return priced(food, purse)
}
