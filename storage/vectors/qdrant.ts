/**
 * The index in Qdrant, over its HTTP API. What it does with it is little, and old in Qdrant: a collection with cosine distance,
 * points with a payload, filters on equality, range and id. It was written against the published API and the client, and is
 * tested on a server of our own that speaks the same wire format: no live Qdrant was ever asked.
 */
import { QdrantClient } from '@qdrant/js-client-rest'
import { z } from 'zod'
import { deadline, type Clock } from '../../runtime/core/clock.ts'
import { CaravanError, systemCodeOf } from '../../runtime/core/errors.ts'
import { untilAborted } from '../../runtime/core/until-aborted.ts'
import type { StoredVector, VectorMatch, VectorRecord, Vectors, VectorScope, VectorSearch } from './port.ts'
import { checkRecord, isRecordId } from './record-rules.ts'

/** An index answers in milliseconds; a model would be asked in the time that this may take. */
const REQUEST_MS = 5_000
/** What has expired is never found; it is removed this often. */
const SWEEP_MS = 3_600_000

export interface QdrantVectorsOptions {
  /** `http://host:6333` */
  readonly url: string
  readonly apiKey?: string
  /** Made if there is none. */
  readonly collection: string
  readonly dimensions: number
  readonly clock: Clock
}

const Payload = z.object({
  tenant: z.string(),
  labels: z.record(z.string(), z.string()),
  payload: z.string(),
  storedAt: z.number(),
  expiresAt: z.number(),
})

/** Without that of `storedAt` nothing can be listed. */
const INDEXES = [
  ['tenant', { type: 'keyword', is_tenant: true }],
  ['storedAt', 'integer'],
  ['expiresAt', 'integer'],
] as const

type Condition =
  | { readonly key: string; readonly match: { readonly value: string } }
  | { readonly key: string; readonly range: { readonly gt?: number; readonly lte?: number } }
  | { readonly has_id: string[] }

/** Nothing is reached for before the first call. */
export function qdrantVectors(options: QdrantVectorsOptions): Vectors {
  return new QdrantVectors(options)
}

class QdrantVectors implements Vectors {
  readonly #options: QdrantVectorsOptions
  readonly #client: QdrantClient
  #ready: Promise<void> | undefined
  #sweptAt: number

