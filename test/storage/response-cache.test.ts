/** The cache of answers: what is the same question, and what never is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import { PackagedEmbedder } from '../../storage/embeddings/packaged.ts'
import type { Embedder } from '../../storage/embeddings/port.ts'
import { canonical, idOf, labelsOf } from '../../storage/response-cache/identity.ts'
import type { CacheEvent, CacheQuestion } from '../../storage/response-cache/port.ts'
import { VectorResponseCache, type EntryCodec } from '../../storage/response-cache/response-cache.ts'
import { openEmbeddedVectors } from '../../storage/vectors/embedded.ts'
import { qdrantVectors } from '../../storage/vectors/qdrant.ts'
import { startFakeQdrant } from '../kit/fake-qdrant.ts'

const signal = new AbortController().signal
const packaged = new PackagedEmbedder()
afterAll(() => packaged[Symbol.asyncDispose]())
/** The cache owns its embedder; the thread is shared by these tests. */
const embedder: Embedder = {
  name: packaged.name,
  dimensions: packaged.dimensions,
  embed: (texts, signal) => packaged.embed(texts, signal),
  [Symbol.asyncDispose]: async () => undefined,
}

let folder: string
let now: number
let events: CacheEvent[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caravan-cache-'))
  now = 1_000
  events = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const clock = { ...systemClock, now: () => now }
async function open(changes: { codec?: EntryCodec; embedder?: Embedder } = {}): Promise<VectorResponseCache> {
  const vectors = await openEmbeddedVectors({ folder, dimensions: embedder.dimensions, clock })
  return new VectorResponseCache({
    vectors,
    embedder,
    clock,
    observe: (event) => events.push(event),
    ...changes,
  })
}

const question: CacheQuestion = {
  tenant: 'default',
  agent: 'activity',
  promptVersion: '1',
  model: 'openai/gpt-5-mini',
  exact: { destinations: ['Lisbon'], start: '2027-03-01', end: '2027-03-05', travelers: { adults: 2 } },
  text: 'We would like vegetarian food',
}
const answer = { answer: { days: [] }, trip: 'trip1', microUsd: 1_234 }

describe('the same question', () => {
  it('has its answer again, with where it came from', async () => {
    await using cache = await open()
    expect(await cache.lookup(question, signal)).toBeUndefined()
    await cache.store(question, answer, signal)
    expect(await cache.lookup(question, signal)).toEqual({
      ...answer,
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      score: 1,
      storedAt: 1_000,
    })
  })

  it('is one with the same wish in other words', async () => {
    await using cache = await open()
    await cache.store(question, answer, signal)
    const hit = await cache.lookup({ ...question, text: 'Vegetarian food, please' }, signal)
    expect(hit).toMatchObject(answer)
    expect(hit?.score).toBeGreaterThan(0.8)
    expect(hit?.score).toBeLessThan(1)
  }, 60_000)

  it('is one without any text, or with one too long to be compared, only as it is', async () => {
    await using cache = await open()
    for (const text of ['', 'We like trees. '.repeat(100)]) {
      await cache.store({ ...question, text }, answer, signal)
      expect(await cache.lookup({ ...question, text }, signal)).toMatchObject({ score: 1 })
    }
    expect(await cache.lookup({ ...question, text: 'We like trees. '.repeat(101) }, signal)).toBeUndefined()
  })

  it('has the later of two answers, and one entry', async () => {
    await using cache = await open()
    await cache.store(question, answer, signal)
    await cache.store(question, { ...answer, trip: 'trip2' }, signal)
    expect(await cache.lookup(question, signal)).toMatchObject({ trip: 'trip2' })
    expect(await cache.list('default', 10, signal)).toHaveLength(1)
  })

  it('has no answer once that has expired', async () => {
    await using cache = await open()
    await cache.store(question, answer, signal)
    now += 7 * 24 * 3_600_000
    expect(await cache.lookup(question, signal)).toBeUndefined()
  })
})

describe('another question', () => {
  it.each<[string, Partial<CacheQuestion>]>([
    ['of another tenant', { tenant: 'other' }],
    ['to another agent', { agent: 'weather' }],
    ['by another prompt', { promptVersion: '2' }],
    ['to another model', { model: 'openai/gpt-5' }],
    ['with another date', { exact: { ...(question.exact as object), end: '2027-03-06' } }],
    ['with another place', { exact: { ...(question.exact as object), destinations: ['Porto'] } }],
    ['with more travellers', { exact: { ...(question.exact as object), travelers: { adults: 3 } } }],
    ['with a budget', { exact: { ...(question.exact as object), budget: { amount: 1, currency: 'EUR' } } }],
    ['with another wish', { text: 'We would like vegan food' }],
    ['with a wish less', { text: '' }],
  ])('%s', async (_, change) => {
    await using cache = await open()
    await cache.store(question, answer, signal)
    expect(await cache.lookup({ ...question, ...change }, signal)).toBeUndefined()
    expect(events).toEqual([])
  })

  it('is every one whose exact part differs in anything', () => {
    const plain = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const id = (exact: unknown) => {
          const asked = { ...question, exact }
          return idOf(asked.tenant, labelsOf(asked, 'e'), asked.text)
        }
        expect(id(one) === id(other)).toBe(canonical(one) === canonical(other))
      }),
    )
  })

  it('is none for the order of names, the case or the spacing', () => {
    expect(canonical({ a: 1, b: { c: 2, d: [3] } })).toBe(canonical({ b: { d: [3], c: 2 }, a: 1 }))
    const labels = labelsOf(question, 'e')
    expect(idOf('t', labels, ' Quiet  ROOM\n')).toBe(idOf('t', labels, 'quiet room'))
  })
})

