/** The index in Qdrant, on its wire format: the server is ours, and really searches. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import { qdrantVectors } from '../../storage/vectors/qdrant.ts'
import { startFakeQdrant, type FakeQdrant } from '../kit/fake-qdrant.ts'
import { freePort } from '../ops/caravan-process.ts'
import { record, signal, vectorsContract } from './vectors-contract.ts'

let qdrant: FakeQdrant
beforeAll(async () => {
  qdrant = await startFakeQdrant()
})
afterAll(() => qdrant[Symbol.asyncDispose]())

let collections = 0
type Options = Partial<Parameters<typeof qdrantVectors>[0]>
const open = (options: Options = {}) =>
  qdrantVectors({
    url: qdrant.url,
    collection: `responses_${collections++}`,
    dimensions: 3,
    clock: { ...systemClock, now: () => 1_000 },
    ...options,
  })

vectorsContract('qdrant', () => ({ open: async (now) => open({ clock: { ...systemClock, now } }) }))

it('makes the collection once, with an index of tenants, and uses it again', async () => {
  const collection = 'kept'
  {
    await using vectors = open({ collection })
    await vectors.upsert(record([1, 0, 0], { payload: 'kept' }), signal)
  }
  await using vectors = open({ collection })
  expect(await vectors.list({ tenant: 'default', limit: 9 }, signal)).toMatchObject([{ payload: 'kept' }])
  expect(qdrant.requests.filter((line) => line === 'PUT /collections/kept')).toHaveLength(1)
})

it('makes the indexes of a collection whose maker did not get that far', async () => {
  await fetch(`${qdrant.url}/collections/half`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vectors: { size: 3, distance: 'Cosine' } }),
  })
  await using vectors = open({ collection: 'half' })
  expect(await vectors.list({ tenant: 'default', limit: 9 }, signal)).toEqual([])
  const indexes = () => qdrant.requests.filter((line) => line === 'PUT /collections/half/index').length
  expect(indexes()).toBe(3)
  await using another = open({ collection: 'half' })
  await another.list({ tenant: 'default', limit: 9 }, signal)
  expect(indexes()).toBe(3)
})

it('refuses a collection of vectors of another length', async () => {
  await using first = open({ collection: 'three' })
  await first.upsert(record([1, 0, 0]), signal)
  await using other = open({ collection: 'three', dimensions: 4 })
  await expect(other.list({ tenant: 'default', limit: 1 }, signal)).rejects.toMatchObject({
    code: 'vectors.dimensions',
  })
})

it('is unavailable while the server fails, says so in its state, and works again afterwards', async () => {
  await using vectors = open({ apiKey: 'correct-horse' })
  await vectors.upsert(record([1, 0, 0]), signal)
  expect(qdrant.apiKey()).toBe('correct-horse')
  qdrant.fail(503)
  try {
    const failure = await vectors
      .list({ tenant: 'default', limit: 1 }, signal)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'vectors.unavailable',
      retryable: true,
      message: expect.stringContaining('(status 503)'),
    })
    expect(await vectors.state()).toMatchObject({ ok: false })
    expect(JSON.stringify([failure, await vectors.state()])).not.toContain('correct-horse')
  } finally {
    qdrant.fail(undefined)
  }
  expect(await vectors.list({ tenant: 'default', limit: 1 }, signal)).toHaveLength(1)
})

it('says that nobody listens', async () => {
  const port = await freePort()
  await using vectors = open({ url: `http://127.0.0.1:${port}` })
  await expect(vectors.list({ tenant: 'default', limit: 1 }, signal)).rejects.toMatchObject({
    code: 'vectors.unavailable',
    message: `Qdrant at 127.0.0.1:${port} gave no usable answer (ECONNREFUSED).`,
  })
})

it('removes what has expired, once an hour', async () => {
  let now = 1_000
  await using vectors = open({ collection: 'swept', clock: { ...systemClock, now: () => now } })
  await vectors.upsert(record([1, 0, 0], { expiresAt: 2_000 }), signal)
  now = 1_000 + 3_600_000
  await vectors.upsert(record([1, 0, 0], { expiresAt: now + 1_000 }), signal)
  expect(qdrant.collections.get('swept')?.points.size).toBe(1)
})
