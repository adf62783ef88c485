import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { inspect, isDeepStrictEqual, parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../ops/config.ts'
import { runningNats } from '../../ops/nats.ts'
import { ACCEPTED, Variables, type VariableName } from '../../ops/variables.ts'
import { ROOT } from './caravan-process.ts'
import { AGENTS } from '../../machines/messages/index.ts'
import { agentVariable, MODEL_SHAPE } from '../../ops/model-variables.ts'

const NAMES = Object.keys(Variables.shape) as VariableName[]

/** 32 bytes. */
const KEY = 'QSBTRUNSRVQgT0YgVEhJUlRZLVRXTyBCWVRFUywgT0s='
/** What a variable needs beside it. */
const BESIDE: Readonly<Partial<Record<VariableName, object>>> = {
  ENCRYPTION_ENABLED: { ENCRYPTION_KEYS: `k1:${KEY}` },
  OPENAI_BASE_URL: { OPENAI_API_KEY: 'k' },
  OPENAI_API: { OPENAI_API_KEY: 'k' },
  AZURE_OPENAI_API_KEY: { AZURE_OPENAI_ENDPOINT: 'https://x.openai.azure.com' },
  AZURE_OPENAI_ENDPOINT: { AZURE_OPENAI_API_KEY: 'k' },
  AZURE_OPENAI_API_VERSION: {
    AZURE_OPENAI_API_KEY: 'k',
    AZURE_OPENAI_ENDPOINT: 'https://x.openai.azure.com',
  },
  ANTHROPIC_BASE_URL: { ANTHROPIC_API_KEY: 'k' },
  QDRANT_API_KEY: { QDRANT_URL: 'http://q:6333' },
  EMBEDDING_PROVIDER: {
    AZURE_OPENAI_API_KEY: 'k',
    AZURE_OPENAI_ENDPOINT: 'https://x.openai.azure.com',
  },
  EMBEDDING_MODEL: { OPENAI_API_KEY: 'k' },
}

/** What one variable of each agent makes of the configuration. */
function ofAgents<S extends 'MODEL' | 'PROVIDER' | 'MAX_TOKENS' | 'TEMPERATURE'>(
  suffix: S,
  value: string,
  effect: object,
) {
  return Object.fromEntries(
    AGENTS.map((agent) => [
      agentVariable(agent, suffix),
      [value, { models: { routes: { agents: { [agent]: effect } } } }] as const,
    ]),
  ) as Record<ReturnType<typeof agentVariable<S>>, readonly [string, object]>
}

/** For each variable a value that is not its default, and what it makes of the configuration. */
const EFFECTS: Readonly<Record<VariableName, readonly [string, object]>> = {
  NATS_URL: ['nats://one:4222, two:4223', { nats: { servers: ['nats://one:4222', 'two:4223'] } }],
  NATS_SERVER_BIN: ['/opt/nats-server', { nats: { binary: '/opt/nats-server' } }],
  NATS_SYNC: ['always', { nats: { sync: 'always' } }],
  MAX_MESSAGE_SIZE_KB: ['64', { payloads: { maxMessageBytes: 65_536 } }],
  COMPRESSION_ENABLED: ['false', { payloads: { compression: false } }],
  ENCRYPTION_ENABLED: ['true', { payloads: { encryption: { write: true, keys: [{ id: 'k1' }] } } }],
  ENCRYPTION_KEYS: [`k1:${KEY}, k2:${KEY}`, { payloads: { encryption: { write: false } } }],
  CARAVAN_HOME: ['elsewhere', { home: resolve('elsewhere') }],
  CARAVAN_PREFIX: ['acme.trips', { nats: { prefix: 'acme.trips' } }],
  HOST: ['0.0.0.0', { host: '0.0.0.0' }],
  PORT: ['9090', { port: 9090 }],
  ENVIRONMENT: [
    'production',
    { profile: 'production', pools: { planning: 3, location: 5, accommodation: 4, weather: 2 } },
  ],
  LOG_LEVEL: ['WARNING', { logLevel: 'warn' }],
  DETAILED_LOGGING: ['true', { logLevel: 'debug' }],
  REDIS_URL: ['redis://u:p@cache:6379/1', { sharing: { pool: { redisUrl: expect.anything() } } }],
  SHARED_CONTEXT_POOL_ENABLED: ['false', { sharing: { pool: { enabled: false } } }],
  RESPONSE_CACHE_ENABLED: ['false', { sharing: { cache: { enabled: false } } }],
  QDRANT_URL: ['http://q:6333/', { sharing: { cache: { qdrant: { url: 'http://q:6333' } } } }],
  QDRANT_API_KEY: ['k', { sharing: { cache: { qdrant: { apiKey: expect.anything() } } } }],
  CONTEXT_COMPRESSION_ENABLED: ['false', { sharing: { context: { compress: false } } }],
  LAZY_LOADING_ENABLED: ['false', { sharing: { context: { lazy: false } } }],
  CONTEXT_TTL_SECONDS: ['60', { sharing: { context: { ttlMs: 60_000 } } }],
  MAX_CONCURRENT_AGENTS: ['3', { slots: 3 }],
  ORCHESTRATOR_RETRY_ATTEMPTS: ['5', { attempts: 5 }],
  DAILY_COST_LIMIT: ['12.5', { money: { limits: { dayMicroUsd: 12_500_000 } } }],
  HOURLY_COST_LIMIT: ['0', { money: { limits: { hourMicroUsd: 0 } } }],
  PER_REQUEST_COST_LIMIT: ['0.000001', { money: { limits: { requestMicroUsd: 1 } } }],
  METRICS_ENABLED: ['false', { metrics: false }],
  COST_TRACKING_ENABLED: ['false', { money: { tracking: false } }],
  PERFORMANCE_ALERTS: ['false', { money: { alerts: false } }],
  MAX_BACKLOG: ['5', { admission: { backlog: 5 } }],
  MAX_MAILBOX: ['5', { admission: { mailbox: 5 } }],
  MAX_STORE_PERCENT: ['50', { admission: { fullness: 0.5 } }],
  MIN_FREE_DISK_MB: ['1', { admission: { leastFree: 1_000_000 } }],
  MESSAGE_RETENTION_HOURS: ['2', { retentionMs: 7_200_000 }],
  MESSAGE_QUEUE_TYPE: ['nats', {}],
  WS_HEARTBEAT_INTERVAL: ['5000', { heartbeatMs: 5_000 }],
  XDG_CACHE_HOME: ['/var/cache', { nats: { cacheDir: '/var/cache/caravan/nats-server' } }],
  NO_COLOR: ['1', { color: false }],
  OPENAI_API_KEY: ['sk-1', { models: { providers: { openai: { apiKey: expect.anything() } } } }],
  OPENAI_BASE_URL: [
    'http://127.0.0.1:11434/v1/',
    { models: { providers: { openai: { baseUrl: 'http://127.0.0.1:11434/v1' } } } },
  ],
  OPENAI_API: ['chat', { models: { providers: { openai: { api: 'chat' } } } }],
  AZURE_OPENAI_API_KEY: ['a-1', { models: { providers: { azure: { apiKey: expect.anything() } } } }],
  AZURE_OPENAI_ENDPOINT: [
    'https://mine.openai.azure.com/',
    { models: { providers: { azure: { endpoint: 'https://mine.openai.azure.com' } } } },
  ],
  AZURE_OPENAI_API_VERSION: [
    '2024-10-21',
    { models: { providers: { azure: { apiVersion: '2024-10-21' } } } },
  ],
  ANTHROPIC_API_KEY: ['c-1', { models: { providers: { anthropic: { apiKey: expect.anything() } } } }],
  ANTHROPIC_BASE_URL: [
    'http://127.0.0.1:1',
    { models: { providers: { anthropic: { baseUrl: 'http://127.0.0.1:1' } } } },
  ],
  DEFAULT_PROVIDER: ['offline', { models: { routes: { provider: 'offline' } } }],
  DEFAULT_MODEL_TIER1: ['gpt-4.1', { models: { routes: { models: { 1: 'gpt-4.1' } } } }],
  DEFAULT_MODEL_TIER2: ['gpt-4.1', { models: { routes: { models: { 2: 'gpt-4.1' } } } }],
  DEFAULT_MODEL_TIER3: ['gpt-4.1', { models: { routes: { models: { 3: 'gpt-4.1' } } } }],
  DEFAULT_TOKENS_TIER1: ['1000', { models: { routes: { tokens: { 1: 1_000 } } } }],
  DEFAULT_TOKENS_TIER2: ['1000', { models: { routes: { tokens: { 2: 1_000 } } } }],
  DEFAULT_TOKENS_TIER3: ['1000', { models: { routes: { tokens: { 3: 1_000 } } } }],
  ...ofAgents('MODEL', 'gpt-4.1', { model: 'gpt-4.1' }),
  ...ofAgents('PROVIDER', 'offline', { provider: 'offline' }),
  ...ofAgents('MAX_TOKENS', '777', { maxTokens: 777 }),
  ...ofAgents('TEMPERATURE', '0.25', { temperature: 0.25 }),
  EMBEDDING_PROVIDER: ['azure', { models: { embeddings: { provider: 'azure' } } }],
  EMBEDDING_MODEL: ['nomic', { models: { embeddings: { provider: 'openai', model: 'nomic' } } }],
  MODEL_FALLBACK: ['providers, offline', { models: { routes: { fallback: ['providers', 'offline'] } } }],
  MAX_PROMPT_TOKENS: ['8000', { models: { promptTokens: 8_000 } }],
  MODEL_TABLES: ['models.json', { models: { tables: 'models.json' } }],
  AGENT_TIMEOUT_SECONDS: ['45', { models: { timeoutMs: 45_000 } }],
  CIRCUIT_BREAKER_ENABLED: ['true', { models: { breaker: { enabled: true } } }],
  CIRCUIT_BREAKER_THRESHOLD: ['9', { models: { breaker: { threshold: 9 } } }],
}

/** Values that each variable refuses. */
const WRONG: Readonly<Partial<Record<VariableName, readonly string[]>>> = {
  NATS_URL: ['http://one:4222', 'one two', 'nats://', ','],
  NATS_SYNC: ['never', '0s', '10', '1h'],
  MAX_MESSAGE_SIZE_KB: ['3', '64KB', '65537'],
  COMPRESSION_ENABLED: ['yes', '1'],
  ENCRYPTION_ENABLED: ['TRUE', 'true'],
  CARAVAN_PREFIX: ['a.>', 'a b', '.a', 'a..b'],
  DAILY_COST_LIMIT: ['-1', '5 USD', '1e3', '.5', '1.0000001'],
  HOST: ['http://x', 'a b', '1.2.3.4/5'],
  PORT: ['abc', '-1', '65536', '80.5', '1e3', '0x50', '٣'],
  ENVIRONMENT: ['prod', 'Production'],
  LOG_LEVEL: ['verbose', 'warnings'],
  QDRANT_URL: ['q:6333', 'ftp://q'],
  CONTEXT_TTL_SECONDS: ['0', '1.5'],
  MAX_CONCURRENT_AGENTS: ['0', '1001', 'many'],
  ORCHESTRATOR_RETRY_ATTEMPTS: ['0', '11', '-3'],
  MAX_BACKLOG: ['0', '1e3'],
  MAX_MAILBOX: ['0', '-5'],
  MAX_STORE_PERCENT: ['0', '101'],
  MIN_FREE_DISK_MB: ['-1', '1GB'],
  MESSAGE_RETENTION_HOURS: ['-1', '1.5', '87601'],
  MESSAGE_QUEUE_TYPE: ['redis', 'kafka'],
  WS_HEARTBEAT_INTERVAL: ['1', '30s'],
  OPENAI_BASE_URL: ['127.0.0.1:11434', 'ftp://x'],
  OPENAI_API: ['completions'],
  AZURE_OPENAI_ENDPOINT: ['mine.openai.azure.com'],
  AZURE_OPENAI_API_VERSION: ['latest'],
  ANTHROPIC_BASE_URL: ['nowhere'],
  DEFAULT_PROVIDER: ['gemini', 'OpenAI'],
  EMBEDDING_PROVIDER: ['anthropic'],
  DEFAULT_MODEL_TIER1: ['gpt 5'],
  DEFAULT_TOKENS_TIER2: ['1', '1e4', '-5', 'many'],
  PLANNING_AGENT_PROVIDER: ['gemini'],
  WEATHER_AGENT_MAX_TOKENS: ['0', '2000000'],
  BUDGET_AGENT_TEMPERATURE: ['hot', '2.5', '-1', '0,3'],
  MODEL_FALLBACK: ['everything', 'tiers,tiers', 'none,tiers'],
  AGENT_TIMEOUT_SECONDS: ['0', '601', '30s'],
  CIRCUIT_BREAKER_ENABLED: ['yes'],
  CIRCUIT_BREAKER_THRESHOLD: ['0'],
}

describe('readConfig', () => {
  it.each(NAMES)('%s changes the configuration', (name) => {
    const [value, effect] = EFFECTS[name]
    const config = readConfig({ HOME: '/home/ada', ...BESIDE[name], [name]: value })
    expect(config).toMatchObject(effect)
    // The only queue is the default one: its variable can only be wrong.
    const changes = !isDeepStrictEqual(config, readConfig({ HOME: '/home/ada' }))
    expect(changes).toBe(name !== 'MESSAGE_QUEUE_TYPE')
  })

  it.each(Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value])))(
    '%s refuses %j and says what is accepted',
    (name = '', value = '') => {
      expect(() => readConfig({ [name]: value })).toThrow(
        expect.objectContaining({
          code: 'config.invalid',
          message: `${name} is ${JSON.stringify(value)}: give ${ACCEPTED[name as VariableName]}.`,
        }),
      )
    },
  )

  it.each([
    ['no id', KEY],
    ['a short key', 'k1:c2hvcnQ='],
    ['two keys of one id', `k1:${KEY},k1:${KEY}`],
    ['a good and a bad one', `k1:${KEY},k2`],
  ])('ENCRYPTION_KEYS refuses %s without showing any of it', (_name, value) => {
    let thrown: unknown
    try {
      readConfig({ ENCRYPTION_KEYS: value, NATS_URL: 'nats://ada:secret@one:x' })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'config.invalid' })
    const shown = inspect(thrown, { depth: 9 }) + JSON.stringify(thrown)
    expect(shown).toContain('ENCRYPTION_KEYS')
    for (const secret of [KEY, 'c2hvcnQ=', 'secret']) expect(shown).not.toContain(secret)
  })

  it('a configuration shows no key', () => {
    const config = readConfig({
      ENCRYPTION_ENABLED: 'true',
      ENCRYPTION_KEYS: `k1:${KEY}`,
      OPENAI_API_KEY: 'sk-shown',
      ANTHROPIC_API_KEY: 'sk-shown',
      AZURE_OPENAI_API_KEY: 'sk-shown',
      AZURE_OPENAI_ENDPOINT: 'https://x.openai.azure.com',
    })
    const shown = inspect(config, { depth: 9 }) + JSON.stringify(config)
    for (const secret of [KEY, Buffer.from(KEY, 'base64').toString('hex'), 'sk-shown'])
      expect(shown).not.toContain(secret)
  })

  it('tells every problem at once', () => {
    const env = Object.fromEntries(Object.entries(WRONG).map(([name, [value]]) => [name, value]))
    expect(() => readConfig(env)).toThrow(
      expect.objectContaining({
        data: {
          problems: NAMES.filter((name) => name in WRONG).map((name) => expect.objectContaining({ name })),
        },
      }),
    )
  })

  it.each(['', '  ', 'your_value_here', 'YOUR-KEY-HERE'])('counts %j as not set', (value) => {
    expect(readConfig(Object.fromEntries(NAMES.map((name) => [name, value])))).toEqual(readConfig({}))
  })

  it('is frozen, and pools follow the profile', () => {
    const config = readConfig({ ENVIRONMENT: 'staging' })
    expect(Object.isFrozen(config) && Object.isFrozen(config.nats)).toBe(true)
    expect(config.pools).toEqual({
      planning: 1,
      transport: 1,
      location: 2,
      accommodation: 2,
      activity: 2,
      budget: 1,
      weather: 1,
    })
  })
})

