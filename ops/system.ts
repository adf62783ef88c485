/** A whole system on one machine: NATS, then a host, then the gateway. Each is stopped before what it stands on. */
import { randomUUID } from 'node:crypto'
import { connect } from '@nats-io/transport-node'
import { travelActors } from '../actors/index.ts'
import { startGateway, type Gateway } from '../gateway/index.ts'
import { CaravanError, startHost, type ActorDefinition } from '../runtime/index.ts'
import type { Config } from './config.ts'
import { explainDataFolder } from './data-folder.ts'
import { healthCheck } from './health.ts'
import type { Log } from './log.ts'
import { openNats } from './nats.ts'
import { systemCode } from './nats-server/errors.ts'
import { requestPorts } from './request-ports.ts'

/** A running system. Disposing of it stops all of it, the NATS server last. */
export interface System extends AsyncDisposable {
  /** Where the gateway answers, `http://host:port`. */
  readonly url: string
  /** Which NATS is used, from where. */
  readonly nats: string
  /** Which provider answers for the agents. */
  readonly provider: string
  /** Resolves with one sentence when the system cannot go on by itself; never otherwise. */
  readonly broken: Promise<string>
}

export interface SystemOptions {
  readonly config: Config
  readonly log: Log
  /** One line for the person at the terminal. */
  readonly notice: (line: string) => void
  /** Gives up a start that has not finished. */
  readonly signal: AbortSignal
}

/** How long the gateway's own connection may take: the host's has just been made. */
const CONNECT_MS = 5_000

/**
 * Starts a system; what was started is stopped again when something after it fails.
 * @throws CaravanError with one sentence for the person who started it
 * @throws the signal's reason when aborted
 */
export async function startSystem({ config, log, notice, signal }: SystemOptions): Promise<System> {
  await using parts = new AsyncDisposableStack()
  try {
    const onRestart = (why: string) => log.logger.error(why)
    const nats = parts.use(await openNats(config, { notice, onRestart }, signal))
    const { trip, all } = travelActors({ attempts: config.attempts, slots: config.pools })
    const host = parts.use(
      await startHost({
        ...nats.connect,
        actors: all,
        name: 'caravan-host',
        slots: config.slots,
        ...(config.retentionMs === undefined ? {} : { retentionMs: config.retentionMs }),
        observe: log.observe,
      }),
    )
    signal.throwIfAborted()
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
    const definition = trip as unknown as ActorDefinition
    const gateway = parts.use(
      await listen(config, {
        client: host,
        trip: definition,
        ports: requestPorts,
        newId: randomUUID,
        host: config.host,
        port: config.port,
        nats: connection,
        prefix: config.nats.prefix,
        health: healthCheck(connection, host, definition),
        settings: { notice: 'Plans are composed offline, from open data and without any model.' },
        limits: { heartbeatMs: config.heartbeatMs },
        onEvent: log.onGatewayEvent,
      }),
    )
    signal.throwIfAborted()
    const closed = host.closed.then(
      (error) => `The connection to NATS is gone: ${error?.message ?? 'it was closed'}.`,
    )
    const running = parts.move()
    return {
      url: reachable(gateway.url),
      nats: nats.about,
      provider: 'offline',
      broken: Promise.race([nats.lost, closed]),
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    // With NATS elsewhere nothing of it lies in the data folder.
    throw config.nats.servers === undefined ? explainDataFolder(error, config.home) : error
  }
}

async function listen(config: Config, options: Parameters<typeof startGateway>[0]): Promise<Gateway> {
  try {
    return await startGateway(options)
  } catch (error) {
    throw explainListening(error, config)
  }
}

function explainListening(error: unknown, { host, port }: Config): unknown {
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
