/** Real towns nearby as day trips, from the gazetteer: for places without a guide and stays longer than a guide. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { listed } from '../../machines/trip/wording.ts'
import { type CityGuide, curatedCities, sightsNear } from '../atlas/sights/index.ts'
import { landmassNear, landmassOf } from './landmass.ts'
import { distanceKm, nearbyPlaces } from '../atlas/index.ts'
import { type Candidate, keyOf } from './activity-candidate.ts'
import { direction, travelMinutes } from './day-travel.ts'

const FARTHEST_KM = 50
/** Who has many days goes further out for one. */
const FARTHEST_OF_ALL_KM = 100
const LARGE_CITY = 400_000
/** Around a large city the nearest towns are its suburbs. */
const NEAREST_KM = { small: 10, large: 22 }
const LEAST_PEOPLE = 3_000
const APART_KM = 10
/** What each of a town's names in other languages is worth, in factors of ten of its people; more say nothing more. */
const FAME = 0.2
const MOST_NAMES = 12

/**
 * Up to `limit` towns near a place, first those that are known abroad, large and near, none next to what the trip already visits.
 * Only in the same country: nobody should meet a border on a half-day trip without having planned it.
 *
 * @param far towns of up to 100 km too, for who has many days and nothing else to do
 */
export function nearbyCandidates(
  place: ResolvedPlace,
  visited: readonly { lat: number; lon: number }[],
  limit: number,
  far = false,
): Candidate[] {
  const maxKm = far ? FARTHEST_OF_ALL_KM : FARTHEST_KM
  const minKm = place.population >= LARGE_CITY ? NEAREST_KM.large : NEAREST_KM.small
  const { region, ...rest } = place
  const centre = { ...rest, ...(region !== undefined && { region }) }
  const towns = nearbyPlaces(centre, { minKm, maxKm, limit: far ? 400 : 100 })
    .filter(({ place: town }) => town.country === place.country && town.population >= LEAST_PEOPLE)
    // Whether a boat goes there and back on one day is not known here.
    .filter(({ place: town }) => landmassOf(town) === landmassOf(place))
    .map(({ place: town, distanceKm: km, names }) => ({
      town,
      km,
      worth: Math.log10(town.population) + FAME * Math.min(names, MOST_NAMES) - km / (far ? 80 : 40),
    }))
    .toSorted((a, b) => b.worth - a.worth || a.town.id.localeCompare(b.town.id))
  const chosen: Candidate[] = []
  for (const { town, km } of towns) {
    if (chosen.length >= limit) break
    const taken = [...visited, ...chosen].some((other) => distanceKm(other, town) < APART_KM)
    if (taken || town.name === place.name) continue
    const oneWay = travelMinutes(place, town)
    const minutes = Math.round((180 + 2 * oneWay) / 30) * 30
    const people = roundedPeople(town.population)
    chosen.push({
      key: keyOf(`${town.name}, ${town.country}`),
      title: `${minutes > 330 ? 'A day' : 'Half a day'} in ${town.name}`,
      kind: 'neighbourhood',
      lat: town.lat,
      lon: town.lon,
      located: true,
      minutes,
      setting: 'mixed',
      paid: false,
      interests: [],
      accessible: false,
      bestTime: 'morning',
      why:
        `A ${town.population >= 100_000 ? 'city' : 'town'} of about ${people} people, ${Math.round(km)} km to the ${direction(place, town)}: ` +
        'a change of scene; look for its centre and its market.',
      tip: `Chosen by size, fame and distance, not by a local: check first how to get there, about ${oneWay} minutes each way.`,
      dayTrip: true,
      basis: 'gazetteer',
      prominence: Math.max(0.1, 0.5 - 0.04 * chosen.length),
    })
  }
  return chosen
}

/** Farther is no day trip any more. Kilometres. */
const CITY_KM = { from: 35, to: 130 } as const
/** Neighbours of this distance are one outing. Kilometres. */
const SAME_OUTING_KM = 15
const HOURS_THERE = 5

/** Cities of the same country that have a guide of their own, near enough for a long day: the finest sights are named. */
export function neighbourCities(
  place: ResolvedPlace,
  visited: readonly { readonly lat: number; readonly lon: number }[],
): Candidate[] {
  return curatedCities()
    .map((guide) => ({ guide, km: distanceKm(place, guide) }))
    .filter(({ guide, km }) => guide.country === place.country && km >= CITY_KM.from && km <= CITY_KM.to)
    .filter(({ guide }) => landmassNear(guide) === landmassOf(place))
    .filter(({ guide }) => visited.every((other) => distanceKm(other, guide) > SAME_OUTING_KM))
    .toSorted((a, b) => a.km - b.km)
    .flatMap(({ guide, km }) => {
      const full = sightsNear(guide, 1)
      return full === undefined ? [] : [cityTrip(full, km, travelMinutes(place, guide))]
    })
}

function cityTrip(guide: CityGuide, km: number, oneWay: number): Candidate {
  const inTown = guide.sights.filter(({ dayTrip }) => dayTrip !== true).slice(0, 3)
  return {
    key: keyOf(`${guide.city}, ${guide.country}`),
    title: `A day in ${guide.city}`,
    kind: 'neighbourhood',
    lat: guide.lat,
    lon: guide.lon,
    located: true,
    minutes: Math.round((HOURS_THERE * 60 + 2 * oneWay) / 30) * 30,
    setting: 'mixed',
    paid: false,
    interests: [],
    accessible: false,
    bestTime: 'morning',
    why: `A city that has a guide of its own, ${Math.round(km)} km away: begin with ${listed(inTown.map(({ name }) => name))}.`,
    tip: `Reckon with about ${oneWay} minutes each way; a night there is worth asking for.`,
    dayTrip: true,
    basis: 'gazetteer',
    prominence: 0.5,
  }
}

function roundedPeople(population: number): string {
  const step = population >= 100_000 ? 10_000 : population >= 10_000 ? 1_000 : 500
  return (Math.round(population / step) * step).toLocaleString('en')
}
