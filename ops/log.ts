/**
 * The log: a subscriber to what happens in the runtime. Each event has a level; its own fields are the fields of the
 * line. The program itself logs through the same logger.
 */
import { multistream, pino, type Logger } from 'pino'
import { z } from 'zod'
import type { GatewayEvent, OnGatewayEvent } from '../gateway/index.ts'
import type { Observe, RuntimeEvent } from '../runtime/index.ts'
import { LedgerEntry, Scope, type ObserveSpending, type SpendingEvent } from '../storage/spending/port.ts'
import { usd } from './cost-report.ts'
import type { ModelEvent } from './models.ts'
import type { SharingEvent } from './sharing.ts'
import type { LOG_LEVELS } from './variables.ts'

type Level = Exclude<(typeof LOG_LEVELS)[number], 'silent'>

/** One level per event: `info` is what an operator wants to see of a healthy system, `warn` what may need a hand. */
export const EVENT_LEVELS = {
  'host:started': 'info',
  'host:draining': 'info',
  'host:stopped': 'info',
  'host:lapsed': 'info',
  'host:replaced': 'error',
  'partitions:owned': 'info',
  'actor:activated': 'debug',
  'actor:passivated': 'debug',
  'actor:paused': 'warn',
  'journal:unreadable': 'error',
  'clock:skewed': 'warn',
  'store:lost': 'error',
  'store:rolled-back': 'error',
  'store:remade': 'warn',
  'actor:migrated': 'info',
  'actor:unmigrated': 'warn',
  'actor:quarantined': 'error',
  'worker:parked': 'debug',
  'turn:committing': 'trace',
  'turn:committed': 'debug',
  'turn:conflict': 'debug',
  'turn:failed': 'error',
  'message:ignored': 'debug',
  'message:duplicate': 'debug',
  'message:dead': 'warn',
  'message:acking': 'trace',
  'outbox:relayed': 'trace',
  'outbox:retry': 'warn',
  'worker:claimed': 'debug',
  'worker:lost': 'info',
  'effect:started': 'debug',
  'effect:completed': 'debug',
  'effect:late': 'info',
  'machine:log': 'info',
  'retention:purged': 'debug',
  'retention:swept': 'info',
  'retention:failed': 'warn',
  'driver:retry': 'warn',
  'gateway:listening': 'info',
  'gateway:closing': 'info',
  'gateway:closed': 'info',
  'trip:accepted': 'info',
  'trip:refused': 'info',
  'socket:opened': 'debug',
  'socket:closed': 'debug',
  'socket:gap': 'info',
  'socket:dead': 'info',
  'watch:opened': 'debug',
  'watch:closed': 'debug',
  'watch:retry': 'warn',
  'request:failed': 'error',
  'spending:reserved': 'debug',
  'spending:settled': 'debug',
  'spending:near': 'warn',
  'spending:refused': 'info',
  'spending:overrun': 'warn',
  'spending:topped-up': 'info',
  'spending:sweep-failed': 'warn',
  'call:unsettled': 'error',
  'call:unmade': 'debug',
  'breaker:trouble': 'warn',
  'pool:away': 'warn',
  'pool:back': 'info',
  'pool:unstored': 'debug',
  'cache:failed': 'warn',
  'vectors:damaged': 'warn',
  'context:failed': 'warn',
} as const satisfies Record<
  | RuntimeEvent['type']
  | GatewayEvent['type']
  | SpendingEvent['type']
  | ModelEvent['type']
  | SharingEvent['type'],
  Level
>

/** Where the lines go. */
export interface LogTarget {
  readonly level: (typeof LOG_LEVELS)[number]
  /** A file, or a file descriptor. */
  readonly destination: string | number
  /** Told of warnings and errors, one readable line each, so that nobody has to read the file to learn of them. */
  readonly tell?: (line: string) => void
}

