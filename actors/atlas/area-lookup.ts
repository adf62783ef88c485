/** Answers for names that are no town, and for islands and parks that are known better than theirs. */
import { areaNamed } from './areas.ts'
import { KNOWN_AS } from './bake/destinations.ts'
import type { PlaceLookup } from './find-place.ts'
import { gazetteer } from './gazetteer.ts'
import { nameKey } from './name-key.ts'
import { candidates, type Candidate } from './place-ranking.ts'
import { fullPlaceLabel, placeLabel } from './place.ts'
import { isWithin, readQualifier } from './qualifiers.ts'

const MOST = 5

/** The town where one stays for an area, unless the words after it say that another place of that name is meant. */
export function lookUpArea(name: string, rest: readonly string[]): PlaceLookup | undefined {
  const area = areaNamed(name)
  if (!area) return undefined
  const known = rest.map(readQualifier).filter((qualifier) => qualifier !== undefined)
  const accept = ({ row }: Candidate): boolean => known.every((qualifier) => isWithin(row, qualifier))
  const all = area.towns.flatMap((town) => bestOf(town) ?? [])
  const towns = all.filter(accept)
  // "Cornwall, Ontario" is a town; but "Titicaca, Bolivia" is the other shore.
  if (towns[0] !== all[0] && candidates(name).some(accept)) return undefined
  const [taken, ...further] = towns
  if (taken === undefined) return undefined
  const { place } = gazetteer()
  if (area.clause === undefined)
    return { found: false, suggestions: towns.map(({ row }) => placeLabel(place(row))) }
  const called = candidates(name).filter(
    ({ row, by, population }) =>
      by === 'name' && population >= NOTED_NAMESAKE && !towns.some((town) => town.row === row),
  )
  const also = [...new Set([...further, ...called.slice(0, 2)].map(label))]
  const note = `${area.clause}: planned from ${label(taken)}${also.length === 0 ? '' : `; also: ${also.join('; ')}`}.`
  return {
    found: true,
    place: place(taken.row),
    how: 'area',
    alternatives: [...further, ...called].slice(0, MOST).map(({ row }) => place(row)),
    note,
  }
}

/** A village that is called like a region is told of from this size on. */
const NOTED_NAMESAKE = 3_000

/** The town that a label of the table in `areas.ts` names. */
function bestOf(town: string): Candidate | undefined {
  const [name = '', ...rest] = town.split(', ')
  const qualifiers = rest.map(readQualifier).filter((qualifier) => qualifier !== undefined)
  return candidates(name).find(({ row }) => qualifiers.every((qualifier) => isWithin(row, qualifier)))
}

/** Islands, parks and monuments that are known better than their town: who asked for one sees another name in the plan. */
const KNOWN: ReadonlyMap<string, string> = new Map(
  [...KNOWN_AS.values()].flat().map((name) => [nameKey(name), name]),
)

export function knownAsNote(name: string, best: Candidate): string | undefined {
  const known = best.by === 'alias' ? KNOWN.get(nameKey(name)) : undefined
  return known === undefined ? undefined : `${known} is planned from ${label(best)}.`
}

function label({ row }: Candidate): string {
  return fullPlaceLabel(gazetteer().place(row))
}
