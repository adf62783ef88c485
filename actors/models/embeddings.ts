/**
 * Embeddings of OpenAI, of any server that speaks its language, and of Azure: one call for one vector, paid like a call of a
 * model. A provider that fails is left alone for a while; what it would have found is then asked of a model instead.
 */
import { CaravanError, deadline, untilAborted, type Clock } from '../../runtime/index.ts'
import type { Embedder, EmbeddingPayer } from '../../storage/embeddings/port.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { modelFailure, silent, type CallInfo } from './model-errors.ts'
import { estimateTokens, type ModelTable } from './model-table.ts'
import { azureClient, openAiClient, type CallClient } from './openai-client.ts'
import type { ProviderSettings } from './providers.ts'
import { redactor } from './redact.ts'

/** Providers that have embeddings; Anthropic has none. */
export const EMBEDDING_PROVIDERS = ['openai', 'azure'] as const
export type EmbeddingProvider = (typeof EMBEDDING_PROVIDERS)[number]

/** Which model is asked; with Azure the name of a deployment. */
export interface EmbeddingRoute {
  readonly provider: EmbeddingProvider
  readonly model: string
}

/** The cheapest of OpenAI's. */
export const DEFAULT_EMBEDDING_MODEL = 'text-embedding-3-small'

/** One answer: vectors in the order of the texts, and what the provider says that it charges for. */
export interface EmbeddingReply {
  readonly vectors: readonly Float32Array[]
  /** Undefined when it is not reported, or cannot be true. */
  readonly inputTokens: number | undefined
}

export type EmbeddingCall = (texts: readonly string[], signal: AbortSignal) => Promise<EmbeddingReply>

/** A short text is embedded within a tenth of a second or two; an agent has better things to wait for. */
export const EMBEDDING_MS = 3_000
/** How long a provider that failed is left alone; longer when it says so, or when asking again cannot help. */
const REST_MS = 30_000
const LONG_REST_MS = 300_000
/** Vectors that are remembered: the lookup's is stored with the answer, and the agents of a trip ask with the same words. */
const MOST_REMEMBERED = 500

/** @throws CaravanError `model.not-configured` when the provider has no key */
export async function embeddingCall(
  { provider, model }: EmbeddingRoute,
  settings: ProviderSettings,
  { dimensions, clock }: { readonly dimensions: number; readonly clock: Clock },
): Promise<EmbeddingCall> {
  const own = settings[provider]
  if (own === undefined)
    throw new CaravanError('model.not-configured', `The provider ${provider} is not configured on this host.`)
  const sdk = await import('openai')
  const redact = redactor([own.apiKey.reveal()])
  const info: CallInfo = { provider, model, redact, now: () => clock.now() }
  const clientFor = (call: CallClient) =>
    provider === 'azure' && settings.azure !== undefined
      ? azureClient(sdk, settings.azure, call)
      : openAiClient(sdk, settings.openai ?? { apiKey: own.apiKey }, call)
  return async (texts, signal) => {
    using limit = deadline(clock, EMBEDDING_MS)
    const both = AbortSignal.any([signal, limit.signal])
    try {
      const client = clientFor({ fetch: guardedFetch(() => undefined), timeoutMs: EMBEDDING_MS })
      // Said, for an SDK that is not told asks for base64, which servers that are not OpenAI's may not know.
      const asked = { model, input: [...texts], encoding_format: 'float' as const }
      const { data, usage } = await client.embeddings.create(asked, { signal: both })
      const vectors = vectorsOf(data, texts.length, dimensions)
      return { vectors, inputTokens: tokensOf(usage) }
    } catch (error) {
      signal.throwIfAborted()
      throw limit.signal.aborted ? silent(info) : modelFailure(error, sdk, info)
    }
  }
}

/** The size of its vectors and what its calls cost, as far as the table knows. */
export function embeddingFacts(
  table: ModelTable,
  model: string,
): { readonly dimensions: number } | undefined {
  const dimensions = table.factsOf(model)?.dimensions
  return dimensions === undefined || table.embeddingCostOf(0, model) === undefined
    ? undefined
    : { dimensions }
}

export interface ProviderEmbedderOptions extends EmbeddingRoute {
  readonly dimensions: number
  readonly table: ModelTable
  readonly call: EmbeddingCall
  readonly clock: Clock
}

