/** The transport agent without a model: a mode, times, a price range and CO2 for every planned leg. */
import type { AgentTask, TransportSection } from '../../machines/messages/index.ts'
import { dayAndMonth } from '../../machines/trip/wording.ts'
import { CARBON_SOURCE } from './leg-carbon.ts'
import { legOfPlan, type LegPlan } from './leg-plan.ts'
import type { LegOption } from './leg-option.ts'
import { cityTransportPerDay } from './prices-basket.ts'
import { priced, priceSources, purseOf, type Purse } from './prices.ts'
import { localText } from './transport-local.ts'
import { whyBest, whyOther } from './transport-wording.ts'
import { readWishes } from './wishes.ts'

type Leg = TransportSection['legs'][number]

/**
 * Fills the legs that planning laid out, in the windows it reserved.
 * @throws Error when the task holds no planning section
 */
export function composeTransport(task: AgentTask): TransportSection {
  const { request } = task
  const { planning } = task.sections
  if (planning === undefined) throw new Error('transport needs the planning section')
  const wishes = readWishes(request)
  const purse = purseOf(request)
  const plans = planning.legs.flatMap((leg, index) => {
    const plan = legOfPlan(planning, index, request, wishes)
    return plan === undefined ? [] : [{ leg, plan }]
  })
  const legs = plans.map(({ leg, plan }) => ({ ...legText(plan, purse), from: leg.from, to: leg.to }))
  const people = request.travelers.adults + request.travelers.children
  const carbon = legs.reduce((sum, leg) => sum + leg.co2Kg, 0)
  return {
    legs,
    local: planning.stops.map(({ place }) => ({
      place: place.name,
      text: localText(place, request.travelers, wishes),
      perDay: priced(cityTransportPerDay(place, request.travelers), purse),
    })),
    notes: [
      ...(legs.length === 0
        ? []
        : [
            'Times are estimates door to door, not timetables; prices are ranges for the whole party, one way. Check both before you book.',
            `All legs together: about ${kilograms(carbon)} CO2 per person${people > 1 && carbon >= 1 ? `, ${kilograms(carbon * people)} for the ${people} of you` : ''}.`,
          ]),
      ...visitNotes(planning),
      ...plans.flatMap(({ plan }) => plan.estimate.unmet ?? []),
      ...plans.flatMap(({ plan }) =>
        plan.estimate.best.uncertain === true
          ? [
              `${plan.estimate.from.name} to ${plan.estimate.to.name}: no scheduled connection is known; confirm one before you rely on this plan.`,
            ]
          : [],
      ),
      ...(purse.note === undefined ? [] : [purse.note]),
    ],
    sources: [
      {
        name: 'Offline leg estimates',
        method:
          'great-circle distances (GeoNames, OurAirports); block time 0.6 h + km / 860; hand-written tables of usual train and ferry times; road speed and detour by country; land routes on Natural Earth',
      },
      CARBON_SOURCE,
      ...priceSources(purse),
    ],
  }
}

/** Rounded to what the estimate is worth: "85 kg", "3,870 kg". */
function kilograms(amount: number): string {
  if (amount < 1) return 'less than 1 kg'
  const whole = amount < 1_000 ? Math.round(amount) : Math.round(amount / 10) * 10
  return `${whole.toLocaleString('en')} kg`
}

function visitNotes(planning: NonNullable<AgentTask['sections']['planning']>): readonly string[] {
  return planning.days.flatMap(({ date, visit }) =>
    visit === undefined
      ? []
      : [
          `The fare of the day visit to ${visit.place.name} is in the local transport of ${dayAndMonth(date)}.`,
        ],
  )
}

function legText(plan: LegPlan, purse: Purse): Omit<Leg, 'from' | 'to'> {
  const { estimate, times } = plan
  const { best, from, to } = estimate
  const price = priced(best.fare, purse)
  return {
    ...option(best, price, whyBest(estimate)),
    distanceKm: Math.round(estimate.distanceKm * 10) / 10,
    depart: times.depart,
    departZone: from.timeZone,
    arrive: times.arrive,
    arriveZone: to.timeZone,
    details: [...best.details],
    alternatives: estimate.others.map((other) => {
      const otherPrice = priced(other.fare, purse)
      return option(other, otherPrice, whyOther(other, otherPrice, best, price))
    }),
  }
}

function option(
  { mode, minutes, co2Kg }: LegOption,
  price: Leg['price'],
  why: string,
): Leg['alternatives'][number] {
  return { mode, durationMinutes: minutes, price, co2Kg: Math.round(co2Kg * 10) / 10, why }
}
