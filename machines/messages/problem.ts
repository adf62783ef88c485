/** A problem with an input: where it is, what is wrong, what would be right. Nothing here throws, whatever the value. */
import { MAX_SHOWN_LENGTH } from './request-limits.ts'

/** Every code a request can be refused with. Codes are stable: clients may branch on them, never on the sentences. */
export const PROBLEM_CODES = {
  'request.body.too-large': 'the text is longer than the limit; it was not parsed',
  'request.body.not-utf8': 'the bytes are not UTF-8',
  'request.body.not-json': 'the text is not JSON',
  'request.body.type': 'the request is not one JSON object',
  'request.field.unknown': 'no field has this name',
  'request.field.duplicate': 'a field is given under two of its names',
  'request.field.missing': 'a field that is needed is absent',
  'request.field.type': 'the value has the wrong type',
  'request.text.empty': 'a text is empty or blank',
  'request.text.too-long': 'a text is over its limit',
  'request.text.characters': 'a text contains control characters or broken Unicode',
  'request.list.too-long': 'a list has too many entries',
  'request.destinations.none': 'there is no destination',
  'request.destinations.too-many': 'there are too many destinations',
  'request.destinations.repeated': 'a destination stands twice in a row',
  'request.place.unknown': 'no place has this name or code',
  'request.date.format': 'not a calendar date `YYYY-MM-DD`',
  'request.dates.order': 'the end is before the start',
  'request.dates.past': 'the trip would start in the past',
  'request.dates.too-far': 'the trip would start too far ahead',
  'request.dates.contradiction': '`dates` do not agree with `durationDays` or `earliestStart`',
  'request.days.too-few': 'the trip has no day',
  'request.days.too-many': 'the trip has too many days',
  'request.days.fewer-than-places': 'the trip has fewer days than destinations',
  'request.travelers.too-few': 'no adult, or a negative number',
  'request.travelers.too-many': 'too many travellers',
  'request.budget.not-positive': 'the budget is zero or negative',
  'request.budget.too-large': 'the budget is over its limit',
  'request.budget.decimals': 'the budget has more decimals than its currency',
  'request.currency.unknown': 'no currency has this code',
  'request.priority.unknown': 'not one of the priorities',
  'request.type.unsupported': 'not a request for an itinerary',
  'request.locale.invalid': 'not a language tag whose dates and money can be formatted',
  'request.id.invalid': 'not usable as a request id',
} as const
export type ProblemCode = keyof typeof PROBLEM_CODES

/** One thing that is wrong with an input. */
export interface Problem {
  /** JSON pointer into what was sent, in the sender's own spelling: `/dates/end`; `''` is the whole. */
  readonly path: string
  /** Dotted and stable, e.g. `request.place.unknown`. */
  readonly code: ProblemCode
  /** One sentence: what is wrong and what would be right. */
  readonly message: string
  /** The offending value; a long text is cut, a list or object becomes the start of its JSON. */
  readonly value?: unknown
  /** What would be right, as a noun phrase. */
  readonly expected?: string
  /** Values that may have been meant, closest first. */
  readonly suggestions?: readonly string[]
}

/** What a problem may carry besides its code, place and sentence. */
export interface ProblemDetails {
  /** The offending value as it was sent. */
  readonly value?: unknown
  readonly expected?: string
  readonly suggestions?: readonly string[]
}

/** Where something stands in the input. */
export type Path = readonly (string | number)[]

/** Makes a problem; empty details are left out. */
export function problem(
  code: ProblemCode,
  path: Path,
  message: string,
  details: ProblemDetails = {},
): Problem {
  const { value, expected, suggestions } = details
  return {
    path: pointer(path),
    code,
    message,
    ...(value === undefined ? {} : { value: shown(value) }),
    ...(expected === undefined ? {} : { expected }),
    ...(suggestions === undefined || suggestions.length === 0 ? {} : { suggestions }),
  }
}

/** RFC 6901 pointer to `path`; a very long field name is cut, so that an answer stays small. */
function pointer(path: Path): string {
  return path.map((step) => `/${cut(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** How a sentence names the place: `dates.end`, `destinations[2]`, "the request". */
export function label(path: Path): string {
  if (path.length === 0) return 'the request'
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('')
}

/** The value as a noun phrase for a sentence: `the text "5000"`, `a list`, `-3`, `null`. */
export function described(value: unknown): string {
  if (typeof value === 'string') return `the text ${quoted(value)}`
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** A text in quotes with everything unprintable escaped, short enough for a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(cut(text, 60))
}

/** `a, b or c`. */
export function alternatives(values: readonly string[]): string {
  const last = values.at(-1) ?? ''
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`
}

/** A value that is safe to send back: JSON, and never longer than the limit. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return cut(value)
  if (value === null || typeof value === 'boolean') return value
  // JSON knows no NaN and no infinity, and writes -0 as 0.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value)
  if (typeof value !== 'object') return described(value)
  try {
    return cut(JSON.stringify(value) ?? described(value))
  } catch {
    // Cyclic, too deep, or holding what JSON cannot: its kind is all that can be said.
    return described(value)
  }
}

function cut(text: string, limit: number = MAX_SHOWN_LENGTH): string {
  // Cut by code points: half an emoji is no text.
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
