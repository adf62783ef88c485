/**
 * The port to language models: one attempt at one answer. Everything that is decided between attempts (retry, wait, next
 * route, repair) belongs to the agent's machine, so a provider calls its server once. Only a form of answer that the server
 * does not take, for which it charges nothing, is asked for again in another way.
 */
import type { AgentName } from '../../machines/messages/index.ts'

/** The providers that cost money. `offline` is none of them: it answers without a model. */
export const PROVIDERS = ['openai', 'azure', 'anthropic'] as const
export type ProviderName = (typeof PROVIDERS)[number]

/** What a model is asked. */
export interface ModelRequest {
  /** The provider's name of the model; with Azure that of the deployment. */
  readonly model: string
  readonly system: string
  readonly user: string
  /** What the answer has to look like: a JSON schema (draft 2020-12, as zod writes it) and a name of letters, digits, `_` and `-`. */
  readonly schema: { readonly name: string; readonly json: Readonly<Record<string, unknown>> }
  /** The most tokens that the answer may have, those of hidden reasoning included. */
  readonly maxTokens: number
  /** Left out of the call for models that take none. */
  readonly temperature?: number
}

/** What the provider says that it charges for. */
export interface ModelUsage {
  /** All of the prompt, cached tokens included. */
  readonly inputTokens: number
  /** The part of `inputTokens` that is charged at the lower price. */
  readonly cachedInputTokens: number
  /** Hidden reasoning included. */
  readonly outputTokens: number
}

/** How an answer ended: by itself, at `maxTokens`, by the model declining to answer, or without any text. */
export type Finish = 'complete' | 'length' | 'refusal' | 'empty'

export interface ModelReply {
  readonly finish: Finish
  /** JSON text when complete (not yet checked); what there was of it when cut off; the refusal's own words. */
  readonly text: string
  /** Undefined when the server did not report it, or reported nonsense. */
  readonly usage: ModelUsage | undefined
  /** The exact model that answered, as the server names it. */
  readonly model: string
  /** The provider's own name of this call, for its support. */
  readonly requestId?: string
}

export interface CallOptions {
  /** Aborts the call: the connection is closed at once. */
  readonly signal: AbortSignal
  /** Told of each piece of the answer as it comes; what it throws ends the call. */
  readonly onText?: (chunk: string) => void
}

export interface ModelProvider {
  readonly name: ProviderName
  /**
   * Asks once.
   * @throws CaravanError retryable: `model.rate-limited` (with `data.retryAfterMs` when the server said how long),
   * `model.overloaded`, `model.unavailable` (5xx, a broken stream), `model.timeout`, `model.unreachable`
   * @throws CaravanError never to be retried on the same route: `model.unauthorized` (401, 403), `model.not-found` (404),
   * `model.rejected` (400, 422, and a quota that is used up)
   * @throws the signal's reason when aborted
   */
  readonly call: (request: ModelRequest, options: CallOptions) => Promise<ModelReply>
}

/** Where an agent's question can go. */
export interface Route {
  readonly provider: ProviderName | 'offline'
  readonly model: string
  /** 1 is the strongest and dearest. */
  readonly tier: 1 | 2 | 3
  readonly maxTokens: number
  /** Undefined: the model's own default. */
  readonly temperature: number | undefined
}

/** Per agent the chosen route, then the ones to fall back to, in order. */
export type Routes = Readonly<Record<AgentName, readonly [Route, ...Route[]]>>
