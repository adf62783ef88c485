/** The packaged model in its thread. */
import { afterAll, expect, it } from 'vitest'
import { PackagedEmbedder } from '../../storage/embeddings/packaged.ts'
import { SAME_MEANING } from '../../storage/response-cache/response-cache.ts'
import { until } from '../kit/until.ts'
import { cosine, normalised } from '../../storage/vectors/record-rules.ts'

const embedder = new PackagedEmbedder()
afterAll(() => embedder[Symbol.asyncDispose]())
const signal = new AbortController().signal

it('tells what is near from what is far', async () => {
  const texts = ['hotel in Tokyo', 'accommodation in Japan', 'car engine']
  const vectors = await embedder.embed(texts, signal)
  expect(vectors.map((one) => one.length)).toEqual([512, 512, 512])
  const [hotel, stay, engine] = vectors.map(normalised) as [Float32Array, Float32Array, Float32Array]
  expect(cosine(hotel, stay)).toBeGreaterThan(0.6)
  expect(cosine(hotel, engine)).toBeLessThan(0.3)
}, 60_000)

it.each([
  ['vegetarian food please', 'please, vegetarian food'],
  ['We need vegetarian food.', 'vegetarian food please'],
  ['we love street food and night markets', 'we really love night markets and street food'],
  ['our hotel must be wheelchair accessible', 'The hotel should be wheelchair accessible'],
])('finds the same wish near enough: %s / %s', async (one, other) => {
  const [a, b] = (await embedder.embed([one, other], signal)).map(normalised)
  expect(cosine(a as Float32Array, b as Float32Array)).toBeGreaterThan(SAME_MEANING)
})

it('gives up for a caller who leaves, and goes on for the others', async () => {
  const leaver = new AbortController()
  const leaving = embedder.embed(['a quiet room'], leaver.signal)
  const staying = embedder.embed(['a quiet room'], signal)
  leaver.abort(new Error('I leave'))
  await expect(leaving).rejects.toThrow('I leave')
  expect(await staying).toHaveLength(1)
})

it('fails what waits when it is closed, and what comes later', async () => {
  const own = new PackagedEmbedder()
  const [waiting] = await Promise.all([
    Promise.allSettled([own.embed(['a text'], signal)]),
    own[Symbol.asyncDispose](),
  ])
  expect(waiting).toMatchObject([{ reason: { code: 'embeddings.failed', retryable: true } }])
  await expect(own.embed(['a text'], signal)).rejects.toMatchObject({ code: 'embeddings.failed' })
})

it('counts what callers who left have asked for until its thread is done with it', async () => {
  const left = new AbortController()
  const gone = Array.from({ length: 200 }, () => embedder.embed([], left.signal))
  left.abort(new Error('left'))
  expect((await Promise.allSettled(gone)).every(({ status }) => status === 'rejected')).toBe(true)
  await expect(embedder.embed(['one more'], signal)).rejects.toMatchObject({ code: 'embeddings.failed' })
  // The thread gets done.
  await until(() => embedder.embed(['one more'], signal).catch(() => undefined))
})
