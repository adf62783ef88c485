/** Single changes to a plan that make it cheaper. Each is a new list of costs, so that changes can be added up together. */
import type { AgentTask, PlanningSection } from '../../machines/messages/index.ts'
import { lowered } from '../../machines/trip/wording.ts'
import { bandOf, mealsOn, type Cost } from './budget-lines.ts'
import { fewerNights, withoutStop } from './budget-shorter.ts'
import { spokenMinutes } from './leg-option.ts'
import { BANDS, roomsPerNight, type Band } from './prices-basket.ts'
import { priced, type Purse } from './prices.ts'
import { readWishes } from './wishes.ts'
import { modeName } from './transport-wording.ts'

/** A plan with its costs, and by how much it is over the limit (minor units; 0 when it is only tight). */
export type CostedPlan = {
  readonly task: AgentTask
  readonly planning: PlanningSection
  readonly purse: Purse
  readonly costs: readonly Cost[]
  readonly gap: number
}

export type Measure = {
  /** Of one kind a plan can take one. */
  readonly kind: 'ride' | 'walk' | 'entries' | 'meals' | 'rooms' | 'shorter'
  readonly text: string
  /** What the traveller gives up: 1 is hardly noticed, 3 is a simpler room, 4.5 a day of the trip. */
  readonly effort: number
  readonly apply: (costs: readonly Cost[]) => readonly Cost[]
}

/** All changes that this plan allows, in no order. */
export function measuresFor(plan: CostedPlan): readonly Measure[] {
  return [
    ...cheaperRides(plan),
    ...walking(plan),
    ...fewerEntries(plan),
    ...simplerMeals(plan),
    ...simplerRooms(plan),
    ...fewerNights(plan),
    ...withoutStop(plan),
  ]
}

/** A cheaper way may take at most this much longer. Minutes. */
const LONGER_AT_MOST = 360
/** A flight instead of a train is a step back in other ways than time. */
const FLYING_EFFORT = 1.5

/** The leg whose other way saves most; and every leg that has another way. */
function cheaperRides({ task }: CostedPlan): readonly Measure[] {
  const swaps = (task.sections.transport?.legs ?? []).flatMap((leg, index) => {
    const [best] = leg.alternatives
      .map((other) => ({
        other,
        saves: leg.price.expected - other.price.expected,
        longer: other.durationMinutes - leg.durationMinutes,
      }))
      .filter(({ saves, longer }) => saves > 0 && longer <= LONGER_AT_MOST)
      .sort((a, b) => b.saves - a.saves)
    if (best === undefined) return []
    const { other, saves, longer } = best
    const time = longer > 10 ? `${spokenMinutes(longer)} longer` : 'no longer'
    const ride = `${verbOf(other.mode)} from ${leg.from.name} to ${leg.to.name} (${time})`
    const effort = 0.7 + Math.max(0, longer) / 180 + (other.mode === 'flight' ? FLYING_EFFORT : 0)
    return [{ leg: index, price: other.price, saves, effort, ride }]
  })
  const measure = (chosen: typeof swaps): Measure => ({
    kind: 'ride',
    text: chosen.map(({ ride }, i) => (i === 0 ? ride : lowered(ride))).join(', '),
    effort: chosen.reduce((sum, { effort }) => sum + effort, 0),
    apply: (costs) =>
      costs.map((cost) => {
        const swap = cost.of.kind === 'leg' ? chosen.find(({ leg }) => leg === indexOf(cost)) : undefined
        return swap === undefined ? cost : { ...cost, price: swap.price }
      }),
  })
  const [most] = swaps.toSorted((a, b) => b.saves - a.saves)
  if (most === undefined) return []
  return swaps.length === 1 ? [measure([most])] : [measure([most]), measure(swaps)]
}

function indexOf({ of }: Cost): number {
  return of.kind === 'leg' ? of.leg : -1
}

function verbOf(mode: Parameters<typeof modeName>[0]): string {
  if (mode === 'flight') return 'Fly'
  if (mode === 'car') return 'Drive'
  return mode === 'walk' ? 'Walk' : `Take ${modeName(mode)}`
}

/** On foot wherever the day allows it. */
function walking({ task, costs }: CostedPlan): readonly Measure[] {
  if (readWishes(task.request).stepFree || costs.every(({ of }) => of.kind !== 'rides')) return []
  return [
    {
      kind: 'walk',
      text: 'Walk in town instead of taking buses and trains',
      effort: 1.7,
      apply: (all) => all.filter(({ of }) => of.kind !== 'rides'),
    },
  ]
}

const DEAREST = 3

