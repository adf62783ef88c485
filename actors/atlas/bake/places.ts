import { ALIAS_SEPARATOR, NUMBER_FORMATS, PLACE_SEPARATOR, type PlaceColumns } from '../columns.ts'
import { packNumbers } from '../number-column.ts'
import { aliasesOf, compare } from './aliases.ts'
import { ENGLISH_NAMES, KNOWN_AS } from './destinations.ts'
import { divisionKey } from './regions.ts'
import { elevationOf, isKept, type Town } from './town.ts'

/**
 * Lays the kept towns out in columns (see `PlaceColumns`).
 * The result depends on the set of rows only, not on their order.
 */
export function bakePlaces(towns: Iterable<Town>, regionNames: ReadonlyMap<string, string>): PlaceColumns {
  const regionOf = (town: Town): string => regionNames.get(divisionKey(town) ?? '') ?? ''
  const kept = [...towns].filter(isKept).sort((a, b) => {
    const place = compare(a.countryCode, b.countryCode) || compare(regionOf(a), regionOf(b))
    return place || b.population - a.population || a.geonameId - b.geonameId
  })
  const corrected = correctNames(kept)
  const zones = [...new Set(kept.map((town) => town.timezone))].sort(compare)
  const zoneIndex = new Map(zones.map((zone, index) => [zone, index]))
  const numbers = (column: keyof typeof NUMBER_FORMATS, of: (town: Town) => number): string =>
    packNumbers(kept.map(of), NUMBER_FORMATS[column])
  return {
    runs: runLengths(kept.map((town) => `${town.countryCode} ${regionOf(town)}`)).map(([run, count]) => [
      run.slice(0, 2),
      run.slice(3),
      count,
    ]),
    zones,
    names: corrected.map((town) => textCell(town.name, PLACE_SEPARATOR)).join(PLACE_SEPARATOR),
    aliases: corrected
      .map((town) =>
        aliasesOf(town)
          .map((key) => textCell(key, ALIAS_SEPARATOR))
          .join(ALIAS_SEPARATOR),
      )
      .join(PLACE_SEPARATOR),
    ids: numbers('ids', (town) => town.geonameId),
    lat: numbers('lat', (town) => Math.round(town.latitude * 1000)),
    lon: numbers('lon', (town) => Math.round(town.longitude * 1000)),
    population: numbers('population', (town) => town.population),
    elevation: numbers('elevation', elevationOf),
    zoneRuns: runLengths(kept.map((town) => zoneIndex.get(town.timezone) ?? 0)),
  }
}

/** Applies the tables of `destinations.ts` to the most populous town each entry names. */
function correctNames(towns: readonly Town[]): readonly Town[] {
  const largest = new Map<string, Town>()
  for (const town of towns) {
    const key = `${town.countryCode} ${town.name}`
    if ((largest.get(key)?.population ?? -1) < town.population) largest.set(key, town)
  }
  return towns.map((town) => {
    const key = `${town.countryCode} ${town.name}`
    const english = ENGLISH_NAMES.get(key)
    const knownAs = KNOWN_AS.get(key) ?? []
    if (largest.get(key) !== town || (english === undefined && knownAs.length === 0)) return town
    const local = english === undefined ? [] : [town.name]
    return {
      ...town,
      name: english ?? town.name,
      asciiName: english ?? town.asciiName,
      firstNames: [...local, ...knownAs],
    }
  })
}

function textCell(text: string, separator: string): string {
  if (text.includes(separator) || text.includes(PLACE_SEPARATOR)) {
    throw new Error(
      `Cannot bake the name "${text}": it contains a column separator. Choose another in columns.ts.`,
    )
  }
  return text
}

function runLengths<T>(values: readonly T[]): (readonly [T, number])[] {
  const runs: [T, number][] = []
  for (const value of values) {
    const last = runs.at(-1)
    if (last !== undefined && last[0] === value) last[1] += 1
    else runs.push([value, 1])
  }
  return runs
}

/** JSON with one column per line: stable bytes, and a diff names the column that changed. */
export function columnsJson(columns: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(columns).map(
    ([name, column]) => `${JSON.stringify(name)}:${JSON.stringify(column)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}
