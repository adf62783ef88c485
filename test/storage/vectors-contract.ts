/** What every vector index promises, whatever it is made of. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { VectorRecord, Vectors } from '../../storage/vectors/port.ts'

export interface VectorsKit {
  /** An empty index for vectors of three numbers, at this time. */
  open(now: () => number): Promise<Vectors>
}

export const signal = new AbortController().signal
const HOUR = 3_600_000

export function record(vector: readonly number[], changes: Partial<VectorRecord> = {}): VectorRecord {
  return {
    id: randomUUID(),
    tenant: 'default',
    labels: { agent: 'weather' },
    vector: Float32Array.from(vector),
    payload: JSON.stringify({ about: vector }),
    storedAt: 1_000,
    expiresAt: 1_000 + HOUR,
    ...changes,
  }
}

export function vectorsContract(name: string, kit: () => VectorsKit): void {
  describe(`${name}: what every vector index promises`, () => {
    let now = 1_000
    beforeEach(() => {
      now = 1_000
    })
    const open = () => kit().open(() => now)
    const find = (vectors: Vectors, vector: readonly number[], changes: object = {}) =>
      vectors.search(
        { tenant: 'default', vector: Float32Array.from(vector), limit: 10, atLeast: -1, ...changes },
        signal,
      )

    it('finds the nearest first, by their cosine, whatever their length', async () => {
      await using vectors = await open()
      const near = record([2, 0, 0])
      const between = record([0.1, 0.1, 0])
      const far = record([0, 0, 7])
      for (const one of [far, near, between]) await vectors.upsert(one, signal)
      const found = await find(vectors, [5, 0, 0])
      expect(found.map(({ id }) => id)).toEqual([near.id, between.id, far.id])
      expect(found.map(({ score }) => Math.round(score * 1e4) / 1e4)).toEqual([1, 0.7071, 0])
      expect(found[0]).toMatchObject({ payload: near.payload, labels: near.labels, storedAt: 1_000 })
    })

    it('gives no more than was asked for, and nothing below the lowest score', async () => {
      await using vectors = await open()
      for (const x of [1, 2, 3]) await vectors.upsert(record([x, 1, 0]), signal)
      expect(await find(vectors, [1, 0, 0], { limit: 2 })).toHaveLength(2)
      expect(await find(vectors, [1, 0, 0], { atLeast: 0.9 })).toHaveLength(1)
    })

    it('sees nothing of another tenant, and removes nothing of it', async () => {
      await using vectors = await open()
      const theirs = record([1, 0, 0], { tenant: 'other' })
      await vectors.upsert(theirs, signal)
      expect(await find(vectors, [1, 0, 0])).toEqual([])
      expect(await vectors.get('default', theirs.id, signal)).toBeUndefined()
      expect(await vectors.list({ tenant: 'default', limit: 10 }, signal)).toEqual([])
      expect(await vectors.remove('default', theirs.id, signal)).toBe(false)
      expect(await vectors.get('other', theirs.id, signal)).toMatchObject({ id: theirs.id })
    })

    it('matches every label exactly', async () => {
      await using vectors = await open()
      const mine = record([1, 0, 0], { labels: { agent: 'weather', model: 'a' } })
      await vectors.upsert(mine, signal)
      await vectors.upsert(record([1, 0, 0], { labels: { agent: 'weather', model: 'b' } }), signal)
      await vectors.upsert(record([1, 0, 0], { labels: { agent: 'weather' } }), signal)
      const found = await find(vectors, [1, 0, 0], { labels: { agent: 'weather', model: 'a' } })
      expect(found.map(({ id }) => id)).toEqual([mine.id])
    })

    it('replaces what lies under the same id', async () => {
      await using vectors = await open()
      const first = record([1, 0, 0])
      await vectors.upsert(first, signal)
      await vectors.upsert({ ...first, payload: 'second', vector: Float32Array.from([0, 1, 0]) }, signal)
      const found = await find(vectors, [0, 1, 0])
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ payload: 'second' })
      expect(found[0]?.score).toBeCloseTo(1, 5)
    })

    it('forgets what has expired', async () => {
      await using vectors = await open()
      const short = record([1, 0, 0], { expiresAt: 2_000 })
      await vectors.upsert(short, signal)
      expect(await find(vectors, [1, 0, 0])).toHaveLength(1)
      now = 2_000
      expect(await find(vectors, [1, 0, 0])).toEqual([])
      expect(await vectors.get('default', short.id, signal)).toBeUndefined()
      expect(await vectors.list({ tenant: 'default', limit: 10 }, signal)).toEqual([])
      expect(await vectors.remove('default', short.id, signal)).toBe(false)
    })

    it('lists the newest first', async () => {
      await using vectors = await open()
      for (const storedAt of [1, 3, 2])
        await vectors.upsert(record([1, 0, 0], { storedAt, payload: `${storedAt}` }), signal)
      const listed = await vectors.list({ tenant: 'default', limit: 2 }, signal)
      expect(listed.map(({ payload }) => payload)).toEqual(['3', '2'])
    })

    it('removes one, once', async () => {
      await using vectors = await open()
      const one = record([1, 0, 0])
      await vectors.upsert(one, signal)
      expect(await vectors.remove('default', one.id, signal)).toBe(true)
      expect(await vectors.remove('default', one.id, signal)).toBe(false)
      expect(await find(vectors, [1, 0, 0])).toEqual([])
    })

    it('finds nothing alike for a vector of zeros', async () => {
      await using vectors = await open()
      await vectors.upsert(record([0, 0, 0]), signal)
      expect(await find(vectors, [1, 0, 0], { atLeast: 0.1 })).toEqual([])
    })

    it('refuses a record with everything that is wrong with it', async () => {
      await using vectors = await open()
      const wrong = record([1, Number.NaN], { id: 'x', payload: 'y'.repeat(300_000) })
      await expect(vectors.upsert(wrong, signal)).rejects.toMatchObject({
        code: 'vectors.record.invalid',
        data: {
          problems: [
            'its id is no UUID',
            'its vector has 2 numbers, not 3',
            'its vector has numbers that are not finite',
            'its payload has 300000 characters',
          ],
        },
      })
    })

    it('does nothing for a caller who has left', async () => {
      await using vectors = await open()
      const left = AbortSignal.abort(new Error('I left'))
      await expect(vectors.upsert(record([1, 0, 0]), left)).rejects.toThrow('I left')
      await expect(vectors.get('default', randomUUID(), left)).rejects.toThrow('I left')
      expect(await vectors.list({ tenant: 'default', limit: 1 }, signal)).toEqual([])
    })

    it('says of itself that it works', async () => {
      await using vectors = await open()
      expect(await vectors.state()).toMatchObject({ ok: true })
    })
  })
}
