/** Where each agent's question goes, and where it goes when that fails: from the settings of a configuration. */
import { AGENTS, type AgentName } from '../../machines/messages/index.ts'
import type { ModelTable } from './model-table.ts'
import { PROVIDERS, type ProviderName, type Route, type Routes } from './port.ts'

export const TIERS = [1, 2, 3] as const
export type Tier = (typeof TIERS)[number]

/** What a route falls back to, in the order in which it is named. */
export const FALLBACKS = ['tiers', 'providers', 'offline'] as const
export type Fallback = (typeof FALLBACKS)[number]
export const DEFAULT_FALLBACK: readonly Fallback[] = ['tiers', 'providers']

/** What a user said; everything is optional. */
export interface RouteSettings {
  /** Default: the first of {@link PROVIDERS} that has a key, else `offline`. */
  readonly provider?: ProviderName | 'offline'
  /** Models of the default provider by tier. */
  readonly models?: Readonly<Partial<Record<Tier, string>>>
  /** Tokens of an answer by tier. */
  readonly tokens?: Readonly<Partial<Record<Tier, number>>>
  readonly agents?: Readonly<Partial<Record<AgentName, AgentSettings>>>
  /** Default {@link DEFAULT_FALLBACK}. */
  readonly fallback?: readonly Fallback[]
}

export interface AgentSettings {
  readonly provider?: ProviderName | 'offline'
  readonly model?: string
  readonly maxTokens?: number
  readonly temperature?: number
}

/** A setting that cannot be followed as it is. */
export interface RouteNote {
  /** Undefined: it concerns a model of a tier. */
  readonly agent: AgentName | undefined
  readonly provider: ProviderName
  readonly model: string
  readonly what:
    | 'unknown-model'
    | 'too-many-tokens'
    | 'few-tokens'
    | 'too-few-tokens'
    | 'no-temperature'
    | 'retires'
  readonly message: string
}

/** Tiers of the agents and their temperatures; the table of the product guide. */
export const AGENT_DEFAULTS: Readonly<
  Record<AgentName, { readonly tier: Tier; readonly temperature: number; readonly maxTokens?: number }>
> = {
  planning: { tier: 1, temperature: 0.7 },
  transport: { tier: 1, temperature: 0.6 },
  location: { tier: 2, temperature: 0.7 },
  accommodation: { tier: 2, temperature: 0.7 },
  activity: { tier: 2, temperature: 0.8 },
  budget: { tier: 3, temperature: 0.3 },
  weather: { tier: 3, temperature: 0.1, maxTokens: 2_048 },
}

/** The guide's, and Anthropic's of the same standing. Azure's deployments are named by their owner: usually as the model. */
export const DEFAULT_MODELS: Readonly<Record<ProviderName, Readonly<Record<Tier, string>>>> = {
  openai: { 1: 'gpt-5', 2: 'gpt-5-mini', 3: 'gpt-5-nano' },
  azure: { 1: 'gpt-5', 2: 'gpt-5-mini', 3: 'gpt-5-nano' },
  anthropic: { 1: 'claude-opus-5-5', 2: 'claude-sonnet-5-5', 3: 'claude-haiku-5-5' },
}

export const DEFAULT_TOKENS: Readonly<Record<Tier, number>> = { 1: 8_192, 2: 6_144, 3: 4_096 }

/** The model of an offline route, which nobody has to pay. */
const OFFLINE_MODEL = 'open-data'

/**
 * The routes of all agents, and what of the settings could not be followed. An agent's chosen route comes first. Its
 * fallbacks are, as `fallback` says: `tiers`, the other tiers of the same provider, cheaper ones first; `providers`, the
 * same tier of each other provider that has a key; `offline`, open data. Nobody falls back to open data unless that was
 * said, for such an answer is of another kind.
 */
