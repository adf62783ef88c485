/** Destinations and origin: names and codes to places of the gazetteer. */
import type { ResolvedPlace } from './basics.ts'
import { alternatives, label, type Path, problem, type Problem, quoted } from './problem.ts'
import type { RequestFields } from './request-fields.ts'

/** What is known of a name or IATA code. */
export type PlaceAnswer =
  /** `note`: what was decided for the traveller, e.g. which Paris, with the others. */
  | { readonly found: true; readonly place: ResolvedPlace; readonly note?: string }
  /** `suggestions`: the closest names that are known. */
  | { readonly found: false; readonly suggestions: readonly string[] }

/** Looks a name or IATA code up. */
export type FindPlace = (query: string) => PlaceAnswer

/** The places as they were understood. */
export interface ReadPlaces {
  /** Same order as the request's; undefined where an entry is not fine or not known. */
  readonly destinations: readonly (ResolvedPlace | undefined)[]
  readonly origin: ResolvedPlace | undefined
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}

/** Looks every place up. A return to an earlier place is fine; the same place twice in a row is not. */
export function readPlaces(
  fields: RequestFields,
  find: FindPlace,
  at: (name: string, ...rest: readonly number[]) => Path,
): ReadPlaces {
  const problems: Problem[] = []
  const notes = new Set<string>()
  const look = (name: string | undefined, path: Path): ResolvedPlace | undefined => {
    if (name === undefined) return undefined
    const answer = find(name.trim())
    if (!answer.found) {
      problems.push(unknownPlace(name, path, answer.suggestions))
      return undefined
    }
    if (answer.note !== undefined) notes.add(answer.note)
    return answer.place
  }

  const destinations = fields.destinations.map(({ value }, i) => look(value, at('destinations', i)))
  const origin = look(fields.origin?.value, at('origin'))
  for (const [i, place] of destinations.entries()) {
    if (i === 0 || place === undefined || place.id !== destinations[i - 1]?.id) continue
    const path = at('destinations', i)
    const text = `${label(path)} is ${place.label} again, right after itself: name it once, or another place between.`
    const value = fields.destinations[i]?.value
    problems.push(problem('request.destinations.repeated', path, text, { value }))
  }
  return { destinations, origin, problems, notes: [...notes] }
}

function unknownPlace(name: string, path: Path, suggestions: readonly string[]): Problem {
  const expected = 'the name of a town or city, or an IATA airport code'
  const right =
    suggestions.length > 0 ? `did you mean ${alternatives(suggestions.slice(0, 5))}?` : `give ${expected}.`
  const text = `${label(path)} is ${quoted(name)}, a place that is not known: ${right}`
  return problem('request.place.unknown', path, text, { value: name, expected, suggestions })
}
