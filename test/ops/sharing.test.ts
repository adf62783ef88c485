/** What agents share, put together as the configuration says: on real NATS and Redis, and a Qdrant of our own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../ops/config.ts'
import { healthCheck } from '../../ops/health.ts'
import { openBreakers } from '../../ops/models.ts'
import { sharingFor, type Sharing, type SharingEvent } from '../../ops/sharing.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { startHost, type ActorDefinition } from '../../runtime/index.ts'
import { natsSpending } from '../../storage/spending/nats.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { offlineSections, REQUEST, taskOf } from '../agents/tasks.ts'
import { startFakeQdrant, type FakeQdrant } from '../kit/fake-qdrant.ts'
import { greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { startTestRedis, type TestRedis } from '../kit/redis.ts'
import { until } from '../kit/until.ts'

const PASSWORD = 'correct-horse-battery'
const QDRANT_KEY = 'qd-staple-key'
const MODEL_KEY = 'sk-live-model-key'

let nats: TestNats
let redis: TestRedis
let qdrant: FakeQdrant
let home: string
beforeAll(async () => {
  nats = await startTestNats()
  redis = await startTestRedis(PASSWORD)
  qdrant = await startFakeQdrant()
  home = await mkdtemp(join(tmpdir(), 'caravan-sharing-'))
}, 240_000)
afterAll(async () => {
  await qdrant[Symbol.asyncDispose]()
  await redis[Symbol.asyncDispose]()
  await nats[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

async function open(env: Record<string, string> = {}) {
  const events: SharingEvent[] = []
  const config = readConfig({ CARAVAN_HOME: home, OPENAI_API_KEY: MODEL_KEY, ...env })
  const sharing = await sharingFor({
    config,
    nats: { connect: { servers: nats.url } },
    name: 'test',
    observe: (event) => events.push(event),
  })
  return {
    sharing: sharing as Sharing,
    events,
    [Symbol.asyncDispose]: async () => sharing?.[Symbol.asyncDispose](),
  }
}

const everywhere = () => ({ REDIS_URL: redis.url, QDRANT_URL: qdrant.url, QDRANT_API_KEY: QDRANT_KEY })
const signal = () => AbortSignal.timeout(20_000)

it('is nothing where open data answers', async () => {
  const config = readConfig({ CARAVAN_HOME: home })
  const place = {
    config,
    nats: { connect: { servers: 'localhost:1' } },
    name: 'test',
    observe: () => undefined,
  }
  expect(await sharingFor(place)).toBeUndefined()
})

it('says of each part what it is', async () => {
  await using own = await open(everywhere())
  expect(await own.sharing.parts()).toEqual({
    pool: {
      ok: true,
      optional: true,
      detail: expect.stringMatching(/^redis 127\.0\.0\.1:\d+, [\d.]+ ms away$/),
    },
    vectors: {
      ok: true,
      optional: true,
      detail: expect.stringMatching(/^qdrant 127\.0\.0\.1:\d+, version /),
    },
    context: { ok: true, optional: true, detail: expect.stringMatching(/^\d+ sections/) },
  })
  await using embedded = await open()
  expect(await embedded.sharing.parts()).toMatchObject({
    pool: { ok: true, detail: expect.stringContaining('in this process') },
    vectors: { ok: true, detail: expect.stringContaining('embedded') },
  })
  await using off = await open({ SHARED_CONTEXT_POOL_ENABLED: 'false', RESPONSE_CACHE_ENABLED: 'false' })
  expect(Object.keys(await off.sharing.parts())).toEqual(['context'])
})

it('computes a reference once for two hosts and two trips, sealed where payloads are', async () => {
  const key = Buffer.alloc(32, 5).toString('base64')
  const env = { ...everywhere(), ENCRYPTION_ENABLED: 'true', ENCRYPTION_KEYS: `k1:${key}` }
  await using one = await open(env)
  await using two = await open(env)
  const sections = await offlineSections()
  const asked = taskOf('weather', REQUEST, sections)
  const other = taskOf('weather', { ...REQUEST, id: 'another', tenant: 'other' }, sections)
  const answers = [
    await one.sharing.knowledge.reference(asked, signal()),
    await two.sharing.knowledge.reference(other, signal()),
  ]
  expect(answers).toEqual([sections.weather, sections.weather])
  const keys = await redis.client.keys('caravan:pool:*reference*')
  expect(keys).toHaveLength(1)
  const stored = Buffer.from((await redis.client.get(keys[0] ?? '')) ?? '', 'base64').toString('latin1')
  expect(stored).not.toContain('daylight')
  expect(one.events).toEqual([])
})

it('forgets what a trip knew once its last turn is committed', async () => {
  await using own = await open({ CONTEXT_TTL_SECONDS: '1' })
  const sections = await offlineSections()
  const { knowledge, observe } = own.sharing
  const activity = taskOf('activity', REQUEST, sections)
  knowledge.share(taskOf('weather', REQUEST, sections), sections.weather)
  await until(async () => 'weather' in (await knowledge.colleagues(activity, signal())))
  const turn = { kind: 'trip', turn: 9, cause: 'event', outcome: 'handled', sequence: 1, at: 1 }
  observe({ type: 'turn:committed', actor: `trip/${REQUEST.id}`, final: false, ...turn })
  observe({ type: 'turn:committed', actor: `trip/${REQUEST.id}`, final: true, ...turn })
  await until(async () => !('weather' in (await knowledge.colleagues(activity, signal()))))
  expect(own.events).toEqual([])
})

it('is healthy without what it can do without, and names every part', async () => {
  await using own = await open(everywhere())
  const connection = await connect({ servers: nats.url })
  try {
    await using host = await startHost({ servers: nats.url, actors: [greeter] })
    await using _money = await natsSpending({
      connection,
      limits: DEFAULT_LIMITS,
      clock: systemClock,
      jitter: Math.random,
    })
    const config = readConfig({ CIRCUIT_BREAKER_ENABLED: 'true', CIRCUIT_BREAKER_THRESHOLD: '1' })
    const place = { config, nats: { connect: { servers: nats.url } }, name: 'test', observe: () => undefined }
    // One of a host that calls, on a connection of its own, and one of a gateway that only tells.
    await using calls = await openBreakers(place)
    await using breakers = await openBreakers({ ...place, connection })
    await calls?.report({ provider: 'openai', model: 'gpt-5' }, 'failed', signal())
    await until(() => breakers?.all().length === 1)
    const trip = greeter as unknown as ActorDefinition
    const check = healthCheck({ nats: connection, prefix: 'caravan', client: host, trip, ...own, breakers })
    const health = await check()
    expect(Object.keys(health.parts)).toEqual([
      'nats',
      'journal',
      'store',
      'streams',
      'consumers',
      'kv',
      'pool',
      'vectors',
      'context',
      'providers',
    ])
    expect(health.ok).toBe(true)
    expect(health.parts).toMatchObject({
      streams: {
        ok: true,
        detail: expect.stringMatching(/CARAVAN_JOURNAL \d+, CARAVAN_INBOX \d+.*, CARAVAN_LEDGER 0/),
      },
      consumers: { ok: true, detail: 'greeter 0 waiting, 0 in hand' },
      kv: {
        ok: true,
        detail: expect.stringMatching(/^KV_CARAVAN_HOSTS 1, KV_CARAVAN_CONTEXT \d+.*, KV_CARAVAN_BREAKERS 1/),
      },
      providers: { ok: false, optional: true, detail: 'openai/gpt-5 open' },
    })
    const off = await healthCheck({ nats: connection, prefix: 'caravan', client: host, trip, ...own })()
    expect(off.parts['providers']).toMatchObject({
      ok: true,
      detail: expect.stringContaining('CIRCUIT_BREAKER_ENABLED'),
    })

    await redis.kill()
    try {
      await until(async () => (await check()).parts['pool']?.ok === false)
      const without = await check()
      expect(without).toMatchObject({ ok: true, parts: { pool: { optional: true } } })
      expect(JSON.stringify([health, without, own.events])).not.toMatch(
        new RegExp([PASSWORD, QDRANT_KEY, MODEL_KEY].join('|')),
      )
    } finally {
      await redis.restart()
    }
  } finally {
    await connection.close()
  }
}, 60_000)

it('names every part within the time that a gateway waits, also while NATS is away', async () => {
  await using own = await open(everywhere())
  const connection = await connect({ servers: nats.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 })
  try {
    await using host = await startHost({ servers: nats.url, actors: [greeter] })
    const trip = greeter as unknown as ActorDefinition
    const check = healthCheck({ nats: connection, prefix: 'caravan', client: host, trip, ...own })
    await nats.kill()
    try {
      const { ok, parts } = await check()
      expect(ok).toBe(false)
      const states = Object.entries(parts).map(([name, part]) => [name, part.ok] as const)
      expect(Object.fromEntries(states)).toEqual({
        nats: false,
        journal: false,
        providers: true,
        store: false,
        streams: false,
        consumers: false,
        kv: false,
        pool: true,
        vectors: true,
        context: false,
      })
    } finally {
      await nats.restart()
    }
    await until(async () => (await check()).ok, 30_000)
  } finally {
    await connection.close()
  }
}, 90_000)
