import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KNOWN_MODELS } from '../../actors/models/known-models.ts'
import { ModelTableFile, plausibleUsage, withOverrides } from '../../actors/models/model-facts.ts'
import { estimateTokens, modelTable } from '../../actors/models/model-table.ts'

const table = modelTable()
const models = Object.keys(KNOWN_MODELS)
const anyModel = fc.constantFrom(...models)
const tokens = fc.nat({ max: 3_000_000 })
const anyUsage = fc
  .record({ inputTokens: tokens, share: fc.double({ min: 0, max: 1, noNaN: true }), outputTokens: tokens })
  .map(({ inputTokens, share, outputTokens }) => ({
    inputTokens,
    cachedInputTokens: Math.floor(inputTokens * share),
    outputTokens,
  }))

describe('looking up', () => {
  it.each([
    ['gpt-5-mini', 0.25],
    ['gpt-5-mini-2025-08-07', 0.25],
    ['gpt-5-chat-latest', 1.25],
    ['claude-haiku-4-5-20251001', 1],
  ])('%s costs %d USD per million tokens', (model, input) => {
    expect(table.priceOf(model)?.input).toBe(input)
  })

  it.each(['gpt-5-minus', 'gpt', 'gpt-5-mini-tuned', '', 'constructor', '__proto__'])(
    '%s is unknown',
    (model) => {
      const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1 }
      expect(table.factsOf(model)).toBeUndefined()
      expect(table.costOf(usage, model)).toBeUndefined()
      expect(table.worstCostOf(1, 1, model)).toBeUndefined()
    },
  )

  it('every model that ships is consistent', () => {
    for (const [model, { context, maxOutput, price, structured }] of Object.entries(KNOWN_MODELS)) {
      expect([model, price.cachedInput <= price.input, maxOutput <= context]).toEqual([model, true, true])
      expect(['schema', 'json', 'prompt']).toContain(structured)
    }
  })
})

describe('money', () => {
  it.each([
    // 1,000 × 0.25 − the cached 400 at a tenth + 200 × 2
    ['gpt-5-mini', { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 200 }, 150 + 10 + 400],
    ['gpt-5-nano', { inputTokens: 1, cachedInputTokens: 0, outputTokens: 0 }, 1],
    ['gpt-5-nano', { inputTokens: 30, cachedInputTokens: 0, outputTokens: 0 }, 2],
    ['gpt-5', { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }, 0],
    ['claude-haiku-5-5', { inputTokens: 100_000, cachedInputTokens: 0, outputTokens: 10 }, 10_005],
    ['claude-haiku-5-5', { inputTokens: 100_001, cachedInputTokens: 0, outputTokens: 10 }, 50_026],
  ])('%s %j costs %d micro-USD', (model, usage, microUsd) => {
    expect(table.costOf(usage, model)).toBe(microUsd)
  })

  it('is a whole number that is never below the exact sum, and less than one above', () => {
    fc.assert(
      fc.property(anyModel, anyUsage, (model, usage) => {
        const price = table.priceOf(model)
        const long = price?.longPrompt
        const rates = long !== undefined && usage.inputTokens > long.above ? long : price
        const exact =
          (usage.inputTokens - usage.cachedInputTokens) * (rates?.input ?? 0) +
          usage.cachedInputTokens * (rates?.cachedInput ?? 0) +
          usage.outputTokens * (rates?.output ?? 0)
        const cost = table.costOf(usage, model) ?? Number.NaN
        expect(Number.isInteger(cost)).toBe(true)
        expect(cost).toBeGreaterThanOrEqual(exact - 1e-6 * (1 + exact))
        expect(cost).toBeLessThan(exact + 1 + 1e-6 * (1 + exact))
      }),
    )
  })

  it('the worst case is never below what a call within its bounds costs', () => {
    fc.assert(
      fc.property(anyModel, anyUsage, tokens, tokens, (model, usage, moreInput, moreOutput) => {
        const worst = table.worstCostOf(usage.inputTokens + moreInput, usage.outputTokens + moreOutput, model)
        expect(worst).toBeGreaterThanOrEqual(table.costOf(usage, model) ?? Number.NaN)
      }),
    )
  })

  it('more tokens never cost less, and two calls never less than their sum in one', () => {
    const flat = fc.constantFrom(...models.filter((model) => table.priceOf(model)?.longPrompt === undefined))
    fc.assert(
      fc.property(flat, anyUsage, anyUsage, (model, a, b) => {
        const both = {
          inputTokens: a.inputTokens + b.inputTokens,
          cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
          outputTokens: a.outputTokens + b.outputTokens,
        }
        const [one = 0, other = 0, together = 0] = [a, b, both].map((usage) => table.costOf(usage, model))
        expect(one + other).toBeGreaterThanOrEqual(together)
        expect(together).toBeGreaterThanOrEqual(Math.max(one, other))
      }),
    )
  })

  it('prices embeddings', () => {
    expect(table.embeddingCostOf(1_000_000, 'text-embedding-3-small')).toBe(20_000)
    expect(table.embeddingCostOf(1, 'gpt-5')).toBeUndefined()
  })

  it.each([
    ['', 0],
    ['Lisbon', 3],
    ['東京', 3],
  ])('estimates the tokens of %j as %d', (text, count) => expect(estimateTokens(text)).toBe(count))
})

