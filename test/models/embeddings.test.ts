/** Embeddings of a provider, behind the cache of answers: what they find, what they cost, and that nothing depends on them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Knowledge } from '../../actors/knowledge/knowledge.ts'
import {
  embeddingCall,
  embeddingFacts,
  ProviderEmbedder,
  type EmbeddingRoute,
} from '../../actors/models/embeddings.ts'
import { KNOWN_MODELS } from '../../actors/models/known-models.ts'
import { withOverrides } from '../../actors/models/model-facts.ts'
import { modelTable } from '../../actors/models/model-table.ts'
import { Secret } from '../../actors/models/secret.ts'
import type { Sections, TripRequest } from '../../machines/messages/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { CacheEvent } from '../../storage/response-cache/port.ts'
import { VectorResponseCache } from '../../storage/response-cache/response-cache.ts'
import { openEmbeddedVectors } from '../../storage/vectors/embedded.ts'
import { desk, fakeModel, honest, type Desk, type FakeModel } from '../agents/fake-model.ts'
import { offlineSections, REQUEST, taskOf } from '../agents/tasks.ts'
import { startModelServer, type ModelServer } from '../kit/model-server.ts'

const KEY = 'sk-embedding-secret-123'
let sections: Required<Sections>
beforeAll(async () => {
  sections = await offlineSections()
})

let folder: string
let server: ModelServer
let events: CacheEvent[]
let clockOffset: number
let timesFaster: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caravan-embeddings-'))
  server = await startModelServer()
  events = []
  clockOffset = 0
  timesFaster = 1
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const clock = {
  ...systemClock,
  monotonic: () => systemClock.monotonic() + clockOffset,
  timer: (ms: number, run: () => void) => systemClock.timer(ms / timesFaster, run),
}
const signal = () => AbortSignal.timeout(20_000)
const wishing = (constraints: readonly string[]) => ({
  ...REQUEST,
  constraints: [...constraints],
  specialRequirements: [],
})
const activity = (constraints: readonly string[], changes: Partial<TripRequest> = {}) => ({
  task: taskOf('activity', { ...wishing(constraints), ...changes }, sections),
  attempt: 1,
})
const WISH = ['vegetarian food please']
const SAME = ['Please, vegetarian food']

interface World extends AsyncDisposable {
  readonly desk: Desk
  readonly model: FakeModel
}

/** An agents' desk whose cache asks the server for vectors. */
async function world(
  route: EmbeddingRoute = { provider: 'openai', model: 'text-embedding-3-small' },
  options: Parameters<typeof desk>[1] = {},
): Promise<World> {
  const table = modelTable()
  const { dimensions = 0 } = embeddingFacts(table, route.model) ?? {}
  const settings = {
    openai: { apiKey: new Secret(KEY), baseUrl: server.openAiUrl },
    azure: { apiKey: new Secret(KEY), endpoint: server.url, apiVersion: '2025-04-01-preview' },
  }
  const call = await embeddingCall(route, settings, { dimensions, clock })
  const embedder = new ProviderEmbedder({ ...route, dimensions, table, call, clock })
  const vectors = await openEmbeddedVectors({ folder: join(folder, embedder.name), dimensions, clock })
  const cache = new VectorResponseCache({
    vectors,
    embedder,
    clock,
    observe: (event) => events.push(event),
  })
  const knowledge = new Knowledge({ clock, cache, lazy: true })
  const model = fakeModel('openai', honest)
  return {
    desk: desk([model], { knowledge, ...options }),
    model,
    [Symbol.asyncDispose]: async () => {
      await knowledge[Symbol.asyncDispose]()
      await cache[Symbol.asyncDispose]()
    },
  }
}

/** Asks in a world of its own, and waits for what it stores. */
async function once(
  constraints: readonly string[],
  changes: Partial<TripRequest> = {},
  ...how: Parameters<typeof world>
) {
  await using own = await world(...how)
  const reply = await own.desk.ask(activity(constraints, changes), signal())
  return { reply, asked: own.model.asked.length, entries: await own.desk.entries() }
}

