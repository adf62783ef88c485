/** The costs of a trip as the other agents found them, one list: each with its category and date. */
import type { AgentTask, BudgetSection, PlanningSection, PriceRange } from '../../machines/messages/index.ts'
import { estimateLeg } from './leg.ts'
import { cityTransportPerDay, entriesPerDay, mealsPerDay, type Band } from './prices-basket.ts'
import { priced, timesRange, type Purse } from './prices.ts'
import { nextDate } from './leg-plan.ts'
import { readWishes } from './wishes.ts'

export type Category = BudgetSection['lines'][number]['category']

/** One cost on one date of the trip. */
export type Cost = { readonly category: Category; readonly date: string; readonly price: PriceRange }

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
  const add = (category: Category, date: string, price: PriceRange) => {
    if (price.currency === purse.currency) costs.push({ category, date: within(date), price })
  }
  for (const leg of task.sections.transport?.legs ?? []) {
    add('transport', leg.depart.slice(0, 10), leg.price)
  }
  for (const stay of task.sections.accommodation?.stays ?? []) {
    for (const [night, price] of nightly(stay.total, stay.nights).entries()) {
      add('accommodation', nextDate(stay.checkIn, night), price)
    }
  }
  for (const day of task.sections.activity?.days ?? []) {
    for (const item of day.items) {
      if (item.cost !== undefined) add('activities', day.date, item.cost)
    }
  }
  for (const [category, date, price] of dailyCosts(task, planning, purse)) add(category, date, price)
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

function dailyCosts(
  task: AgentTask,
  planning: PlanningSection,
  purse: Purse,
): readonly (readonly [Category, string, PriceRange])[] {
  const { travelers } = task.request
  const wishes = readWishes(task.request)
  const band = bandOf(task)
  return planning.days.flatMap((day) => {
    const place = planning.stops[day.stop]?.place
    if (place === undefined) return []
    const travelling = day.free.length === 0 && day.visit === undefined
    const meals = mealsPerDay(band, place, travelers)
    const share = travelling ? TRAVEL_DAY_MEALS : 1
    const food = { low: meals.low * share, expected: meals.expected * share, high: meals.high * share }
    const found: [Category, string, PriceRange][] = [['food', day.date, priced(food, purse)]]
    if (!travelling) {
      const perDay = task.sections.transport?.local[day.stop]?.perDay
      const known = perDay?.currency === purse.currency ? perDay : undefined
      found.push(['local transport', day.date, known ?? priced(cityTransportPerDay(place, travelers), purse)])
    }
    if (day.visit !== undefined) {
      const { fare } = estimateLeg(place, day.visit.place, travelers, wishes).best
      found.push(['local transport', day.date, timesRange(priced(fare, purse), 2)])
    }
    if (task.sections.activity === undefined && day.free.length > 0) {
      found.push(['activities', day.date, priced(entriesPerDay(band, place, travelers), purse)])
    }
    return found
  })
}
