/** Ways over land and by sea: car, coach, direct regional train, and chains of trains and ferries. */
import { distanceKm } from '../atlas/index.ts'
import { landDetour } from './land-route.ts'
import { landmassOf } from './landmass.ts'
import { CARBON } from './leg-carbon.ts'
import { regionalRailKmh } from './leg-connector.ts'
import { busFare, carFare, ferryFare, railFare } from './leg-fare.ts'
import { boardingMinutes, crossesChannel, networkRoute, type Ride } from './leg-network.ts'
import { addDollars, spokenMinutes, toFive, type Dollars, type LegOption, type Party } from './leg-option.ts'
import { kmOverCrossing, roadBlocked } from './leg-road-barriers.ts'
import { roadBetween } from './leg-road-conditions.ts'

/** A place as far as travelling to it is concerned. */
export type LegPlace = {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly lat: number
  readonly lon: number
  readonly population: number
  readonly elevation: number
  readonly timeZone: string
}

/** Longer than this in a coach or at the wheel is not offered while anything else is. Kilometres of road. */
const ROAD_LIMIT_KM = 2_600

/**
 * Kilometres and minutes at the wheel, without breaks; undefined where no road leads.
 * @param sameLand whether one landmass holds both; looked up when left out
 */
export function roadTrip(
  from: LegPlace,
  to: LegPlace,
  sameLand = landmassOf(from) === landmassOf(to),
): { readonly km: number; readonly minutes: number } | undefined {
  if (!sameLand) return undefined
  if (roadBlocked(from, to)) return undefined
  const straight = kmOverCrossing(from, to)
  const detour = landDetour(from, to)
  if (detour === undefined) return undefined
  const road = roadBetween(from, to)
  // Short ways run through towns.
  const kmh = straight < 40 ? Math.min(road.kmh, 45) : road.kmh
  // Where the coast already bends the way, the road adds less of its own.
  const km = straight * Math.max(road.circuity, detour > 1.15 ? detour * 1.12 : 0)
  return km > ROAD_LIMIT_KM ? undefined : { km, minutes: (km / kmh) * 60 }
}

/** Countries without scheduled coaches between towns that trains serve: trains serve all of them. */
const RAIL_ONLY = new Set(['CH'])

/** Where people drive: coaches join the larger towns, and none stops at the gate of a national park. */
const DRIVING_COUNTRIES = new Set(['US', 'CA', 'AU', 'NA', 'BW', 'ZA', 'IS'])
const TOWN_WITH_COACHES = 20_000

/** Long-distance coaches seldom stop at places below this size: a change on the way. */
const VILLAGE = 6_000

/** On foot, by hire car and by coach. */
export function roadOptions(from: LegPlace, to: LegPlace, party: Party): readonly LegOption[] {
  const trip = roadTrip(from, to)
  if (trip === undefined) return []
  const countries = [from.country, to.country]
  const people = party.adults + party.children
  const cars = Math.ceil(people / 5)
  const found: LegOption[] = []
  if (trip.km <= 3.5) {
    found.push({
      mode: 'walk',
      minutes: toFive(trip.km * 14),
      fare: { low: 0, expected: 0, high: 0 },
      co2Kg: 0,
      details: [`About ${trip.km.toFixed(1)} km on foot.`],
    })
  }
  const atWheel = trip.minutes + Math.floor(trip.minutes / 150) * 15
  const carMinutes = toFive(atWheel + (trip.km < 40 ? 10 : 25))
  found.push({
    mode: 'car',
    minutes: carMinutes,
    fare: carFare(trip.km, carMinutes, countries, party),
    co2Kg: (trip.km * CARBON.car * cars) / people,
    details: [
      `About ${Math.round(trip.km / 10) * 10 || Math.round(trip.km)} km by road, ${spokenMinutes(trip.minutes)} at the wheel without breaks.`,
      'The price holds hire car, fuel, tolls and a share of a one-way fee.',
      ...(from.country === to.country ? [] : ['Ask whether the hire car may cross the border.']),
    ],
  })
  // Between Swiss towns the railway is the coach.
  if (trip.km >= 40 && countries.every((country) => RAIL_ONLY.has(country))) return found
  const villages = [from, to].filter(({ population }) => population < VILLAGE).length
  const noCoach =
    trip.km >= 100 &&
    countries.every((country) => DRIVING_COUNTRIES.has(country)) &&
    [from, to].some(({ population }) => population < TOWN_WITH_COACHES)
  const coach = toFive(
    trip.km < 40 ? trip.minutes * 1.4 + 20 : trip.minutes * 1.15 + 45 + (trip.km < 100 ? 0 : villages * 20),
  )
  found.push({
    mode: 'bus',
    minutes: coach,
    fare: busFare(trip.km, countries, party),
    co2Kg: trip.km * CARBON.coach,
    details: [
      trip.km < 40
        ? 'Local bus or a taxi.'
        : noCoach
          ? `No coach is known on these ${Math.round(trip.km / 10) * 10} km of road; ask for a shuttle.`
          : `Coach over about ${Math.round(trip.km / 10) * 10} km of road; check which days it runs.`,
    ],
    ...(noCoach ? { uncertain: true } : {}),
  })
  return found
}

