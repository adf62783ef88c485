/** The configuration: read from the environment once, checked as a whole, frozen. Nothing else reads the environment. */
import { loadEnvFile } from 'node:process'
import { CaravanError } from '../runtime/core/errors.ts'
import type { NatsDriverOptions } from '../runtime/index.ts'
import type { SpendingLimits } from '../storage/spending/port.ts'
import { defaultCacheDir } from './nats-server/locate.ts'
import { systemCode } from './nats-server/errors.ts'
import { missingKeys, readModels, type MissingVariable, type ModelConfig } from './model-config.ts'
import { POOLS, type Pools, type Profile } from './pools.ts'
import type { SyncInterval } from './nats-server/config.ts'
import { readSharing, type SharingConfig } from './sharing-config.ts'
import { ACCEPTED, SECRET, Variables, type LOG_LEVELS, type VariableName } from './variables.ts'

/** An environment, as `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface Config {
  readonly nats: {
    /** Servers that run already; absent: one is started here. */
    readonly servers?: readonly string[]
    /** A nats-server program to prefer. */
    readonly binary?: string
    /** Where programs are looked for: the system's own search path. */
    readonly searchPath?: string
    /** Where a fetched nats-server is kept. */
    readonly cacheDir: string
    /** First tokens of every subject. */
    readonly prefix: string
    /** Where a server of our own listens if it can; 0: any free port. */
    readonly port: number
    /** What a power cut may cost a server of our own. Of one that runs already, its operator decides. */
    readonly sync: SyncInterval
  }
  /** How payloads are stored. */
  readonly payloads: Pick<NatsDriverOptions, 'compression' | 'encryption' | 'maxMessageBytes'>
  /** Everything that outlives a stop. */
  readonly home: string
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly profile: Profile
  /** Concurrent tasks per agent on this host. */
  readonly pools: Pools
  /** Concurrent tasks over all agents on this host. */
  readonly slots: number
  /** Attempts of an agent, the first included. */
  readonly attempts: number
  /** What calls of models may cost, and who hears of it. */
  readonly money: {
    readonly limits: SpendingLimits
    /** Whether reports and metrics tell what was spent; limits hold either way. */
    readonly tracking: boolean
    /** Whether it is told that a limit is near or was passed. */
    readonly alerts: boolean
  }
  /** Which models answer. */
  readonly models: ModelConfig
  /** Whether what happens is counted, for `GET /metrics`. */
  readonly metrics: boolean
  /** Where agents keep what they share. */
  readonly sharing: SharingConfig
  readonly heartbeatMs: number
  /** When new trips, and messages to one of them, are refused. */
  readonly admission: {
    readonly backlog: number
    readonly mailbox: number
    /** Share of each limit of the store. */
    readonly fullness: number
    /** Bytes of the disk of a store that is kept here. */
    readonly leastFree: number
  }
  /** How long the history of an ended trip is kept; absent: for ever. */
  readonly retentionMs?: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly color: boolean
}

/** Where NATS clients look by default. */
const NATS_PORT = 4_222

/** A variable with a wrong value. */
export interface VariableProblem {
  readonly name: VariableName
  readonly value: string
  readonly accepted: string
}

