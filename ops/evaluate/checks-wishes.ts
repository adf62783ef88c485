/** Whether the plan is what was asked for: dates, nights, places, money, preferences, children, steps. */
import { guideOf } from '../../actors/atlas/sights/guide-of.ts'
import { datesFrom, daysBetween } from '../../machines/trip/compose-clock.ts'
import { activitiesOf, minutesOf, type Check } from './check.ts'
import type { PlannedTrip } from './planned-trip.ts'

const dates: Check = {
  name: 'dates',
  what: 'every day of the trip is in the plan once, in order, and nothing is planned outside it without saying so',
  faults: ({ request, plan }) => {
    const wanted = datesFrom(request.start, request.end)
    const got = plan.days.map(({ date }) => date)
    const outside = plan.days.flatMap(({ items }) =>
      items.filter(({ kind, start }) => kind !== 'transfer' && !wanted.includes(start.slice(0, 10))),
    )
    const said = plan.conflicts.some(({ kind }) => kind === 'dates')
    return [
      ...(got.join(' ') === wanted.join(' ')
        ? []
        : [`days ${got[0]} to ${got.at(-1)}, ${got.length} of them`]),
      ...(said ? [] : outside.map(({ title, start }) => `"${title}" on ${start}`)),
    ]
  },
}

const nights: Check = {
  name: 'nights',
  what: 'every night is slept in one place, spent travelling, or said to be without a bed',
  faults: ({ request, sections, plan }) => {
    if (request.start === request.end) return undefined
    const told = plan.conflicts.some(({ kind }) => kind === 'uncovered-night' || kind === 'dates')
    const onTheWay = new Set(sections.planning.nightsInTransit?.map(({ date }) => date))
    return datesFrom(request.start, request.end)
      .slice(0, -1)
      .flatMap((night) => {
        const beds = plan.stays.filter(({ checkIn, checkOut }) => checkIn <= night && night < checkOut).length
        if (beds === 1 || told || (beds === 0 && onTheWay.has(night))) return []
        return [`${beds} beds on the night of ${night}`]
      })
  },
}

const places: Check = {
  name: 'places',
  what: 'every destination is a stop, visited on a day, or said to be left out',
  faults: ({ request, sections, plan }) => {
    const reached = new Set([
      ...plan.stops.map(({ place }) => place.id),
      ...sections.planning.days.flatMap(({ visit }) => (visit === undefined ? [] : [visit.place.id])),
    ])
    const told = [...plan.notes, ...plan.conflicts.map(({ text }) => text)].join(' ')
    return request.destinations
      .filter(({ id, name }) => !reached.has(id) && !told.includes(name))
      .map(({ name }) => `${name} is missing without a word`)
  },
}

const budget: Check = {
  name: 'budget',
  what: 'the budget is kept, or the plan says by how much it is over and three ways to save, of which one is enough or none is said to be',
  faults: ({ request, plan }) => {
    if (request.budget === undefined) return undefined
    const { budget } = plan
    if (budget === undefined) return ['there is no budget']
    const over = budget.total.expected - request.budget.amount
    const told = plan.conflicts.some(({ kind }) => kind === 'over-budget')
    return [
      ...(budget.limit === request.budget.amount ? [] : [`the limit is ${budget.limit}`]),
      ...(over > 0 === (budget.verdict === 'over')
        ? []
        : [`${over} over, and the verdict is ${budget.verdict}`]),
      ...(over > 0 && !told ? [`${over} over budget without a conflict`] : []),
      ...(over > 0 ? withoutWayOut(budget, over) : []),
    ]
  },
}

/** Three ways to save or a word that there are no more, each less than the whole; where none of them is enough the plan has to say so. */
function withoutWayOut(
  { savings, notes, total }: NonNullable<PlannedTrip['plan']['budget']>,
  over: number,
): readonly string[] {
  const wrong = savings.filter(({ saves }) => saves <= 0 || saves >= total.expected)
  const enough = savings.some(({ saves }) => saves >= over)
  return [
    ...(savings.length === 3 || notes.some((note) => /nothing else/i.test(note))
      ? []
      : [`over budget with ${savings.length} ways to save`]),
    ...wrong.map(({ text, saves }) => `"${text}" saves ${saves} of ${total.expected}`),
    ...(enough || notes.some((note) => /gap/i.test(note))
      ? []
      : ['no way closes the gap, and nobody says so']),
  ]
}

/** Days from which a guide's city has room for every wish. */
const ROOM_DAYS = 3

