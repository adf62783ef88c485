/** The location agent, offline: what a traveller should know about each stop before going there. */
import type { AgentTask, LocationSection } from '../../machines/messages/index.ts'
import { guideOf, isOwnGuide } from '../atlas/sights/guide-of.ts'
import { fastingSeason } from '../atlas/visitor-seasons.ts'
import {
  countryFacts,
  currencyRate,
  holidaysBetween,
  isHandWritten,
  unusualPlaceNotes,
  zoneOffsetMinutes,
} from '../atlas/index.ts'
import { aboutPlace, altitudeNote, emergencyText, exchangeText, plugsText } from './location-text.ts'
import { placeTips } from './location-tips.ts'

type StopFacts = LocationSection['places'][number]
type Planning = NonNullable<AgentTask['sections']['planning']>

/**
 * Facts about every stop, in the order of the stops.
 *
 * @throws Error when the task has no planning section: there are no stops to describe then.
 */
export function composeLocation(task: AgentTask): LocationSection {
  const { request } = task
  const { planning } = task.sections
  if (!planning) throw new Error('location facts need the planning section')
  const places = planning.stops.map((stop) => factsOf(stop, request))
  const gaps = places
    .filter(({ place }) => !countryFacts(place.country))
    .map(({ place }) => place.countryName)
  return {
    places,
    notes: [
      ...new Set(planning.stops.map(({ place }) => countryFacts(place.country)?.entry ?? ENTRY)),
      ...[...new Set(gaps)].map((name) => `Facts about ${name} are incomplete here: check before you go.`),
    ],
    sources: sourcesOf(places, request.currency),
  }
}

const ENTRY = 'Entry rules: check the official source of the country before you book.'

function factsOf(
  { place, arrive, leave }: Planning['stops'][number],
  request: AgentTask['request'],
): StopFacts {
  const facts = countryFacts(place.country)
  const guide = guideOf(place)
  const currency = facts?.currency ?? ''
  const exchange = exchangeText(request.currency, currency)
  const hours = request.origin && hoursBetween(request.origin.timeZone, place.timeZone, arrive)
  const plugs = facts && plugsText(facts.plugs, facts.voltage)
  const emergency = facts?.emergency && emergencyText(facts.emergency)
  const altitude = altitudeNote(place)
  const holidays = holidaysBetween(place.country, arrive, leave)
  const fasting = fastingSeason(place.country, arrive, leave)
  // A guide of a city some way off has the dishes of the region, but not this town's districts.
  const own = guide !== undefined && isOwnGuide(place, guide)
  return {
    place,
    about: aboutPlace(place, guide, own, facts?.capital),
    languages: [...(facts?.languages ?? [])],
    currency: currency === '' ? 'unknown' : currency,
    ...(exchange !== undefined && { exchange }),
    timeZone: place.timeZone,
    ...(hours !== undefined && { hoursFromOrigin: hours }),
    ...(plugs !== undefined && { plugs }),
    ...(facts?.drivingSide !== undefined && { drivingSide: facts.drivingSide }),
    ...(emergency !== undefined && { emergency }),
    ...(facts?.callingCode !== undefined && { callingCode: facts.callingCode }),
    districts: own ? guide.districts.map(({ name, why }) => ({ name, why })) : [],
    dishes: [...(guide?.dishes ?? [])],
    ...(fasting && { fasting: { name: fasting.name, from: fasting.from, to: fasting.to } }),
    ...(altitude !== undefined && { altitude }),
    holidays: holidays.map(({ date, name }) => ({ date, name })),
    tips: [...unusualPlaceNotes(place), ...placeTips(place, facts, request, { arrive, leave, holidays })],
  }
}

function hoursBetween(from: string, to: string, date: string): number {
  return (zoneOffsetMinutes(to, date) - zoneOffsetMinutes(from, date)) / 60
}

function sourcesOf(places: readonly StopFacts[], currency: string): LocationSection['sources'] {
  const sources = new Map<string, LocationSection['sources'][number]>()
  const add = (source: LocationSection['sources'][number]) =>
    sources.set(`${source.name} ${source.date ?? ''}`, source)
  add({ name: 'GeoNames', method: 'position, population, elevation, time zone', licence: 'CC BY 4.0' })
  if (places.some(({ place }) => isHandWritten(place)))
    add({
      name: 'Caravan, villages written by hand',
      method: 'position, elevation, time zone, to about a kilometre',
    })
  add({ name: 'countries-list', method: 'languages, currency, calling code', licence: 'MIT' })
  for (const { currency: local } of places) {
    const rate = local === currency ? undefined : currencyRate(currency, local)
    if (rate) add({ name: rate.source, method: 'indicative exchange rate', date: rate.date })
  }
  if (places.some(({ holidays }) => holidays.length > 0)) {
    add({ name: 'date-holidays', method: 'nationwide public holidays', licence: 'ISC and CC BY-SA 3.0' })
  }
  if (places.some(({ dishes }) => dishes.length > 0))
    add({ name: 'Caravan city guides', method: 'written by hand' })
  return [...sources.values()]
}
