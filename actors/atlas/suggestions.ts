import { distance } from 'fastest-levenshtein'
import { AREA_NAMES } from './areas.ts'
import { KNOWN_AS } from './bake/destinations.ts'
import { ALIAS_SEPARATOR } from './columns.ts'
import { gazetteer } from './gazetteer.ts'
import { nameKey } from './name-key.ts'
import { placeLabel } from './place.ts'

/** Aliases are searched for towns of at least this size; small towns' few aliases are not worth the time. */
const ALIAS_POPULATION = 50_000

/** Ten times the inhabitants make up for this many wrong letters. */
const LETTERS_PER_DIGIT = 0.3

/** Names this much worse than the best one are noise, not suggestions. */
const SLACK = 1

type Entry = { readonly key: string; readonly row: number }

let index: readonly Entry[] | undefined

/**
 * The closest known names to one that was not found, e.g. "Kyotto" -> ["Kyoto, Japan"]; best first.
 * Closeness is Levenshtein distance (one error per 4 letters, at most 3), less 0.3 per decimal digit of the
 * population.
 * @param accept limits the search, e.g. to a country
 */
export function closestNames(
  name: string,
  limit: number,
  accept: (row: number) => boolean = () => true,
): readonly string[] {
  const key = nameKey(name)
  const reach = reachOf(key)
  if (key.length < 2) return []
  const atlas = gazetteer()
  index ??= buildIndex()
  const best = new Map<number, number>()
  for (const entry of index) {
    if (Math.abs(entry.key.length - key.length) > reach) continue
    const errors = distance(key, entry.key)
    if (errors > reach || !accept(entry.row)) continue
    const cost = errors - LETTERS_PER_DIGIT * Math.log10(1 + (atlas.population[entry.row] ?? 0))
    if (cost < (best.get(entry.row) ?? Infinity)) best.set(entry.row, cost)
  }
  const ranked = [...best].sort((a, b) => a[1] - b[1] || a[0] - b[0])
  const worst = (ranked[0]?.[1] ?? 0) + SLACK
  return labels(
    ranked.filter(([, cost]) => cost <= worst).map(([row]) => row),
    limit,
  )
}

/** Names of at least this length are compared with areas: shorter ones are near to too many. */
const AREA_LETTERS = 6

/** Names of areas, islands and parks within reach of a name that was not found, closest first. */
export function closestAreas(name: string): readonly string[] {
  const key = nameKey(name)
  if (key.length < AREA_LETTERS) return []
  const reach = reachOf(key) - 1
  return [...AREA_NAMES, ...[...KNOWN_AS.values()].flat()]
    .map((known) => ({ known, errors: distance(key, nameKey(known)) }))
    .filter(({ errors }) => errors <= reach)
    .toSorted((a, b) => a.errors - b.errors)
    .map(({ known }) => known)
}

/** One error per four letters, at most 3. */
function reachOf(key: string): number {
  return Math.min(3, Math.max(1, Math.ceil(key.length / 4)))
}

/** Labels of the most populous rows among `rows`. */
export function largestNames(rows: readonly number[], limit: number): readonly string[] {
  const { population } = gazetteer()
  return labels(
    rows.toSorted((a, b) => (population[b] ?? 0) - (population[a] ?? 0)),
    limit,
  )
}

function labels(rows: readonly number[], limit: number): readonly string[] {
  const { place } = gazetteer()
  const names = new Set<string>()
  for (const row of rows) {
    if (names.size >= limit) break
    names.add(placeLabel(place(row)))
  }
  return [...names]
}

function buildIndex(): readonly Entry[] {
  const atlas = gazetteer()
  const entries: Entry[] = []
  for (let row = 0; row < atlas.size; row += 1) {
    entries.push({ key: atlas.lowerNames.at(row), row })
    if ((atlas.population[row] ?? 0) < ALIAS_POPULATION) continue
    for (const key of atlas.aliases.at(row).split(ALIAS_SEPARATOR)) if (key !== '') entries.push({ key, row })
  }
  return entries
}
