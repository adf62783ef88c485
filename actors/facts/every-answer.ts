/** What holds for every agent's answer: prices in order and in the trip's currency, places that were asked for, plain texts. */
import type { AgentTask, ResolvedPlace } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'
import { purseOf } from '../offline/prices.ts'
import type { Findings } from './finding.ts'

/** Characters of one text: the longest that any honest answer has is a third of it. */
const MAX_TEXT = 2_000
/** How far a copied place may be from the real one: rounding. Kilometres. */
const PLACE_KM = 1

const LINK = /https?:|www\.|<\s*(?:script|a|img|iframe)\b|\]\(/i
/** Marks of the prompt itself, which no answer repeats. */
const PROMPT = /<\/?data\b|between <data>|agent of a travel planner\. You/i

/** Walks the whole section once. */
export function checkEveryAnswer(task: AgentTask, section: unknown, { note }: Findings): void {
  const { currency } = purseOf(task.request)
  const places = knownPlaces(task)
  const { constraints, specialRequirements, notes } = task.request
  const own = [...constraints, ...specialRequirements, ...notes]
  /** Travellers may be quoted, whatever they wrote: they read it in their own plan. */
  const unquoted = (text: string) => own.reduce((rest, words) => rest.replaceAll(words, ''), text)
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      note(
        value.length > MAX_TEXT,
        path,
        `the text has ${value.length} characters; at most ${MAX_TEXT} are shown`,
      )
      note(LINK.test(value) && LINK.test(unquoted(value)), path, 'no links or markup: plain words only')
      note(
        PROMPT.test(value) && PROMPT.test(unquoted(value)),
        path,
        'it repeats the prompt: write only about the trip',
      )
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) visit(one, `${path}.${index}`)
      return
    }
    const record = value as Readonly<Record<string, unknown>>
    checkPrice(record, path, currency, note)
    checkPlace(record, path, places, note)
    for (const [name, one] of Object.entries(record)) visit(one, path === '' ? name : `${path}.${name}`)
  }
  visit(section, '')
}

/** Of an answer that has something for each day: the days are those that planning has laid out. */
export function checkDays(
  days: readonly { readonly date: string }[],
  planned: readonly { readonly date: string }[],
  note: Findings['note'],
): void {
  note(
    days.length !== planned.length || days.some(({ date }, i) => date !== planned[i]?.date),
    'days',
    `the days of the trip are ${planned[0]?.date} to ${planned.at(-1)?.date}, each once`,
  )
}

function checkPrice(
  record: Readonly<Record<string, unknown>>,
  path: string,
  currency: string,
  note: Findings['note'],
): void {
  const { low, expected, high } = record
  if (typeof low !== 'number' || typeof expected !== 'number' || typeof high !== 'number') return
  note(low > expected || expected > high, path, 'low <= expected <= high must hold')
  note(record['currency'] !== currency, `${path}.currency`, `the trip is priced in ${currency}`)
}

/** The places of the request and of the frame that planning made of it. */
function knownPlaces({ request, sections }: AgentTask): ReadonlyMap<string, ResolvedPlace> {
  const { planning } = sections
  const all = [
    ...request.destinations,
    ...(request.origin === undefined ? [] : [request.origin]),
    ...(planning?.stops.map(({ place }) => place) ?? []),
    ...(planning?.legs.flatMap(({ from, to }) => [from, to]) ?? []),
    ...(planning?.days.flatMap(({ visit }) => (visit === undefined ? [] : [visit.place])) ?? []),
  ]
  return new Map(all.map((place) => [place.id, place]))
}

function checkPlace(
  record: Readonly<Record<string, unknown>>,
  path: string,
  places: ReadonlyMap<string, ResolvedPlace>,
  note: Findings['note'],
): void {
  const { id, lat, lon, timeZone, country } = record
  // Only a place has all of these; items of a day have coordinates without an id.
  if (typeof id !== 'string' || typeof lat !== 'number' || typeof lon !== 'number') return
  const known = places.get(id)
  note(known === undefined, `${path}.id`, `"${id.slice(0, 40)}" is no place of this trip`)
  if (known === undefined) return
  const km = Math.round(distanceKm(known, { lat, lon }))
  note(km > PLACE_KM, path, `${known.name} is at ${known.lat}, ${known.lon}, which is ${km} km away`)
  note(timeZone !== known.timeZone, `${path}.timeZone`, `${known.name} is in ${known.timeZone}`)
  note(country !== known.country, `${path}.country`, `${known.name} is in ${known.country}`)
}
