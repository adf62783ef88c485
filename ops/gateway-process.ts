/** `caravan gateway`: the edge alone. Any number of them serve the same trips; none runs an actor. */
import { requireData } from '../actors/data-files.ts'
import { travelActors } from '../actors/index.ts'
import { connectClient, type ActorDefinition } from '../runtime/index.ts'
import { admissionOf } from './admission.ts'
import { openWarning, startEdge } from './edge.ts'
import type { HostCall } from './host.ts'
import { counted, metricsIf } from './metrics/counted.ts'
import { runningNats } from './nats.ts'
import { answersWithModels, openBreakers } from './models.ts'
import { openBeside } from './spending.ts'
import { sharingFor } from './sharing.ts'
import { logOf, serve } from './serve.ts'

/** Runs a gateway until a signal. @returns the exit code */
export function gatewayProcess({ options: { config }, logFile, say, warn }: HostCall): Promise<number> {
  return serve({
    log: logOf(config.logLevel, logFile, warn),
    say,
    warn,
    start: async (plain) => {
      const metrics = await metricsIf(config.metrics, config)
      const log = counted(plain, metrics)
      await using parts = new AsyncDisposableStack()
      requireData()
      const nats = runningNats(config)
      const client = parts.use(
        await connectClient({
          ...nats.connect,
          ...config.payloads,
          name: 'caravan-gateway',
          observe: log.observe,
          admission: admissionOf(config),
        }),
      )
      const trip = travelActors().trip as unknown as ActorDefinition
      const place = { config, nats, name: 'caravan-beside', observe: log.observeModels }
      const asksModels = await answersWithModels(config)
      const beside = await openBeside(parts, place, asksModels)
      const sharing = parts.use(await sharingFor({ ...place, ...beside }))
      // It calls nobody, and tells how the models of all hosts fare.
      const breakers = asksModels ? parts.use(await openBreakers({ ...place, ...beside })) : undefined
      const models = { sharing, breakers }
      const edge = parts.use(
        await startEdge({ config, nats, client, trip, log, metrics, offline: false, models }),
      )
      const running = parts.move()
      return {
        url: edge.url,
        nats: nats.about,
        broken: client.closed.then(
          (error) => `The connection to NATS is gone: ${error?.message ?? 'it was closed'}.`,
        ),
        [Symbol.asyncDispose]: () => running.disposeAsync(),
      }
    },
    ready: ({ url, nats }) => {
      const warning = openWarning(config.host)
      if (warning !== undefined) warn(warning)
      return ['The gateway is ready.', `  open      ${url}`, `  NATS      ${nats}`, 'Ctrl-C stops it.'].join(
        '\n',
      )
    },
    left: 'Left at once.',
  })
}
