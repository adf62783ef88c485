/** A host: runs the actors of its kinds until it is disposed. */
import { randomUUID } from 'node:crypto'
import { CaravanError, errorData } from '../core/errors.ts'
import { systemClock, type Clock } from '../core/clock.ts'
import type { Driver } from '../core/driver.ts'
import type { HostEntry } from '../core/membership.ts'
import type { Observe, RuntimeEvent } from '../core/runtime-event.ts'
import { RUNTIME_VERSION } from '../core/version.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { readableVersions } from '../kernel/versions.ts'
import type { AdmissionLimits } from './admission.ts'
import { clientOf, type Client } from './client.ts'
import { signer, type HostContext } from './context.ts'
import { Entities } from './entities.ts'
import { ownedFrom, ownerOf } from './ownership.ts'
import { DEFAULT_TURNS_AT_ONCE, Pace } from './pace.ts'
import { Presence } from './presence.ts'
import { Pulse } from './pulse.ts'
import { DEFAULT_CACHE_BYTES, ResidentCache } from './resident-cache.ts'
import { startRetention, type Retention } from './retention.ts'
import { writesBeside } from './version-choice.ts'
import { Workers } from './workers.ts'

export interface HostOptions {
  readonly actors: readonly ActorDefinition[]
  readonly driver: Driver
  /** Shown in records and events. Default: random. */
  readonly id?: string
  /** Concurrent tasks over all kinds. Default 100. */
  readonly slots?: number
  /** Entities kept in memory, in bytes of their records as stored. Default 32 MB; see {@link DEFAULT_CACHE_BYTES}. */
  readonly cacheBytes?: number
  /** Whether workers may begin on their parent's host without a stored task (docs/adr/0013). Default true. */
  readonly beside?: boolean
  /** How many turns begin before the sockets are looked at again. Default {@link DEFAULT_TURNS_AT_ONCE}. */
  readonly turnsAtOnce?: number
  /** How long a shutdown waits for running work before it hands over. Default 10 s. */
  readonly drainMs?: number
  /** How long the history of an ended root is kept (R15), in ms. Default: for ever. */
  readonly retentionMs?: number
  /** When the host, as a client, refuses new roots and messages (R16). Default {@link DEFAULT_ADMISSION}. */
  readonly admission?: Partial<AdmissionLimits>
  readonly observe?: Observe
  readonly clock?: Clock
  /** Restore every actor from its journal before every turn (tests). */
  readonly forceReplay?: boolean
  /** Makes ids and the run id of nonces; the same one twice would break R1. Default: random UUIDs. */
  readonly newId?: () => string
  /** Shortens waits between tries: at least 0, below 1. Default: random. */
  readonly jitter?: () => number
}

export const DEFAULT_HOST_SLOTS = 100
export const DEFAULT_DRAIN_MS = 10_000
/** A server that is away does not hold up a shutdown. */
const ANNOUNCE_MS = 500
/** After the hand-over, how long an uncommitted append may still take. */
const ABORT_MS = 2_000
/** No kind can be called so: the share of work that is owned like a partition, but by any host. */
const RETENTION = '~retention'

export interface Host extends Client {
  readonly id: string
  /** Stops intake, drains, hands over what is left after the deadline, closes the driver. Idempotent. */
  stop(drainMs?: number): Promise<void>
}

