/** Every variable of the environment that Caravan reads: what it accepts, and what it means in words. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { encryptionKey } from '../runtime/nats/sealed.ts'
import { DEFAULT_LIMITS, MICRO_USD } from '../storage/spending/port.ts'
import { MODEL_ACCEPTED, MODEL_SECRETS, MODEL_SHAPE } from './model-variables.ts'
import { PROFILES } from './pools.ts'
import { SHARING_ACCEPTED, SHARING_SECRETS, SHARING_SHAPE } from './sharing-config.ts'
import type { SyncInterval } from './nats-server/config.ts'

/** What pino calls its levels, most severe first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** A whole number within limits. */
function whole(least: number, most: number): z.ZodType<number> {
  // Number() would take "1e3", "0x10" and " 7 " as well.
  return z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
}

/** One NATS server, or several of a cluster separated by commas. */
export const SERVERS = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(
    z.array(z.string().regex(/^((nats|tls):\/\/)?([^\s/@]+@)?([\w.-]+|\[[\da-fA-F:]+\])(:\d{1,5})?$/)).min(1),
  )

/** Dollars with at most six decimals, as whole micro-USD. */
const Usd = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/)
  .transform((text) => Math.round(Number(text) * MICRO_USD))

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true')

/** `id:key` with 32 bytes in base64, several separated by commas; the first one writes. */
const EncryptionKeys = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.string().regex(/^[\w-]{1,32}:[A-Za-z\d+/_-]{43}=?$/)).min(1))
  .transform((keys) => keys.map((one) => one.split(':') as [string, string]))
  .refine((keys) => new Set(keys.map(([id]) => id)).size === keys.length)
  .transform((keys) => keys.map(([id, key]) => encryptionKey(id, Buffer.from(key, 'base64'))))

/** Other programs call two of them otherwise, and many write them large. */
const LogLevel = z
  .string()
  .transform((text) => text.toLowerCase())
  .transform((text) => ({ warning: 'warn', critical: 'fatal' })[text] ?? text)
  .pipe(z.enum(LOG_LEVELS))

const Sync = z.custom<SyncInterval>(
  (text) => typeof text === 'string' && /^(always|[1-9]\d{0,4}(ms|s|m))$/.test(text),
)

const Path = z.string().transform((path) => resolve(path))

/** Names and schemas; a value that is empty, or a placeholder such as `your_…_here`, never reaches its schema. */
export const Variables = z.object({
  NATS_URL: SERVERS.optional(),
  NATS_SERVER_BIN: Path.optional(),
  NATS_SYNC: Sync.default('10s'),
  CARAVAN_HOME: Path.default(() => resolve('.caravan')),
  CARAVAN_PREFIX: z
    .string()
    .regex(/^[\w-]{1,64}(\.[\w-]{1,64}){0,3}$/)
    .default('caravan'),
  MAX_MESSAGE_SIZE_KB: whole(4, 65_536).default(512),
  COMPRESSION_ENABLED: Flag.default(true),
  ENCRYPTION_ENABLED: Flag.default(false),
  ENCRYPTION_KEYS: EncryptionKeys.optional(),
  HOST: z
    .string()
    .regex(/^[\w.:%-]{1,253}$/)
    .default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8080),
  ENVIRONMENT: z.enum(PROFILES).default('development'),
  LOG_LEVEL: LogLevel.default('info'),
  DETAILED_LOGGING: Flag.default(false),
  MAX_CONCURRENT_AGENTS: whole(1, 1_000).default(10),
  ORCHESTRATOR_RETRY_ATTEMPTS: whole(1, 10).default(3),
  DAILY_COST_LIMIT: Usd.default(DEFAULT_LIMITS.dayMicroUsd),
  HOURLY_COST_LIMIT: Usd.default(DEFAULT_LIMITS.hourMicroUsd),
  PER_REQUEST_COST_LIMIT: Usd.default(DEFAULT_LIMITS.requestMicroUsd),
  COST_TRACKING_ENABLED: Flag.default(true),
  METRICS_ENABLED: Flag.default(true),
  PERFORMANCE_ALERTS: Flag.default(true),
  MAX_BACKLOG: whole(1, 100_000_000).default(20_000),
  MAX_MAILBOX: whole(1, 1_000_000).default(1_000),
  MAX_STORE_PERCENT: whole(1, 100).default(80),
  MIN_FREE_DISK_MB: whole(0, 1_000_000_000).default(512),
  MESSAGE_RETENTION_HOURS: whole(0, 87_600).default(24),
  MESSAGE_QUEUE_TYPE: z.literal('nats').default('nats'),
  WS_HEARTBEAT_INTERVAL: whole(100, 600_000).default(30_000),
  XDG_CACHE_HOME: Path.optional(),
  NO_COLOR: z.string().optional(),
  ...MODEL_SHAPE,
  ...SHARING_SHAPE,
})
export type VariableValues = z.infer<typeof Variables>
export type VariableName = keyof VariableValues

