/** Anthropic's Messages API. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type {
  MessageCreateParamsStreaming,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages'
import type { Fetch } from './guarded-fetch.ts'
import type { Gathering } from './gather.ts'
import type { ModelFacts } from './model-facts.ts'
import type { ModelRequest } from './port.ts'
import type { Secret } from './secret.ts'
import { systemWithSchema } from './schema-prompt.ts'
import { ANTHROPIC_DIALECT, strictSchema } from './strict-schema.ts'

export interface AnthropicSettings {
  readonly apiKey: Secret
  /** Without the version. Default: Anthropic's own. */
  readonly baseUrl?: string
}

export const ANTHROPIC_URL = 'https://api.anthropic.com'

/** A client that retries nothing, logs nothing, and reads nothing from the environment but `ANTHROPIC_CUSTOM_HEADERS`. */
export function anthropicClient(
  sdk: { readonly Anthropic: typeof Anthropic },
  settings: AnthropicSettings,
  { fetch, timeoutMs }: { readonly fetch: Fetch; readonly timeoutMs: number },
): Anthropic {
  return new sdk.Anthropic({
    apiKey: settings.apiKey.reveal(),
    authToken: null,
    webhookKey: null,
    baseURL: settings.baseUrl ?? ANTHROPIC_URL,
    maxRetries: 0,
    timeout: timeoutMs,
    fetch,
    logLevel: 'off',
  })
}

/** Asks once and hands on what comes. */
export async function askAnthropic(
  client: Anthropic,
  request: ModelRequest,
  { facts, signal }: { facts: ModelFacts; signal: AbortSignal },
  gathering: Gathering,
): Promise<void> {
  // `messages.create` would say on the terminal, with every call, that a model is to be switched off; we say it once.
  const body = anthropicParameters(request, facts)
  const stream = await client.post<AsyncIterable<RawMessageStreamEvent>>('/v1/messages', {
    body,
    stream: true,
    signal,
  })
  for await (const event of stream) {
    if (event.type === 'message_start') {
      gathering.about({ model: event.message?.model, requestId: event.message?.id })
      gathering.used(usageOf(event.message?.usage))
    } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      if (!gathering.text(event.delta.text)) return
    } else if (event.type === 'message_delta') {
      gathering.used(usageOf(event.usage))
      const { stop_reason: reason } = event.delta
      if (typeof reason === 'string') gathering.ended(finishOf(reason))
    }
  }
}

function finishOf(reason: string): 'complete' | 'length' | 'refusal' {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length'
  return reason === 'refusal' ? 'refusal' : 'complete'
}

/** Anthropic counts the prompt in three parts: from the cache, into the cache, and the rest. */
function usageOf(usage: unknown): { input?: unknown; cached?: unknown; output?: unknown } {
  if (typeof usage !== 'object' || usage === null) return {}
  const said = usage as Readonly<Record<string, unknown>>
  const { input_tokens: rest, output_tokens: output } = said
  const read = said['cache_read_input_tokens'] ?? 0
  const written = said['cache_creation_input_tokens'] ?? 0
  const counted =
    typeof rest === 'number' && typeof read === 'number' && typeof written === 'number'
      ? { input: rest + read + written, cached: read }
      : {}
  return { ...counted, ...(output === undefined || output === null ? {} : { output }) }
}

/** What is sent. */
export function anthropicParameters(request: ModelRequest, facts: ModelFacts): MessageCreateParamsStreaming {
  const { model, system, user, schema, maxTokens, temperature } = request
  const strict = facts.structured === 'schema' ? strictSchema(schema.json, ANTHROPIC_DIALECT) : undefined
  const output = {
    ...(facts.effort === undefined ? {} : { effort: facts.effort as 'low' }),
    ...(strict === undefined ? {} : { format: { type: 'json_schema' as const, schema: strict } }),
  }
  return {
    model,
    max_tokens: maxTokens,
    system: strict === undefined ? systemWithSchema(request) : system,
    messages: [{ role: 'user', content: user }],
    ...(temperature === undefined || facts.temperature === undefined
      ? {}
      : { temperature: Math.min(temperature, facts.temperature) }),
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
    stream: true,
  }
}