describe('keys of providers', () => {
  it.each<[Record<string, string>, readonly string[]]>([
    [{ DEFAULT_PROVIDER: 'openai' }, ['OPENAI_API_KEY is not set: DEFAULT_PROVIDER=openai needs it.']],
    [
      { WEATHER_AGENT_PROVIDER: 'anthropic', DEFAULT_PROVIDER: 'azure', PORT: 'x' },
      [
        'PORT is "x"',
        'AZURE_OPENAI_API_KEY is not set: DEFAULT_PROVIDER=azure',
        'AZURE_OPENAI_ENDPOINT is not set',
        'ANTHROPIC_API_KEY is not set: WEATHER_AGENT_PROVIDER=anthropic',
      ],
    ],
    [{ AZURE_OPENAI_API_KEY: 'k' }, ['AZURE_OPENAI_ENDPOINT is not set: AZURE_OPENAI_API_KEY needs it.']],
    [
      { OPENAI_API_KEY: 'your_openai_api_key_here', DEFAULT_PROVIDER: 'openai' },
      ['OPENAI_API_KEY is not set'],
    ],
  ])('%j', (env, lines) => {
    for (const line of lines) expect(() => readConfig(env)).toThrow(line)
  })

  it('the breaker is on by profile, unless it is said', () => {
    const enabled = (env: Record<string, string>) => readConfig(env).models.breaker.enabled
    expect(enabled({})).toBe(false)
    expect(enabled({ ENVIRONMENT: 'production' })).toBe(true)
    expect(enabled({ ENVIRONMENT: 'staging', CIRCUIT_BREAKER_ENABLED: 'false' })).toBe(false)
  })
})

