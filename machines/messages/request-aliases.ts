/** The names of a request's fields, the other spellings that are accepted, and what a wrong name may have meant. */
import { alternatives, label, type Path, problem, type Problem, quoted } from './problem.ts'
import { closest } from './request-closest.ts'
import { MAX_UNKNOWN_FIELDS } from './request-limits.ts'

/** Fields of each object of a request, each with its other spellings. */
export const FIELDS = {
  request: {
    destinations: [],
    origin: [],
    dates: [],
    durationDays: ['duration', 'duration_days'],
    earliestStart: ['earliest_start'],
    travelers: [],
    budget: [],
    preferences: [],
    constraints: [],
    specialRequirements: ['special_requirements'],
    priority: [],
    fresh: [],
    locale: [],
    requestId: ['request_id'],
    requestType: ['request_type'],
  },
  dates: { start: [], end: [] },
  travelers: { adults: [], children: [] },
  budget: { total: [], currency: [] },
} as const satisfies Record<string, Record<string, readonly string[]>>

/** An object of a request. */
export type Level = keyof typeof FIELDS

/** Names that other planners use: too far in spelling to be found by distance. */
const MEANT: Partial<Record<Level, Readonly<Record<string, string>>>> = {
  request: {
    destination: 'destinations',
    places: 'destinations',
    cities: 'destinations',
    to: 'destinations',
    from: 'origin',
    start: 'dates',
    end: 'dates',
    start_date: 'dates',
    end_date: 'dates',
    startDate: 'dates',
    endDate: 'dates',
    days: 'durationDays',
    nights: 'durationDays',
    adults: 'travelers',
    children: 'travelers',
    people: 'travelers',
    currency: 'budget',
    interests: 'preferences',
    language: 'locale',
    idempotencyKey: 'requestId',
    idempotency_key: 'requestId',
  },
  dates: {
    from: 'start',
    to: 'end',
    start_date: 'start',
    end_date: 'end',
    startDate: 'start',
    endDate: 'end',
  },
  budget: { amount: 'total', max: 'total', limit: 'total' },
}

/** An object of a request, opened: its fields by their own names, and how the sender spelled each. */
export interface Opened {
  readonly values: ReadonlyMap<string, unknown>
  readonly spelled: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

/** Reads an object's fields under any accepted spelling. Unknown names and a field given twice become problems. */
export function openLevel(level: Level, raw: object, path: Path): Opened {
  const fields: Record<string, readonly string[]> = FIELDS[level]
  const names = new Map(
    Object.entries(fields).flatMap(([name, aliases]) =>
      [name, ...aliases].map((spelling) => [spelling, name]),
    ),
  )
  const values = new Map<string, unknown>()
  const spelled = new Map<string, string>()
  const problems: Problem[] = []
  // A value of undefined cannot come from JSON; a caller in JavaScript means "not given" by it.
  const given = Object.entries(raw).filter(([, value]) => value !== undefined)
  // Own names first, so that beside its own name it is always the alias that is reported.
  const ordered = given.toSorted(([a], [b]) => Number(names.get(a) !== a) - Number(names.get(b) !== b))
  const unknown: string[] = []
  for (const [spelling, value] of ordered) {
    const name = names.get(spelling)
    const earlier = name === undefined ? undefined : spelled.get(name)
    if (name === undefined) {
      unknown.push(spelling)
    } else if (earlier === undefined) {
      values.set(name, value)
      spelled.set(name, spelling)
    } else {
      const text = `${quoted(spelling)} and ${quoted(earlier)} are the same field: give only ${quoted(name)}.`
      problems.push(
        problem('request.field.duplicate', [...path, spelling], text, { value, suggestions: [name] }),
      )
    }
  }
  return { values, spelled, problems: [...problems, ...unknownFields(level, raw, path, unknown, names)] }
}

function unknownFields(
  level: Level,
  raw: object,
  path: Path,
  unknown: readonly string[],
  names: ReadonlyMap<string, string>,
): Problem[] {
  const where = label(path)
  const known = Object.keys(FIELDS[level])
  const problems = unknown.slice(0, MAX_UNKNOWN_FIELDS).map((spelling) => {
    const at = [...path, spelling]
    const value: unknown = Object.getOwnPropertyDescriptor(raw, spelling)?.value
    if (level === 'request' && spelling === 'tenant') {
      const text = '"tenant" is decided by who sends the request, not by its content: leave it out.'
      return problem('request.field.unknown', at, text, { value })
    }
    const table = MEANT[level] ?? {}
    const meant = Object.hasOwn(table, spelling) ? table[spelling] : undefined
    const near = closest(spelling, [...names.keys()]).map((name) => names.get(name) ?? name)
    const suggestions = [...new Set(meant === undefined ? near : [meant, ...near])]
    const right =
      suggestions.length > 0
        ? `did you mean ${alternatives(suggestions.map(quoted))}?`
        : `its fields are ${known.join(', ')}.`
    const text = `${quoted(spelling)} is not a field of ${where}: ${right}`
    return problem('request.field.unknown', at, text, {
      value,
      expected: `one of ${known.join(', ')}`,
      suggestions,
    })
  })
  const more = unknown.length - problems.length
  if (more > 0) {
    const text = `${more} more fields of ${where} are unknown: its fields are ${known.join(', ')}.`
    problems.push(problem('request.field.unknown', path, text))
  }
  return problems
}