/** A regional train straight to a town that the table of long-distance lines does not hold. */
export function regionalTrain(from: LegPlace, to: LegPlace, party: Party): readonly LegOption[] {
  const kmh = regionalRailKmh(from, to)
  const straight = distanceKm(from, to)
  if (kmh === undefined || straight < 8 || straight > 450 || landmassOf(from) !== landmassOf(to)) return []
  if (roadBlocked(from, to)) return []
  const detour = landDetour(from, to, 1.8)
  if (detour === undefined || detour > 1.8) return []
  const km = straight * 1.3 * detour
  const countries = [from.country, to.country]
  // A change about every 150 km, and one more at a border.
  const changes = Math.floor(km / 150) + (from.country === to.country ? 0 : 1)
  return [
    {
      mode: 'train',
      minutes: toFive((km / kmh) * 60 + 35 + changes * 20),
      fare: railFare(straight, 'intercity', countries, party),
      co2Kg: km * CARBON.rail,
      details: [
        `Regional trains, estimated from distance (${kmh} km/h along the track${changes > 0 ? `, about ${changes} ${changes === 1 ? 'change' : 'changes'}` : ''}); check the connection.`,
      ],
    },
  ]
}

/** Trains and ferries from the tables. */
export function networkOption(
  from: LegPlace,
  to: LegPlace,
  party: Party,
  ferries: boolean,
): readonly LegOption[] {
  const rides = networkRoute(from, to, ferries)
  if (rides === undefined) return []
  const scheduled = rides.filter((ride) => !['bus', 'regional', 'boat'].includes(ride.kind))
  if (scheduled.length === 0) return []
  const byKind = (test: (ride: Ride) => boolean) =>
    rides.filter(test).reduce((sum, ride) => sum + ride.minutes, 0)
  const all = byKind(() => true)
  const ferry = byKind((ride) => ride.kind === 'ferry')
  const high = byKind((ride) => ride.kind === 'high')
  const rail = byKind((ride) => ['high', 'intercity', 'night'].includes(ride.kind))
  const regional = byKind((ride) => ride.kind === 'regional')
  // The way through a city to its station says nothing about the journey.
  const road = byKind((ride) => ride.kind === 'bus' && ride.km > 25)
  const mode =
    ferry >= all * 0.4
      ? 'ferry'
      : road > rail + regional || rail + regional === 0
        ? ferry >= all * 0.2
          ? 'ferry'
          : 'bus'
        : high > rail * 0.5
          ? 'high-speed-train'
          : 'train'
  // Mostly road without a crossing that needs a boat: the plain road estimate says it better.
  if (mode === 'bus' && ferry === 0) return []
  const sleeper = rides.some((ride) => ride.kind === 'night' && ride.minutes >= LONG_SLEEP)
  const waiting = rides.reduce((sum, ride, index) => sum + boardingMinutes(ride, rides[index - 1]), 0)
  const restless = isRestless(rides, all + waiting)
  return [
    {
      mode,
      minutes: toFive(all + waiting + 10),
      fare: rides.map((ride) => rideFare(ride, party)).reduce(addDollars),
      co2Kg: rides.reduce((sum, ride) => sum + rideCarbon(ride), 0),
      details: rides
        .flatMap((ride) =>
          scheduled.includes(ride) || ride.minutes >= WORTH_NAMING
            ? [describe(ride, from.name, to.name)]
            : [],
        )
        .concat(
          restless
            ? ['Too long for one day, and no sleeper is known on this way: spend a night where you change.']
            : [],
        ),
      ...(restless ? { restless } : {}),
      ...(sleeper ? { sleeper } : {}),
    },
  ]
}

