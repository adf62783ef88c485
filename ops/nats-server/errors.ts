import { CaravanError } from '../../runtime/core/errors.ts'

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

/**
 * Every error of this folder. `message` is one sentence for the person at the terminal: what is wrong
 * and what to do about it. `retryable` means that the same call may succeed later without anyone changing
 * anything. `data` holds paths, ports and versions.
 */
export class NatsServerError extends CaravanError {
  declare readonly code: NatsServerErrorCode

  constructor(
    code: NatsServerErrorCode,
    message: string,
    options: {
      readonly retryable?: boolean
      readonly cause?: unknown
      readonly data?: Readonly<Record<string, unknown>>
    } = {},
  ) {
    super(code, message, options)
  }
}

/** The `code` of a Node system error (`ENOENT`, `EACCES`, ...), or `undefined` for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