describe('usage', () => {
  it.each<[{ input: unknown; cached: unknown; output: unknown }, boolean, boolean]>([
    [{ input: 5, cached: 2, output: 3 }, true, true],
    [{ input: 5, cached: undefined, output: 3 }, true, true],
    [{ input: 5, cached: null, output: 3 }, true, true],
    [{ input: 5, cached: 6, output: 3 }, true, false],
    [{ input: 5, cached: 0, output: 0 }, true, false],
    [{ input: 5, cached: 0, output: 0 }, false, true],
    [{ input: Number.NaN, cached: 0, output: 1 }, true, false],
    [{ input: '5', cached: 0, output: 1 }, true, false],
    // Longer than any answer of this model, or than all that it reads.
    [{ input: 5, cached: 0, output: 100 }, true, true],
    [{ input: 5, cached: 0, output: 101 }, true, false],
    [{ input: 1_000, cached: 0, output: 5 }, true, true],
    [{ input: 1_001, cached: 0, output: 5 }, true, false],
  ])('%j of an answer (%s) is plausible: %s', (reported, answered, plausible) => {
    expect(plausibleUsage(reported, answered, { context: 1_000, maxOutput: 100 }) !== undefined).toBe(
      plausible,
    )
  })
})

describe("a user's table", () => {
  const merged = (models: unknown) => withOverrides(KNOWN_MODELS, ModelTableFile.parse({ models }))

  it('changes, adds and derives models', () => {
    const { table: data, problems } = merged({
      'gpt-5': { price: { input: 1, output: 8 } },
      'our-deployment': { like: 'gpt-5-mini', temperature: 1, effort: false },
      'llama-4': { context: 32_000, maxOutput: 4_000, price: { input: 0, output: 0 }, structured: 'prompt' },
    })
    expect(problems).toEqual([])
    const own = modelTable(data)
    expect(own.priceOf('gpt-5')).toEqual({ input: 1, cachedInput: 1, output: 8 })
    expect(own.factsOf('gpt-5')?.context).toBe(400_000)
    expect(own.factsOf('our-deployment')).toMatchObject({
      temperature: 1,
      effort: undefined,
      context: 400_000,
    })
    expect(own.factsOf('llama-4')).toMatchObject({ tokenParameter: 'max_tokens', temperature: undefined })
    expect(own.worstCostOf(1e6, 4_000, 'llama-4')).toBe(0)
    expect(own.priceOf('gpt-5-mini')?.input).toBe(0.25)
  })

  it('does not keep a model from its end', () => {
    const price = { input: 3, output: 15 }
    const { table: data } = merged({ 'claude-sonnet-4-5': { price }, ours: { like: 'claude-sonnet-4-5' } })
    expect([data['claude-sonnet-4-5']?.retires, data['ours']?.retires]).toEqual(['2026-11-30', '2026-11-30'])
  })

  it('names everything that is missing', () => {
    const { problems } = merged({ mine: { like: 'nothing' }, other: { context: 10 } })
    expect(problems.map(({ path }) => path)).toEqual(['models.mine.like', 'models.other'])
    expect(problems[1]?.message).toContain('maxOutput, price')
  })

  it.each([
    { mine: { price: { input: -1, output: 1 } } },
    { mine: { contxt: 5 } },
    { 'a model': {} },
    { mine: { temperature: 5 } },
  ])('refuses %j', (models) => {
    expect(ModelTableFile.safeParse({ models }).success).toBe(false)
  })
})
