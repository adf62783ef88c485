/**
 * The edge of Caravan: HTTP, WebSocket and NATS in, the journal out. A gateway holds no state that matters: any number
 * of them serve the same trips, and one that dies takes nothing with it (I12).
 */
import { MAX_BODY_BYTES } from '../machines/messages/index.ts'
import { addressText, rootAddress } from '../runtime/index.ts'
import { httpServer } from './http.ts'
import { serveNatsRequests } from './nats-requests.ts'
import { DEFAULT_LIMITS, type GatewayOptions } from './options.ts'
import { readPage } from './page-files.ts'
import { serveSockets } from './sockets.ts'
import { withLedgerCost } from './trip-cost.ts'
import { Trips } from './trips.ts'
import { Watches } from './watches.ts'

/** A WebSocket frame holds a request and a few words around it. */
const FRAME_BYTES = MAX_BODY_BYTES + 4_096

/** A running gateway. Disposing of it stops intake, says goodbye to sockets and waits for what is in hand. */
export interface Gateway extends AsyncDisposable {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /** How many sockets are open and how many journals are read. */
  readonly load: { readonly sockets: number; readonly watches: number }
}

/** Starts a gateway; resolves once it listens. Rejects when the port cannot be had. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { client, clock, trip, ports, newId, host, port, prefix, nats, tenant = 'default' } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const onEvent = options.onEvent ?? (() => undefined)
  let closing = false
  const isClosing = () => closing

  const page = await readPage()
  const watches = new Watches({
    client,
    clock,
    addressOf: (id) => addressText(rootAddress(trip.kind, id)),
    onEvent,
    max: limits.watches,
    lingerMs: limits.lingerMs,
    watch: {
      clock,
      complete: (id, end) => withLedgerCost({ spending: options.spending, tenant, clock, onEvent }, id, end),
      ...(options.progress === undefined ? {} : { progress: options.progress }),
    },
  })
  const { spending } = options
  const trips = new Trips({ client, clock, trip, ports, newId, tenant, spending, watches, onEvent })
  const app = httpServer({ trips, page, options, healthMs: limits.healthMs, isClosing, onEvent })
  const sockets = serveSockets({
    server: app.server,
    clock,
    trips,
    watches,
    limits: { ...limits, frameBytes: FRAME_BYTES },
    origins: options.origins ?? [],
    maxSockets: limits.sockets,
    isClosing,
    onEvent,
  })

  let url: string
  try {
    url = await app.listen({ host, port })
  } catch (error) {
    await sockets.close(0)
    await app.close()
    throw error
  }
  const requests =
    nats === undefined
      ? undefined
      : serveNatsRequests({
          nats,
          prefix,
          trips,
          concurrency: limits.natsConcurrency,
          waiting: limits.natsWaiting,
          onEvent,
        })
  onEvent({ type: 'gateway:listening', url })

  async function shutDown(): Promise<void> {
    closing = true
    onEvent({ type: 'gateway:closing' })
    const late = Promise.withResolvers<void>()
    const cancel = clock.timer(limits.drainMs, late.resolve)
    const drained = Promise.all([requests?.drain(), sockets.close(limits.drainMs)])
    await Promise.race([drained, late.promise])
    const stopped = app.close()
    await Promise.race([stopped, late.promise])
    cancel()
    app.server.closeAllConnections()
    await stopped
    watches.close()
    onEvent({ type: 'gateway:closed' })
  }

  let stopping: Promise<void> | undefined
  const address = app.server.address()
  return {
    url,
    port: typeof address === 'object' && address !== null ? address.port : port,
    get load() {
      return { sockets: sockets.size, watches: watches.size }
    },
    [Symbol.asyncDispose]: () => (stopping ??= shutDown()),
  }
}
