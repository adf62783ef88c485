import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelTable } from '../../actors/models/model-table.ts'
import { PROVIDERS, type ProviderName, type Route } from '../../actors/models/port.ts'
import {
  DEFAULT_MODELS,
  FALLBACKS,
  modelsIn,
  routesOf,
  type RouteSettings,
} from '../../actors/models/routes.ts'
import { AGENTS } from '../../machines/messages/index.ts'

const table = modelTable()
const names = (routes: readonly Route[]) => routes.map(({ provider, model }) => `${provider}/${model}`)

function routed(settings: RouteSettings, keys: readonly ProviderName[] = ['openai']) {
  return routesOf(settings, new Set(keys), table)
}

describe('routes', () => {
  it('without a key are offline', () => {
    const { routes, notes } = routed({}, [])
    expect(notes).toEqual([])
    for (const agent of AGENTS) expect(names(routes[agent])).toEqual(['offline/open-data'])
    expect(modelsIn(routes)).toEqual([])
  })

  it('are those of the guide by default', () => {
    const { routes, notes } = routed({})
    expect(notes).toEqual([])
    const first = Object.fromEntries(AGENTS.map((agent) => [agent, routes[agent][0]]))
    // GPT-5 takes no temperature, so none is sent.
    const temperature = undefined
    expect(first).toEqual({
      planning: { provider: 'openai', model: 'gpt-5', tier: 1, maxTokens: 8_192, temperature },
      transport: { provider: 'openai', model: 'gpt-5', tier: 1, maxTokens: 8_192, temperature },
      location: { provider: 'openai', model: 'gpt-5-mini', tier: 2, maxTokens: 6_144, temperature },
      accommodation: { provider: 'openai', model: 'gpt-5-mini', tier: 2, maxTokens: 6_144, temperature },
      activity: { provider: 'openai', model: 'gpt-5-mini', tier: 2, maxTokens: 6_144, temperature },
      budget: { provider: 'openai', model: 'gpt-5-nano', tier: 3, maxTokens: 4_096, temperature },
      weather: { provider: 'openai', model: 'gpt-5-nano', tier: 3, maxTokens: 2_048, temperature },
    })
  })

  it('take the first provider that has a key', () => {
    expect(routed({}, ['anthropic', 'azure']).routes.planning[0].provider).toBe('azure')
    expect(routed({}, ['anthropic']).routes.weather[0].model).toBe('claude-haiku-5-5')
  })

  it('fall back to cheaper tiers, then dearer ones, then other providers that have a key', () => {
    const { routes } = routed({}, ['openai', 'anthropic'])
    expect(names(routes.planning)).toEqual([
      'openai/gpt-5',
      'openai/gpt-5-mini',
      'openai/gpt-5-nano',
      'anthropic/claude-opus-5-5',
    ])
    expect(names(routes.location)).toEqual([
      'openai/gpt-5-mini',
      'openai/gpt-5-nano',
      'openai/gpt-5',
      'anthropic/claude-sonnet-5-5',
    ])
    expect(names(routes.weather).slice(0, 3)).toEqual([
      'openai/gpt-5-nano',
      'openai/gpt-5-mini',
      'openai/gpt-5',
    ])
  })

  it.each<[RouteSettings['fallback'], readonly string[]]>([
    [[], ['openai/gpt-5']],
    [['offline'], ['openai/gpt-5', 'offline/open-data']],
    [
      ['providers', 'offline'],
      ['openai/gpt-5', 'anthropic/claude-opus-5-5', 'offline/open-data'],
    ],
  ])('fall back as %j says', (fallback, expected) => {
    const settings = fallback === undefined ? {} : { fallback }
    expect(names(routed(settings, ['openai', 'anthropic']).routes.planning)).toEqual(expected)
  })

  it('follow what each agent is given', () => {
    const { routes, notes } = routed(
      {
        models: { 2: 'gpt-4.1' },
        tokens: { 2: 1_000, 3: 500 },
        agents: {
          location: { temperature: 0.25 },
          planning: { provider: 'anthropic', model: 'claude-sonnet-4-5', maxTokens: 2_000, temperature: 1.5 },
          activity: { provider: 'anthropic' },
          budget: { provider: 'offline' },
        },
      },
      ['openai', 'anthropic'],
    )
    expect(notes.map(({ agent, what }) => [agent, what])).toEqual([['planning', 'retires']])
    expect(notes[0]?.message).toContain('2026-11-30')
    expect(routes.location[0]).toMatchObject({ model: 'gpt-4.1', maxTokens: 1_000, temperature: 0.25 })
    // Claude's temperatures end at 1.
    expect(routes.planning[0]).toMatchObject({ model: 'claude-sonnet-4-5', maxTokens: 2_000, temperature: 1 })
    expect(routes.activity[0]).toMatchObject({ provider: 'anthropic', model: 'claude-sonnet-5-5' })
    expect(names(routes.budget)).toEqual(['offline/open-data'])
    expect(routes.weather[0].maxTokens).toBe(500)
    expect(names(routes.accommodation)).toContain('openai/gpt-5-nano')
  })

  it('name what cannot be followed', () => {
    const { routes, notes } = routed({
      models: { 3: 'llama-4' },
      agents: {
        planning: { model: 'gpt-4o', maxTokens: 50_000 },
        transport: { temperature: 0.2 },
        location: { model: 'unheard-of' },
      },
      fallback: [],
    })
    expect(routes.planning[0].maxTokens).toBe(16_384)
    expect(notes.map(({ agent, what, model }) => [agent, what, model])).toEqual([
      ['planning', 'too-many-tokens', 'gpt-4o'],
      ['location', 'unknown-model', 'unheard-of'],
      ['transport', 'no-temperature', 'gpt-5'],
      ['weather', 'unknown-model', 'llama-4'],
      ['budget', 'unknown-model', 'llama-4'],
    ])
  })

  it('name a model that is only fallen back to', () => {
    const { notes } = routed({
      agents: Object.fromEntries(AGENTS.map((agent) => [agent, { model: 'gpt-5' }])),
      models: { 3: 'llama-4' },
    })
    expect(notes.map(({ agent, model }) => [agent, model])).toEqual([[undefined, 'llama-4']])
  })

  it('never name a provider without a key unless it was asked for, nor one route twice', () => {
    const keys = fc.subarray([...PROVIDERS])
    const fallback = fc.subarray([...FALLBACKS]).chain((all) => fc.shuffledSubarray(all))
    const models = fc.record({
      1: fc.constantFrom('gpt-5', 'gpt-5-nano', 'gpt-4o'),
      3: fc.constantFrom('gpt-5', 'o3'),
    })
    fc.assert(
      fc.property(keys, fallback, models, (keyed, wanted, own) => {
        const { routes } = routed({ fallback: wanted, models: own }, keyed)
        for (const agent of AGENTS) {
          const all = names(routes[agent])
          expect(new Set(all).size).toBe(all.length)
          for (const { provider } of routes[agent]) {
            const open = keyed.length === 0 || wanted.includes('offline')
            expect(provider === 'offline' ? open : keyed.includes(provider)).toBe(true)
          }
        }
      }),
    )
  })

  it('every default model is in the table', () => {
    for (const provider of PROVIDERS)
      for (const model of Object.values(DEFAULT_MODELS[provider])) expect(table.factsOf(model)).toBeDefined()
  })
})