/** An open log. Disposing of it writes out what is still held. */
export interface Log extends Disposable {
  readonly logger: Logger
  readonly observe: Observe
  readonly onGatewayEvent: OnGatewayEvent
  readonly observeSpending: ObserveSpending
  readonly observeModels: (event: ModelEvent | SharingEvent) => void
}

/** The same warning is told once in this time: a server that is away would fill the screen. */
const REPEAT_MS = 10_000

/** Opens a log. Lines are JSON, one per event, with the time in milliseconds. */
export function openLog({ level, destination, tell = () => undefined }: LogTarget): Log {
  const file = pino.destination({ dest: destination, sync: false })
  let broken = false
  const fail = (error: Error) => {
    if (!broken) tell(`The log cannot be written any more (${error.message}).`)
    broken = true
  }
  // Without a listener a full disk would end the program: the log is not worth that.
  file.on('error', fail)
  // Nor is it worth that of a file that could not be opened, into which a write throws.
  const write = (line: string) => {
    try {
      file.write(line)
    } catch (error) {
      fail(error as Error)
    }
  }
  const streams = multistream([
    { level: 'trace', stream: { write } },
    { level: 'warn', stream: { write: readable(tell, () => performance.now()) } },
  ])
  const logger = pino({ level, base: null }, streams)
  const log = (event: RuntimeEvent | GatewayEvent | SpendingEvent | ModelEvent | SharingEvent) => {
    const { type, ...fields } = event
    logger[EVENT_LEVELS[type]](fields, type)
  }
  return {
    logger,
    observe: log,
    onGatewayEvent: log,
    observeSpending: log,
    observeModels: log,
    [Symbol.dispose]: () => {
      if (broken) return
      try {
        file.flushSync()
      } catch {
        // Never opened, or broken by now: told above.
      }
    },
  }
}

/** Turns a line of JSON into one for people, and drops repetitions. */
function readable(tell: (line: string) => void, now: () => number): (line: string) => void {
  const toldAt = new Map<string, number>()
  return (line) => {
    const fields = JSON.parse(line) as Readonly<Record<string, unknown>>
    const { msg, error, reason, what, actor } = fields
    const why = isMessage(error) ? error.message : typeof reason === 'string' ? reason : moneyText(fields)
    const about = [what, actor].find((part) => typeof part === 'string')
    const text = `${String(msg)}${about === undefined ? '' : ` ${about}`}${why === '' ? '' : `: ${why}`}`
    const kind = `${String(msg)} ${why}`
    if (now() - (toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return
    if (toldAt.size > 1_000) toldAt.clear()
    toldAt.set(kind, now())
    tell(text)
  }
}

/** What a warning about money is about; empty for another one. */
function moneyText(fields: Readonly<Record<string, unknown>>): string {
  const near = Near.safeParse(fields)
  if (near.success) {
    const { scope, trip, tenant, usedMicroUsd, limitMicroUsd } = near.data
    const whose = trip === undefined ? `tenant ${tenant}` : `trip ${trip}`
    return `${usd(usedMicroUsd)} of the ${usd(limitMicroUsd)} USD per ${scope} of ${whose} are used or reserved`
  }
  const overrun = Overrun.safeParse(fields)
  if (!overrun.success) return ''
  const { entry, worstMicroUsd } = overrun.data
  const { provider, model, microUsd, agent, trip } = entry
  return `a call of ${provider}/${model} for the ${agent} agent of trip ${trip} cost ${usd(microUsd)} USD and should have cost ${usd(worstMicroUsd)} at most: is its price right?`
}

const Near = z.object({
  msg: z.literal('spending:near'),
  scope: Scope,
  tenant: z.string(),
  trip: z.string().optional(),
  usedMicroUsd: z.number(),
  limitMicroUsd: z.number(),
})
const Overrun = z.object({
  msg: z.literal('spending:overrun'),
  worstMicroUsd: z.number(),
  entry: LedgerEntry,
})

function isMessage(value: unknown): value is { readonly message: string } {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  )
}