const preferences: Check = {
  name: 'preferences',
  what: 'every preference that the guides of the stops can serve is served, on trips of three days and more',
  faults: (trip) => {
    const { request, plan } = trip
    const guides = plan.stops.flatMap(({ place, nights }) => (nights === 0 ? [] : (guideOf(place) ?? [])))
    if (request.preferences.length === 0 || guides.length === 0) return undefined
    if (daysBetween(request.start, request.end) + 1 < ROOM_DAYS) return undefined
    // A long journey can leave no whole day of three.
    if (!trip.sections.planning.days.some(({ kind }) => kind === 'full')) return undefined
    const served = new Set(activitiesOf(trip).flatMap(({ item }) => item.serves))
    const month = Number(request.start.slice(5, 7))
    const told = plan.notes.join(' ').toLowerCase()
    return request.preferences
      .filter((wish) =>
        guides.some(
          ({ sights }) =>
            sights.filter((sight) => sight.goodFor.includes(wish) && (sight.season?.includes(month) ?? true))
              .length >= 2,
        ),
      )
      .filter((wish) => !served.has(wish) && !told.includes(wish))
      .map((wish) => `nothing serves ${wish}`)
  },
}

/** With children a day's activities end by then, and last no longer than so many hours. */
const BEDTIME = minutesOf('21:30')
const CHILDREN_HOURS = 10

const children: Check = {
  name: 'children',
  what: `with children no nightlife, days over by 21:30 and of at most ${CHILDREN_HOURS} hours of activities`,
  faults: (trip) => {
    if (trip.request.travelers.children === 0) return undefined
    const own = activitiesOf(trip)
    const byDay = Map.groupBy(own, ({ date }) => date)
    return [
      ...own
        .filter(({ item }) => minutesOf(item.end) > BEDTIME)
        .map(({ date, item }) => `${date} ${item.title} until ${item.end}`),
      ...own
        .filter(({ item }) => /nightclub|pub crawl|bar[- ]hop/i.test(item.title))
        .map(({ item }) => `${item.title} with children`),
      ...[...byDay].flatMap(([date, items]) => {
        const minutes = items.reduce((sum, { item }) => sum + minutesOf(item.end) - minutesOf(item.start), 0)
        return minutes > CHILDREN_HOURS * 60
          ? [`${date} has ${Math.round(minutes / 60)} hours of activities`]
          : []
      }),
    ]
  },
}

const stepFree: Check = {
  name: 'step-free',
  what: 'for a wheelchair no sight that its guide calls inaccessible',
  faults: (trip) => {
    const { constraints, specialRequirements } = trip.request
    if (!/wheelchair/i.test([...constraints, ...specialRequirements].join(' '))) return undefined
    return activitiesOf(trip).flatMap(({ item, place }) => {
      const sight = place && guideOf(place)?.sights.find(({ name }) => name === item.title)
      return sight?.accessible === false ? [`${item.title} is not step-free`] : []
    })
  },
}

const noFlights: Check = {
  name: 'transport wishes',
  what: 'no flight, car or ferry for who asked for none, unless the plan says that there is no other way',
  faults: ({ request, plan }) => {
    const refused = ['flight', 'car', 'ferry'].filter((mode) =>
      request.constraints.some((line) => new RegExp(`\\bno ${mode.slice(0, 4)}`, 'i').test(line)),
    )
    if (refused.length === 0) return undefined
    return plan.legs
      .filter(
        ({ mode, details, why }) =>
          refused.includes(mode) && !/no other|only/i.test([...details, why].join(' ')),
      )
      .map(({ from, to, mode }) => `${from.name} to ${to.name} by ${mode}`)
  },
}

const fullDays: Check = {
  name: 'full days',
  what: 'a whole day at a place with a guide has at least two hours of something, in stays of up to five nights',
  faults: (trip: PlannedTrip) => {
    const own = activitiesOf(trip)
    const days = trip.sections.planning.days.filter(({ kind, stop, visit, pace }) => {
      const at = trip.plan.stops[stop]
      return kind === 'full' && !visit && pace !== 'light' && at && at.nights <= 5 && guideOf(at.place)
    })
    if (days.length === 0) return undefined
    return days.flatMap(({ date }) => {
      const items = own.filter((one) => one.date === date)
      const minutes = items.reduce((sum, { item }) => sum + minutesOf(item.end) - minutesOf(item.start), 0)
      return minutes < 120 ? [`${date} has ${minutes} minutes of activities`] : []
    })
  },
}

export const WISHES: readonly Check[] = [
  dates,
  nights,
  places,
  budget,
  preferences,
  children,
  stepFree,
  noFlights,
  fullDays,
]
