/** The providers of a configuration, each behind the one port. An SDK is loaded when its provider is configured, not before. */
import { anthropicClient, askAnthropic, ANTHROPIC_URL, type AnthropicSettings } from './anthropic-messages.ts'
import { callScope } from './call-scope.ts'
import { gather, type Gathering } from './gather.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { brokenStream, isFiltered, modelFailure, type CallInfo, type SdkErrors } from './model-errors.ts'
import type { ModelFacts } from './model-facts.ts'
import type { ModelTable } from './model-table.ts'
import { askChat } from './openai-chat.ts'
import {
  azureClient,
  openAiClient,
  OPENAI_URL,
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
  /** The time in ms since 1970, for waits that a server names as a date. */
  readonly now: () => number
  /** How long a server may send nothing within a call, in ms. Default 120,000: a backstop below the agents' own timeouts. */
  readonly silenceMs?: number
}

export type ModelProviders = Readonly<Partial<Record<ProviderName, ModelProvider>>>

const DEFAULT_SILENCE_MS = 120_000

/** One attempt in a provider's own language. */
type Ask = (
  request: ModelRequest,
  call: CallClient & { readonly signal: AbortSignal },
  gathering: Gathering,
) => Promise<void>

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
  const own = settings.baseUrl === undefined || isHost(settings.baseUrl, OPENAI_URL)
  const api = settings.api ?? (own ? 'responses' : 'chat')
  // Of a model that no table knows, least is expected; a server that is not OpenAI's may know only the older parameter.
  const unknown = unknownModel(own ? 'max_completion_tokens' : 'max_tokens', 'json')
  const ask: Ask = async (request, call, gathering) => {
    const client = openAiClient(sdk, settings, call)
    const facts = options.table.factsOf(request.model) ?? unknown
    const { signal } = call
    if (api === 'responses') await askResponses(client, request, { facts, signal }, gathering)
    else await askChat(client, request, { facts, dialect: OPENAI_DIALECT, signal }, gathering)
  }
  return provider('openai', ask, sdk, secretsOf(settings.apiKey, settings.baseUrl), options)
}

async function azureOpenAi(settings: AzureSettings, options: ProviderOptions): Promise<ModelProvider> {
  const sdk = await import('openai')
  const unknown = unknownModel('max_completion_tokens', 'json')
  const ask: Ask = async (request, call, gathering) => {
    const facts = options.table.factsOf(request.model) ?? unknown
    const details = { facts, dialect: AZURE_DIALECT, signal: call.signal }
    await askChat(azureClient(sdk, settings, call), request, details, gathering)
  }
  return provider('azure', ask, sdk, secretsOf(settings.apiKey, settings.endpoint), options)
}

async function anthropicModels(
  settings: AnthropicSettings,
  options: ProviderOptions,
): Promise<ModelProvider> {
  const sdk = await import('@anthropic-ai/sdk')
  const unknown = unknownModel('max_tokens', 'prompt')
  const ask: Ask = async (request, call, gathering) => {
    const facts = options.table.factsOf(request.model) ?? unknown
    await askAnthropic(
      anthropicClient(sdk, settings, call),
      request,
      { facts, signal: call.signal },
      gathering,
    )
  }
  return provider(
    'anthropic',
    ask,
    sdk,
    secretsOf(settings.apiKey, settings.baseUrl ?? ANTHROPIC_URL),
    options,
  )
}

function provider(
  name: ProviderName,
  ask: Ask,
  sdk: SdkErrors,
  secrets: readonly string[],
  { now, silenceMs = DEFAULT_SILENCE_MS }: ProviderOptions,
): ModelProvider {
  const redact = redactor(secrets)
  return {
    name,
    call: async (request, options) => {
      const info: CallInfo = { provider: name, model: request.model, redact, now }
      return await oneCall(ask, request, options, { info, sdk, silenceMs })
    },
  }
}

async function oneCall(
  ask: Ask,
  request: ModelRequest,
  options: CallOptions,
  { info, sdk, silenceMs }: { info: CallInfo; sdk: SdkErrors; silenceMs: number },
): Promise<ModelReply> {
  using scope = callScope(options.signal, silenceMs, info)
  scope.check()
  const gathering = gather(request, options)
  try {
    const client = { fetch: guardedFetch(scope.alive), timeoutMs: silenceMs, signal: scope.signal }
    await ask(request, client, gathering)
  } catch (error) {
    scope.check()
    const listener = gathering.thrown()
    if (listener !== undefined) throw listener.error
    if (isFiltered(error)) return filtered(request, info.redact(error.message))
    throw modelFailure(error, sdk, info)
  }
  // An SDK ends an aborted stream as if it were complete.
  scope.check()
  const reply = gathering.reply()
  if (reply === undefined) throw brokenStream(info, 'it ended before the answer did')
  return reply
}

/** The question never reached the model, so nothing was charged. */
function filtered({ model }: ModelRequest, text: string): ModelReply {
  return { finish: 'refusal', text, usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }, model }
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

function isHost(one: string, other: string): boolean {
  return URL.parse(one)?.host === URL.parse(other)?.host
}
