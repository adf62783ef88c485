import { gazetteer } from './gazetteer.ts'
import { nameKey } from './name-key.ts'

/** A gazetteer row that answers to a name. */
export type Candidate = {
  readonly row: number
  /** Whether the name is the place's own or one of its further names. */
  readonly by: 'name' | 'alias'
  readonly population: number
  readonly weight: number
}

/**
 * A further name counts for this much of its place's population: "Roma" is Rome, not Roma in Texas, but
 * "Bridgetown" is Barbados, not a nickname of Portland.
 */
const ALIAS_WEIGHT = 0.1

/** Spelled with the same accents: "San José" means Costa Rica's before California's "San Jose". */
const SAME_ACCENTS = 10

/**
 * Places called `name`, most likely first: by population, own names before further names, and, when the
 * query has accents, places spelled with the same ones well before the others.
 */
export function candidates(name: string): readonly Candidate[] {
  const key = nameKey(name)
  if (key === '') return []
  const atlas = gazetteer()
  const rows = new Set([...atlas.lowerNames.rowsWith(key), ...atlas.aliases.rowsWith(key)])
  const typed = name.trim().toLowerCase().normalize('NFC')
  const accented = /[^\p{ASCII}]/u.test(typed)
  const found = [...rows].map((row): Candidate => {
    const own = atlas.names.at(row)
    const by = nameKey(own) === key ? 'name' : 'alias'
    const population = atlas.population[row] ?? 0
    const accents = accented && own.toLowerCase() === typed ? SAME_ACCENTS : 1
    return { row, by, population, weight: (population + 1) * accents * (by === 'name' ? 1 : ALIAS_WEIGHT) }
  })
  return found.sort((a, b) => b.weight - a.weight || a.row - b.row)
}