function fewerEntries({ costs }: CostedPlan): readonly Measure[] {
  const paid = costs
    .flatMap(({ of, price }) => (of.kind === 'entry' ? [{ title: of.title, saves: price.expected }] : []))
    .sort((a, b) => b.saves - a.saves)
  if (paid.length === 0) return []
  const without = (titles: readonly string[]) => (all: readonly Cost[]) =>
    all.filter(({ of }) => of.kind !== 'entry' || !titles.includes(of.title))
  const titles = paid.map(({ title }) => title)
  const dearest = titles.slice(0, DEAREST)
  const some: Measure = {
    kind: 'entries',
    text: `Leave out the dearest entries: ${dearest.join(', ')}`,
    effort: 0.6 * dearest.length,
    apply: without(dearest),
  }
  if (titles.length <= DEAREST) return [some]
  const none: Measure = {
    kind: 'entries',
    text: `See only what is free: none of the ${titles.length} paid entries`,
    effort: 3 + 0.1 * titles.length,
    apply: without(titles),
  }
  return [some, none]
}

/** Meals from a market instead of a restaurant. Share of what meals cost that they save. */
const PICNICS = [
  { text: 'One picnic or supermarket meal a day instead of eating out', share: 0.25, effort: 1.6 },
  { text: 'Two picnic or supermarket meals a day instead of eating out', share: 0.45, effort: 2.8 },
] as const

function partOf(cost: Cost, share: number): Cost {
  const part = (amount: number) => Math.round(amount * share)
  const { low, expected, high, currency } = cost.price
  return { ...cost, price: { low: part(low), expected: part(expected), high: part(high), currency } }
}

function simplerMeals({ task, planning, purse }: CostedPlan): readonly Measure[] {
  const band = bandOf(task)
  const party = task.request.travelers
  const below = BANDS.slice(0, BANDS.indexOf(band)).toReversed()
  const eating = (choice: Band) => (costs: readonly Cost[]) =>
    costs.map((cost) => {
      if (cost.of.kind !== 'meals') return cost
      const day = planning.days[cost.of.day]
      const place = day && planning.stops[day.stop]?.place
      if (day === undefined || place === undefined) return cost
      return { ...cost, price: mealsOn(day, place, party, choice, purse) }
    })
  const picnics = PICNICS.map(({ text, share, effort }): Measure => ({
    kind: 'meals',
    text,
    effort,
    apply: (costs) => costs.map((cost) => (cost.of.kind === 'meals' ? partOf(cost, 1 - share) : cost)),
  }))
  return [
    ...picnics,
    ...below.map((choice, steps): Measure => ({
      kind: 'meals',
      text:
        choice === 'budget'
          ? 'Eat simply: markets, street food and lunch menus'
          : `Eat in ${choice === 'moderate' ? 'ordinary' : 'simpler'} restaurants, with the main meal at lunch`,
      effort: 1.8 + 1.2 * steps,
      apply: eating(choice),
    })),
  ]
}

function simplerRooms(plan: CostedPlan): readonly Measure[] {
  const { task, purse } = plan
  const stays = task.sections.accommodation?.stays ?? []
  const band = bandOf(task)
  const below = BANDS.slice(0, BANDS.indexOf(band)).toReversed()
  if (below.length === 0) return dormitories(plan)
  return below.map((choice, steps): Measure => {
    const nightly = stays.map((stay) => {
      const told = stay.alternatives.find((other) => other.band === choice)?.perNight
      const { place, rooms, checkIn } = stay
      const price =
        told ?? priced(roomsPerNight(choice, place, task.request.travelers, rooms, checkIn), purse)
      return price.expected < stay.perNight.expected ? price : stay.perNight
    })
    return {
      kind: 'rooms',
      text: `Choose rooms of the ${choice} band everywhere`,
      effort: 3 + 2 * steps,
      apply: (costs) =>
        costs.map((cost) => {
          const price = cost.of.kind === 'room' ? nightly[cost.of.stay] : undefined
          return price === undefined ? cost : { ...cost, price }
        }),
    }
  })
}

/** A bed in a dormitory against the cheapest double room. */
const BED_SHARE = 0.32

/** Below the simplest rooms there are beds: for adults, where they are cheaper than a room together. */
function dormitories({ task }: CostedPlan): readonly Measure[] {
  const { adults, children } = task.request.travelers
  const stays = task.sections.accommodation?.stays ?? []
  if (children > 0 || stays.length === 0) return []
  return [
    {
      kind: 'rooms',
      text:
        adults === 1 ? 'Sleep in hostel dormitories' : `Sleep in hostel dormitories, ${adults} beds a night`,
      effort: 4,
      apply: (costs) =>
        costs.map((cost) => {
          const rooms = cost.of.kind === 'room' ? (stays[cost.of.stay]?.rooms ?? 1) : 1
          // A single in a room pays 0.85 of a double.
          const room = adults === rooms ? 0.85 : 1
          const share = (BED_SHARE * adults) / (rooms * room)
          return cost.of.kind !== 'room' || share >= 1 ? cost : partOf(cost, share)
        }),
    },
  ]
}
