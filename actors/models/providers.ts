/** The providers of a configuration, each behind the one port. An SDK is loaded when its provider is configured, not before. */
import type { Clock } from '../../runtime/index.ts'
import { anthropicClient, askAnthropic, ANTHROPIC_URL, type AnthropicSettings } from './anthropic-messages.ts'
import { callScope } from './call-scope.ts'
import { gather, type Gathering } from './gather.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { brokenStream, modelFailure, type CallInfo, type SdkErrors } from './model-errors.ts'
import { isFiltered, isLimitTooLow, isSchemaRefused } from './bad-requests.ts'
import type { ModelFacts } from './model-facts.ts'
import type { ModelTable } from './model-table.ts'
import { askChat } from './openai-chat.ts'
import {
  azureClient,
  isOpenAi,
  openAiClient,
  type AzureSettings,
  type CallClient,
  type OpenAiSettings,
} from './openai-client.ts'
import { askResponses } from './openai-responses.ts'
import type { CallOptions, ModelProvider, ModelReply, ModelRequest, ProviderName } from './port.ts'
import { redactor } from './redact.ts'
import type { Secret } from './secret.ts'
import { AZURE_DIALECT, OPENAI_DIALECT } from './strict-schema.ts'

/** Which providers can be asked, and as whom. */
export interface ProviderSettings {
  readonly openai?: OpenAiSettings
  readonly azure?: AzureSettings
  readonly anthropic?: AnthropicSettings
}

export interface ProviderOptions {
  readonly table: ModelTable
  /** For silence, and for waits that a server names as a date. */
  readonly clock: Clock
  /** How long a server may send nothing within a call, in ms. Default 120,000: a backstop below the agents' own timeouts. */
  readonly silenceMs?: number
}

export type ModelProviders = Readonly<Partial<Record<ProviderName, ModelProvider>>>

const DEFAULT_SILENCE_MS = 120_000

/** One question in a provider's own language. */
type Ask = (
  request: ModelRequest,
  call: CallClient & { readonly signal: AbortSignal; readonly facts: ModelFacts },
  gathering: Gathering,
) => Promise<void>

/** What makes one provider its own. */
interface Wire {
  readonly name: ProviderName
  readonly ask: Ask
  readonly sdk: SdkErrors
  readonly secrets: readonly string[]
  /** What is taken for granted of a model that no table knows: as little as possible. */
  readonly unknown: ModelFacts
}

/** The providers that have settings, by name. */
export async function startModelProviders(
  settings: ProviderSettings,
  options: ProviderOptions,
): Promise<ModelProviders> {
  const { openai, azure, anthropic } = settings
  return {
    ...(openai === undefined ? {} : { openai: await openAi(openai, options) }),
    ...(azure === undefined ? {} : { azure: await azureOpenAi(azure, options) }),
    ...(anthropic === undefined ? {} : { anthropic: await anthropicModels(anthropic, options) }),
  }
}

async function openAi(settings: OpenAiSettings, options: ProviderOptions): Promise<ModelProvider> {
  const sdk = await import('openai')
  const own = isOpenAi(settings)
  const api = settings.api ?? (own ? 'responses' : 'chat')
  const ask: Ask = async (request, call, gathering) => {
    const client = openAiClient(sdk, settings, call)
    if (api === 'responses') await askResponses(client, request, call, gathering)
    else await askChat(client, request, { ...call, dialect: OPENAI_DIALECT }, gathering)
  }
  const secrets = secretsOf(settings.apiKey, settings.baseUrl)
  // A server that is not OpenAI's may know only the older parameter.
  const unknown = unknownModel(own ? 'max_completion_tokens' : 'max_tokens', 'json')
  return provider({ name: 'openai', ask, sdk, secrets, unknown }, options)
}

async function azureOpenAi(settings: AzureSettings, options: ProviderOptions): Promise<ModelProvider> {
  const sdk = await import('openai')
  const ask: Ask = async (request, call, gathering) =>
    await askChat(azureClient(sdk, settings, call), request, { ...call, dialect: AZURE_DIALECT }, gathering)
  const secrets = secretsOf(settings.apiKey, settings.endpoint)
  const unknown = unknownModel('max_completion_tokens', 'json')
  return provider({ name: 'azure', ask, sdk, secrets, unknown }, options)
}

