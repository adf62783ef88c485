/** The variables of models, providers and breakers: what each accepts, and that in words. */
import { z } from 'zod'
import { EMBEDDING_PROVIDERS } from '../actors/models/embeddings.ts'
import { DEFAULT_PROMPT_TOKENS } from '../actors/models/model-room.ts'
import { FALLBACKS } from '../actors/models/routes.ts'
import { PROVIDERS } from '../actors/models/port.ts'
import { Secret } from '../actors/models/secret.ts'
import { AGENTS, type AgentName } from '../machines/messages/index.ts'

const Key = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/)
  .transform((text) => new Secret(text))
const Url = z
  .string()
  // Fetch takes no address with a password, and a log would show it.
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === ''
  })
  .transform((text) => text.replace(/\/+$/, ''))
const Model = z.string().regex(/^[\w.:/@-]{1,128}$/)
const Provider = z.enum([...PROVIDERS, 'offline'])
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const Tokens = wholeNumber(16, 1_000_000)
const Temperature = z
  .string()
  .regex(/^[0-2](\.\d{1,3})?$/)
  .transform(Number)
  .pipe(z.number().max(2))

const Fallbacks = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split(',').map((one) => one.trim())))
  .pipe(z.array(z.enum(FALLBACKS)))
  .refine((names) => new Set(names).size === names.length)

/** A whole number within limits; Number() would take "1e3" as well. */
function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
}

type AgentVariable<S extends string> = `${Uppercase<AgentName>}_AGENT_${S}`

/** One variable for each agent: `PLANNING_AGENT_MODEL`, … */
function ofEachAgent<S extends string, T>(suffix: S, value: T): Readonly<Record<AgentVariable<S>, T>> {
  return Object.fromEntries(AGENTS.map((agent) => [agentVariable(agent, suffix), value])) as Record<
    AgentVariable<S>,
    T
  >
}

export function agentVariable<S extends string>(agent: AgentName, suffix: S): AgentVariable<S> {
  return `${agent.toUpperCase() as Uppercase<AgentName>}_AGENT_${suffix}`
}

export const MODEL_SHAPE = {
  OPENAI_API_KEY: Key.optional(),
  OPENAI_BASE_URL: Url.optional(),
  OPENAI_API: z.enum(['responses', 'chat']).optional(),
  AZURE_OPENAI_API_KEY: Key.optional(),
  AZURE_OPENAI_ENDPOINT: Url.optional(),
  AZURE_OPENAI_API_VERSION: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(-preview)?$/)
    .default('2025-04-01-preview'),
  ANTHROPIC_API_KEY: Key.optional(),
  ANTHROPIC_BASE_URL: Url.optional(),
  DEFAULT_PROVIDER: Provider.optional(),
  DEFAULT_MODEL_TIER1: Model.optional(),
  DEFAULT_MODEL_TIER2: Model.optional(),
  DEFAULT_MODEL_TIER3: Model.optional(),
  DEFAULT_TOKENS_TIER1: Tokens.optional(),
  DEFAULT_TOKENS_TIER2: Tokens.optional(),
  DEFAULT_TOKENS_TIER3: Tokens.optional(),
  ...ofEachAgent('MODEL', Model.optional()),
  ...ofEachAgent('PROVIDER', Provider.optional()),
  ...ofEachAgent('MAX_TOKENS', Tokens.optional()),
  ...ofEachAgent('TEMPERATURE', Temperature.optional()),
  EMBEDDING_PROVIDER: z.enum([...EMBEDDING_PROVIDERS, 'offline']).optional(),
  EMBEDDING_MODEL: Model.optional(),
  MODEL_FALLBACK: Fallbacks.optional(),
  MAX_PROMPT_TOKENS: wholeNumber(1_000, 1_000_000).default(DEFAULT_PROMPT_TOKENS),
  MODEL_TABLES: z.string().optional(),
  AGENT_TIMEOUT_SECONDS: wholeNumber(1, 600).optional(),
  CIRCUIT_BREAKER_ENABLED: Flag.optional(),
  CIRCUIT_BREAKER_THRESHOLD: wholeNumber(1, 1_000).default(5),
}

const PROVIDER_TEXT = `one of ${[...PROVIDERS, 'offline'].join(', ')}`
const MODEL_TEXT = 'the name of a model, such as gpt-5-mini'
const TOKENS_TEXT = 'a whole number from 16 to 1000000'
const KEY_TEXT = 'a key, without spaces'
const URL_TEXT = 'an address that begins with http:// or https://, without a name or password'

export const MODEL_ACCEPTED: Readonly<Record<keyof typeof MODEL_SHAPE, string>> = {
  OPENAI_API_KEY: KEY_TEXT,
  OPENAI_BASE_URL: `${URL_TEXT}, with its version, such as http://127.0.0.1:11434/v1`,
  OPENAI_API: 'responses or chat',
  AZURE_OPENAI_API_KEY: KEY_TEXT,
  AZURE_OPENAI_ENDPOINT: `${URL_TEXT}, such as https://your-resource.openai.azure.com`,
  AZURE_OPENAI_API_VERSION: 'a date, such as 2025-04-01-preview',
  ANTHROPIC_API_KEY: KEY_TEXT,
  ANTHROPIC_BASE_URL: URL_TEXT,
  DEFAULT_PROVIDER: PROVIDER_TEXT,
  DEFAULT_MODEL_TIER1: MODEL_TEXT,
  DEFAULT_MODEL_TIER2: MODEL_TEXT,
  DEFAULT_MODEL_TIER3: MODEL_TEXT,
  DEFAULT_TOKENS_TIER1: TOKENS_TEXT,
  DEFAULT_TOKENS_TIER2: TOKENS_TEXT,
  DEFAULT_TOKENS_TIER3: TOKENS_TEXT,
  ...ofEachAgent('MODEL', MODEL_TEXT),
  ...ofEachAgent('PROVIDER', PROVIDER_TEXT),
  ...ofEachAgent('MAX_TOKENS', TOKENS_TEXT),
  ...ofEachAgent('TEMPERATURE', 'a number from 0 to 2, such as 0.7'),
  EMBEDDING_PROVIDER: `one of ${[...EMBEDDING_PROVIDERS, 'offline'].join(', ')}`,
  EMBEDDING_MODEL: 'the name of a model of embeddings, such as text-embedding-3-small',
  MODEL_FALLBACK: `${FALLBACKS.join(', ')}, each at most once and separated by commas, or none`,
  MAX_PROMPT_TOKENS: 'a whole number from 1000 to 1000000',
  MODEL_TABLES: 'the path of a JSON file',
  AGENT_TIMEOUT_SECONDS: 'a whole number from 1 to 600',
  CIRCUIT_BREAKER_ENABLED: 'true or false',
  CIRCUIT_BREAKER_THRESHOLD: 'a whole number from 1 to 1000',
}

export const MODEL_SECRETS = ['OPENAI_API_KEY', 'AZURE_OPENAI_API_KEY', 'ANTHROPIC_API_KEY'] as const
