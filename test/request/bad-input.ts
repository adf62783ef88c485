/** One good request and everything that can be wrong with it, one thing at a time. */
import type { ProblemCode } from '../../machines/messages/index.ts'

/** A request that is changed before it is sent. */
export type Draft = Record<string, unknown>

/** A fresh request with nothing wrong in it. */
export function goodRequest(): Draft {
  return {
    destinations: ['Tokyo', 'Kyoto', 'Tokyo'],
    origin: 'Lisbon',
    dates: { start: '2026-11-01', end: '2026-11-10' },
    travelers: { adults: 2, children: 1 },
    budget: { total: 2500.1, currency: 'EUR' },
    preferences: ['food', 'museums'],
    constraints: ['No flights at night'],
    specialRequirements: ['A cot'],
    priority: 'standard',
    locale: 'en-GB',
    requestId: 'abc-123',
  }
}

/** One thing wrong: the fields it changes, and the problem that must come of it. */
export interface Mistake {
  readonly name: string
  readonly changes: Draft
  readonly path: string
  readonly code: ProblemCode
}

function mistake(name: string, changes: Draft, path: string, code: ProblemCode): Mistake {
  return { name, changes, path, code }
}

const dates = (start: unknown, end: unknown) => ({ dates: { start, end } })
/** `dates` is taken away: the length stands alone. */
const length = (durationDays: unknown) => ({ dates: undefined, durationDays })