describe('an entry', () => {
  it('can be listed, shown and removed, by its own tenant only', async () => {
    await using cache = await open()
    await cache.store(question, answer, signal)
    const [entry] = await cache.list('default', 10, signal)
    expect(entry).toMatchObject({ ...answer, agent: 'activity', text: question.text, tenant: 'default' })
    const id = entry?.id ?? ''
    expect(await cache.show('default', id, signal)).toEqual(entry)
    expect(await cache.show('other', id, signal)).toBeUndefined()
    expect(await cache.remove('other', id, signal)).toBe(false)
    expect(await cache.remove('default', id, signal)).toBe(true)
    expect(await cache.lookup(question, signal)).toBeUndefined()
  })

  it('that cannot be read here is a miss, and is told', async () => {
    const sealed: EntryCodec = {
      encode: (entry, id) => `sealed ${id} ${JSON.stringify(entry)}`,
      decode: (text, id) => {
        if (!text.startsWith(`sealed ${id} `)) throw new Error('not ours')
        return JSON.parse(text.slice(`sealed ${id} `.length))
      },
    }
    {
      await using cache = await open({ codec: sealed })
      await cache.store(question, answer, signal)
      expect(await cache.lookup(question, signal)).toMatchObject(answer)
    }
    await using cache = await open()
    expect(await cache.lookup(question, signal)).toBeUndefined()
    expect(events).toMatchObject([{ type: 'cache:failed', what: 'lookup' }])
  })
})

describe('what goes wrong', () => {
  const failing: Embedder = { ...embedder, embed: async () => Promise.reject(new Error('no vectors today')) }

  it('is a miss, or is not stored: an agent goes on without', async () => {
    await using cache = await open({ embedder: failing })
    await cache.store(question, answer, signal)
    expect(await cache.lookup(question, signal)).toBeUndefined()
    expect(events).toEqual([
      { type: 'cache:failed', what: 'store', reason: 'no vectors today' },
      { type: 'cache:failed', what: 'lookup', reason: 'no vectors today' },
    ])
  })

  it('in Qdrant is a miss as well, and it works again once Qdrant does', async () => {
    await using qdrant = await startFakeQdrant()
    const vectors = qdrantVectors({
      url: qdrant.url,
      collection: 'answers',
      dimensions: embedder.dimensions,
      clock,
    })
    await using cache = new VectorResponseCache({
      vectors,
      embedder,
      clock,
      observe: (event) => events.push(event),
    })
    await cache.store(question, answer, signal)
    qdrant.fail(500)
    expect(await cache.lookup(question, signal)).toBeUndefined()
    expect(events).toMatchObject([{ type: 'cache:failed', what: 'lookup' }])
    qdrant.fail(undefined)
    expect(await cache.lookup({ ...question, text: 'Vegetarian food, please' }, signal)).toMatchObject(answer)
  })

  it('does not hide that its caller has left', async () => {
    await using cache = await open()
    const left = AbortSignal.abort(new Error('I left'))
    await expect(cache.lookup(question, left)).rejects.toThrow('I left')
    await expect(cache.store(question, answer, left)).rejects.toThrow('I left')
  })
})
