/** The gateway of a system, on a NATS connection of its own: HTTP, WebSocket and NATS requests in, the journal out. */
import { randomUUID } from 'node:crypto'
import { connect } from '@nats-io/transport-node'
import { startGateway } from '../gateway/index.ts'
import { systemClock } from '../runtime/core/clock.ts'
import { CaravanError, type ActorDefinition, type Client } from '../runtime/index.ts'
import { natsProgress } from '../storage/progress/nats.ts'
import type { Config } from './config.ts'
import { healthCheck } from './health.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { OpenModels } from './models.ts'
import type { Sharing } from './sharing.ts'
import type { SystemNats } from './nats.ts'
import { systemCode } from './nats-server/errors.ts'
import { requestPorts } from './request-ports.ts'
import { openSpending } from './spending.ts'

/** A gateway that listens. Disposing of it stops it and closes its connection. */
export interface Edge extends AsyncDisposable {
  /** Where it answers a browser on this machine, `http://host:port`. */
  readonly url: string
}

export interface EdgeOptions {
  readonly config: Config
  readonly nats: SystemNats
  /** Talks to the actors; the caller owns it. */
  readonly client: Client
  readonly trip: ActorDefinition
  readonly log: Log
  readonly metrics?: Metrics | undefined
  /** Whether it is known that no model answers; the page says so. */
  readonly offline: boolean
  /** What the host of this process uses; absent where there is none. */
  readonly models?: Pick<OpenModels, 'breakers'> & { readonly sharing: Sharing | undefined }
}

const OFFLINE_NOTICE = 'Plans are composed offline, from open data and without any model.'

/** How long the gateway's own connection may take: another one has just been made. */
const CONNECT_MS = 5_000

/** @throws CaravanError `gateway.port-in-use`, `gateway.port-forbidden`, `gateway.host-unknown` */
export async function startEdge({
  config,
  nats,
  client,
  trip,
  log,
  metrics,
  offline,
  models,
}: EdgeOptions): Promise<Edge> {
  await using parts = new AsyncDisposableStack()
  const connection = await connect({
    ...nats.connect.connection,
    servers: [nats.connect.servers].flat(),
    name: 'caravan-gateway',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    noAsyncTraces: true,
    timeout: CONNECT_MS,
  })
  parts.defer(() => connection.close())
  const spending = parts.use(
    openSpending({
      config,
      nats,
      name: 'caravan-gateway',
      connection,
      sweeps: false,
      observe: log.observeSpending,
    }),
  )
  metrics?.watchLag(connection, config.nats.prefix)
  const gateway = parts.use(
    await listening(config, config.port, (port) =>
      startGateway({
        client,
        clock: systemClock,
        trip,
        ports: requestPorts,
        newId: randomUUID,
        host: config.host,
        port,
        nats: connection,
        prefix: config.nats.prefix,
        spending,
        progress: natsProgress(connection, config.nats.prefix),
        ...(metrics === undefined ? {} : { metrics }),
        health: healthCheck({
          nats: connection,
          prefix: config.nats.prefix,
          client,
          trip,
          sharing: models?.sharing,
          breakers: models?.breakers,
        }),
        ...(offline ? { settings: { notice: OFFLINE_NOTICE } } : {}),
        limits: { heartbeatMs: config.heartbeatMs },
        onEvent: log.onGatewayEvent,
      }),
    ),
  )
  const running = parts.move()
  return { url: reachable(gateway.url), [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Said at start when a gateway can be reached from elsewhere; undefined when it cannot. */
export function openWarning(host: string): string | undefined {
  if (['127.0.0.1', '::1', 'localhost'].includes(host) || host.startsWith('127.')) return undefined
  return `Everybody who reaches this machine can plan trips here: HOST is ${host} and nobody is asked for a password.`
}

/**
 * Listens on a port, and says in words why that cannot be.
 * @throws CaravanError `gateway.port-in-use`, `gateway.port-forbidden`, `gateway.host-unknown`
 */
export async function listening<T>(
  { host }: Pick<Config, 'host'>,
  port: number,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await listen(port)
  } catch (error) {
    throw explainListening(error, { host, port })
  }
}

function explainListening(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  const data = { host, port }
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new CaravanError(
        'gateway.port-in-use',
        `Port ${port} on ${host} is already in use: stop the program that uses it, or set PORT to another one (0 takes any free one).`,
        { cause: error, data },
      )
    case 'EACCES':
      return new CaravanError(
        'gateway.port-forbidden',
        `Port ${port} may not be used by this user: set PORT to one above 1023.`,
        { cause: error, data },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CaravanError(
        'gateway.host-unknown',
        `${host} is no address of this machine: set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`,
        { cause: error, data },
      )
    default:
      return error
  }
}

/** An address that a browser on this machine can open: "every address" is none. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}
