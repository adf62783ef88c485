/**
 * From what was sent to the accepted request, or to every problem at once. Each field is checked by itself and against
 * the others as far as they are fine, so that no problem hides another.
 */
import { described, label, problem, type Problem } from './problem.ts'
import { readWindow } from './request-dates.ts'
import { isObject, readFields, type RequestFields } from './request-fields.ts'
import { DEFAULT_ADULTS, DEFAULT_CURRENCY, DEFAULT_LOCALE, MAX_TRAVELERS } from './request-limits.ts'
import { type CurrencyPorts, readBudget } from './request-money.ts'
import { type FindPlace, readPlaces, type ReadPlaces } from './request-places.ts'
import { readPreferences } from './request-preferences.ts'
import type { TripRequest } from './trip-request.ts'

/** What acceptance needs from outside: identity, time, places, currencies. */
export interface RequestPorts extends CurrencyPorts {
  /** The trip's id. The same tenant and request id must give the same id; without a request id, a fresh one. */
  readonly id: (tenant: string, requestId: string | undefined) => string
  /** Who asks; never taken from the request itself. */
  readonly tenant: string
  /** Today's date, `YYYY-MM-DD`, in an IANA time zone. */
  readonly today: (timeZone: string) => string
  readonly findPlace: FindPlace
}

/** A request that was refused, with everything that is wrong with it. */
export interface Refused {
  readonly ok: false
  /** At least one. */
  readonly problems: readonly Problem[]
}

/** A request that was accepted; `requestId` is the sender's idempotency key, if one was given. */
export interface Accepted {
  readonly ok: true
  readonly request: TripRequest
  readonly requestId?: string
}

/** Checks a request of any shape. It never throws for what is in `raw`. */
export function parseTripRequest(raw: unknown, ports: RequestPorts): Accepted | Refused {
  if (!isObject(raw)) {
    const expected = 'one JSON object, e.g. {"destinations": ["Lisbon"], "durationDays": 5}'
    const text = `The request is ${described(raw)}: give ${expected}.`
    return { ok: false, problems: [problem('request.body.type', [], text, { value: raw, expected })] }
  }
  const { fields, problems: shapeProblems, at } = readFields(raw)
  const places = readPlaces(fields, ports.findPlace, at)
  const tooMany = shapeProblems.some(({ code }) => code === 'request.destinations.too-many')
  const window = readWindow(fields, {
    today: ports.today(startZone(places)),
    places: tooMany ? undefined : fields.destinations.length,
    at,
  })
  const money = fields.budget && readBudget(fields.budget, ports, at)
  const people = travelersProblem(fields, at)
  const problems = [
    ...shapeProblems,
    ...places.problems,
    ...window.problems,
    ...(people === undefined ? [] : [people]),
    ...(money?.problems ?? []),
  ]
  const destinations = places.destinations.filter((place) => place !== undefined)
  if (problems.length > 0 || window.window === undefined) return { ok: false, problems }

  const wishes = readPreferences(fields.preferences)
  const { requestId } = fields
  const noTravelers =
    fields.travelers === undefined ? [`No travellers were given: ${DEFAULT_ADULTS} adult was taken.`] : []
  const request: TripRequest = {
    id: ports.id(ports.tenant, requestId),
    tenant: ports.tenant,
    destinations,
    ...(places.origin === undefined ? {} : { origin: places.origin }),
    ...window.window,
    travelers: {
      adults: fields.travelers?.adults ?? DEFAULT_ADULTS,
      // `-0` is JSON, and no number of children.
      children: (fields.travelers?.children?.value ?? 0) + 0,
    },
    ...(money?.budget === undefined ? {} : { budget: money.budget }),
    currency: money?.budget?.currency ?? DEFAULT_CURRENCY,
    preferences: [...wishes.preferences],
    constraints: [...fields.constraints, ...wishes.constraints],
    specialRequirements: [...fields.specialRequirements],
    priority: fields.priority ?? 'standard',
    ...(fields.fresh === true ? { fresh: true } : {}),
    locale: Intl.getCanonicalLocales(fields.locale ?? DEFAULT_LOCALE)[0] ?? DEFAULT_LOCALE,
    notes: [...places.notes, ...window.notes, ...noTravelers, ...(money?.notes ?? []), ...wishes.notes],
  }
  return { ok: true, request, ...(requestId === undefined ? {} : { requestId }) }
}

/** The trip starts at the origin, without one at the first destination that is known; their day decides what is past. */
function startZone({ origin, destinations }: ReadPlaces): string {
  return (origin ?? destinations.find((place) => place !== undefined))?.timeZone ?? 'UTC'
}

/** Each number may be fine and their sum still too many. */
function travelersProblem(
  { travelers }: RequestFields,
  at: ReturnType<typeof readFields>['at'],
): Problem | undefined {
  const sum = (travelers?.adults ?? 0) + (travelers?.children?.value ?? 0)
  if (sum <= MAX_TRAVELERS) return undefined
  const path = at('travelers')
  const expected = `at most ${MAX_TRAVELERS} travellers`
  const text = `${label(path)} are ${sum} people: give ${expected}, adults and children together.`
  return problem('request.travelers.too-many', path, text, { value: sum, expected })
}