async function anthropicModels(
  settings: AnthropicSettings,
  options: ProviderOptions,
): Promise<ModelProvider> {
  const sdk = await import('@anthropic-ai/sdk')
  const ask: Ask = async (request, call, gathering) =>
    await askAnthropic(anthropicClient(sdk, settings, call), request, call, gathering)
  const secrets = secretsOf(settings.apiKey, settings.baseUrl ?? ANTHROPIC_URL)
  return provider(
    { name: 'anthropic', ask, sdk, secrets, unknown: unknownModel('max_tokens', 'prompt') },
    options,
  )
}

function provider(wire: Wire, options: ProviderOptions): ModelProvider {
  const { name, unknown } = wire
  const redact = redactor(wire.secrets)
  /** What a server has refused is not sent to it again by this process. */
  const learned = new Map<string, ModelFacts['structured']>()
  return {
    name,
    call: async (request, callOptions) => {
      const info: CallInfo = { provider: name, model: request.model, redact, now: () => options.clock.now() }
      const key = `${request.model} ${request.schema.name}`
      const facts = options.table.factsOf(request.model) ?? unknown
      let structured = learned.get(key) ?? facts.structured
      for (;;) {
        const reply = await oneCall(wire, request, callOptions, {
          info,
          facts: { ...facts, structured },
          silenceMs: options.silenceMs ?? DEFAULT_SILENCE_MS,
          clock: options.clock,
        })
        if (reply !== 'schema-refused') return reply
        structured = structured === 'schema' ? 'json' : 'prompt'
        learned.set(key, structured)
      }
    },
  }
}

async function oneCall(
  { ask, sdk }: Wire,
  request: ModelRequest,
  options: CallOptions,
  { info, facts, silenceMs, clock }: { info: CallInfo; facts: ModelFacts; silenceMs: number; clock: Clock },
): Promise<ModelReply | 'schema-refused'> {
  using scope = callScope(options.signal, silenceMs, info, clock)
  scope.check()
  const gathering = gather(request, options, facts)
  try {
    const client = { fetch: guardedFetch(scope.alive), timeoutMs: silenceMs, signal: scope.signal, facts }
    await ask(request, client, gathering)
  } catch (error) {
    scope.check()
    const listener = gathering.thrown()
    if (listener !== undefined) throw listener.error
    if (isFiltered(error)) return endedAsBadRequest(request, 'refusal', info.redact(error.message))
    if (isLimitTooLow(error)) return endedAsBadRequest(request, 'length', '')
    // Refused before a token was made, so nothing was charged, and asking in words is the same question.
    if (facts.structured !== 'prompt' && isSchemaRefused(error)) return 'schema-refused'
    throw modelFailure(error, sdk, info)
  }
  // An SDK ends an aborted stream as if it were complete.
  scope.check()
  const reply = gathering.reply()
  if (reply === undefined) throw brokenStream(info, 'it ended before the answer did')
  return reply
}

/**
 * An outcome that a server reports as a bad request, without saying what it charges for: hidden reasoning had used tokens
 * when it met the limit, and Azure bills prompt and answer of a question that its filter stopped (`concepts/content-filter`).
 */
function endedAsBadRequest({ model }: ModelRequest, finish: 'refusal' | 'length', text: string): ModelReply {
  return { finish, text, usage: undefined, model }
}

function unknownModel(
  tokenParameter: ModelFacts['tokenParameter'],
  structured: ModelFacts['structured'],
): ModelFacts {
  return {
    tokenParameter,
    temperature: undefined,
    structured,
    effort: undefined,
    context: Number.MAX_SAFE_INTEGER,
    maxOutput: Number.MAX_SAFE_INTEGER,
    price: { input: 0, cachedInput: 0, output: 0 },
  }
}

function secretsOf(apiKey: Secret, address: string | undefined): readonly string[] {
  const url = address === undefined ? null : URL.parse(address)
  return [apiKey.reveal(), url?.password ?? '', url?.username ?? ''].filter((secret) => secret !== '')
}
