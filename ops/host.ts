/** `caravan host`: one more host against a NATS that runs already. */
import { hostname } from 'node:os'
import { requireData } from '../actors/data-files.ts'
import { travelActors } from '../actors/index.ts'
import { startHost, type ActorDefinition } from '../runtime/index.ts'
import type { Config } from './config.ts'
import { listening } from './edge.ts'
import type { Log } from './log.ts'
import { agentOptions, answersWithModels, openModels } from './models.ts'
import { serveMetrics } from './metrics/metrics-server.ts'
import { counted, metricsIf } from './metrics/counted.ts'
import { runningNats } from './nats.ts'
import { logOf, serve, type Serving } from './serve.ts'
import type { RoleOptions } from './role-options.ts'
import { sharingFor } from './sharing.ts'
import { openBeside, openSpending } from './spending.ts'

/** A host that takes work. */
interface HostRole extends Serving {
  readonly about: string
}

export interface HostCall {
  readonly options: RoleOptions
  /** A file, or undefined for standard error. */
  readonly logFile: string | undefined
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** The kinds that a host can serve. */
export function servableKinds(): readonly string[] {
  return travelActors().all.map(({ kind }) => kind)
}

/**
 * What a host is called unless somebody names it. Where only one can run, its successor has the same name and so replaces
 * what a killed one left behind, at once.
 */
export function hostId(alone: boolean): string {
  return alone ? hostname() : `${hostname()}-${process.pid}`
}

/** Runs a host until a signal. @returns the exit code */
export function host({ options, logFile, say, warn }: HostCall): Promise<number> {
  const { config } = options
  return serve({
    log: logOf(config.logLevel, logFile, warn),
    say,
    warn,
    start: (log) => startRole(config, options, log, say),
    ready: ({ about }) => `${about}\nCtrl-C stops it.`,
    left: 'Left at once; other hosts go on with what was running.',
  })
}

async function startRole(
  config: Config,
  options: RoleOptions,
  plain: Log,
  notice: (line: string) => void,
): Promise<HostRole> {
  requireData()
  await using parts = new AsyncDisposableStack()
  const nats = runningNats(config)
  const { kinds, slots, id = hostId(false), drainMs, metricsPort } = options
  const metrics = await metricsIf(metricsPort !== undefined, config)
  const log = counted(plain, metrics)
  const told =
    metrics === undefined || metricsPort === undefined
      ? undefined
      : parts.use(await listening(config, metricsPort, (port) => serveMetrics(metrics, config.host, port)))
  const asksModels = await answersWithModels(config)
  const beside = await openBeside(parts, { nats, name: `caravan-beside ${id}` }, asksModels)
  const spending = parts.use(
    openSpending({
      config,
      nats,
      name: `caravan-spending ${id}`,
      ...beside,
      observe: log.observeSpending,
      sweeps: true,
    }),
  )
  const observe = log.observeModels
  const sharing = parts.use(
    await sharingFor({ config, nats, name: `caravan-sharing ${id}`, ...beside, observe }),
  )
  const models = parts.use(
    await openModels({
      config,
      nats,
      spending,
      name: `caravan-models ${id}`,
      ...beside,
      observe,
      notice,
      knowledge: sharing?.knowledge,
    }),
  )
  const { all } = travelActors({
    ...agentOptions(config, models),
    slots:
      slots === undefined ? config.pools : Object.fromEntries(servableKinds().map((kind) => [kind, slots])),
  })
  const actors: readonly ActorDefinition[] = all.filter(({ kind }) => kinds?.includes(kind) ?? true)
  const started = await startHost({
    ...nats.connect,
    ...config.payloads,
    actors,
    id,
    name: `caravan-host ${id}`,
    slots: slots ?? config.slots,
    observe: (event) => {
      log.observe(event)
      sharing?.observe(event)
    },
    ...(config.retentionMs === undefined ? {} : { retentionMs: config.retentionMs }),
    ...(drainMs === undefined ? {} : { drainMs }),
  })
  parts.defer(() => started.stop())
  const running = parts.move()
  return {
    about: [
      `Host ${id} takes work.`,
      `  serves    ${actors.map(({ kind }) => kind).join(', ')}`,
      `  slots     ${slots ?? config.slots}`,
      `  provider  ${models.about}`,
      ...(told === undefined ? [] : [`  metrics   ${told.url}`]),
      `  NATS      ${nats.about}`,
    ].join('\n'),
    broken: started.closed.then(
      (error) => `This host cannot go on: ${error?.message ?? 'its connection was closed'}.`,
    ),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