  constructor(options: QdrantVectorsOptions) {
    this.#options = options
    this.#sweptAt = options.clock.now()
    this.#client = new QdrantClient({
      url: options.url,
      // As 'apiKey' it would print a warning to the console when there is no TLS.
      ...(options.apiKey === undefined ? {} : { headers: { 'api-key': options.apiKey } }),
      timeout: REQUEST_MS,
      // It would print to the console.
      checkCompatibility: false,
    })
  }

  async upsert(record: VectorRecord, signal: AbortSignal): Promise<void> {
    checkRecord(record, this.#options.dimensions)
    const { id, vector, ...payload } = record
    const points = [{ id, vector: Array.from(vector), payload }]
    await this.#ask(signal, (client, collection) => client.upsert(collection, { wait: true, points }))
    await this.#sweep(signal)
  }

  async search(query: VectorSearch, signal: AbortSignal): Promise<readonly VectorMatch[]> {
    const { points } = await this.#ask(signal, (client, collection) =>
      client.query(collection, {
        query: Array.from(query.vector),
        filter: { must: this.#within(query) },
        limit: query.limit,
        score_threshold: query.atLeast,
        with_payload: true,
        with_vector: false,
      }),
    )
    return points.flatMap((point) => {
      const stored = storedOf(point)
      return stored === undefined ? [] : [{ ...stored, score: point.score }]
    })
  }

  async get(tenant: string, id: string, signal: AbortSignal): Promise<StoredVector | undefined> {
    if (!isRecordId(id)) return undefined
    const { points } = await this.#ask(signal, (client, collection) =>
      client.scroll(collection, {
        filter: { must: [...this.#within({ tenant }), { has_id: [id] }] },
        limit: 1,
        with_payload: true,
        with_vector: false,
      }),
    )
    return points[0] && storedOf(points[0])
  }

  async list(
    { limit, ...scope }: VectorScope & { readonly limit: number },
    signal: AbortSignal,
  ): Promise<readonly StoredVector[]> {
    const { points } = await this.#ask(signal, (client, collection) =>
      client.scroll(collection, {
        filter: { must: this.#within(scope) },
        limit,
        order_by: { key: 'storedAt', direction: 'desc' },
        with_payload: true,
        with_vector: false,
      }),
    )
    return points.flatMap((point) => storedOf(point) ?? [])
  }

  async remove(tenant: string, id: string, signal: AbortSignal): Promise<boolean> {
    if ((await this.get(tenant, id, signal)) === undefined) return false
    const must: Condition[] = [{ key: 'tenant', match: { value: tenant } }, { has_id: [id] }]
    await this.#ask(signal, (client, collection) =>
      client.delete(collection, { wait: true, filter: { must } }),
    )
    return true
  }

  async state(): Promise<{ ok: boolean; detail: string }> {
    const about = `qdrant ${new URL(this.#options.url).host}`
    using limit = deadline(this.#options.clock, REQUEST_MS)
    try {
      const { version } = await this.#ask(limit.signal, (client) => client.versionInfo())
      return { ok: true, detail: `${about}, version ${version}` }
    } catch (error) {
      return { ok: false, detail: `${about}: ${error instanceof Error ? error.message : 'unknown'}` }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }

  #within({ tenant, labels = {} }: VectorScope): Condition[] {
    return [
      { key: 'tenant', match: { value: tenant } },
      ...Object.entries(labels).map(([name, value]) => ({ key: `labels.${name}`, match: { value } })),
      { key: 'expiresAt', range: { gt: this.#options.clock.now() } },
    ]
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    const now = this.#options.clock.now()
    if (now - this.#sweptAt < SWEEP_MS) return
    this.#sweptAt = now
    const must: Condition[] = [{ key: 'expiresAt', range: { lte: now } }]
    await this.#ask(signal, (client, collection) =>
      client.delete(collection, { wait: false, filter: { must } }),
    )
  }

  async #ask<T>(
    signal: AbortSignal,
    run: (client: QdrantClient, collection: string) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted()
    try {
      this.#ready ??= this.#prepare()
      // The client takes no signal; what it still does is bounded by its timeout.
      await untilAborted(this.#ready, signal)
      return await untilAborted(run(this.#client, this.#options.collection), signal)
    } catch (cause) {
      signal.throwIfAborted()
      this.#ready = undefined // a collection that was removed, or a server that was away, is looked for again
      if (cause instanceof CaravanError) throw cause
      throw new CaravanError(
        'vectors.unavailable',
        `Qdrant at ${new URL(this.#options.url).host} gave no usable answer${reasonOf(cause)}.`,
        { retryable: true, cause },
      )
    }
  }

  /** The collection with its indexes; made by whichever host comes first, and completed by the next if that one did not get done. */
  async #prepare(): Promise<void> {
    const { collection, dimensions } = this.#options
    const client = this.#client
    if (!(await client.collectionExists(collection)).exists) {
      const made = client.createCollection(collection, { vectors: { size: dimensions, distance: 'Cosine' } })
      await made.catch(async (error: unknown) => {
        if (!(await client.collectionExists(collection)).exists) throw error
      })
    }
    const { config, payload_schema: indexed } = await client.getCollection(collection)
    const size = (config.params.vectors as { readonly size?: unknown } | undefined)?.size
    if (size !== dimensions)
      throw new CaravanError(
        'vectors.dimensions',
        `The Qdrant collection ${collection} holds vectors of ${String(size)} numbers, and these have ${dimensions}: remove it.`,
        { data: { collection, dimensions } },
      )
    for (const [field_name, field_schema] of INDEXES)
      if (!(field_name in indexed))
        await client.createPayloadIndex(collection, { field_name, field_schema, wait: true })
  }
}

/** The status or the system's code; what else an error of the client says may hold what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'status' in error && typeof error.status === 'number')
    return ` (status ${error.status})`
  const code = systemCodeOf(error)
  return code === undefined ? '' : ` (${code})`
}

/** Undefined for a point that nobody of us has written. */
function storedOf(point: { readonly id: unknown; readonly payload?: unknown }): StoredVector | undefined {
  const parsed = Payload.safeParse(point.payload)
  return parsed.success ? { ...parsed.data, id: String(point.id) } : undefined
}
