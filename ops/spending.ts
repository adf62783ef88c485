/** The money of this process: on a NATS connection of its own or on one that is there, with the limits of the configuration. */
import { connect } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/nats-core'
import { CaravanError } from '../runtime/core/errors.ts'
import { systemClock } from '../runtime/core/clock.ts'
import { natsSpending } from '../storage/spending/nats.ts'
import type { ObserveSpending, Spending, SpendingEvent } from '../storage/spending/port.ts'
import { startSweeper } from '../storage/spending/sweeper.ts'
import type { Config } from './config.ts'
import type { SystemNats } from './nats.ts'

export interface SpendingPlace {
  readonly config: Pick<Config, 'money' | 'nats'>
  readonly nats: Pick<SystemNats, 'connect'>
  /** Name of the connection as the server shows it. */
  readonly name: string
  readonly observe: ObserveSpending
  /** Used instead of a connection of its own; its owner closes it. */
  readonly connection?: NatsConnection
  /** Whether it settles what others left behind, too. */
  readonly sweeps: boolean
}

/** Told only when `PERFORMANCE_ALERTS` is on. */
const ALERTS: ReadonlySet<SpendingEvent['type']> = new Set(['spending:near', 'spending:overrun'])
const CONNECT_MS = 5_000

/** The money of a process. Nothing is connected or made before it is needed. Disposing of it closes its connection. */
export function openSpending(place: SpendingPlace): Spending {
  const parts = new AsyncDisposableStack()
  let opened: Promise<Spending> | undefined
  const open = async () => {
    await using attempt = new AsyncDisposableStack()
    const connection = await connectionOf(attempt, place)
    const money = attempt.use(await spendingOver(connection, place))
    parts.use(attempt.move())
    return money
  }
  /** What failed is tried again by the next who asks. */
  const ready = () => (opened ??= open().catch(forget))
  const forget = (error: unknown) => {
    opened = undefined
    throw error
  }
  const spending: Spending = {
    limits: place.config.money.limits,
    reserve: async (...asked) => (await ready()).reserve(...asked),
    settle: async (...asked) => (await ready()).settle(...asked),
    topUp: async (...asked) => (await ready()).topUp(...asked),
    trip: async (...asked) => (await ready()).trip(...asked),
    lines: async (...asked) => (await ready()).lines(...asked),
    totals: async (...asked) => (await ready()).totals(...asked),
    shares: async (...asked) => (await ready()).shares(...asked),
    sweep: async (...asked) => (await ready()).sweep(...asked),
    async *entries(...asked) {
      yield* (await ready()).entries(...asked)
    },
    [Symbol.asyncDispose]: async () => {
      await sweeper?.[Symbol.asyncDispose]()
      await opened?.catch(() => undefined) // told to whoever asked
      await parts.disposeAsync()
    },
  }
  const sweeper = place.sweeps
    ? startSweeper(spending, { clock: systemClock, observe: observed(place) })
    : undefined
  return spending
}

/** Opens the money over a connection that somebody else closes: for whoever only asks and tops up. */
export async function spendingOver(
  connection: NatsConnection,
  place: Pick<SpendingPlace, 'config' | 'observe'>,
): Promise<Spending> {
  return natsSpending({
    connection,
    prefix: place.config.nats.prefix,
    limits: place.config.money.limits,
    clock: systemClock,
    jitter: Math.random,
    observe: observed(place),
  })
}

function observed({ config, observe }: Pick<SpendingPlace, 'config' | 'observe'>): ObserveSpending {
  if (config.money.alerts) return observe
  return (event) => (ALERTS.has(event.type) ? undefined : observe(event))
}

/** Of what stands beside the actors: one connection for money, for what agents share, for breakers and for agents' words. */
export interface Beside {
  readonly connection?: NatsConnection
}

/** Opens it where models answer: open data needs none of them. Closed with `parts`. @throws CaravanError `nats.unreachable` */
export async function openBeside(
  parts: AsyncDisposableStack,
  place: Pick<SpendingPlace, 'nats' | 'name'>,
  wanted: boolean,
): Promise<Beside> {
  return wanted ? { connection: parts.adopt(await reached(place), (nc) => nc.close()) } : {}
}

/** The connection that is there, or one that is closed with `parts`. @throws CaravanError `nats.unreachable` */
export async function connectionOf(
  parts: AsyncDisposableStack,
  place: Pick<SpendingPlace, 'connection' | 'nats' | 'name'>,
): Promise<NatsConnection> {
  return place.connection ?? parts.adopt(await reached(place), (nc) => nc.close())
}

/** A connection for money. @throws CaravanError `nats.unreachable` */
export async function reached({ nats, name }: Pick<SpendingPlace, 'nats' | 'name'>): Promise<NatsConnection> {
  const { servers, connection } = nats.connect
  try {
    return await connect({
      ...connection,
      servers: [servers].flat(),
      name,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      noAsyncTraces: true,
      timeout: CONNECT_MS,
    })
  } catch (cause) {
    throw new CaravanError('nats.unreachable', `No NATS server answers at ${[servers].flat().join(', ')}.`, {
      retryable: true,
      cause,
    })
  }
}