/** An embedder that costs money. */
export class ProviderEmbedder implements Embedder {
  readonly name: string
  readonly dimensions: number
  readonly #options: ProviderEmbedderOptions
  readonly #known = new Map<string, Float32Array>()
  readonly #asking = new Map<string, Promise<Float32Array | undefined>>()
  #restsUntil = Number.NEGATIVE_INFINITY

  constructor(options: ProviderEmbedderOptions) {
    this.#options = options
    this.dimensions = options.dimensions
    // Another size is another scope, too: such vectors cannot be compared.
    this.name = `${options.provider}-${options.model}-${options.dimensions}`
  }

  async embed(
    texts: readonly string[],
    signal: AbortSignal,
    payer?: EmbeddingPayer,
  ): Promise<readonly Float32Array[] | undefined> {
    const vectors: Float32Array[] = []
    for (const text of texts) {
      signal.throwIfAborted()
      const vector = this.#known.get(text) ?? (await this.#shared(text, signal, payer))
      if (vector === undefined) return undefined
      this.#remember(text, vector)
      vectors.push(vector)
    }
    return vectors
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }

  /** Agents of one trip ask with the same words at once: one of them pays, the others wait for it. */
  async #shared(
    text: string,
    signal: AbortSignal,
    payer: EmbeddingPayer | undefined,
  ): Promise<Float32Array | undefined> {
    // Of those who waited in vain one asks next, and the others wait for that one.
    for (let other; (other = this.#asking.get(text)) !== undefined;) {
      // How it fails is told to the one who asked.
      const given = await untilAborted(
        other.catch(() => undefined),
        signal,
      )
      if (given !== undefined) return given
    }
    if (payer === undefined || this.#options.clock.monotonic() < this.#restsUntil) return undefined
    // Deleted before who waits goes on: one of them may ask then.
    const asking = this.#ask(text, signal, payer).finally(() => this.#asking.delete(text))
    this.#asking.set(text, asking)
    return await asking
  }

  async #ask(text: string, signal: AbortSignal, payer: EmbeddingPayer): Promise<Float32Array | undefined> {
    const { provider, model, table, call } = this.#options
    const costOf = (tokens: number) => table.embeddingCostOf(tokens, model) ?? 0
    try {
      return await payer.pay(
        {
          provider,
          model,
          worstMicroUsd: costOf(estimateTokens(text)),
          timeoutMs: EMBEDDING_MS,
          run: async () => {
            const { vectors, inputTokens } = await call([text], signal)
            const used =
              inputTokens === undefined ? {} : { used: { inputTokens, microUsd: costOf(inputTokens) } }
            return { value: vectors[0], ...used }
          },
        },
        signal,
      )
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof CaravanError) || !error.code.startsWith('model.')) throw error
      const asked = error.data['retryAfterMs']
      const rest = Math.max(error.retryable ? REST_MS : LONG_REST_MS, typeof asked === 'number' ? asked : 0)
      this.#restsUntil = this.#options.clock.monotonic() + Math.min(rest, LONG_REST_MS)
      throw new CaravanError('embeddings.failed', error.message, {
        retryable: error.retryable,
        cause: error,
        data: error.data,
      })
    }
  }

  #remember(text: string, vector: Float32Array): void {
    this.#known.delete(text)
    this.#known.set(text, vector)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
  }
}

/** @throws Error when it is no vector of this size for each text */
function vectorsOf(data: unknown, texts: number, dimensions: number): readonly Float32Array[] {
  const all = Array.isArray(data)
    ? (data as readonly { readonly embedding?: unknown; index?: unknown }[])
    : []
  if (all.length !== texts) throw new Error(`it gave ${all.length} vectors for ${texts} texts`)
  return all
    .toSorted((a, b) => Number(a.index ?? 0) - Number(b.index ?? 0))
    .map(({ embedding }) => {
      const numbers = Array.isArray(embedding) ? (embedding as readonly unknown[]) : []
      if (numbers.length !== dimensions)
        throw new Error(`its vector has ${numbers.length} numbers instead of ${dimensions}`)
      if (!numbers.every((one) => typeof one === 'number' && Number.isFinite(one)))
        throw new Error('its vector holds what is no number')
      if (numbers.every((one) => one === 0)) throw new Error('its vector is nothing but zeros')
      return Float32Array.from(numbers as readonly number[])
    })
}

function tokensOf(usage: unknown): number | undefined {
  const tokens = (usage as { readonly prompt_tokens?: unknown } | undefined)?.prompt_tokens
  return typeof tokens === 'number' && Number.isInteger(tokens) && tokens > 0 && tokens < 1_000_000
    ? tokens
    : undefined
}
