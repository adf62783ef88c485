/** What every error of Caravan carries across processes and logs. */
export interface ErrorData {
  readonly code: string
  readonly message: string
  /** Absent when the one who threw it did not say. */
  readonly retryable?: boolean
  readonly data?: Readonly<Record<string, unknown>>
}

/**
 * The one base of every error that Caravan throws. `code` is dotted and stable (docs/errors.md lists them all);
 * `retryable` is decided where the error is born; `data` holds ids and plain values, never live objects.
 */
export class CaravanError extends Error {
  override readonly name = 'CaravanError'
  readonly code: string
  readonly retryable: boolean
  readonly data: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    options: {
      readonly retryable?: boolean
      readonly cause?: unknown
      readonly data?: Readonly<Record<string, unknown>>
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.data = options.data ?? {}
  }
}

/** An error as plain data: what goes into a journal record or over a wire. A thrown non-error keeps its text. */
export function errorData(error: unknown): ErrorData {
  if (error instanceof CaravanError) {
    const { code, message, retryable, data } = error
    return { code, message, retryable, ...(Object.keys(data).length === 0 ? {} : { data }) }
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
    return { code, message: error.message }
  }
  if (isErrorData(error)) {
    const { code, message, retryable, data } = error
    return {
      code,
      message,
      ...(typeof retryable === 'boolean' ? { retryable } : {}),
      ...(typeof data === 'object' && data !== null ? { data } : {}),
    }
  }
  return { code: 'unknown', message: typeof error === 'string' ? error : textOf(error) }
}

/** The code of an error or of what caused it, such as `ECONNREFUSED`: fetch wraps what the system said, sometimes twice. */
export function systemCodeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return undefined
}

/** Anything can be thrown: undefined, bigints, cycles. Describing it must never throw again. */
function textOf(thrown: unknown): string {
  try {
    return JSON.stringify(thrown) ?? String(thrown)
  } catch {
    return typeof thrown === 'bigint' ? `${thrown}n` : 'something that cannot be written as text was thrown'
  }
}

function isErrorData(value: unknown): value is ErrorData {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  )
}
