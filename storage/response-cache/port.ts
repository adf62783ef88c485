/**
 * Answers of models that can be given again. Two questions are the same when everything that has a form is equal (tenant,
 * agent, version of the prompt, model, and whatever is in `exact`: dates, budget, travellers, places, other agents' sections)
 * and their free texts use the same words to say nearly the same (`words.ts`).
 */

import type { EmbeddingPayer } from '../embeddings/port.ts'

export interface CacheQuestion {
  readonly tenant: string
  readonly agent: string
  /** Version of the prompt: another one asks something else. */
  readonly promptVersion: string
  /** Provider and model that would be asked: `openai/gpt-5`. */
  readonly model: string
  /** Everything in the prompt but the free text, as plain data; the order of names does not matter. */
  readonly exact: unknown
  /** The traveller's own words; empty when there are none. */
  readonly text: string
}

export interface CachedAnswer {
  /** What the agent answered: a section, checked. */
  readonly answer: unknown
  /** The trip that it was made for. */
  readonly trip: string
  /** What it had cost, in micro-USD. */
  readonly microUsd: number
}

export interface CacheHit extends CachedAnswer {
  /** By which it can be shown and removed. */
  readonly id: string
  /** 1 for the very same text, else the cosine of the meanings. */
  readonly score: number
  /** In ms since 1970. */
  readonly storedAt: number
}

/** An entry as an operator sees it. */
export interface CacheEntry extends CachedAnswer {
  readonly id: string
  readonly tenant: string
  readonly agent: string
  readonly promptVersion: string
  readonly model: string
  readonly text: string
  readonly storedAt: number
  readonly expiresAt: number
}

/**
 * The cache. `lookup` and `store` never fail for its own reasons: what cannot be reached is a miss, or is not stored, and
 * {@link CacheEvent} says so.
 */
export interface ResponseCache extends AsyncDisposable {
  /** @param payer for the vector of the text, where that costs money @throws the signal's reason when aborted */
  lookup(question: CacheQuestion, signal: AbortSignal, payer?: EmbeddingPayer): Promise<CacheHit | undefined>
  /**
   * Replaces an answer to the very same question. It pays for nothing: a text whose vector nobody has asked for before is found
   * again only by its own words.
   * @throws the signal's reason when aborted
   */
  store(question: CacheQuestion, answer: CachedAnswer, signal: AbortSignal): Promise<void>
  /** The newest first. @throws CaravanError `vectors.unavailable` */
  list(tenant: string, limit: number, signal: AbortSignal): Promise<readonly CacheEntry[]>
  /** @throws CaravanError `vectors.unavailable` */
  show(tenant: string, id: string, signal: AbortSignal): Promise<CacheEntry | undefined>
  /** False when there is no such entry. @throws CaravanError `vectors.unavailable` */
  remove(tenant: string, id: string, signal: AbortSignal): Promise<boolean>
  /** For health reports; never rejects. */
  state(): Promise<{ readonly ok: boolean; readonly detail: string }>
}

export type CacheEvent =
  /** It was not looked up or stored: the model is asked instead. */
  { readonly type: 'cache:failed'; readonly what: 'lookup' | 'store'; readonly reason: string }

export type ObserveCache = (event: CacheEvent) => void
