/**
 * What went wrong with a call, sorted by what may be done about it. Both official SDKs share the shape of their errors, so
 * one reading serves all providers. Nothing of a request, and no header, gets into an error of ours: they hold keys.
 */
import { CaravanError, systemCodeOf } from '../../runtime/index.ts'
import type { ProviderName } from './port.ts'
import { retryAfterMs } from './retry-after.ts'

/** The error classes of an SDK; OpenAI's and Anthropic's have the same names. */
export interface SdkErrors {
  readonly APIError: abstract new (...args: never[]) => Error
  readonly APIConnectionError: abstract new (...args: never[]) => Error
  readonly APIConnectionTimeoutError: abstract new (...args: never[]) => Error
}

/** Which call failed, and how to speak of it. */
export interface CallInfo {
  readonly provider: ProviderName
  readonly model: string
  /** Removes keys from a sentence. */
  readonly redact: (text: string) => string
  /** The time in ms since 1970. */
  readonly now: () => number
}

/** A stream that said itself that its answer has failed, with the code that the server gave. */
export class StreamFailure extends Error {
  override readonly name = 'StreamFailure'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** As much of a provider's own sentence as is told. */
const TOLD_CHARACTERS = 300

/** Codes of servers that refuse for money: no time that a retry could wait heals them. */
const QUOTA = new Set([
  'insufficient_quota',
  'billing_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'spend_limit_exceeded',
])

/** The system's codes for a connection that was never made, so that nothing was asked. */
const NEVER_MADE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

export interface ApiFailure {
  readonly status?: number
  readonly headers?: Headers
  readonly error?: unknown
  readonly code?: unknown
  readonly type?: unknown
  readonly errorCode?: unknown
  readonly message: string
}

/**
 * A failed call as one of the errors that {@link ModelProvider.call} names. `data` says which provider and model, the HTTP
 * `status` where there was one, `retryAfterMs` where the server said how long, and `unbilled: true` where it is sure
 * that no token was charged: without it, money has to be counted as spent.
 */
export function modelFailure(error: unknown, sdk: SdkErrors, info: CallInfo): CaravanError {
  if (error instanceof CaravanError) return error
  if (error instanceof sdk.APIConnectionTimeoutError) return silent(info)
  if (error instanceof sdk.APIConnectionError) return unreachable(error, info)
  if (error instanceof sdk.APIError || error instanceof StreamFailure) return answered(error, info)
  return brokenStream(info, error instanceof Error ? error.message : '')
}

/** Nothing came for too long. */
export function silent(info: CallInfo): CaravanError {
  return new CaravanError('model.timeout', `${nameOf(info)} gave no answer in time.`, {
    retryable: true,
    data: dataOf(info),
  })
}

/** The answer broke off, or was none. What of it was charged is unknown. */
export function brokenStream(info: CallInfo, why = ''): CaravanError {
  const told = why === '' ? '' : ` (${toldOf(why, info)})`
  return new CaravanError('model.unavailable', `${nameOf(info)} broke off its answer${told}.`, {
    retryable: true,
    data: dataOf(info),
  })
}

function unreachable(error: Error, info: CallInfo): CaravanError {
  const code = systemCodeOf(error)
  const never = code !== undefined && NEVER_MADE.has(code)
  const why = toldOf(code ?? innermost(error), info)
  return new CaravanError('model.unreachable', `${nameOf(info)} cannot be reached (${why}).`, {
    retryable: true,
    data: { ...dataOf(info), ...(never ? { unbilled: true } : {}) },
  })
}

/** A status, or an error event within a stream, which has no status but the same codes. */
function answered(error: Error & ApiFailure, info: CallInfo): CaravanError {
  const { status, headers } = error
  const codes = codesOf(error)
  const wait = retryAfterMs(headers, info.now)
  const said = `${nameOf(info)} ${status === undefined ? 'reported an error' : `answered ${status}`}: ${toldOf(error.message, info)}`
  const data = {
    ...dataOf(info),
    ...(status === undefined ? {} : { status }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(mayHaveCharged(status, codes, info) ? {} : { unbilled: true }),
  }
  if (status === 402 || codes.some((code) => QUOTA.has(code)))
    return new CaravanError('model.rejected', said, { data })
  if (status === 401 || status === 403) return new CaravanError('model.unauthorized', said, { data })
  if (status === 404) return new CaravanError('model.not-found', said, { data })
  if (status === 529 || codes.some((code) => /overloaded/.test(code)))
    return new CaravanError('model.overloaded', said, { retryable: true, data })
  if (status === 429 || codes.some((code) => /rate_limit/.test(code)))
    return new CaravanError('model.rate-limited', said, { retryable: true, data })
  if (codes.some((code) => code.startsWith('invalid_')))
    return new CaravanError('model.rejected', said, { data })
  if (status === 408 || status === 504)
    return new CaravanError('model.timeout', said, { retryable: true, data })
  if (status === undefined || status >= 500 || status === 409 || status === 425)
    return new CaravanError('model.unavailable', said, { retryable: true, data })
  return new CaravanError('model.rejected', said, { data })
}

/**
 * Whether tokens may have been used before it went wrong. A gateway that gave up says nothing of the model behind it, which may
 * have worked; Azure may bill a prompt that was beyond the model's limit (its page on managing costs).
 */
function mayHaveCharged(
  status: number | undefined,
  codes: readonly string[],
  { provider }: CallInfo,
): boolean {
  if (status === undefined || status === 408 || status === 504) return true
  return provider === 'azure' && status === 400 && codes.includes('context_length_exceeded')
}

/** Every code that an error carries, its body's own among them. */
export function codesOf(error: ApiFailure): readonly string[] {
  const body = isRecord(error.error) ? error.error : {}
  const inner = isRecord(body['error']) ? body['error'] : {}
  return [
    error.code,
    error.type,
    error.errorCode,
    body['code'],
    body['type'],
    inner['code'],
    inner['type'],
  ].filter((code) => typeof code === 'string')
}

function innermost(error: Error): string {
  let at = error
  for (let depth = 0; at.cause instanceof Error && depth < 5; depth += 1) at = at.cause
  return at.message
}

function toldOf(message: string, info: CallInfo): string {
  const text = info.redact(message).replaceAll(/\s+/g, ' ').trim()
  return text.length > TOLD_CHARACTERS ? `${text.slice(0, TOLD_CHARACTERS)}…` : text
}

function nameOf({ provider, model }: CallInfo): string {
  return `Model ${model} of ${provider}`
}

function dataOf({ provider, model }: CallInfo): Readonly<Record<string, unknown>> {
  return { provider, model }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
