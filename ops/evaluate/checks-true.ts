/** Whether what the plan says is so: sums, places, airports, currencies, zones, words. */
import { allPlaces, countryFacts, distanceKm, findAirport } from '../../actors/atlas/index.ts'
import { findingsOf } from '../../actors/facts/index.ts'
import { AGENTS } from '../../machines/messages/index.ts'
import { activitiesOf, type Check } from './check.ts'
import type { PlannedTrip } from './planned-trip.ts'

const sums: Check = {
  name: 'sums',
  what: 'the lines and the days of the budget add up to its total to the minor unit, in the currency of the request',
  faults: ({ request, plan }) => {
    const { budget } = plan
    if (budget === undefined) return ['there is no budget']
    const lines = budget.lines.reduce((sum, { price }) => sum + price.expected, 0)
    const days = budget.days.reduce((sum, { expected }) => sum + expected, budget.undated)
    const left = request.budget && request.budget.amount - budget.total.expected
    return [
      ...(lines === budget.total.expected
        ? []
        : [`the lines add up to ${lines}, not ${budget.total.expected}`]),
      ...(days === budget.total.expected ? [] : [`the days add up to ${days}, not ${budget.total.expected}`]),
      ...(budget.remaining === left ? [] : [`${budget.remaining} is said to be left of ${left}`]),
      ...(budget.currency === request.currency ? [] : [`it is in ${budget.currency}`]),
    ]
  },
}

const facts: Check = {
  name: 'facts',
  what: "no agent's answer contradicts what a model's answer is held against",
  faults: ({ request, sections }) =>
    AGENTS.flatMap((agent) =>
      findingsOf({ agent, request, sections }, sections[agent]).map((finding) => `${agent}: ${finding}`),
    ),
}

let gazetteer: ReadonlyMap<string, ReturnType<typeof allPlaces>[number]> | undefined

function known(id: string) {
  gazetteer ??= new Map(allPlaces().map((place) => [place.id, place]))
  return gazetteer.get(id)
}

const places: Check = {
  name: 'gazetteer',
  what: 'every place is in the gazetteer, with its name, coordinates, country and time zone',
  faults: ({ plan, sections }) => {
    const all = [
      ...plan.stops.map(({ place }) => place),
      ...plan.legs.flatMap(({ from, to }) => [from, to]),
      ...plan.stays.map(({ place }) => place),
      ...plan.places.map(({ place }) => place),
      ...sections.planning.days.flatMap(({ visit }) => visit?.place ?? []),
    ]
    return all.flatMap(({ id, name, lat, lon, country, timeZone }) => {
      const real = known(id)
      if (real === undefined) return [`${name} is in no gazetteer`]
      const same = real.name === name && real.country === country && real.timeZone === timeZone
      return same && distanceKm(real, { lat, lon }) <= 1 ? [] : [`${name} is not as the gazetteer has it`]
    })
  },
}

/** `(LIS)` behind the name of an airport, or "via FRA". */
const CODE = /\(([A-Z]{3})\)|\bvia ([A-Z]{3})\b/g

const airports: Check = {
  name: 'airports',
  what: 'every airport that a journey names exists',
  faults: ({ plan }) => {
    const flights = plan.legs.filter(({ mode }) => mode === 'flight')
    const texts = flights.flatMap(({ details, why }) => [...details, why])
    const codes = texts.flatMap((text) => [...text.matchAll(CODE)].map((match) => match[1] ?? match[2] ?? ''))
    if (codes.length === 0) return undefined
    return codes
      .filter((code) => findAirport(code) === undefined)
      .map((code) => `there is no airport ${code}`)
  },
}

/** A day trip at most. Kilometres from where the day is spent. */
const REACH_KM = 150

const reach: Check = {
  name: 'coordinates',
  what: `every sight is within ${REACH_KM} km of where its day is spent`,
  faults: (trip) =>
    activitiesOf(trip).flatMap(({ date, item, place, visit }) => {
      if (item.lat === undefined || item.lon === undefined || place === undefined) return []
      const at = { lat: item.lat, lon: item.lon }
      const km = Math.min(...[place, visit?.place ?? place].map((near) => distanceKm(near, at)))
      return km <= REACH_KM ? [] : [`${item.title} on ${date} is ${Math.round(km)} km away`]
    }),
}

const countries: Check = {
  name: 'countries',
  what: "the currency, the time zone and the languages of a place are its country's",
  faults: ({ plan }) =>
    plan.places.flatMap(({ place, currency, timeZone }) => {
      const facts = countryFacts(place.country)
      return [
        ...(timeZone === place.timeZone ? [] : [`${place.name} is in ${place.timeZone}, not ${timeZone}`]),
        ...(facts === undefined || facts.currency === undefined || currency.includes(facts.currency)
          ? []
          : [`${place.name} pays in ${facts.currency}, not ${currency}`]),
      ]
    }),
}

const legs: Check = {
  name: 'leg lengths',
  what: 'the distance of every journey is the great circle between its ends',
  faults: ({ plan }) => {
    if (plan.legs.length === 0) return undefined
    return plan.legs
      .filter((leg) => Math.abs(leg.distanceKm - distanceKm(leg.from, leg.to)) > 0.02 * leg.distanceKm + 1)
      .map(({ from, to, distanceKm }) => `${from.name} to ${to.name} is not ${distanceKm} km`)
  },
}

const repeats: Check = {
  name: 'repeats',
  what: 'no sight comes twice in a trip',
  faults: (trip) => {
    const titles = activitiesOf(trip)
      .filter(({ item }) => item.basis !== 'generic')
      .map(({ item }) => item.title)
    return [...new Set(titles.filter((title, i) => titles.indexOf(title) !== i))].map(
      (title) => `${title} twice`,
    )
  },
}

/** What no sentence for people contains. */
const BROKEN =
  /\bundefined\b|\bNaN\b|\bnull\b|\[object|\bInfinity\b|\$\{| {2}|\s[,.;](?!\d|\w)|\.\.(?!\.)|,,|\(\)|\b1 (?:nights|days|hours|minutes|adults|rooms)\b|\b(?:the the|a a|in in|of of|to to|and and)\b/

const words: Check = {
  name: 'words',
  what: 'no sentence shows a missing value, a doubled word or sign, or "1 nights"',
  faults: (trip) => [...new Set(textsOf(trip.plan).flatMap((text) => (BROKEN.test(text) ? [text] : [])))],
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

const told: Check = {
  name: 'said once',
  what: 'no tip and no note of the plan is given twice',
  faults: ({ plan }: PlannedTrip) =>
    [plan.tips, plan.notes].flatMap((lines) =>
      lines.filter((line, i) => lines.indexOf(line) !== i).map((line) => `twice: ${line}`),
    ),
}

export const TRUE: readonly Check[] = [
  sums,
  facts,
  places,
  airports,
  reach,
  countries,
  legs,
  repeats,
  words,
  told,
]