export const MISTAKES: readonly Mistake[] = [
  mistake('no destinations', { destinations: undefined }, '/destinations', 'request.destinations.none'),
  mistake('empty destinations', { destinations: [] }, '/destinations', 'request.destinations.none'),
  mistake('one text', { destinations: 'Tokyo' }, '/destinations', 'request.field.type'),
  mistake('unknown place', { destinations: ['Lisbonn'] }, '/destinations/0', 'request.place.unknown'),
  mistake('later unknown', { destinations: ['Tokyo', 'Xyzzy'] }, '/destinations/1', 'request.place.unknown'),
  mistake('place is a number', { destinations: ['Tokyo', 7] }, '/destinations/1', 'request.field.type'),
  mistake('place is nothing', { destinations: [null] }, '/destinations/0', 'request.field.type'),
  mistake('blank place', { destinations: ['  '] }, '/destinations/0', 'request.text.empty'),
  mistake('long place', { destinations: ['x'.repeat(201)] }, '/destinations/0', 'request.text.too-long'),
  mistake('control', { destinations: ['To\u0000kyo'] }, '/destinations/0', 'request.text.characters'),
  mistake('half a pair', { destinations: ['\uD800'] }, '/destinations/0', 'request.text.characters'),
  mistake(
    '60 places',
    { destinations: Array(60).fill('Tokyo') },
    '/destinations',
    'request.destinations.too-many',
  ),
  mistake('twice', { destinations: ['Lisbon', 'LIS'] }, '/destinations/1', 'request.destinations.repeated'),
  mistake('unknown origin', { origin: 'Nowhere' }, '/origin', 'request.place.unknown'),
  mistake('null origin', { origin: null }, '/origin', 'request.field.type'),
  mistake('dates text', { dates: 'soon' }, '/dates', 'request.field.type'),
  mistake('dates list', { dates: ['2026-11-01', '2026-11-10'] }, '/dates', 'request.field.type'),
  mistake('no start', { dates: { end: '2026-11-10' } }, '/dates/start', 'request.field.missing'),
  mistake('no end', { dates: { start: '2026-11-01' } }, '/dates/end', 'request.field.missing'),
  mistake('no such day', dates('2027-02-29', '2027-03-02'), '/dates/start', 'request.date.format'),
  mistake('time too', dates('2026-11-01', '2026-11-10T00:00:00Z'), '/dates/end', 'request.date.format'),
  mistake('number date', dates(20261101, '2026-11-10'), '/dates/start', 'request.field.type'),
  mistake('end first', dates('2026-11-10', '2026-11-01'), '/dates/end', 'request.dates.order'),
  mistake('past', dates('2026-09-28', '2026-10-10'), '/dates/start', 'request.dates.past'),
  mistake('past end', dates('?', '2024-03-22'), '/dates/end', 'request.dates.past'),
  mistake('far', dates('2028-10-05', '2028-10-10'), '/dates/start', 'request.dates.too-far'),
  mistake('91 days', dates('2026-11-01', '2027-01-30'), '/dates/end', 'request.days.too-many'),
  mistake('2 days', dates('2026-11-01', '2026-11-02'), '/dates/end', 'request.days.fewer-than-places'),
  mistake(
    'unknown in dates',
    { dates: { ...dates('2026-11-01', '2026-11-10').dates, from: 1 } },
    '/dates/from',
    'request.field.unknown',
  ),
  mistake('other length', { durationDays: 9 }, '/durationDays', 'request.dates.contradiction'),
  mistake('later earliest', { earliestStart: '2026-11-02' }, '/earliestStart', 'request.dates.contradiction'),
  mistake(
    'past earliest',
    { dates: undefined, earliestStart: '2026-09-01' },
    '/earliestStart',
    'request.dates.past',
  ),
  mistake(
    'far earliest',
    { dates: undefined, earliestStart: '2030-01-01' },
    '/earliestStart',
    'request.dates.too-far',
  ),
  mistake('zero days', length(0), '/durationDays', 'request.days.too-few'),
  mistake('minus days', length(-3), '/durationDays', 'request.days.too-few'),
  mistake('400 days', length(400), '/durationDays', 'request.days.too-many'),
  mistake('half a day', length(2.5), '/durationDays', 'request.field.type'),
  mistake('text days', length('7'), '/durationDays', 'request.field.type'),
  mistake('length 2', length(2), '/durationDays', 'request.days.fewer-than-places'),
  mistake('list of people', { travelers: [2] }, '/travelers', 'request.field.type'),
  mistake('number of people', { travelers: 2 }, '/travelers', 'request.field.type'),
  mistake('no adults', { travelers: { children: 2 } }, '/travelers/adults', 'request.field.missing'),
  mistake('zero adults', { travelers: { adults: 0 } }, '/travelers/adults', 'request.travelers.too-few'),
  mistake('1000 adults', { travelers: { adults: 1000 } }, '/travelers/adults', 'request.travelers.too-many'),
  mistake('true adults', { travelers: { adults: true } }, '/travelers/adults', 'request.field.type'),
  mistake(
    'minus children',
    { travelers: { adults: 1, children: -1 } },
    '/travelers/children',
    'request.travelers.too-few',
  ),
  mistake(
    '51 people',
    { travelers: { adults: 26, children: 25 } },
    '/travelers',
    'request.travelers.too-many',
  ),
  mistake(
    'typed wrong',
    { travelers: { adults: 1, childen: 1 } },
    '/travelers/childen',
    'request.field.unknown',
  ),
  mistake('text budget', { budget: 'abc' }, '/budget', 'request.field.type'),
  mistake('quoted budget', { budget: '5000' }, '/budget', 'request.field.type'),
  mistake('minus budget', { budget: -1 }, '/budget', 'request.budget.not-positive'),
  mistake('zero total', { budget: { total: 0 } }, '/budget/total', 'request.budget.not-positive'),
  mistake('absurd budget', { budget: 1e300 }, '/budget', 'request.budget.too-large'),
  mistake('endless budget', { budget: Infinity }, '/budget', 'request.field.type'),
  mistake('no number', { budget: Number.NaN }, '/budget', 'request.field.type'),
  mistake(
    'total text',
    { budget: { total: '5000', currency: 'EUR' } },
    '/budget/total',
    'request.field.type',
  ),
  mistake('no total', { budget: { currency: 'EUR' } }, '/budget/total', 'request.field.missing'),
  mistake(
    'half a yen',
    { budget: { total: 100.5, currency: 'JPY' } },
    '/budget/total',
    'request.budget.decimals',
  ),
  mistake('tiny', { budget: 1e-9 }, '/budget', 'request.budget.decimals'),
  mistake('euro', { budget: { total: 5, currency: 'EURO' } }, '/budget/currency', 'request.currency.unknown'),
  mistake(
    'currency number',
    { budget: { total: 5, currency: 978 } },
    '/budget/currency',
    'request.field.type',
  ),
  mistake('preferences text', { preferences: 'food' }, '/preferences', 'request.field.type'),
  mistake('preference nothing', { preferences: ['food', null] }, '/preferences/1', 'request.field.type'),
  mistake('preference object', { preferences: [{ name: 'food' }] }, '/preferences/0', 'request.field.type'),
  mistake('21 preferences', { preferences: Array(21).fill('food') }, '/preferences', 'request.list.too-long'),
  mistake('long constraint', { constraints: ['x'.repeat(501)] }, '/constraints/0', 'request.text.too-long'),
  mistake(
    'huge constraint',
    { constraints: ['x'.repeat(100_000)] },
    '/constraints/0',
    'request.text.too-long',
  ),
  mistake('21 constraints', { constraints: Array(21).fill('x') }, '/constraints', 'request.list.too-long'),
  mistake('empty wish', { specialRequirements: [''] }, '/specialRequirements/0', 'request.text.empty'),
  mistake(
    'escape',
    { specialRequirements: ['a\u001B[2J'] },
    '/specialRequirements/0',
    'request.text.characters',
  ),
  mistake('urgent', { priority: 'urgent' }, '/priority', 'request.priority.unknown'),
  mistake('fresh yes', { fresh: 'yes' }, '/fresh', 'request.field.type'),
  mistake('priority 1', { priority: 1 }, '/priority', 'request.field.type'),
  mistake('en_US', { locale: 'en_US' }, '/locale', 'request.locale.invalid'),
  mistake('english', { locale: 'english' }, '/locale', 'request.locale.invalid'),
  mistake('locale list', { locale: ['en'] }, '/locale', 'request.field.type'),
  mistake('spaces in id', { requestId: 'a b' }, '/requestId', 'request.id.invalid'),
  mistake('empty id', { requestId: '' }, '/requestId', 'request.id.invalid'),
  mistake('long id', { requestId: 'x'.repeat(129) }, '/requestId', 'request.id.invalid'),
  mistake('id number', { requestId: 5 }, '/requestId', 'request.field.type'),
  mistake('other type', { request_type: 'cancel' }, '/request_type', 'request.type.unsupported'),
  mistake('unknown field', { colour: 'red' }, '/colour', 'request.field.unknown'),
  mistake('pointer escapes', { 'a/b~c': 1 }, '/a~1b~0c', 'request.field.unknown'),
  mistake('tenant', { tenant: 'other' }, '/tenant', 'request.field.unknown'),
  mistake('id twice', { requestId: 'a', request_id: 'a' }, '/request_id', 'request.field.duplicate'),
  mistake(
    'wishes twice',
    { specialRequirements: ['A cot'], special_requirements: ['A cot'] },
    '/special_requirements',
    'request.field.duplicate',
  ),
]

/** The good request with these mistakes in it. */
export function withMistakes(...mistakes: readonly Mistake[]): Draft {
  const draft = Object.assign(goodRequest(), ...mistakes.map(({ changes }) => structuredClone(changes)))
  return Object.fromEntries(Object.entries(draft as Draft).filter(([, value]) => value !== undefined))
}

/** Whether two mistakes are about different things: neither field is both's, and neither hides the other by meaning. */
export function independent(a: Mistake, b: Mistake): boolean {
  const fields = topics(b)
  return topics(a).every((field) => !fields.includes(field))
}

function topics({ changes, code }: Mistake): string[] {
  const names = Object.keys(changes).map((field) =>
    ['dates', 'durationDays', 'earliestStart'].includes(field) ? 'when' : field,
  )
  // These two compare fields with each other: changing the other one may repair them.
  return code === 'request.days.fewer-than-places' ? [...names, 'destinations'] : names
}
