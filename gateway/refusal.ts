/** Why the gateway says no: one closed list of codes, the same over HTTP, WebSocket and NATS. */
import { CaravanError, errorData } from '../runtime/index.ts'
import type { Problem } from '../machines/messages/index.ts'

/** Every code with its HTTP status and its short title. */
export const REFUSALS = {
  'request.invalid': [422, 'The trip request has problems'],
  'request.too-large': [413, 'The request is too large'],
  'request.malformed': [400, 'The request is not JSON'],
  'request.key.invalid': [400, 'The idempotency key is not usable'],
  'request.key.conflict': [422, 'Two different idempotency keys'],
  'content-type.unsupported': [415, 'The content type is not supported'],
  'trip.unknown': [404, 'No such trip'],
  'metrics.off': [404, 'There are no metrics'],
  'top-up.invalid': [422, 'The top-up has problems'],
  'trip.ended': [409, 'The trip has ended'],
  'cursor.invalid': [400, 'The cursor is not usable'],
  'route.unknown': [404, 'Nothing is here'],
  'method.unsupported': [405, 'The method is not supported here'],
  'origin.refused': [403, 'Another site may not do this'],
  'frame.binary': [400, 'Binary frames are not supported'],
  'frame.malformed': [400, 'The frame is not JSON'],
  'frame.unknown': [400, 'The frame has no known type'],
  'frame.invalid': [400, 'The frame does not fit its type'],
  'subscription.limit': [429, 'Too many subscriptions'],
  'subscription.unknown': [404, 'No such subscription'],
  'gateway.busy': [503, 'The gateway has no room'],
  'gateway.closing': [503, 'The gateway is shutting down'],
  'admission.refused': [503, 'No new trips are taken on now'],
  'mailbox.full': [503, 'Too many messages wait for this trip'],
  unavailable: [503, 'The actors cannot be reached'],
  'http.malformed': [400, 'The HTTP request is malformed'],
  internal: [500, 'Something went wrong here'],
} as const satisfies Record<string, readonly [number, string]>

export type RefusalCode = keyof typeof REFUSALS

/** A "no" as plain data. */
export interface Refusal {
  readonly code: RefusalCode
  /** One sentence: what is wrong and what would be right. */
  readonly message: string
  readonly problems?: readonly Problem[]
}

/** What the ways in get: the answer, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

/** The answer, as an outcome. */
export function answered<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** A "no", as an outcome. */
export function refused(
  code: RefusalCode,
  message: string,
  problems?: readonly Problem[],
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...(problems === undefined ? {} : { problems }) } }
}

/** The same "no" for an id that was never given out and for one that cannot be an id. */
export function unknownTrip(id: string): Refusal {
  const shown = id.length > 64 ? `${id.slice(0, 63)}…` : id
  return {
    code: 'trip.unknown',
    message: `There is no trip ${JSON.stringify(shown)}: check the id that the request was answered with.`,
  }
}

/** Whether somebody is refused because there is too much to do: nothing is broken. */
export function isOverload(code: string): code is 'admission.refused' | 'mailbox.full' {
  return code === 'admission.refused' || code === 'mailbox.full'
}

/**
 * What a caller learns of something thrown: that a retry may help, or only that it failed here. Causes, stacks and
 * internal texts stay inside; the gateway reports them as an event.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof CaravanError && error.retryable) {
    const { code, message } = errorData(error)
    if (isOverload(code)) return { code, message }
    return {
      code: 'unavailable',
      message: `The actors cannot be reached just now (${code}): try again; with the same request id nothing is planned twice.`,
    }
  }
  return {
    code: 'internal',
    message: 'The gateway failed to answer; the failure was reported to its operator.',
  }
}