/** An agent that waits for a vector, which does not come. It is not awaited here, so it is given in an object. */
async function hanging(own: World) {
  server.embed({ hang: true })
  const stop = new AbortController()
  const asked = own.desk.ask(activity(WISH), stop.signal)
  while (server.embeddings.length === 0) await systemClock.sleep(5)
  return { asked, stop }
}

describe.each(['openai', 'azure'] as const)('%s', (provider) => {
  it('finds an earlier answer to the same wish in other words, and pays for looking', async () => {
    const route = { provider, model: 'text-embedding-3-small' }
    const first = await once(WISH, {}, route)
    expect(server.embeddings).toEqual([expect.objectContaining({ model: route.model, texts: [WISH[0]] })])
    expect(first.asked).toBe(1)
    const second = await once(SAME, { id: 'another-trip' }, route)
    expect(second.asked).toBe(0)
    expect(second.reply).toMatchObject({ cacheHit: { source: expect.stringContaining(REQUEST.id) } })
    // 23 characters are 6 tokens at two cents a million: less than a millionth of a dollar, rounded up.
    expect(second.reply.calls).toEqual([
      { ...route, usage: { inputTokens: 6, cachedInputTokens: 0, outputTokens: 0 }, microUsd: 1 },
    ])
    expect(second.entries).toMatchObject([
      {
        ...route,
        operation: 'embeddings',
        trip: 'another-trip',
        agent: 'activity',
        microUsd: 1,
        inputTokens: 6,
      },
      { cacheHit: true, microUsd: 0 },
    ])
    for (const { reply, entries } of [first, second]) expect(sum(reply.calls ?? [])).toBe(sum(entries))
  })
})

function sum(all: readonly { readonly microUsd: number }[]): number {
  return all.reduce((total, { microUsd }) => total + microUsd, 0)
}

it('agents that ask with the same words at once pay once', async () => {
  await using own = await world()
  const asks = (['activity', 'accommodation', 'location'] as const).map((agent) =>
    own.desk.ask({ task: taskOf(agent, wishing(WISH), sections), attempt: 1 }, signal()),
  )
  await Promise.all(asks)
  expect(server.embeddings).toHaveLength(1)
})

it('who waits for the vector that another asked for leaves when it is stopped', async () => {
  await using own = await world()
  const { asked: first, stop: stay } = await hanging(own)
  const stop = new AbortController()
  const second = own.desk.ask(activity(WISH, { id: 'another-trip' }), stop.signal)
  await systemClock.sleep(20)
  stop.abort(new Error('the trip was cancelled'))
  await expect(second).rejects.toThrow('cancelled')
  expect(server.embeddings).toHaveLength(1)
  stay.abort(new Error('the end'))
  await expect(first).rejects.toThrow('the end')
})

it('when the trip of who asked is cancelled, one of those who waited asks instead', async () => {
  await using own = await world()
  const { asked: first, stop } = await hanging(own)
  const others = (['activity', 'accommodation', 'location'] as const).map((agent) =>
    own.desk.ask(
      { task: taskOf(agent, { ...wishing(WISH), id: 'another-trip' }, sections), attempt: 1 },
      signal(),
    ),
  )
  await systemClock.sleep(50)
  server.embed({})
  stop.abort(new Error('the trip was cancelled'))
  await expect(first).rejects.toThrow('cancelled')
  expect(await Promise.all(others)).toHaveLength(3)
  expect(server.embeddings).toHaveLength(2)
})

it('vectors of another model are never compared', async () => {
  await once(WISH)
  const other = await once(
    SAME,
    { id: 'another-trip' },
    {
      provider: 'openai',
      model: 'text-embedding-3-large',
    },
  )
  expect(other.asked).toBe(1)
  expect(other.reply).not.toHaveProperty('cacheHit')
})

