/** What a traveller should know about the frame: what was decided, what was applied, what could not be. */
import type { PlanningSection, ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'
import { curatedCities } from '../atlas/sights/index.ts'
import { wishesOf } from './activity-wishes.ts'
import { dayAndMonth, listed } from '../../machines/trip/wording.ts'
import { landmassNear, landmassOf } from './landmass.ts'
import { daysBetween, nextDate } from './leg-plan.ts'
import { spokenMinutes } from './leg-option.ts'
import { enoughNights, placeWeight } from './planning-nights.ts'
import type { Frame } from './planning-frame.ts'
import type { Wishes } from './wishes.ts'

type TransitNight = NonNullable<PlanningSection['nightsInTransit']>[number]

/** Nights between start and end that a leg takes, named by the evening's date. */
export function transitNights(frame: Frame, request: TripRequest): readonly TransitNight[] {
  return frame.legs.flatMap(({ plan }, leg) => {
    const depart = plan.times.depart.slice(0, 10)
    const nights = Math.max(0, plan.times.dayShift)
    return Array.from({ length: nights }, (_, index) => ({ date: nextDate(depart, index), leg })).filter(
      ({ date }) => date < request.end,
    )
  })
}

/** Notes about dates and journeys. */
export function frameNotes(frame: Frame, request: TripRequest): readonly string[] {
  const notes: string[] = []
  const [first] = frame.stops
  const last = frame.stops.at(-1)
  if (first === undefined || last === undefined) return notes
  const days = daysBetween(request.start, request.end) + 1
  if (request.origin === undefined) {
    notes.push(
      first.place.id === last.place.id
        ? `No origin was given: getting to ${first.place.name} and home is left to you.`
        : `No origin was given: getting to ${first.place.name}, and home from ${last.place.name}, is left to you.`,
    )
  }
  for (const { date, leg } of transitNights(frame, request)) {
    const { from, to, plan } = frame.legs[leg] ?? {}
    if (from !== undefined && to !== undefined) {
      notes.push(
        plan?.estimate.best.restless === true
          ? `The night of ${dayAndMonth(date)} falls on the way from ${from.name} to ${to.name}, where no sleeper is known: take a room where you change; it is not in the sums.`
          : `The night of ${dayAndMonth(date)} is spent on the way from ${from.name} to ${to.name}: no room is needed.`,
      )
    }
  }
  if (first.arrive > request.end) {
    notes.push(
      `The trip is too short for the journey: you would reach ${first.place.name} on ${dayAndMonth(first.arrive)}, after the trip's end on ${dayAndMonth(request.end)}. It needs at least ${daysBetween(request.start, first.arrive) + 2} days.`,
    )
  }
  notes.push(...returnNotes(frame, request))
  for (const { from, to, plan } of frame.legs) {
    if (plan.estimate.unmet !== undefined) notes.push(plan.estimate.unmet)
    if (plan.times.dayShift < 0) {
      notes.push(
        `${from.name} to ${to.name} crosses the date line: you arrive on an earlier date than you leave, so this trip has one night more than its dates show.`,
      )
    }
  }
  if (days <= 2 && first.nights === 0 && frame.legs.length > 0 && first.arrive <= request.end) {
    const there = frame.legs.reduce((sum, { plan }) => sum + plan.estimate.best.minutes, 0)
    if (there > 8 * 60) {
      notes.push(
        `${spokenMinutes(there)} of ${days === 1 ? 'this one day' : 'these two days'} are travel: consider staying longer.`,
      )
    }
  }
  return notes
}

function returnNotes(frame: Frame, request: TripRequest): readonly string[] {
  const home = frame.legs.at(-1)
  if (home?.plan.role !== 'return') return []
  const { depart, arrive } = home.plan.times
  const late = depart.slice(0, 10) > request.end
  const lands = arrive.slice(0, 10)
  const notes: string[] = []
  if (late)
    notes.push(
      `The way home starts on ${dayAndMonth(depart)}, after the trip's last date: it does not fit the day.`,
    )
  if (lands > request.end) {
    notes.push(`You are home in ${home.to.name} on ${dayAndMonth(lands)}, after the trip's last date.`)
  }
  return notes
}

/** What was recognised in the free text and what was not. */
export function wishNotes(wishes: Wishes, request: TripRequest): readonly string[] {
  const applied: readonly (readonly [boolean, string])[] = [
    [wishes.noFlights, 'No flights: every leg was looked for without flying.'],
    [wishes.noDomesticFlights, 'No flights within a country: those legs stay on the ground.'],
    [wishes.noCar, 'No driving: no leg uses a hire car.'],
    [wishes.noBus, 'No buses: no leg uses a coach.'],
    [wishes.noFerry, 'No ferries: no leg uses a ship.'],
    [wishes.preferTrain, 'Trains are preferred where they take a reasonable time.'],
    [wishes.preferCar, 'Driving is preferred where roads lead.'],
    [wishes.noEarlyMornings, 'No early mornings: days start at 10:30 and legs leave late where they can.'],
    [wishes.noLateNights, 'Evenings end by 20:00.'],
    [wishes.slowPace, 'The pace is kept light.'],
    [wishes.fullPace, 'Days are packed as full as journeys allow.'],
    [
      wishes.stepFree,
      'Step-free: the pace is light and legs get more time; book assistance with the airline or railway, and confirm step-free rooms and sights before you pay.',
    ],
    [wishes.stroller, 'With a stroller: ask for lifts at stations and a cot when booking rooms.'],
    [
      wishes.altitude,
      'Altitude: at every stop above 2,400 m the first two days are kept gentle instead of one.',
    ],
    [wishes.keepOrder, 'Your order of places was kept.'],
    [wishes.separateRooms, 'One room for each adult.'],
    [wishes.lodging === 'luxury', 'Stays are chosen from the luxury band as you asked.'],
    [wishes.lodging === 'budget', 'Stays are chosen from the budget band as you asked.'],
    [
      wishes.diets.length > 0,
      `Diet (${wishes.diets.join(', ')}): say so when you book tables; meals are priced as usual.`,
    ],
    [
      wishes.allergy,
      'An allergy: carry it written in the language of each place, show it to every kitchen, and keep your medicine with you.',
    ],
    [
      request.travelers.children > 0,
      `With children${wishes.ages.length === 0 ? '' : ` of ${listed(wishes.ages.map(String))}`}: days start at 09:30 and end by 20:00, with at most three things to do and a pause after lunch.${wishes.ages.length > 0 && Math.min(...wishes.ages) >= OLDER ? ' At their age an hour more in the evening does no harm.' : ''}`,
    ],
  ]
  return [
    ...applied.flatMap(([yes, text]) => (yes ? [text] : [])),
    ...wishes.unrecognised
      .filter((line) => !heededByActivities(line, request))
      .map((line) => `Could not be applied automatically: "${line}". Check the plan for it yourself.`),
  ]
}

/** Whether the activity agent acts on a line ("no museums"): its own list decides, and its notes say so. */
function heededByActivities(line: string, request: TripRequest): boolean {
  const { avoided, thrifty } = wishesOf({ ...request, constraints: [line], specialRequirements: [] })
  return avoided.length > 0 || thrifty
}

/** Where the plan can bend. */
export function flexibility(frame: Frame, request: TripRequest): readonly string[] {
  const points: string[] = []
  const rich = frame.stops.find(({ place, nights }) => nights > enoughNights(placeWeight(place)))
  const short = frame.stops.find(
    ({ place, nights }) => nights > 0 && nights < enoughNights(placeWeight(place)) - 1,
  )
  if (rich !== undefined && short !== undefined && rich !== short) {
    points.push(`A night could move from ${rich.place.name} to ${short.place.name}.`)
  } else if (rich !== undefined) {
    const spare = rich.nights - enoughNights(placeWeight(rich.place))
    const weeks = rich.nights > WEEKS_NIGHTS + SPARE_NIGHTS
    const others = spare >= SPARE_NIGHTS ? citiesNear(rich.place, frame, weeks) : ''
    if (others !== '' && weeks)
      points.push(
        `What is known of ${rich.place.name} fills some two weeks: for the other ${rich.nights - WEEKS_NIGHTS} nights another base would give you more, such as ${others}.`,
      )
    else if (others !== '')
      points.push(
        `${rich.nights} nights are more than ${rich.place.name} fills here: some of them could go to ${others}.`,
      )
    else if (spare >= SPARE_NIGHTS)
      points.push(`${rich.nights} nights in ${rich.place.name} leave time for another place.`)
  } else if (short !== undefined) {
    points.push(
      `${short.place.name} has ${short.nights === 1 ? 'only one night' : `${short.nights} nights`}: one more would let you see it at ease.`,
    )
  }
  const full = frame.stops.findIndex(({ nights }) => nights >= 3)
  if (full >= 0)
    points.push(
      `Full days in ${frame.stops[full]?.place.name ?? ''} can be swapped freely, for weather or closing days.`,
    )
  const train = frame.legs.find(({ plan }) => plan.estimate.best.mode.endsWith('train'))
  if (train !== undefined && train.plan.estimate.best.minutes < 300) {
    points.push(
      `The train from ${train.from.name} to ${train.to.name} usually runs several times a day: leave earlier or later as you like.`,
    )
  }
  if (request.origin !== undefined && frame.stops.length > 1) {
    const { origin } = request
    const [first] = frame.stops
    const last = frame.stops.at(-1)
    if (first !== undefined && last !== undefined) {
      const open = distanceKm(first.place, last.place)
      if (open > 250) {
        points.push(
          `Compare a ticket into ${first.place.name} and out of ${last.place.name} with a return to one of them: the plan assumes you need not come back to ${first.place.name} on the way to ${origin.name}.`,
        )
      }
    }
  }
  return points
}

/** Children who need no early night on a journey. Years. */
const OLDER = 10
/** Nights beyond what is enough from which another city is worth naming. */
const SPARE_NIGHTS = 3
/** Longer than this one would rather have two bases. */
const WEEKS_NIGHTS = 14
/** Nearer is a day trip, farther another trip. Kilometres. */
const ANOTHER_CITY = { from: 60, to: 450, inWeeks: 800 } as const

/** "Porto (274 km) or Seville (313 km)": the nearest cities with a guide that can be reached over land. */
function citiesNear(place: ResolvedPlace, frame: Frame, weeks: boolean): string {
  const land = landmassOf(place)
  const near = curatedCities()
    .map((city) => ({ city, km: distanceKm(place, city) }))
    .filter(({ km }) => km >= ANOTHER_CITY.from && km <= ANOTHER_CITY[weeks ? 'inWeeks' : 'to'])
    .filter(({ city }) => landmassNear(city) === land)
    .filter(({ city }) => frame.stops.every((stop) => distanceKm(stop.place, city) >= ANOTHER_CITY.from))
    .toSorted((a, b) => a.km - b.km)
    .slice(0, weeks ? 3 : 2)
    .map(({ city, km }) => `${city.city} (${Math.round(km)} km)`)
  return listed(near, 'or')
}