/** Shown with an example, and without a default. */
const UNSET: ReadonlySet<VariableName> = new Set([
  'NATS_URL',
  'NATS_SERVER_BIN',
  'ENCRYPTION_KEYS',
  'XDG_CACHE_HOME',
  'NO_COLOR',
  'REDIS_URL',
  'QDRANT_URL',
])

it.each(['cache:6379', 'http://cache', 'redis://cache/name', 'redis://:pa/ss@cache/x'])(
  'REDIS_URL refuses %s without showing it: it may hold a password',
  (value) => {
    const problems = [{ name: 'REDIS_URL', value: '(hidden)', accepted: expect.stringContaining('redis://') }]
    expect(() => readConfig({ REDIS_URL: value })).toThrow(
      expect.objectContaining({ code: 'config.invalid', data: { problems } }),
    )
  },
)

describe('.env.example', () => {
  const read = () => readFile(resolve(ROOT, '.env.example'), 'utf8')

  it('names exactly the variables that are read, each once', async () => {
    const names = [...(await read()).matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name)
    expect(new Set(names)).toEqual(new Set(NAMES))
    expect(names).toHaveLength(NAMES.length)
  })

  it('changes nothing as it is, and is right when everything is uncommented', async () => {
    const text = await read()
    expect(parseEnv(text)).toEqual({})
    const all = parseEnv(text.replaceAll(/^# ([A-Z][A-Z0-9_]*=)/gm, '$1'))
    expect(Object.keys(all).toSorted()).toEqual(NAMES.toSorted())
    // The keys are the reader's own.
    expect(() => readConfig({ ...all, OPENAI_API_KEY: 'k' })).not.toThrow()
    expect(() => readConfig(all)).toThrow('OPENAI_API_KEY is not set: DEFAULT_PROVIDER=openai needs it.')
  })

  it('shows the defaults where there are any', async () => {
    const shown = parseEnv((await read()).replaceAll(/^# ([A-Z][A-Z0-9_]*=)/gm, '$1'))
    const kept = NAMES.filter(
      (name) =>
        !UNSET.has(name) &&
        // Without one of its own, each of these follows another setting.
        !(name in MODEL_SHAPE && MODEL_SHAPE[name as keyof typeof MODEL_SHAPE] instanceof z.ZodOptional),
    )
    const defaults = Object.fromEntries(kept.map((name) => [name, shown[name]]))
    expect(readConfig(defaults)).toEqual(readConfig({}))
  })
})

it('every process of a system stores and reads payloads as configured (R18)', () => {
  const config = readConfig({
    ENCRYPTION_ENABLED: 'true',
    ENCRYPTION_KEYS: `k1:${KEY}`,
    COMPRESSION_ENABLED: 'false',
  })
  expect(runningNats(config).connect).toMatchObject(config.payloads)
  expect(config.payloads).toMatchObject({ compression: false, encryption: { write: true } })
})
