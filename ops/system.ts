/** A whole system on one machine: NATS, then a host, then the gateway. Each is stopped before what it stands on. */
import { requireData } from '../actors/data-files.ts'
import { travelActors } from '../actors/index.ts'
import { startHost } from '../runtime/index.ts'
import { admissionOf } from './admission.ts'
import type { Config } from './config.ts'
import { explainDataFolder } from './data-folder.ts'
import { startEdge } from './edge.ts'
import { hostId } from './host.ts'
import type { Log } from './log.ts'
import { agentOptions, answersWithModels, openModels } from './models.ts'
import { counted, metricsIf } from './metrics/counted.ts'
import { openNats } from './nats.ts'
import type { Serving } from './serve.ts'
import { sharingFor } from './sharing.ts'
import { openBeside, openSpending } from './spending.ts'

/** A running system. Disposing of it stops all of it, the NATS server last. */
export interface System extends Serving {
  /** Where the gateway answers, `http://host:port`. */
  readonly url: string
  /** Which NATS is used, from where. */
  readonly nats: string
  /** Which provider answers for the agents. */
  readonly provider: string
}

export interface SystemOptions {
  readonly config: Config
  readonly log: Log
  /** One line for the person at the terminal. */
  readonly notice: (line: string) => void
  /** Gives up a start that has not finished. */
  readonly signal: AbortSignal
}

/**
 * Starts a system; what was started is stopped again when something after it fails.
 * @throws CaravanError with one sentence for the person who started it
 * @throws the signal's reason when aborted
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { config, notice, signal } = options
  const metrics = await metricsIf(config.metrics, config)
  const log = counted(options.log, metrics)
  await using parts = new AsyncDisposableStack()
  try {
    requireData()
    const onRestart = (why: string) => log.logger.error(why)
    const nats = parts.use(await openNats(config, { notice, onRestart }, signal))
    const asksModels = await answersWithModels(config)
    const beside = await openBeside(parts, { nats, name: 'caravan-beside' }, asksModels)
    const spending = parts.use(
      openSpending({
        config,
        nats,
        name: 'caravan-spending',
        ...beside,
        observe: log.observeSpending,
        sweeps: true,
      }),
    )
    const observe = log.observeModels
    const sharing = parts.use(await sharingFor({ config, nats, name: 'caravan-sharing', ...beside, observe }))
    const models = parts.use(
      await openModels({
        config,
        nats,
        spending,
        name: 'caravan-models',
        ...beside,
        observe,
        notice,
        knowledge: sharing?.knowledge,
      }),
    )
    const { trip, all } = travelActors({ ...agentOptions(config, models), slots: config.pools })
    const host = parts.use(
      await startHost({
        ...nats.connect,
        actors: all,
        name: 'caravan-host',
        id: hostId(nats.pid !== undefined),
        slots: config.slots,
        admission: admissionOf(config),
        ...(config.retentionMs === undefined ? {} : { retentionMs: config.retentionMs }),
        observe: (event) => {
          log.observe(event)
          sharing?.observe(event)
        },
      }),
    )
    signal.throwIfAborted()
    const edge = parts.use(
      await startEdge({
        config,
        nats,
        client: host,
        trip,
        log,
        metrics,
        offline: models.binding === undefined,
        models: { ...models, sharing },
      }),
    )
    signal.throwIfAborted()
    const closed = host.closed.then(
      (error) => `The connection to NATS is gone: ${error?.message ?? 'it was closed'}.`,
    )
    const running = parts.move()
    return {
      url: edge.url,
      nats: nats.about,
      provider: models.about,
      broken: Promise.race([nats.lost, closed]),
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    // With NATS elsewhere nothing of it lies in the data folder.
    throw config.nats.servers === undefined ? explainDataFolder(error, config.home) : error
  }
}
