/** The part of the configuration that says which models answer, and at whose cost. */
import {
  DEFAULT_EMBEDDING_MODEL,
  EMBEDDING_PROVIDERS,
  type EmbeddingRoute,
} from '../actors/models/embeddings.ts'
import { isOpenAi } from '../actors/models/openai-client.ts'
import type { ProviderSettings } from '../actors/models/providers.ts'
import { PROVIDERS, type ProviderName } from '../actors/models/port.ts'
import type { AgentSettings, RouteSettings } from '../actors/models/routes.ts'
import { AGENTS, type AgentName } from '../machines/messages/index.ts'
import { agentVariable } from './model-variables.ts'
import type { Profile } from './pools.ts'
import type { VariableName, VariableValues } from './variables.ts'

export interface ModelConfig {
  /** Of those that have a key. */
  readonly providers: ProviderSettings
  readonly routes: RouteSettings
  /** Who turns texts into vectors; absent: the packaged model. */
  readonly embeddings?: EmbeddingRoute
  /** A file that changes and extends the table of models. */
  readonly tables?: string
  /** Of an attempt of every agent; absent: each its own. */
  readonly timeoutMs?: number
  /** The most estimated tokens of a prompt's data; a model with less room gets less. */
  readonly promptTokens: number
  readonly breaker: { readonly enabled: boolean; readonly threshold: number }
}

/** A variable that another one needs. */
export interface MissingVariable {
  readonly name: VariableName
  /** Which other needs it. */
  readonly neededBy: string
}

/** The guide lists no breaker for development, where a broken provider is what one wants to see. */
const BREAKER: Readonly<Record<Profile, boolean>> = { development: false, staging: true, production: true }

const KEYS: Readonly<Record<ProviderName, readonly VariableName[]>> = {
  openai: ['OPENAI_API_KEY'],
  azure: ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT'],
  anthropic: ['ANTHROPIC_API_KEY'],
}

export function readModels(v: VariableValues): ModelConfig {
  return Object.freeze({
    providers: Object.freeze(providersOf(v)),
    routes: Object.freeze(routesOf(v)),
    ...embeddingsOf(v),
    ...(v.MODEL_TABLES === undefined ? {} : { tables: v.MODEL_TABLES }),
    ...(v.AGENT_TIMEOUT_SECONDS === undefined ? {} : { timeoutMs: v.AGENT_TIMEOUT_SECONDS * 1_000 }),
    promptTokens: v.MAX_PROMPT_TOKENS,
    breaker: Object.freeze({
      enabled: v.CIRCUIT_BREAKER_ENABLED ?? BREAKER[v.ENVIRONMENT],
      threshold: v.CIRCUIT_BREAKER_THRESHOLD,
    }),
  })
}

/** Every variable that a named provider lacks. @param v what was given, as it was given */
export function missingKeys(v: Readonly<Partial<Record<VariableName, string>>>): readonly MissingVariable[] {
  const named: readonly (readonly [VariableName, string | undefined])[] = [
    ['DEFAULT_PROVIDER', v.DEFAULT_PROVIDER],
    ['EMBEDDING_PROVIDER', EMBEDDING_PROVIDERS.find((one) => one === v.EMBEDDING_PROVIDER)],
    ...AGENTS.map((agent) => {
      const name = agentVariable(agent, 'PROVIDER')
      return [name, v[name]] as const
    }),
  ]
  const asked = named.flatMap(([by, value]) => {
    const provider = PROVIDERS.find((one) => one === value)
    return provider === undefined
      ? []
      : KEYS[provider].map((name) => ({ name, neededBy: `${by}=${provider}` }))
  })
  // A half of Azure's pair is a mistake even when nobody names Azure.
  const half =
    v.AZURE_OPENAI_API_KEY === undefined
      ? []
      : [{ name: 'AZURE_OPENAI_ENDPOINT' as const, neededBy: 'AZURE_OPENAI_API_KEY' }]
  const nobody =
    v.EMBEDDING_MODEL === undefined ||
    v.EMBEDDING_PROVIDER !== undefined ||
    v.AZURE_OPENAI_API_KEY !== undefined
      ? []
      : [{ name: 'OPENAI_API_KEY' as const, neededBy: 'EMBEDDING_MODEL' }]
  const missing = [...asked, ...half, ...nobody].filter(({ name }) => v[name] === undefined)
  return missing.filter(({ name }, at) => missing.findIndex((one) => one.name === name) === at)
}

