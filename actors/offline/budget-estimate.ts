/** What a trip would cost in one comfort band, from the plan alone: decides the band before anything is booked. */
import type { PlanningSection, TripRequest } from '../../machines/messages/index.ts'
import { roomsFor } from './accommodation-rooms.ts'
import { legOfPlan } from './leg-plan.ts'
import {
  BANDS,
  cityTransportPerDay,
  entriesPerDay,
  mealsPerDay,
  roomsPerNight,
  type Band,
} from './prices-basket.ts'
import type { Purse } from './prices.ts'
import type { Wishes } from './wishes.ts'

/** Kept back for what nobody foresees: share of all other costs. */
export const RESERVE_SHARE = 0.07

/** Expected cost of the whole trip in US dollars. */
export function tripDollars(
  request: TripRequest,
  planning: PlanningSection,
  wishes: Wishes,
  band: Band,
): number {
  const party = request.travelers
  const rooms = roomsFor(party, wishes.separateRooms)
  let sum = 0
  for (const index of planning.legs.keys()) {
    sum += legOfPlan(planning, index, request, wishes)?.estimate.best.fare.expected ?? 0
  }
  for (const { place, nights, arrive } of planning.stops) {
    sum += nights * roomsPerNight(band, place, party, rooms, arrive).expected
  }
  for (const day of planning.days) {
    const place = planning.stops[day.stop]?.place
    if (place === undefined) continue
    sum += mealsPerDay(band, place, party).expected
    sum += day.free.length > 0 ? cityTransportPerDay(place, party).expected : 0
    sum += day.free.length > 0 ? entriesPerDay(band, place, party).expected : 0
  }
  return sum * (1 + RESERVE_SHARE)
}

/** Leave at least this share of the limit when choosing anything but the cheapest band; luxury leaves more. */
const HEADROOM: Readonly<Record<Band, number>> = { budget: 0, moderate: 0.05, comfort: 0.18, luxury: 0.3 }

export type BandChoice = { readonly band: Band; readonly why: string }

/** The band: what the traveller asked for, else the best one the limit carries, else moderate. */
export function chooseBand(
  request: TripRequest,
  planning: PlanningSection,
  wishes: Wishes,
  purse: Purse,
): BandChoice {
  if (wishes.lodging !== undefined) return { band: wishes.lodging, why: 'as you asked' }
  const { budget } = request
  if (budget === undefined || purse.currency !== budget.currency) {
    return { band: 'moderate', why: 'no budget was given, so the middle of the market' }
  }
  const limit = budget.amount / purse.perDollar
  const best = BANDS.findLast(
    (band) => tripDollars(request, planning, wishes, band) <= limit * (1 - HEADROOM[band]),
  )
  if (best === undefined) return { band: 'budget', why: 'your budget leaves room for nothing dearer' }
  // What others plan at the same time is not known here: this is a first estimate, and says so.
  return { band: best, why: 'by a first estimate the best your budget carries' }
}
