/** Reads a raw request field by field, so that one bad field hides no other: what is fine, and what is not. */
import type { z } from 'zod'
import { IsoDate } from './basics.ts'
import type { Path, Problem } from './problem.ts'
import { openLevel } from './request-aliases.ts'
import { MAX_DESTINATIONS, MAX_LIST_ENTRIES } from './request-limits.ts'
import { listTooLong, shapeProblem } from './request-rules.ts'
import { BudgetTotal, RawBudget, RawTripRequest } from './request-shape.ts'

const LISTS: Readonly<Record<string, number>> = {
  destinations: MAX_DESTINATIONS,
  preferences: MAX_LIST_ENTRIES,
  constraints: MAX_LIST_ENTRIES,
  specialRequirements: MAX_LIST_ENTRIES,
}

const shape = RawTripRequest.shape

/** A value that was given, and is undefined when it was given badly. */
interface Given<T> {
  readonly value: T | undefined
}

/** The fields of a request. An absent field is undefined; a field or part that is not fine has an undefined value. */
export interface RequestFields {
  /** One per entry of the list, in its order; no entries when there is no list. */
  readonly destinations: readonly Given<string>[]
  readonly origin: Given<string> | undefined
  readonly dates: { readonly start: string | undefined; readonly end: string | undefined } | undefined
  readonly durationDays: Given<number> | undefined
  readonly earliestStart: Given<string> | undefined
  readonly travelers:
    | { readonly adults: number | undefined; readonly children: Given<number> | undefined }
    | undefined
  readonly budget:
    | { readonly total: number | undefined; readonly currency: Given<string> | undefined }
    | undefined
  readonly preferences: readonly string[]
  readonly constraints: readonly string[]
  readonly specialRequirements: readonly string[]
  readonly priority: (typeof shape.priority)['_output']
  readonly fresh: boolean | undefined
  readonly locale: string | undefined
  readonly requestId: string | undefined
}

/** A request that was read: its fields, what is wrong with them, and where the sender wrote each. */
export interface ReadRequest {
  readonly fields: RequestFields
  readonly problems: readonly Problem[]
  /** The sender's path of a field, given by its own names. */
  readonly at: (name: string, ...rest: readonly (string | number)[]) => Path
}

/** Whether a value is an object with fields: neither null nor a list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Opens the objects of a request under any accepted spelling and checks every field against the shape. */
export function readFields(raw: object): ReadRequest {
  const top = openLevel('request', raw, [])
  const problems = [...top.problems]
  const values = new Map(top.values)
  const at = (name: string, ...rest: readonly (string | number)[]): Path => {
    const spelled = top.spelled.get(name) ?? name
    // A bare number is the total itself: there is no object to point into.
    return name === 'budget' && !isObject(top.values.get('budget')) ? [spelled] : [spelled, ...rest]
  }

  for (const level of ['dates', 'travelers', 'budget'] as const) {
    const value = values.get(level)
    if (!isObject(value)) continue
    const opened = openLevel(level, value, at(level))
    problems.push(...opened.problems)
    values.set(level, Object.fromEntries(opened.values))
  }

  for (const [name, limit] of Object.entries(LISTS)) {
    const value = values.get(name)
    if (!Array.isArray(value)) continue
    const entries: readonly unknown[] = value
    if (entries.length > limit) problems.push(listTooLong([name], at(name), entries))
    // Entries over the limit are not looked at: a refusal must stay cheap. Array.from makes holes undefined.
    values.set(name, Array.from(entries.slice(0, limit)))
  }

  for (const [name, schema] of Object.entries(shape)) {
    const value = values.get(name)
    const checked = name === 'budget' ? budgetSchema(value).optional() : schema
    for (const issue of checked.safeParse(value).error?.issues ?? []) {
      const rest = issue.path.filter((step) => typeof step !== 'symbol')
      problems.push(shapeProblem(issue, [name, ...rest], at(name, ...rest), valueAt(value, rest)))
    }
  }
  return { fields: fieldsOf(values), problems, at }
}

/** The union's own issues would speak of both forms; the value itself tells which one was meant. */
function budgetSchema(value: unknown): typeof BudgetTotal | typeof RawBudget {
  return typeof value === 'number' ? BudgetTotal : RawBudget
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null
        ? Object.getOwnPropertyDescriptor(inner, step)?.value
        : undefined,
    value,
  )
}

function fieldsOf(values: ReadonlyMap<string, unknown>): RequestFields {
  const given = <T>(name: string, schema: z.ZodType<T>): Given<T> | undefined =>
    values.has(name) ? { value: fine(schema, values.get(name)) } : undefined
  const entries = <T>(name: string, schema: z.ZodType<T>): Given<T>[] => {
    const value = values.get(name)
    return Array.isArray(value) ? value.map((entry) => ({ value: fine(schema, entry) })) : []
  }
  const texts = (name: 'preferences' | 'constraints' | 'specialRequirements') =>
    entries(name, shape[name].unwrap().element).flatMap(({ value }) => (value === undefined ? [] : [value]))

  const dates = parts(values.get('dates'))
  const travelers = parts(values.get('travelers'))
  const budget = values.get('budget')
  const money = typeof budget === 'number' ? new Map([['total', budget]]) : parts(budget)
  const children = shape.travelers.unwrap().shape.children.unwrap()
  return {
    destinations: entries('destinations', shape.destinations.element),
    origin: given('origin', shape.origin.unwrap()),
    dates: dates && { start: fine(IsoDate, dates.get('start')), end: fine(IsoDate, dates.get('end')) },
    durationDays: given('durationDays', shape.durationDays.unwrap()),
    earliestStart: given('earliestStart', IsoDate),
    travelers: travelers && {
      adults: fine(shape.travelers.unwrap().shape.adults, travelers.get('adults')),
      children: travelers.has('children') ? { value: fine(children, travelers.get('children')) } : undefined,
    },
    budget: money && {
      total: fine(BudgetTotal, money.get('total')),
      currency: money.has('currency')
        ? { value: fine(RawBudget.shape.currency.unwrap(), money.get('currency')) }
        : undefined,
    },
    preferences: texts('preferences'),
    constraints: texts('constraints'),
    specialRequirements: texts('specialRequirements'),
    priority: fine(shape.priority, values.get('priority')),
    fresh: fine(shape.fresh, values.get('fresh')),
    locale: fine(shape.locale, values.get('locale')),
    requestId: fine(shape.requestId, values.get('requestId')),
  }
}

/** The parts of an object field; undefined when the field is absent or no object. */
function parts(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return isObject(value) ? new Map<string, unknown>(Object.entries(value)) : undefined
}

function fine<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