export function routesOf(
  settings: RouteSettings,
  keys: ReadonlySet<ProviderName>,
  table: ModelTable,
): { readonly routes: Routes; readonly notes: readonly RouteNote[] } {
  const notes: RouteNote[] = []
  const main = settings.provider ?? PROVIDERS.find((name) => keys.has(name)) ?? 'offline'
  const tierOf = (provider: ProviderName, tier: Tier) =>
    (provider === main ? settings.models?.[tier] : undefined) ?? DEFAULT_MODELS[provider][tier]

  const routesOfAgent = (agent: AgentName): [Route, ...Route[]] => {
    const { tier, temperature, maxTokens: usual = Number.POSITIVE_INFINITY } = AGENT_DEFAULTS[agent]
    const own = settings.agents?.[agent] ?? {}
    const provider = own.provider ?? main
    const maxTokens = own.maxTokens ?? Math.min(usual, settings.tokens?.[tier] ?? DEFAULT_TOKENS[tier])
    const route = (name: ProviderName, model: string, at: Tier): Route => {
      const facts = table.factsOf(model)
      const wanted = own.temperature ?? temperature
      return {
        provider: name,
        model,
        tier: at,
        maxTokens: Math.min(maxTokens, facts?.maxOutput ?? maxTokens),
        temperature: facts?.temperature === undefined ? undefined : Math.min(wanted, facts.temperature),
      }
    }
    if (provider === 'offline') return [offline(tier)]
    const chosen = route(provider, own.model ?? tierOf(provider, tier), tier)
    notes.push(...notesOn(agent, chosen, { maxTokens, temperature: own.temperature }, table))
    const others: Readonly<Record<Fallback, () => readonly Route[]>> = {
      tiers: () =>
        [...TIERS.filter((at) => at > tier), ...TIERS.filter((at) => at < tier).toReversed()].map((at) =>
          route(provider, tierOf(provider, at), at),
        ),
      providers: () =>
        PROVIDERS.filter((name) => name !== provider && keys.has(name)).map((name) =>
          route(name, tierOf(name, tier), tier),
        ),
      offline: () => [offline(tier)],
    }
    const fallbacks = (settings.fallback ?? DEFAULT_FALLBACK).flatMap((name) => others[name]())
    return distinct([chosen, ...fallbacks])
  }

  const routes = Object.fromEntries(AGENTS.map((agent) => [agent, routesOfAgent(agent)])) as unknown as Routes
  notes.push(...unknownFallbacks(routes, table))
  return { routes, notes }
}

/** The routes of a configuration, each model of a provider once. */
export function modelsIn(routes: Routes): readonly (Route & { readonly provider: ProviderName })[] {
  const all = AGENTS.flatMap((agent) => routes[agent])
  return distinct(all).filter(
    (route): route is Route & { provider: ProviderName } => route.provider !== 'offline',
  )
}

function offline(tier: Tier): Route {
  return { provider: 'offline', model: OFFLINE_MODEL, tier, maxTokens: 0, temperature: undefined }
}

function distinct<T extends readonly Route[]>(routes: T): T {
  const seen = new Set<string>()
  return routes.filter(({ provider, model }) => {
    const key = `${provider} ${model}`
    return !seen.has(key) && seen.add(key)
  }) as unknown as T
}

function notesOn(
  agent: AgentName,
  { provider, model }: Route,
  wanted: { readonly maxTokens: number; readonly temperature: number | undefined },
  table: ModelTable,
): readonly RouteNote[] {
  if (provider === 'offline') return []
  const facts = table.factsOf(model)
  const about = { agent, provider, model }
  if (facts === undefined)
    return [
      { ...about, what: 'unknown-model', message: `${model} of ${provider} is not in the table of models` },
    ]
  const most = facts.maxOutput
  const ends = facts.retires
  return [
    ...(ends === undefined
      ? []
      : [
          {
            ...about,
            what: 'retires' as const,
            message: `${model} may be switched off from ${ends} on: choose a newer one`,
          },
        ]),
    ...(wanted.maxTokens > most
      ? [
          {
            ...about,
            what: 'too-many-tokens' as const,
            message: `${model} answers with at most ${most} tokens, not ${wanted.maxTokens}`,
          },
        ]
      : []),
    ...(wanted.temperature !== undefined && facts.temperature === undefined
      ? [
          {
            ...about,
            what: 'no-temperature' as const,
            message: `${model} takes no temperature: none is sent`,
          },
        ]
      : []),
  ]
}

function unknownFallbacks(routes: Routes, table: ModelTable): readonly RouteNote[] {
  const chosen = new Set(AGENTS.map((agent) => routes[agent][0].model))
  return modelsIn(routes)
    .filter(({ model }) => !chosen.has(model) && table.factsOf(model) === undefined)
    .map(({ provider, model }) => ({
      agent: undefined,
      provider,
      model,
      what: 'unknown-model' as const,
      message: `${model} of ${provider}, which is fallen back to, is not in the table of models`,
    }))
}