function providersOf(v: VariableValues): ProviderSettings {
  return {
    ...(v.OPENAI_API_KEY === undefined
      ? {}
      : {
          openai: {
            apiKey: v.OPENAI_API_KEY,
            ...(v.OPENAI_BASE_URL === undefined ? {} : { baseUrl: v.OPENAI_BASE_URL }),
            ...(v.OPENAI_API === undefined ? {} : { api: v.OPENAI_API }),
          },
        }),
    ...(v.AZURE_OPENAI_API_KEY === undefined || v.AZURE_OPENAI_ENDPOINT === undefined
      ? {}
      : {
          azure: {
            apiKey: v.AZURE_OPENAI_API_KEY,
            endpoint: v.AZURE_OPENAI_ENDPOINT,
            apiVersion: v.AZURE_OPENAI_API_VERSION,
          },
        }),
    ...(v.ANTHROPIC_API_KEY === undefined
      ? {}
      : {
          anthropic: {
            apiKey: v.ANTHROPIC_API_KEY,
            ...(v.ANTHROPIC_BASE_URL === undefined ? {} : { baseUrl: v.ANTHROPIC_BASE_URL }),
          },
        }),
  }
}

/**
 * Whose embeddings: of the provider that is named, else of the one that answers, if that is OpenAI itself. Other servers have
 * models of their own, so one has to be named; Azure's are deployments.
 */
function embeddingsOf(v: VariableValues): { readonly embeddings?: EmbeddingRoute } {
  const { EMBEDDING_PROVIDER: named, EMBEDDING_MODEL: model } = v
  const { openai, azure } = providersOf(v)
  const keyed = openai !== undefined ? 'openai' : azure !== undefined ? 'azure' : undefined
  const answering = v.DEFAULT_PROVIDER ?? keyed
  const usual = answering === 'openai' && openai !== undefined && isOpenAi(openai) ? 'openai' : undefined
  const provider = named ?? (model === undefined ? usual : keyed)
  return provider === undefined || provider === 'offline'
    ? {}
    : { embeddings: Object.freeze({ provider, model: model ?? DEFAULT_EMBEDDING_MODEL }) }
}

function routesOf(v: VariableValues): RouteSettings {
  return {
    ...(v.DEFAULT_PROVIDER === undefined ? {} : { provider: v.DEFAULT_PROVIDER }),
    models: present({ 1: v.DEFAULT_MODEL_TIER1, 2: v.DEFAULT_MODEL_TIER2, 3: v.DEFAULT_MODEL_TIER3 }),
    tokens: present({ 1: v.DEFAULT_TOKENS_TIER1, 2: v.DEFAULT_TOKENS_TIER2, 3: v.DEFAULT_TOKENS_TIER3 }),
    agents: Object.fromEntries(AGENTS.map((agent) => [agent, agentOf(v, agent)])),
    ...(v.MODEL_FALLBACK === undefined ? {} : { fallback: v.MODEL_FALLBACK }),
  }
}

function agentOf(v: VariableValues, agent: AgentName): AgentSettings {
  const provider = v[agentVariable(agent, 'PROVIDER')]
  const model = v[agentVariable(agent, 'MODEL')]
  const maxTokens = v[agentVariable(agent, 'MAX_TOKENS')]
  const temperature = v[agentVariable(agent, 'TEMPERATURE')]
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
  }
}

function present<T>(values: Readonly<Record<1 | 2 | 3, T | undefined>>): Partial<Record<1 | 2 | 3, T>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