/** What would be right, for the sentence about a wrong value. */
export const ACCEPTED: Readonly<Record<VariableName, string>> = {
  NATS_URL: 'host:port or nats://host:port, several of one cluster separated by commas',
  NATS_SERVER_BIN: 'the path of a nats-server program',
  NATS_SYNC: 'always, or a time such as 10s, 500ms or 2m',
  CARAVAN_HOME: 'the path of a folder',
  CARAVAN_PREFIX: 'letters, digits, "-" and "_", up to four words separated by dots, such as caravan',
  MAX_MESSAGE_SIZE_KB: 'a whole number from 4 to 65536',
  COMPRESSION_ENABLED: 'true or false',
  ENCRYPTION_ENABLED: 'true or false; true needs ENCRYPTION_KEYS',
  ENCRYPTION_KEYS:
    'id:key, several separated by commas: ids of letters, digits, "-" or "_", each once, and 32 bytes in base64',
  HOST: 'an address or name to listen on, such as 127.0.0.1 or 0.0.0.0',
  PORT: 'a whole number from 0 (any free port) to 65535',
  ENVIRONMENT: `one of ${PROFILES.join(', ')}`,
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
  DETAILED_LOGGING: 'true or false',
  MAX_CONCURRENT_AGENTS: 'a whole number from 1 to 1000',
  ORCHESTRATOR_RETRY_ATTEMPTS: 'a whole number from 1 to 10',
  DAILY_COST_LIMIT: 'US dollars from 0 to 999999.999999, such as 50 or 0.25',
  HOURLY_COST_LIMIT: 'US dollars from 0 to 999999.999999, such as 5 or 0.25',
  PER_REQUEST_COST_LIMIT: 'US dollars from 0 to 999999.999999, such as 1 or 0.25',
  COST_TRACKING_ENABLED: 'true or false',
  METRICS_ENABLED: 'true or false',
  PERFORMANCE_ALERTS: 'true or false',
  MAX_BACKLOG: 'a whole number from 1 to 100000000',
  MAX_MAILBOX: 'a whole number from 1 to 1000000',
  MAX_STORE_PERCENT: 'a whole number from 1 to 100',
  MIN_FREE_DISK_MB: 'megabytes from 0 to 1000000000',
  MESSAGE_RETENTION_HOURS: 'hours from 1 to 87600 (ten years), or 0 to keep everything',
  MESSAGE_QUEUE_TYPE: 'nats, the only message queue there is',
  WS_HEARTBEAT_INTERVAL: 'milliseconds from 100 to 600000',
  XDG_CACHE_HOME: 'the path of a folder',
  NO_COLOR: 'anything',
  ...MODEL_ACCEPTED,
  ...SHARING_ACCEPTED,
}

/** Variables whose values are shown nowhere. */
export const SECRET: ReadonlySet<VariableName> = new Set([
  'ENCRYPTION_KEYS',
  ...MODEL_SECRETS,
  ...SHARING_SECRETS,
])
