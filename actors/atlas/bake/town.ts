import { HAND_WRITTEN_IDS } from '../columns.ts'
import { DESTINATIONS } from './destinations.ts'

/** One row of the GeoNames "cities500" extract: the fields the bake reads. */
export type Town = {
  readonly geonameId: number
  readonly name: string
  readonly asciiName: string
  readonly alternateNames: readonly string[]
  /** Further names that are kept whatever the limit; set by the bake, not in the source. */
  readonly firstNames?: readonly string[]
  readonly latitude: number
  readonly longitude: number
  readonly featureCode: string
  readonly countryCode: string
  /** First-level division code as GeoNames writes it (FIPS, ISO or national, depending on the country). */
  readonly admin1Code: string
  readonly population: number
  readonly elevation?: number | undefined
  /** Digital elevation model, metres; -9999 where it has none. */
  readonly dem?: number | undefined
  readonly timezone: string
}

/**
 * Parses one line of `cities500.txt` (tab separated, columns as documented by GeoNames for its "geoname"
 * table).
 * @throws Error when the line has another shape.
 */
export function parseTown(line: string): Town {
  const cell = line.split('\t')
  if (cell.length !== 19) throw new Error(`Expected 19 columns, found ${cell.length}: ${line.slice(0, 60)}`)
  const text = (index: number): string => cell[index] ?? ''
  const optional = (index: number): number | undefined =>
    text(index) === '' ? undefined : Number(text(index))
  return {
    geonameId: Number(text(0)),
    name: text(1),
    asciiName: text(2),
    alternateNames: text(3) === '' ? [] : text(3).split(','),
    latitude: Number(text(4)),
    longitude: Number(text(5)),
    featureCode: text(7),
    countryCode: text(8),
    admin1Code: text(10),
    population: Number(text(14)),
    elevation: optional(15),
    dem: optional(16),
    timezone: text(17),
  }
}

/** Codes that are not towns of their own: city quarters, abandoned, historical and destroyed places. */
const NOT_A_TOWN = new Set(['PPLX', 'PPLQ', 'PPLW', 'PPLH', 'PPLCH'])

/** Below this a town needs another reason to be kept; keeps the file near 4 MB. */
const MIN_POPULATION = 3_000

/**
 * A village that this many languages have a name for is a place people travel to (Hallstatt 26,
 * Longyearbyen 46, Te Anau 2): the only sign of fame in the data.
 */
const FAMOUS_NAMES = 12

/** Whether the gazetteer keeps the row: towns by size, capitals and province seats, destinations. */
export function isKept(town: Town): boolean {
  const code = town.featureCode
  if (NOT_A_TOWN.has(code)) return false
  if (code === 'PPLC' || code === 'PPLA') return true
  if (town.population >= MIN_POPULATION || town.geonameId > HAND_WRITTEN_IDS) return true
  return town.alternateNames.length >= FAMOUS_NAMES || DESTINATIONS.has(`${town.countryCode} ${town.name}`)
}

/** Metres above sea level: the elevation model, else the surveyed value, else 0. */
export function elevationOf(town: Town): number {
  const dem = town.dem ?? -9999
  return dem > -500 ? dem : Math.max(-500, town.elevation ?? 0)
}