/** @throws CaravanError `host.kind.twice`, `host.kind.missing`; whatever the driver throws at start. */
export async function runHost(options: HostOptions): Promise<Host> {
  const { driver, clock = systemClock, observe = () => undefined, newId = randomUUID } = options
  const id = options.id ?? newId()
  const definitions = collect(options.actors)
  const giveUp = new AbortController()
  const draining = new AbortController()
  const context: HostContext = {
    hostId: id,
    driver,
    clock,
    observe,
    definitions,
    signal: giveUp.signal,
    draining: draining.signal,
    held: () => presence.held,
    heldUntil: () => presence.heldUntil,
    awakeAt: () => pulse.awakeAt,
    pace: new Pace(clock, options.turnsAtOnce ?? DEFAULT_TURNS_AT_ONCE),
    cache: new ResidentCache(options.cacheBytes ?? DEFAULT_CACHE_BYTES),
    jitter: options.jitter ?? Math.random,
    forceReplay: options.forceReplay ?? false,
    writes: writesBeside(() => (presence.informed ? presence.hosts : undefined)),
    stopHint: (actor) => driver.hintStop(actor),
    hand: (message) => entitiesOf(message.kind)?.hand(message),
    hosts: () => presence.hosts,
    get beside() {
      return workers
    },
    sign: signer(id, newId()),
  }
  const entitiesOf = (kind: string) => entities.find((one) => one.kind === kind)
  const all = [...definitions.values()]
  const entities = all.filter((d) => d.type === 'entity').map((d) => new Entities(context, d))
  const workerKinds = all.filter((d) => d.type === 'worker')
  const slots = options.slots ?? DEFAULT_HOST_SLOTS
  const workers = new Workers(
    context,
    workerKinds,
    { slots, beside: options.beside ?? true },
    ({ kind, address }) => entitiesOf(kind)?.letGo(address),
  )
  const notify = (event: RuntimeEvent) => observe(event)
  const since = clock.now()
  const owned = ownedFrom(id, driver.partitions)
  const kinds = all.map((d) => ({
    kind: d.kind,
    type: d.type,
    slots: d.type === 'worker' ? d.slots : 0,
    versions: readableVersions(d),
  }))
  const pulse = new Pulse(clock, driver.taskAckWaitMs)
  pulse.start()
  const { promise: replaced, resolve: replace } = Promise.withResolvers<Error | undefined>()
  let shared: Promise<void> = Promise.resolve()
  const presence = new Presence(context, {
    entry,
    onHosts: (hosts) => {
      driver.writeFor(hosts) // before anything is done for an actor that another host may have to read (R18)
      shared = share(hosts)
      // The next list is at most one announcement away and tries again.
      shared.catch((error: unknown) =>
        notify({ type: 'driver:retry', what: 'takeover of a partition', error: errorData(error) }),
      )
    },
    onReplaced: () => {
      notify({ type: 'host:replaced', host: id })
      entities.forEach((e) => e.lapse())
      replace(
        new CaravanError(
          'host.replaced',
          `Another host that is called "${id}" has started: it goes on in the place of this one.`,
        ),
      )
      void stop(0)
    },
    onLapsed: () => entities.forEach((e) => e.lapse()),
  })
  const forgetHints = driver.onStopHint(
    (actor) => workers.stopHint(actor),
    () => void workers.lookForStops(),
  )

  function entry(): HostEntry {
    const residents = entities.reduce((sum, { load }) => sum + load, 0)
    return {
      id,
      version: RUNTIME_VERSION,
      kinds,
      slots,
      load: { tasks: workers.load, residents },
      ...driver.reads,
      since,
      beside: true,
      draining: draining.signal.aborted,
    }
  }

  /** Takes and leaves partitions as the list of hosts says. */
  async function share(hosts: readonly HostEntry[]): Promise<void> {
    if (draining.signal.aborted) return
    await Promise.all(entities.map((e) => e.own(owned(e.kind, hosts))))
  }
  let retention: Retention | undefined

  let stopping: Promise<void> | undefined
  const stop = (drainMs = options.drainMs ?? DEFAULT_DRAIN_MS): Promise<void> =>
    (stopping ??= shutDown(drainMs))

  async function shutDown(drainMs: number): Promise<void> {
    notify({ type: 'host:draining', host: id })
    draining.abort()
    workers.drain()
    // The pulls are closed before the announcement leaves on the same connection: who takes over then finds none of them.
    const closed = [...entities.map((e) => e.stopIntake()), workers.stopIntake()]
    // Said before anything is waited for: the others take over while this host finishes what it has in hand.
    const said = within(clock, presence.announce(), ANNOUNCE_MS).catch((error: unknown) =>
      notify({ type: 'driver:retry', what: 'announcement', error: errorData(error) }),
    )
    const swept = within(clock, Promise.resolve(retention?.[Symbol.asyncDispose]()), ABORT_MS)
    await Promise.all([said, swept, ...closed])
    const settled = Promise.all([...entities.map((e) => e.settled()), workers.settled()])
    await within(clock, settled, drainMs)
    workers.handOver()
    await within(clock, settled, ABORT_MS)
    giveUp.abort(new CaravanError('host.stopped', 'The host has stopped.'))
    await settled
    forgetHints()
    pulse.stop()
    await within(clock, presence.leave(), ANNOUNCE_MS)
    notify({ type: 'host:stopped', host: id })
    await driver[Symbol.asyncDispose]()
  }

  try {
    await presence.start()
    await Promise.all([shared, workers.start()])
  } catch (error) {
    await stop(0)
    throw error
  }
  if (options.retentionMs !== undefined) {
    const sweeper = () =>
      ownerOf(
        RETENTION,
        0,
        presence.hosts.flatMap((h) => (h.draining ? [] : [h.id])),
      )
    retention = startRetention(context, options.retentionMs, () => sweeper() === id)
  }
  notify({ type: 'host:started', host: id, kinds: [...definitions.keys()] })
  const closed = Promise.race([replaced, driver.closed])
  return {
    ...clientOf(driver, { clock, newId, ...(options.admission && { admission: options.admission }) }),
    closed,
    id,
    stop,
    [Symbol.asyncDispose]: () => stop(),
  }
}

/** The given kinds and those derived from them; children may be served by other hosts, so they are not required. */
function collect(actors: readonly ActorDefinition[]): ReadonlyMap<string, ActorDefinition> {
  const all = new Map<string, ActorDefinition>()
  for (const definition of actors.flatMap((actor) => [actor, ...actor.derived])) {
    if (all.has(definition.kind)) {
      throw new CaravanError(
        'host.kind.twice',
        `Actor kind "${definition.kind}" was given twice to one host; each kind has one definition.`,
      )
    }
    all.set(definition.kind, definition)
  }
  return all
}

/** Waits for `work`, at most `ms`. The timer ends with the wait, or it would keep the process alive. */
async function within(clock: Clock, work: Promise<unknown>, ms: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const cancel = clock.timer(ms, resolve)
  try {
    await Promise.race([work, late])
  } finally {
    cancel()
  }
}