/** A night on a train. Minutes. */
const LONG_SLEEP = 420

/** Longer than this nobody travels by day without a bed. Minutes. */
const LONGEST_DAY = 15 * 60

/** Whether day trains follow one another through the night, when few run. */
function isRestless(rides: readonly Ride[], minutes: number): boolean {
  const berth = rides.some((ride) => ride.kind === 'night' || (ride.kind === 'ferry' && ride.minutes > 360))
  return minutes > LONGEST_DAY && !berth
}

/** Shorter ways to and between stations are part of the time and need no line of their own. Minutes. */
const WORTH_NAMING = 50

function rideFare(ride: Ride, party: Party): Dollars {
  if (ride.kind === 'ferry' || ride.kind === 'boat') return ferryFare(ride.km, ride.countries, party)
  if (ride.kind === 'bus') return busFare(ride.km * 1.3, ride.countries, party)
  if (ride.km < 25) return busFare(ride.km, ride.countries, party)
  return railFare(ride.km, ride.kind, ride.countries, party)
}

function rideCarbon(ride: Ride): number {
  if (ride.kind === 'ferry' || ride.kind === 'boat') return ride.km * 1.15 * CARBON.ferry
  if (ride.kind === 'bus') return ride.km * 1.3 * CARBON.coach
  const factor = ride.name === 'Eurostar' && crossesChannel(ride) ? CARBON.channelRail : CARBON.rail
  return ride.km * 1.2 * factor
}

function describe(ride: Ride, first: string, last: string): string {
  const from = ride.from === '' ? first : ride.from
  const to = ride.to === '' ? last : ride.to
  const time = `about ${spokenMinutes(ride.minutes)}`
  if (ride.kind === 'ferry') return `Ferry ${from} to ${to}, ${time}; check the day's sailings.`
  if (ride.kind === 'boat') return `Boat ${from} to ${to}, ${time}; ask what runs.`
  if (ride.kind === 'bus') return `Bus or taxi ${from} to ${to}, ${time}.`
  if (ride.kind === 'regional') return `Regional train ${from} to ${to}, ${time}.`
  const kind =
    ride.kind === 'high' ? 'High-speed train' : ride.kind === 'night' ? 'Long-distance train' : 'Train'
  const bed = ride.kind === 'night' && ride.minutes > 480 ? ', with a sleeper berth where offered' : ''
  return `${kind} ${from} to ${to} (${ride.name}), ${time}${bed}.`
}

/** Where no line, road or flight is known: something goes, irregularly, and the plan must say so. */
export function irregularBoat(from: LegPlace, to: LegPlace, party: Party): LegOption {
  const km = distanceKm(from, to)
  const countries = [from.country, to.country]
  return {
    mode: 'ferry',
    minutes: toFive(60 + ((km * 1.15) / 28) * 60),
    fare: ferryFare(km, countries, party),
    co2Kg: km * 1.15 * CARBON.ferry,
    details: [
      `No scheduled connection is known here; the time is a boat at 28 km/h over ${Math.round(km)} km. Ask locally what runs.`,
    ],
    uncertain: true,
  }
}
