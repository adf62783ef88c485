/** Looking models up, and what their calls cost. Money is an integer of micro-USD, rounded up: never less than is charged. */
import { KNOWN_MODELS } from './known-models.ts'
import type { ModelFacts, ModelTableData, Price } from './model-facts.ts'
import type { ModelUsage } from './port.ts'

export interface ModelTable {
  /** Undefined for a model that neither the shipped table nor the user's has. */
  readonly factsOf: (model: string) => ModelFacts | undefined
  /** USD per million tokens. */
  readonly priceOf: (model: string) => Price | undefined
  /** What a call cost. @returns micro-USD; undefined when the price is unknown */
  readonly costOf: (usage: ModelUsage, model: string) => number | undefined
  /**
   * The most that a call can cost: nothing from the cache, the whole answer used.
   * @returns micro-USD; undefined when the price is unknown
   */
  readonly worstCostOf: (promptTokens: number, maxTokens: number, model: string) => number | undefined
  /** What embedding so many tokens costs. @returns micro-USD; undefined when the price is unknown */
  readonly embeddingCostOf: (tokens: number, model: string) => number | undefined
}

/** The date or stage that providers append to a model's name: `-2025-08-07`, `-20251001`, `-latest`. */
const STAMP = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$/

/** @param data default: the models that ship */
export function modelTable(data: ModelTableData = KNOWN_MODELS): ModelTable {
  const known = new Map(Object.entries(data))
  const factsOf = (model: string) => known.get(model) ?? known.get(model.replace(STAMP, ''))
  const priceOf = (model: string) => factsOf(model)?.price
  return {
    factsOf,
    priceOf,
    costOf: (usage, model) => {
      const price = priceOf(model)
      return price && cost(usage, price)
    },
    worstCostOf: (promptTokens, maxTokens, model) => {
      const price = priceOf(model)
      if (price === undefined) return undefined
      const usage = { inputTokens: promptTokens, cachedInputTokens: 0, outputTokens: maxTokens }
      // A longer prompt is never cheaper, and an estimate may fall short of the step.
      const steps = [cost(usage, { ...price, longPrompt: undefined }), cost(usage, price)]
      return Math.max(...steps)
    },
    embeddingCostOf: (tokens, model) => {
      const price = priceOf(model)?.embedding
      return price === undefined ? undefined : micro([[tokens, price]])
    },
  }
}

/**
 * About how many tokens a text has, rather too many: two bytes of UTF-8 to a token. English has some four, dense JSON and
 * languages without spaces two to three; no tokenizer of any provider is asked.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).byteLength / 2)
}

function cost(
  { inputTokens, cachedInputTokens, outputTokens }: ModelUsage,
  price: Omit<Price, 'longPrompt'> & { readonly longPrompt?: Price['longPrompt'] | undefined },
): number {
  const long = price.longPrompt
  const rates = long !== undefined && inputTokens > long.above ? long : price
  return micro([
    [inputTokens - cachedInputTokens, rates.input],
    [cachedInputTokens, rates.cachedInput],
    [outputTokens, rates.output],
  ])
}

/** Exact: prices have at most six decimals, so all sums are whole millionths of a micro-USD. */
function micro(parts: readonly (readonly [tokens: number, price: number])[]): number {
  const sum = parts.reduce((total, [tokens, price]) => total + BigInt(tokens) * millionths(price), 0n)
  return Number((sum + 999_999n) / 1_000_000n)
}

function millionths(price: number): bigint {
  return BigInt(Math.round(price * 1_000_000))
}
