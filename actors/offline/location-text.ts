/** The facts of a stop in words. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { currencyRate, type EmergencyNumbers } from '../atlas/index.ts'
import { nameKey } from '../atlas/name-key.ts'
import { isDisputed } from '../atlas/unusual-places.ts'
import type { CityGuide } from '../atlas/sights/index.ts'
import { countryInSentence, dayAndMonth, listed } from '../../machines/trip/wording.ts'

/** What and where a place is, in one or two sentences; nothing that the data does not say. Districts are listed beside it. */
export function aboutPlace(
  place: ResolvedPlace,
  guide: CityGuide | undefined,
  own: boolean,
  capital: string | undefined,
): string {
  const size = sizeOf(place.population)
  // A large city needs no province to be found; some provinces are the same name in another spelling.
  const small = place.population < 100_000 && place.region !== undefined && place.region !== place.name
  const region = small ? `${place.region}, ` : ''
  const where =
    place.name === place.countryName
      ? ''
      : ` in ${region}${region === '' ? countryInSentence(place.countryName) : place.countryName}`
  const people = place.population > 0 ? ` of about ${roundedPeople(place.population)} people` : ''
  const government = `New ${place.name}` === capital ? `, with ${capital} in it,` : ''
  const first =
    isCapital(place, capital) && where !== ''
      ? `${place.name}${government} is the capital of ${countryInSentence(place.countryName)}, a ${size}${people}.`
      : `${place.name} is a ${size}${people}${where}.`
  if (!guide) return `${first} There is no curated guide to it here, so suggestions are general.`
  if (!own) return `${first} ${guide.city} is close by, and its guide is used for this stop.`
  if (nameKey(guide.city) !== nameKey(place.name))
    return `${first} The guide to ${guide.city} is used for it.`
  return first
}

function sizeOf(population: number): string {
  if (population >= 500_000) return 'large city'
  if (population >= 100_000) return 'city'
  if (population >= 10_000) return 'town'
  return 'small place'
}

function roundedPeople(population: number): string {
  if (population >= 1_000_000) return `${(population / 1e6).toFixed(1).replace('.0', '')} million`
  const step = population >= 100_000 ? 10_000 : population >= 10_000 ? 1_000 : 100
  return Math.max(step, Math.round(population / step) * step).toLocaleString('en')
}

/** `1 EUR = 177.40 JPY (indicative, 9 October 2025)`; undefined for the same or an unknown currency. */
export function exchangeText(own: string, local: string): string | undefined {
  if (local === '' || own === local) return undefined
  const rate = currencyRate(own, local)
  if (!rate) return undefined
  // A rate below one reads better the other way round.
  const [from, to, value] = rate.rate >= 0.1 ? [own, local, rate.rate] : [local, own, 1 / rate.rate]
  return `1 ${from} = ${value.toFixed(value >= 100 ? 1 : value >= 1 ? 2 : 4)} ${to} (indicative, ${dayAndMonth(rate.date)} ${rate.date.slice(0, 4)})`
}

/** "Type C and F, 230 V". */
export function plugsText(
  plugs: readonly string[] | undefined,
  voltage: number | undefined,
): string | undefined {
  if (!plugs || plugs.length === 0) return undefined
  return `Type ${listed(plugs)}${voltage === undefined ? '' : `, ${voltage} V`}`
}

/** "112; police 110, ambulance 119". */
export function emergencyText({ general, police, ambulance }: EmergencyNumbers): string {
  const own = [
    ...(police === undefined ? [] : [`police ${police}`]),
    ...(ambulance === undefined ? [] : [`ambulance ${ambulance}`]),
  ].join(', ')
  if (general === undefined) return own
  return own === '' ? general : `${general} (${own})`
}

/** What thin air asks of a traveller; undefined where it is not thin. */
export function altitudeNote({ name, elevation }: ResolvedPlace): string | undefined {
  const metres = `${Math.round(elevation / 50) * 50} m`
  if (elevation >= 2400) {
    return (
      `${name} lies at about ${metres}: take the first day slowly, drink a lot, go easy on alcohol and heavy meals, ` +
      'and see a doctor before the trip if heart or lungs are weak. Severe headache or breathlessness means going down.'
    )
  }
  if (elevation >= 1500)
    return `${name} lies at about ${metres}: the sun is stronger and nights are cooler than at sea level.`
  return undefined
}

/** Capitals under another name in their source. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  // Delhi holds New Delhi; who goes to the one is in the other.
  ['new delhi', 'delhi'],
  ['ulan bator', 'ulaanbaatar'],
  ['naypyidaw', 'nay pyi taw'],
])

/** Whether a place is the capital; where its status is disputed nothing is said. */
function isCapital(place: ResolvedPlace, capital: string | undefined): boolean {
  if (capital === undefined || isDisputed(place)) return false
  const key = nameKey(capital.replace(/ D\.C\.$/, ''))
  return [key, OTHER_NAMES.get(key)].includes(nameKey(place.name))
}
