/** What is right for each field, and how a breach of the shape becomes a problem: one code, one sentence. */
import type { z } from 'zod'
import {
  described,
  label,
  type Path,
  problem,
  type Problem,
  PROBLEM_CODES,
  type ProblemCode,
} from './problem.ts'
import { closest } from './request-closest.ts'
import {
  MAX_BUDGET_TOTAL,
  MAX_DAYS,
  MAX_DESTINATIONS,
  MAX_LIST_ENTRIES,
  MAX_NAME_LENGTH,
  MAX_REQUEST_ID_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_TRAVELERS,
} from './request-limits.ts'
import { PRIORITIES, RawTripRequest } from './request-shape.ts'

type Issue = z.core.$ZodIssue

interface Rule {
  /** What would be right, as the object of "give". */
  readonly expected: string
  /** Code per kind of breach; the wrong type has the same code everywhere unless one is named. */
  readonly codes?: Partial<Record<Issue['code'] | 'missing', ProblemCode>>
}

const NAME = `a text of 1 to ${MAX_NAME_LENGTH} characters on one line`
const LINE = `a text of 1 to ${MAX_TEXT_LENGTH} characters`
const DATE: Rule = {
  expected: 'a calendar date written YYYY-MM-DD',
  codes: { invalid_format: 'request.date.format' },
}
const PEOPLE = { too_small: 'request.travelers.too-few', too_big: 'request.travelers.too-many' } as const
const TOTAL = { too_small: 'request.budget.not-positive', too_big: 'request.budget.too-large' } as const
const POSITIVE = `a positive number up to ${MAX_BUDGET_TOTAL.toLocaleString('en-US')}, such as 2500`

/** By the field's own names; `*` stands for an index. */
const RULES: Readonly<Record<string, Rule>> = {
  destinations: {
    expected: `a list of 1 to ${MAX_DESTINATIONS} place names or IATA airport codes, e.g. ["Lisbon", "OPO"]`,
    codes: {
      missing: 'request.destinations.none',
      too_small: 'request.destinations.none',
      too_big: 'request.destinations.too-many',
    },
  },
  'destinations.*': { expected: `a place name or IATA airport code, ${NAME}` },
  origin: { expected: `a place name or IATA airport code, ${NAME}` },
  dates: { expected: '{"start": "YYYY-MM-DD", "end": "YYYY-MM-DD"}' },
  'dates.start': DATE,
  'dates.end': DATE,
  durationDays: {
    expected: `a whole number of days from 1 to ${MAX_DAYS}`,
    codes: { too_small: 'request.days.too-few', too_big: 'request.days.too-many' },
  },
  earliestStart: DATE,
  travelers: { expected: '{"adults": 2, "children": 1}' },
  'travelers.adults': { expected: `a whole number from 1 to ${MAX_TRAVELERS}`, codes: PEOPLE },
  'travelers.children': { expected: `a whole number from 0 to ${MAX_TRAVELERS - 1}`, codes: PEOPLE },
  budget: { expected: `${POSITIVE} (in USD), or {"total": 2500, "currency": "EUR"}`, codes: TOTAL },
  'budget.total': { expected: POSITIVE, codes: TOTAL },
  'budget.currency': { expected: 'an ISO 4217 code such as USD, EUR or JPY' },
  preferences: list('wishes, e.g. ["food", "museums"]'),
  'preferences.*': { expected: NAME },
  constraints: list('texts'),
  'constraints.*': { expected: LINE },
  specialRequirements: list('texts'),
  'specialRequirements.*': { expected: LINE },
  priority: {
    expected: '"standard", "high" or "low"',
    codes: { invalid_value: 'request.priority.unknown' },
  },
  fresh: { expected: 'true or false' },
  locale: {
    expected: 'a BCP 47 language tag such as en, de-DE or pt-BR',
    codes: { custom: 'request.locale.invalid' },
  },
  requestId: {
    expected: `1 to ${MAX_REQUEST_ID_LENGTH} letters, digits, "-" or "_"`,
    codes: { invalid_format: 'request.id.invalid', too_big: 'request.id.invalid' },
  },
  requestType: { expected: '"create_itinerary"', codes: { invalid_value: 'request.type.unsupported' } },
}

function list(of: string): Rule {
  return {
    expected: `a list of at most ${MAX_LIST_ENTRIES} ${of}`,
    codes: { too_big: 'request.list.too-long' },
  }
}

/** What would be right for the field at `path` (its own names). */
export function expectedAt(path: Path): string {
  return ruleAt(path).expected
}

/** One issue of the shape as a problem. `path` has the field's own names, `at` the sender's spelling. */
export function shapeProblem(issue: Issue, path: Path, at: Path, value: unknown): Problem {
  const { expected } = ruleAt(path)
  const code = codeOf(issue, path, value)
  const suggestions = suggested(code, value)
  const hint = suggestions.length > 0 ? ` Did you mean "${suggestions[0] ?? ''}"?` : ''
  const text = `${label(at)} ${wrong(code, value)}: give ${expected}.${hint}`
  return problem(code, at, text, { value, expected, suggestions })
}

/** A list over its limit: said of the whole list, whatever its entries are. */
export function listTooLong(path: Path, at: Path, value: readonly unknown[]): Problem {
  const { expected, codes } = ruleAt(path)
  const text = `${label(at)} has ${value.length} entries: give ${expected}.`
  return problem(codes?.too_big ?? 'request.list.too-long', at, text, { value, expected })
}

function ruleAt(path: Path): Rule {
  const pattern = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
  return RULES[pattern] ?? { expected: 'another value' }
}

function codeOf(issue: Issue, path: Path, value: unknown): ProblemCode {
  const codes = ruleAt(path).codes
  if (value === undefined) return codes?.missing ?? 'request.field.missing'
  const own: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined
  if (isCode(own)) return own
  // An enum's and a literal's issue is the same for "urgent" and for 3; the second is a wrong type.
  if (issue.code === 'invalid_value' && typeof value !== 'string') return 'request.field.type'
  return codes?.[issue.code] ?? 'request.field.type'
}

function isCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEM_CODES, code)
}

function wrong(code: ProblemCode, value: unknown): string {
  if (code === 'request.text.characters') return 'contains control characters or broken Unicode'
  if (code === 'request.text.empty' || (Array.isArray(value) && value.length === 0)) return 'is empty'
  if (code === 'request.text.too-long') return `has ${Array.from(String(value)).length} characters`
  return `is ${described(value)}`
}

function suggested(code: ProblemCode, value: unknown): string[] {
  if (typeof value !== 'string') return []
  if (code === 'request.priority.unknown') return closest(value, PRIORITIES, 1)
  if (code !== 'request.locale.invalid') return []
  const tag = value.replaceAll('_', '-')
  return RawTripRequest.shape.locale.safeParse(tag).success ? [tag] : []
}
