import { cityOfCode } from './airport-city.ts'
import { knownAsNote, lookUpArea } from './area-lookup.ts'
import { countryCode } from './country-names.ts'
import { gazetteer } from './gazetteer.ts'
import { nameKey } from './name-key.ts'
import { candidates, type Candidate } from './place-ranking.ts'
import { fullPlaceLabel, type Place } from './place.ts'
import { AREAS_FIRST, PREFERRED_PLACES } from './preferred-places.ts'
import {
  countriesWithRegion,
  isWithin,
  readQualifier,
  regionPopulation,
  type Qualifier,
} from './qualifiers.ts'
import { closestAreas, closestNames, largestNames } from './suggestions.ts'

/** The answer of `findPlace`. */
export type PlaceLookup =
  | {
      readonly found: true
      readonly place: Place
      /**
       * By its own name, a further name, an airport or city code, a name with a country or division, or as the town where one
       * stays for an area that is none.
       */
      readonly how: 'name' | 'alias' | 'iata' | 'qualified' | 'area'
      /** Other places the query could mean, most populous first, at most 5. */
      readonly alternatives: readonly Place[]
      /** A sentence for the traveller when a choice was made on their behalf. */
      readonly note?: string
    }
  | {
      readonly found: false
      /** Up to 3 queries that would be found, e.g. "Kyoto, Japan"; best first. */
      readonly suggestions: readonly string[]
    }

const MAX_ALTERNATIVES = 5
const MAX_SUGGESTIONS = 3

/** A division is meant rather than a village of that name when it has this many times the inhabitants. */
const REGION_DOMINANCE = 50

/**
 * Finds the place a traveller means.
 *
 * Accepts names in any case, with or without accents, further names ("Lisboa", "東京"), IATA airport and
 * metropolitan codes, and names with a country or division ("Paris, Texas", "Portland OR", "Perth (UK)").
 * Three capitals are read as a code first, other spellings as a name first. A name several places share goes
 * to the most populous (a few world-famous exceptions are listed in `preferred-places.ts`) and the note says
 * so. A region, a park or a mountain of the table in `areas.ts` is the town where one stays for it, and the note says that
 * too. A country, a division or a wide area alone is not a place: its main cities are suggested. Never throws on any input;
 * throws only when a data file is damaged.
 */
export function findPlace(query: string): PlaceLookup {
  const text = query.slice(0, 200).trim()
  if (/^[A-Z]{3}$/.test(text)) {
    const byCode = lookUpCode(text)
    if (byCode) return byCode
  }
  const [name = '', ...rest] = text
    .split(/[,;()/]+/)
    .map((part) => part.trim())
    .filter((part) => nameKey(part) !== '')
  return lookUpArea(name, rest) ?? (rest.length > 0 ? lookUpQualified(name, rest) : lookUpName(name))
}

function lookUpCode(code: string): PlaceLookup | undefined {
  const city = cityOfCode(code)
  if (!city) return undefined
  const named = candidates(code).filter(({ by }) => by === 'name')
  const alternatives = places(named).filter((place) => place.id !== city.place.id)
  const [other] = alternatives
  return {
    found: true,
    place: city.place,
    how: 'iata',
    alternatives,
    ...(other
      ? { note: `${code} was read as an airport code; for ${fullPlaceLabel(other)}, write "${other.name}".` }
      : {}),
  }
}

function lookUpQualified(name: string, rest: readonly string[]): PlaceLookup {
  const known = rest.map(readQualifier).filter((qualifier) => qualifier !== undefined)
  const accept = (row: number): boolean => known.every((qualifier) => isWithin(row, qualifier))
  const [first] = known
  // "Zaragoza, México, Mexico": both words can mean the country, but then the first was meant as the division.
  const inDivision = ({ row }: Candidate): number =>
    known.length > 1 && first && isWithin(row, { ...first, countries: new Set() }) ? 1 : 0
  const found = namedLike(name)
    .filter(({ row }) => accept(row))
    .toSorted((a, b) => inDivision(b) - inDivision(a))
  const [best] = found
  if (best) {
    const unknown = rest.filter((text) => readQualifier(text) === undefined)
    const notes = [
      unknown.length > 0 ? `"${unknown.join(', ')}" is not a country or division known here.` : undefined,
      knownAsNote(name, best),
      choiceNote(best, found),
    ].filter((note) => note !== undefined)
    return answer(best, found, known.length > 0 ? 'qualified' : best.by, notes.join(' '))
  }
  const close = closestNames(name, MAX_SUGGESTIONS, accept)
  return { found: false, suggestions: close.length > 0 ? close : suggestionsFor(name) }
}

