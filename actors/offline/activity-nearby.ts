/** Real towns nearby as day trips, from the gazetteer: for places without a guide and stays longer than a guide. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { distanceKm, nearbyPlaces } from '../atlas/index.ts'
import { type Candidate, keyOf } from './activity-candidate.ts'
import { direction, travelMinutes } from './day-travel.ts'

const FARTHEST_KM = 50
const LARGE_CITY = 400_000
/** Around a large city the nearest towns are its suburbs. */
const NEAREST_KM = { small: 10, large: 22 }
const LEAST_PEOPLE = 3_000
const APART_KM = 10

/**
 * Up to `limit` towns near a place, larger and nearer ones first, none next to what the trip already visits.
 * Only in the same country: nobody should meet a border on a half-day trip without having planned it.
 */
export function nearbyCandidates(
  place: ResolvedPlace,
  visited: readonly { lat: number; lon: number }[],
  limit: number,
): Candidate[] {
  const minKm = place.population >= LARGE_CITY ? NEAREST_KM.large : NEAREST_KM.small
  const { region, ...rest } = place
  const centre = { ...rest, ...(region !== undefined && { region }) }
  const towns = nearbyPlaces(centre, { minKm, maxKm: FARTHEST_KM, limit: 60 })
    .filter(({ place: town }) => town.country === place.country && town.population >= LEAST_PEOPLE)
    .map(({ place: town, distanceKm: km }) => ({ town, km, worth: Math.log10(town.population) - km / 40 }))
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
      tip: `Chosen by size and distance, not by a local: check first how to get there, about ${oneWay} minutes each way.`,
      dayTrip: true,
      basis: 'gazetteer',
      prominence: 0.3,
    })
  }
  return chosen
}

function roundedPeople(population: number): string {
  const step = population >= 100_000 ? 10_000 : population >= 10_000 ? 1_000 : 500
  return (Math.round(population / step) * step).toLocaleString('en')
}
