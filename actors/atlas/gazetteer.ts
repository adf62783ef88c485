import {
  ALIAS_SEPARATOR,
  HAND_WRITTEN_IDS,
  NUMBER_FORMATS,
  PLACE_SEPARATOR,
  type PlaceColumns,
} from './columns.ts'
import { countryName } from './country-names.ts'
import { dataPath, isRecord, readDataFile } from './data-file.ts'
import { isNumberColumn, numberAt, unpackNumbers } from './number-column.ts'
import type { Place } from './place.ts'
import { textColumn, type TextColumn } from './text-column.ts'

/**
 * The gazetteer in memory: columns of numbers, and `Place` objects made on demand. Rows are sorted by country,
 * division and descending population; a row number is only meaningful within one gazetteer.
 */
export type Gazetteer = {
  readonly size: number
  /** The divisions in row order; `region` is '' for places outside any named one. */
  readonly runs: readonly Run[]
  readonly names: TextColumn
  /** Names in lower case: equal to the name key of four names in five. */
  readonly lowerNames: TextColumn
  /** Name keys of further names, and of the name itself where that differs from the lower-case name. */
  readonly aliases: TextColumn
  /** Degrees. */
  readonly lat: Float64Array
  readonly lon: Float64Array
  readonly population: Float64Array
  readonly country: (row: number) => string
  /** Division name, '' when unnamed. */
  readonly region: (row: number) => string
  /** The same object for the same row each time. */
  readonly place: (row: number) => Place
}

/** Consecutive rows of one division. */
type Run = {
  readonly country: string
  readonly region: string
  readonly first: number
  readonly count: number
}

/**
 * Loads a gazetteer file.
 * @param path default: the committed one
 * @throws Error naming the file when it is missing or damaged
 */
export function loadGazetteer(path: string = dataPath('places.json')): Gazetteer {
  const columns = readDataFile(path, columnFault) as PlaceColumns
  const names = textColumn(columns.names, PLACE_SEPARATOR)
  const size = names.length
  const lowerNames = textColumn(columns.names.toLowerCase(), PLACE_SEPARATOR)
  const aliases = textColumn(columns.aliases, PLACE_SEPARATOR, ALIAS_SEPARATOR)
  let first = 0
  const runs = columns.runs.map(([country, region, count]) => {
    const run = { country, region, first, count }
    first += count
    return run
  })
  const runOf = expand(
    columns.runs.map(([, , count]) => count),
    size,
  )
  const zoneRunOf = expand(
    columns.zoneRuns.map(([, count]) => count),
    size,
  )
  const lat = unpackNumbers(columns.lat, NUMBER_FORMATS.lat, 1000)
  const lon = unpackNumbers(columns.lon, NUMBER_FORMATS.lon, 1000)
  const population = unpackNumbers(columns.population, NUMBER_FORMATS.population)
  const made = new Map<number, Place>()
  const country = (row: number): string => runs[runOf[row] ?? -1]?.country ?? ''
  const region = (row: number): string => runs[runOf[row] ?? -1]?.region ?? ''

  function place(row: number): Place {
    const known = made.get(row)
    if (known) return known
    const iso = country(row)
    const fresh = Object.freeze({
      id: placeId(numberAt(columns.ids, row, NUMBER_FORMATS.ids)),
      name: names.at(row),
      country: iso,
      countryName: countryName(iso),
      ...(region(row) === '' ? {} : { region: region(row) }),
      lat: lat[row] ?? 0,
      lon: lon[row] ?? 0,
      population: population[row] ?? 0,
      elevation: numberAt(columns.elevation, row, NUMBER_FORMATS.elevation),
      timeZone: columns.zones[columns.zoneRuns[zoneRunOf[row] ?? -1]?.[0] ?? -1] ?? 'UTC',
    })
    made.set(row, fresh)
    return fresh
  }

  return {
    size,
    runs,
    names,
    lowerNames,
    aliases,
    lat,
    lon,
    population,
    country,
    region,
    place,
  }
}

let loaded: Gazetteer | undefined

/** The committed gazetteer, read on first use. */
export function gazetteer(): Gazetteer {
  loaded ??= loadGazetteer()
  return loaded
}

let everyPlace: readonly Place[] | undefined

/** Every place of the gazetteer (about 71,000), by country, division and descending population. */
export function allPlaces(): readonly Place[] {
  const atlas = gazetteer()
  everyPlace ??= Object.freeze(Array.from({ length: atlas.size }, (_, row) => atlas.place(row)))
  return everyPlace
}

function placeId(number: number): string {
  return number > HAND_WRITTEN_IDS ? `cv${number - HAND_WRITTEN_IDS}` : `gn${number}`
}

/** Run number of each row. */
function expand(counts: readonly number[], size: number): Uint16Array {
  const runOf = new Uint16Array(size)
  let row = 0
  counts.forEach((count, run) => {
    runOf.fill(run, row, row + count)
    row += count
  })
  return runOf
}

/** Checks that all columns are there and equally long: a truncated column would shift every later place. */
function columnFault(value: unknown): string | undefined {
  if (!isRecord(value)) return 'is not an object of columns'
  const { ids, runs, zoneRuns, zones, names, aliases } = value
  if (typeof ids !== 'string' || ids === '') return 'has no "ids" column'
  const rows = Math.floor(ids.length / NUMBER_FORMATS.ids.width)
  for (const [column, format] of Object.entries(NUMBER_FORMATS)) {
    if (!isNumberColumn(value[column], rows, format))
      return `has a "${column}" column that is not ${rows} numbers`
  }
  for (const [column, text] of Object.entries({ names, aliases })) {
    if (typeof text !== 'string') return `has no "${column}" column`
    if (rowCount(text) !== rows) return `has a "${column}" column of another length`
  }
  if (!Array.isArray(zones)) return 'has no "zones" column'
  if (runTotal(runs, 2) !== rows) return 'has "runs" that do not add up'
  if (runTotal(zoneRuns, 1) !== rows) return 'has "zoneRuns" that do not add up'
  return undefined
}

function rowCount(text: string): number {
  let rows = 1
  for (let at = text.indexOf(PLACE_SEPARATOR); at >= 0; at = text.indexOf(PLACE_SEPARATOR, at + 1)) rows += 1
  return rows
}

function runTotal(runs: unknown, countAt: number): number {
  if (!Array.isArray(runs)) return -1
  return runs.reduce(
    (sum: number, run: unknown) => sum + (Array.isArray(run) ? Number(run[countAt]) : Number.NaN),
    0,
  )
}
