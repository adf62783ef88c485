/** Requests of an evaluation: the fixed ones read from their lines, the random ones drawn from a seed. */
import { allPlaces, placeLabel } from '../../actors/atlas/index.ts'
import {
  parseTripRequest,
  PREFERENCES,
  type PlaceAnswer,
  type TripRequest,
} from '../../machines/messages/index.ts'
import { CaravanError } from '../../runtime/index.ts'
import { between, seededRandom } from '../chaos/random.ts'
import { requestPorts } from '../request-ports.ts'
import { FIXED_REQUESTS } from './fixed-requests.ts'

/** A request with what it takes to plan it again. */
export interface Case {
  /** `fixed 12`, or `seed 7 no. 3`. */
  readonly name: string
  /** The request in a few words. */
  readonly about: string
  readonly request: TripRequest
}

/** All requests are read as if on this day, so that the same dates can be asked for at any time. */
const TODAY = '2026-12-01'
const DAY_MS = 86_400_000

/** @throws CaravanError `evaluate.request.invalid` for a line that the planner would refuse */
export function fixedCases(lines: string = FIXED_REQUESTS): readonly Case[] {
  const rows = lines.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return rows.map((row, index) => caseOf(`fixed ${index + 1}`, rawOf(row)))
}

/** The same seed, the same requests. @param count how many */
export function randomCases(seed: number, count: number): readonly Case[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `seed ${seed} no. ${index + 1}`
    return caseOf(name, randomRaw(seededRandom(name)))
  })
}

type Raw = Readonly<Record<string, unknown>>

function rawOf(row: string): Raw {
  const cells = row.split('|').map((cell) => (cell.trim() === '-' ? '' : cell.trim()))
  const [
    places = '',
    start = '',
    days = '',
    people = '',
    budget = '',
    wanted = '',
    origin = '',
    wishes = '',
  ] = cells
  const [adults, children = 0] = people.split('+').map(Number)
  const [total, currency] = budget.split(' ')
  return {
    destinations: listOf(places, ';'),
    dates: window(start, Number(days)),
    travelers: { adults, children },
    ...(budget === '' ? {} : { budget: { total: Number(total), currency } }),
    preferences: listOf(wanted, ','),
    ...(origin === '' ? {} : { origin }),
    constraints: listOf(wishes, ';'),
  }
}

function listOf(cell: string, separator: string): readonly string[] {
  return cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function window(start: string, days: number): { readonly start: string; readonly end: string } {
  return { start, end: new Date(Date.parse(start) + (days - 1) * DAY_MS).toISOString().slice(0, 10) }
}

const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'KES'] as const

/** Half of the places are ones that people fly to, the other half is anywhere. */
function randomRaw(random: () => number): Raw {
  const places = allPlaces()
  const large = places.filter(({ population }) => population > 500_000)
  const pick = <T>(from: readonly T[]): T => from[between(random, 0, from.length - 1)] as T
  const anywhere = () => pick(random() < 0.5 ? large : places).id
  const stops = random() < 0.6 ? 1 : between(random, 2, 5)
  const destinations = [...new Set(Array.from({ length: stops }, anywhere))]
  const start = new Date(Date.parse('2026-12-10') + between(random, 0, 700) * DAY_MS)
  const days = Math.max(destinations.length, between(random, 1, random() < 0.8 ? 9 : 21))
  const currency = pick(CURRENCIES)
  const perUnit = currency === 'JPY' || currency === 'KES' ? 130 : 1
  return {
    destinations,
    dates: window(start.toISOString().slice(0, 10), days),
    travelers: { adults: between(random, 1, 4), children: random() < 0.3 ? between(random, 1, 3) : 0 },
    ...(random() < 0.3 ? {} : { budget: { total: between(random, 60, 500) * days * perUnit, currency } }),
    preferences: [...new Set(Array.from({ length: between(random, 0, 3) }, () => pick(PREFERENCES)))],
    ...(random() < 0.3 ? {} : { origin: anywhere() }),
  }
}

function caseOf(name: string, raw: Raw): Case {
  const id = name.replaceAll(/[^a-z0-9]+/g, '-')
  const parsed = parseTripRequest(raw, {
    ...requestPorts,
    findPlace: (query) => byId(query) ?? requestPorts.findPlace(query),
    today: () => TODAY,
    tenant: 'default',
    id: () => id,
  })
  if (!parsed.ok) {
    const told = parsed.problems.map(({ message }) => message).join(' ')
    throw new CaravanError('evaluate.request.invalid', `Request ${name} would be refused: ${told}`)
  }
  return { name, about: aboutOf(parsed.request), request: parsed.request }
}

/** Names are not unique; a random place is meant as it is. */
function byId(id: string): PlaceAnswer | undefined {
  const place = /^(?:gn|cv)\d+$/.test(id) ? allPlaces().find((one) => one.id === id) : undefined
  return place && { found: true, place: { ...place, label: placeLabel(place) } }
}

/** `Lisbon, Porto 2027-05-10 to 2027-05-14, food, 2 children` */
function aboutOf({ destinations, start, end, preferences, travelers }: TripRequest): string {
  const places = destinations.map((place) => place.name).join(', ')
  const children = travelers.children === 0 ? [] : [`${travelers.children} children`]
  return [`${places} ${start} to ${end}`, ...preferences, ...children].join(', ')
}