/**
 * Reads the configuration.
 * @throws CaravanError `config.invalid` with every wrong variable at once in `data.problems`
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.keys(Variables.shape).flatMap((name) => {
      const value = env[name]
      return value === undefined || isUnset(value) ? [] : [[name, value.trim()]]
    }),
  )
  const parsed = Variables.safeParse(given)
  const unkeyed = given['ENCRYPTION_ENABLED'] === 'true' && given['ENCRYPTION_KEYS'] === undefined
  const missing = unkeyed ? [{ path: ['ENCRYPTION_ENABLED'] }] : []
  const lacking = missingKeys(given)
  if (!parsed.success || unkeyed || lacking.length > 0)
    throw invalid([...(parsed.error?.issues ?? []), ...missing], given, lacking)
  const v = parsed.data
  const cacheEnv = { XDG_CACHE_HOME: v.XDG_CACHE_HOME, HOME: env['HOME'] }
  return Object.freeze({
    nats: Object.freeze({
      ...(v.NATS_URL === undefined ? {} : { servers: Object.freeze(v.NATS_URL) }),
      ...(v.NATS_SERVER_BIN === undefined ? {} : { binary: v.NATS_SERVER_BIN }),
      ...(env['PATH'] === undefined ? {} : { searchPath: env['PATH'] }),
      cacheDir: defaultCacheDir(cacheEnv),
      prefix: v.CARAVAN_PREFIX,
      port: NATS_PORT,
      sync: v.NATS_SYNC,
    }),
    payloads: Object.freeze({
      compression: v.COMPRESSION_ENABLED,
      maxMessageBytes: v.MAX_MESSAGE_SIZE_KB * 1_024,
      ...(v.ENCRYPTION_KEYS === undefined
        ? {}
        : { encryption: { keys: v.ENCRYPTION_KEYS, write: v.ENCRYPTION_ENABLED } }),
    }),
    home: v.CARAVAN_HOME,
    host: v.HOST,
    port: v.PORT,
    profile: v.ENVIRONMENT,
    pools: POOLS[v.ENVIRONMENT],
    slots: v.MAX_CONCURRENT_AGENTS,
    attempts: v.ORCHESTRATOR_RETRY_ATTEMPTS,
    money: Object.freeze({
      limits: Object.freeze({
        requestMicroUsd: v.PER_REQUEST_COST_LIMIT,
        hourMicroUsd: v.HOURLY_COST_LIMIT,
        dayMicroUsd: v.DAILY_COST_LIMIT,
      }),
      tracking: v.COST_TRACKING_ENABLED,
      alerts: v.PERFORMANCE_ALERTS,
    }),
    models: readModels(v),
    metrics: v.METRICS_ENABLED,
    sharing: readSharing(v),
    heartbeatMs: v.WS_HEARTBEAT_INTERVAL,
    admission: Object.freeze({
      backlog: v.MAX_BACKLOG,
      mailbox: v.MAX_MAILBOX,
      fullness: v.MAX_STORE_PERCENT / 100,
      leastFree: v.MIN_FREE_DISK_MB * 1_000_000,
    }),
    ...(v.MESSAGE_RETENTION_HOURS === 0 ? {} : { retentionMs: v.MESSAGE_RETENTION_HOURS * 3_600_000 }),
    logLevel: v.DETAILED_LOGGING ? atLeastDebug(v.LOG_LEVEL) : v.LOG_LEVEL,
    color: v.NO_COLOR === undefined,
  })
}

/**
 * The environment with the `.env` file of the current folder under it: what is set already wins.
 * @throws CaravanError `config.unreadable` when there is one that cannot be read
 */
export function loadEnvironment(): Environment {
  try {
    loadEnvFile('.env')
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      throw new CaravanError('config.unreadable', 'The file .env cannot be read: check who owns it.', {
        cause: error,
      })
    }
  }
  return process.env
}

/** Silent stays silent: who wants no log at all has said so. */
function atLeastDebug(level: Config['logLevel']): Config['logLevel'] {
  return level === 'silent' || level === 'trace' ? level : 'debug'
}

/** Empty, or left as a template had it. */
function isUnset(value: string): boolean {
  const text = value.trim()
  return text === '' || /^your[_-].*[_-]here$/i.test(text)
}

function invalid(
  issues: readonly { readonly path: readonly PropertyKey[] }[],
  given: Readonly<Record<string, string>>,
  lacking: readonly MissingVariable[],
): CaravanError {
  const names = [...new Set(issues.map((issue) => issue.path[0] as VariableName))]
  const order = Object.keys(Variables.shape)
  const problems = names
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((name): VariableProblem => ({
      name,
      value: SECRET.has(name) ? '(hidden)' : (given[name] ?? '').replaceAll(/[^\s/@,]+@/g, '…@'),
      accepted: ACCEPTED[name],
    }))
  const lines = problems.map(
    ({ name, value, accepted }) => `${name} is ${JSON.stringify(value)}: give ${accepted}.`,
  )
  const absent = lacking.map(({ name }): VariableProblem => ({ name, value: '', accepted: ACCEPTED[name] }))
  const reasons = lacking.map(({ name, neededBy }) => `${name} is not set: ${neededBy} needs it.`)
  return new CaravanError('config.invalid', [...lines, ...reasons].join('\n'), {
    data: { problems: [...problems, ...absent] },
  })
}
