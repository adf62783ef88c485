/** The cache of answers, on any vector index and any embedder. */
import { z } from 'zod'
import type { Clock } from '../../runtime/core/clock.ts'
import { errorData } from '../../runtime/core/errors.ts'
import type { Embedder, EmbeddingPayer } from '../embeddings/port.ts'
import type { StoredVector, Vectors } from '../vectors/port.ts'
import { idOf, labelsOf } from './identity.ts'
import type {
  CachedAnswer,
  CacheEntry,
  CacheEvent,
  CacheHit,
  CacheQuestion,
  ObserveCache,
  ResponseCache,
} from './port.ts'
import { wordsKey } from './words.ts'

/**
 * The lowest score that counts as the same wish, of texts whose words are the same already. Paraphrases with the same words
 * scored 0.81 to 0.96 with the packaged model (docs/context.md); what is below uses them to say something else.
 */
export const SAME_MEANING = 0.8
/** Longer texts hold more wishes than one vector tells apart: only the very same one counts. */
export const MAX_COMPARED_CHARACTERS = 1_000
/** A week: prices and rates that went into an answer are not much older than that. */
export const CACHE_TTL_MS = 7 * 24 * 3_600_000

export interface ResponseCacheOptions {
  readonly vectors: Vectors
  readonly embedder: Embedder
  readonly clock: Clock
  readonly observe?: ObserveCache
  /** Default {@link CACHE_TTL_MS}. */
  readonly ttlMs?: number
  /** How entries are written where others may read them. Default: as JSON. */
  readonly codec?: EntryCodec
}

/** Writes an entry as text and reads it again; `id` is bound to it, so that entries cannot be swapped. */
export interface EntryCodec {
  encode(entry: unknown, id: string): string
  /** @throws what says that it cannot be read here */
  decode(text: string, id: string): unknown
}

const AS_JSON: EntryCodec = { encode: (entry) => JSON.stringify(entry), decode: (text) => JSON.parse(text) }

const Entry = z.object({
  agent: z.string(),
  promptVersion: z.string(),
  model: z.string(),
  text: z.string(),
  trip: z.string(),
  microUsd: z.int().min(0),
  answer: z.unknown(),
})

/** Owns the index and the embedder: disposing of it disposes of both. */
export class VectorResponseCache implements ResponseCache {
  readonly #vectors: Vectors
  readonly #embedder: Embedder
  readonly #clock: Clock
  readonly #observe: ObserveCache
  readonly #ttlMs: number
  readonly #codec: EntryCodec

  constructor(options: ResponseCacheOptions) {
    this.#vectors = options.vectors
    this.#embedder = options.embedder
    this.#clock = options.clock
    this.#observe = options.observe ?? (() => undefined)
    this.#ttlMs = options.ttlMs ?? CACHE_TTL_MS
    this.#codec = options.codec ?? AS_JSON
  }

  async lookup(
    question: CacheQuestion,
    signal: AbortSignal,
    payer?: EmbeddingPayer,
  ): Promise<CacheHit | undefined> {
    return await this.#orNothing('lookup', signal, async () => {
      const { tenant, text } = question
      const labels = labelsOf(question, this.#embedder.name)
      const same = await this.#vectors.get(tenant, idOf(tenant, labels, text), signal)
      if (same !== undefined) return this.#hit(same, 1)
      if (!isComparable(text)) return undefined
      const [vector] = (await this.#embedder.embed([text], signal, payer)) ?? []
      if (vector === undefined) return undefined
      const query = { tenant, labels, vector, limit: 1, atLeast: SAME_MEANING }
      const [best] = await this.#vectors.search(query, signal)
      return best === undefined ? undefined : this.#hit(best, Math.min(1, best.score)) // rounding may exceed 1
    })
  }

  async store(question: CacheQuestion, answer: CachedAnswer, signal: AbortSignal): Promise<void> {
    await this.#orNothing('store', signal, async () => {
      const { tenant, agent, promptVersion, model, text } = question
      const labels = labelsOf(question, this.#embedder.name)
      const id = idOf(tenant, labels, text)
      const [meaning] = (isComparable(text) ? await this.#embedder.embed([text], signal) : undefined) ?? []
      // What is never compared needs a place, and no meaning: it is near to nothing.
      const vector = meaning ?? new Float32Array(this.#embedder.dimensions)
      const storedAt = this.#clock.now()
      const payload = this.#codec.encode({ agent, promptVersion, model, text, ...answer }, id)
      const expiresAt = storedAt + this.#ttlMs
      await this.#vectors.upsert({ id, tenant, labels, vector, payload, storedAt, expiresAt }, signal)
    })
  }

  async list(tenant: string, limit: number, signal: AbortSignal): Promise<readonly CacheEntry[]> {
    const found = await this.#vectors.list({ tenant, limit }, signal)
    return found.flatMap((stored) => this.#entry(stored) ?? [])
  }

  async show(tenant: string, id: string, signal: AbortSignal): Promise<CacheEntry | undefined> {
    const stored = await this.#vectors.get(tenant, id, signal)
    return stored && this.#entry(stored)
  }

  remove(tenant: string, id: string, signal: AbortSignal): Promise<boolean> {
    return this.#vectors.remove(tenant, id, signal)
  }

  state(): Promise<{ readonly ok: boolean; readonly detail: string }> {
    return this.#vectors.state()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#embedder[Symbol.asyncDispose]()
    await this.#vectors[Symbol.asyncDispose]()
  }

  #hit(stored: StoredVector, score: number): CacheHit | undefined {
    const entry = this.#entry(stored)
    if (entry === undefined) return undefined
    const { id, answer, trip, microUsd, storedAt } = entry
    return { id, score, answer, trip, microUsd, storedAt }
  }

  /** Undefined for what another version wrote, or with a key that this host has not. */
  #entry({ id, tenant, payload, storedAt, expiresAt }: StoredVector): CacheEntry | undefined {
    try {
      return { ...Entry.parse(this.#codec.decode(payload, id)), id, tenant, storedAt, expiresAt }
    } catch (error) {
      this.#failed('lookup', error)
      return undefined
    }
  }

  async #orNothing<T>(
    what: CacheEvent['what'],
    signal: AbortSignal,
    run: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    try {
      return await run()
    } catch (error) {
      signal.throwIfAborted()
      this.#failed(what, error)
      return undefined
    }
  }

  #failed(what: CacheEvent['what'], error: unknown): void {
    this.#observe({ type: 'cache:failed', what, reason: errorData(error).message })
  }
}

/** Whether there is a meaning to compare. */
function isComparable(text: string): boolean {
  return text.length <= MAX_COMPARED_CHARACTERS && wordsKey(text) !== undefined
}
