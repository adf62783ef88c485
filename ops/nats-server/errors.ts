/** What can go wrong with finding, fetching or running a nats-server; stable, safe to compare. */
export type NatsServerErrorCode =
  | 'nats.server.missing'
  | 'nats.server.too-old'
  | 'nats.server.provision-failed'
  | 'nats.server.port-in-use'
  | 'nats.server.store-in-use'
  | 'nats.server.store-unwritable'
  | 'nats.server.disk-full'
  | 'nats.server.start-failed'
  | 'nats.server.start-timeout'

/** The optional parts of a {@link NatsServerError}. */
export interface NatsServerErrorDetails {
  /** Whether the same call may succeed later without anyone changing anything. Default `false`. */
  readonly retryable?: boolean
  /** The error underneath, if there was one. */
  readonly cause?: unknown
  /** Facts for programs: paths, ports, versions. Never secrets. */
  readonly data?: Readonly<Record<string, unknown>>
}

/**
 * Every error of this folder. `message` is one sentence for the person at the terminal: what is wrong
 * and what to do about it.
 */
export class NatsServerError extends Error {
  override readonly name = 'NatsServerError'
  readonly code: NatsServerErrorCode
  readonly retryable: boolean
  readonly data: Readonly<Record<string, unknown>>

  constructor(code: NatsServerErrorCode, message: string, details: NatsServerErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.retryable = details.retryable ?? false
    this.data = details.data ?? {}
  }
}

/** The `code` of a Node system error (`ENOENT`, `EACCES`, ...), or `undefined` for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