function lookUpName(name: string): PlaceLookup {
  const found = namedLike(name)
  const [best] = found
  // "San Marino" is the small capital of a country before it is a larger suburb elsewhere.
  const iso = nameKey(name).length > 2 ? countryCode(name) : undefined
  const own = found.find(({ row, by }) => by === 'name' && gazetteer().country(row) === iso)
  if (own && own !== best) return answer(own, found, own.by, choiceNote(own, found))
  const area = areaCities(name, best)
  if (area.length > 0) return { found: false, suggestions: area }
  if (best) {
    const preferred = preferredOf(name, found)
    if (preferred && preferred.candidate.row !== best.row) {
      const also = others(preferred.candidate, found)
      const note = `${label(preferred.candidate)} was taken, ${preferred.why}${also === '' ? '' : `; also: ${also}`}.`
      return answer(preferred.candidate, found, preferred.candidate.by, note)
    }
    const notes = [knownAsNote(name, best), choiceNote(best, found)].filter((note) => note !== undefined)
    return answer(best, found, best.by, notes.join(' ').trim())
  }
  const words = name.split(/\s+/)
  for (let cut = words.length - 1; cut > 0; cut -= 1) {
    const tail = words.slice(cut).join(' ')
    if (readQualifier(tail) === undefined) continue
    const head = words.slice(0, cut).join(' ')
    const split = lookUpArea(head, [tail]) ?? lookUpQualified(head, [tail])
    if (split.found) return split
  }
  const byCode = /^[a-z]{3}$/i.test(name) ? lookUpCode(name.toUpperCase()) : undefined
  return byCode ?? { found: false, suggestions: suggestionsFor(name) }
}

/** Candidates of the name, or of the name without "City" or "The" around it. */
function namedLike(name: string): readonly Candidate[] {
  const exact = candidates(name)
  if (exact.length > 0) return exact
  const bare = name.replace(/^(?:the|city of)\s+/i, '').replace(/\s+city$/i, '')
  return bare === name ? [] : candidates(bare)
}

/** Main cities, when the name is a country's or a division's rather than that of its `best` namesake. */
function areaCities(name: string, best: Candidate | undefined): readonly string[] {
  const atlas = gazetteer()
  const key = nameKey(name)
  const iso = key.length > 2 ? countryCode(name) : undefined
  if (iso !== undefined) {
    if (best !== undefined && atlas.country(best.row) === iso) return []
    return citiesWithin({ countries: new Set([iso]), regions: new Set() })
  }
  const regions = countriesWithRegion(key).filter((country) => {
    if (best === undefined || AREAS_FIRST.has(key)) return true
    if (atlas.country(best.row) === country && nameKey(atlas.region(best.row)) === key) return false
    return regionPopulation(country, key) > REGION_DOMINANCE * (best.population + 1)
  })
  if (regions.length === 0) return []
  return citiesWithin({
    countries: new Set(),
    regions: new Set(regions.map((country) => `${country} ${key}`)),
  })
}

function citiesWithin(area: Qualifier): readonly string[] {
  const rows: number[] = []
  for (let row = 0; row < gazetteer().size; row += 1) if (isWithin(row, area)) rows.push(row)
  return largestNames(rows, MAX_SUGGESTIONS)
}

function preferredOf(
  name: string,
  found: readonly Candidate[],
): { readonly candidate: Candidate; readonly why: string } | undefined {
  const preferred = PREFERRED_PLACES.get(nameKey(name))
  if (!preferred) return undefined
  const [country, own, why] = preferred
  const atlas = gazetteer()
  const candidate = found.find(({ row }) => atlas.country(row) === country && atlas.names.at(row) === own)
  return candidate && { candidate, why }
}

/** Namesakes worth naming: same own name, or a further name of a place that is not far smaller. */
function namesakes(best: Candidate, found: readonly Candidate[]): readonly Candidate[] {
  return found
    .filter(
      ({ row, by, population }) => row !== best.row && (by === 'name' || population >= best.population / 5),
    )
    .toSorted((a, b) => b.population - a.population || a.row - b.row)
    .slice(0, MAX_ALTERNATIVES)
}

/** A namesake smaller than this is a village that nobody meant: saying so would only be noise. */
const NOTED_POPULATION = 15_000

/** A further name of a place smaller than this is an old or a nick name that nobody asks for. */
const FAR_KNOWN_POPULATION = 400_000

/** Who could have been meant instead: places that call themselves so, or far-known further names of a place as large. */
function noted(best: Candidate, found: readonly Candidate[]): readonly Candidate[] {
  return namesakes(best, found).filter(({ by, population }) =>
    by === 'name'
      ? population >= Math.min(NOTED_POPULATION, best.population / 2)
      : population >= Math.max(best.population, FAR_KNOWN_POPULATION),
  )
}

function choiceNote(best: Candidate, found: readonly Candidate[]): string {
  if (noted(best, found).length === 0) return ''
  const people = best.population.toLocaleString('en-US')
  return `${label(best)} (${people} people) was taken; also: ${others(best, found)}.`
}

function others(best: Candidate, found: readonly Candidate[]): string {
  return [...new Set(noted(best, found).map(label))].slice(0, 3).join('; ')
}

function label({ row }: Candidate): string {
  return fullPlaceLabel(gazetteer().place(row))
}

function places(found: readonly Candidate[]): readonly Place[] {
  return found.slice(0, MAX_ALTERNATIVES).map(({ row }) => gazetteer().place(row))
}

function answer(
  best: Candidate,
  found: readonly Candidate[],
  how: 'name' | 'alias' | 'qualified',
  note: string,
): PlaceLookup {
  return {
    found: true,
    place: gazetteer().place(best.row),
    how,
    alternatives: places(namesakes(best, found)),
    ...(note === '' ? {} : { note }),
  }
}

/** Well-known names first that no town has: "santorinni" is Santorini, whatever village is spelled alike. */
function suggestionsFor(name: string): readonly string[] {
  return [...new Set([...closestAreas(name), ...closestNames(name, MAX_SUGGESTIONS)])].slice(
    0,
    MAX_SUGGESTIONS,
  )
}
