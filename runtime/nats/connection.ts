/** The connection of a driver, and why there is none. */
import { AuthorizationError, type NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { CaravanError } from '../core/errors.ts'
import type { NatsDriverOptions } from './options.ts'

/**
 * Connects once; from then on the connection reconnects for ever, with jitter.
 * @throws CaravanError `nats.unreachable` (retryable), `nats.unauthorized`
 */
export async function openConnection(options: NatsDriverOptions): Promise<NatsConnection> {
  const servers = typeof options.servers === 'string' ? [options.servers] : [...options.servers]
  try {
    return await connect({
      servers,
      name: options.name ?? 'caravan',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      pingInterval: 5_000,
      noAsyncTraces: true, // two Error objects per request were 14 % of a profile
      ignoreAuthErrorAbort: true,
      ...options.connection,
    })
  } catch (cause) {
    if (cause instanceof AuthorizationError)
      throw new CaravanError(
        'nats.unauthorized',
        `The NATS server at ${servers.join(', ')} does not accept the user, password or token, or wants one: give it in NATS_URL, as user:password@host:port.`,
        { cause, data: { servers } },
      )
    throw new CaravanError(
      'nats.unreachable',
      `No NATS server answers at ${servers.join(', ')}: start one, or set NATS_URL to one that runs.`,
      {
        retryable: true,
        cause,
        data: { servers },
      },
    )
  }
}