describe('when it gives no vector', () => {
  it.each([
    ['it is broken', { status: 500 }, 'embeddings.failed', 0],
    ['it limits its callers', { status: 429, headers: { 'retry-after': '60' } }, 'embeddings.failed', 0],
    ['it knows no such model', { status: 404 }, 'embeddings.failed', 0],
    ['its vectors have another size', { dimensions: 8 }, 'embeddings.failed', 1],
    ['its vectors are none', { embedding: ['a'] }, 'embeddings.failed', 1],
  ] as const)('because %s, the model is asked and it is left alone', async (_, script, code, atLeast) => {
    server.embed(script)
    await using own = await world()
    for (const id of ['one', 'two']) {
      const reply = await own.desk.ask(activity([`${id} vegetarian meal please`], { id }), signal())
      expect(reply).toMatchObject({ section: expect.anything() })
    }
    expect(own.model.asked).toHaveLength(2)
    expect(server.embeddings).toHaveLength(1)
    expect(events.map(({ type }) => type)).toEqual(['cache:failed'])
    expect(JSON.stringify([events, code])).not.toContain(KEY)
    const [entry] = (await own.desk.entries()).filter(({ operation }) => operation === 'embeddings')
    expect(entry?.outcome).toMatch(/^model\./)
    expect(entry?.microUsd).toBeGreaterThanOrEqual(atLeast)
    expect(entry?.estimated).toBe(atLeast > 0)
    // After a rest it is asked again.
    clockOffset += 600_000
    server.embed({})
    await own.desk.ask(activity(WISH, { id: 'three' }), signal())
    expect(server.embeddings).toHaveLength(2)
  })

  it('because it says nothing, it is given up, and counted at its worst case', async () => {
    server.embed({ hang: true })
    timesFaster = 100
    await using own = await world()
    const reply = await own.desk.ask(activity(WISH), signal())
    expect(reply).toMatchObject({ section: expect.anything() })
    expect(reply.calls).toMatchObject([{ model: 'text-embedding-3-small', estimated: true }, {}])
    expect((await own.desk.entries())[0]).toMatchObject({ outcome: 'model.timeout', estimated: true })
  })

  it('because its agent was stopped, nothing follows, and the ledger has it', async () => {
    await using own = await world()
    const { asked, stop } = await hanging(own)
    stop.abort(new Error('the trip was cancelled'))
    await expect(asked).rejects.toThrow('cancelled')
    expect(own.model.asked).toEqual([])
    expect(await own.desk.entries()).toMatchObject([{ operation: 'embeddings', estimated: true }])
  })

  it('because there is no money, it is not asked', async () => {
    await using own = await world(undefined, { limits: { requestMicroUsd: 0 } })
    expect(await own.desk.ask(activity(WISH), signal())).toMatchObject({
      failure: { code: 'budget.exhausted' },
    })
    expect(server.embeddings).toEqual([])
  })
})

it('what reports no tokens is counted at its worst case', async () => {
  server.embed({ tokens: 'none' })
  const { entries } = await once(WISH)
  expect(entries[0]).toMatchObject({ operation: 'embeddings', estimated: true, outcome: 'complete' })
})

it('a model of one’s own needs a price and a size', () => {
  const priced = (dimensions?: number) =>
    modelTable(
      withOverrides(KNOWN_MODELS, {
        models: {
          nomic: {
            context: 8_192,
            maxOutput: 1,
            price: { input: 0, output: 0, embedding: 0 },
            ...(dimensions === undefined ? {} : { dimensions }),
          },
        },
      }).table,
    )
  expect(embeddingFacts(priced(), 'nomic')).toBeUndefined()
  expect(embeddingFacts(priced(768), 'nomic')).toEqual({ dimensions: 768 })
  expect(embeddingFacts(modelTable(), 'gpt-5')).toBeUndefined()
})
