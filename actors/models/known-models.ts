/**
 * The models that ship with the table. Prices are USD per million tokens of the standard tier, as read on 2026-11-26:
 * - OpenAI: https://developers.openai.com/api/docs/pricing and the pages of the models; cached input is a tenth of the price since
 *   GPT-5, a quarter for GPT-4.1 and o3, half for GPT-4o. What has changed since then is for MODEL_TABLES.
 * - Anthropic: https://platform.claude.com/docs/en/about-claude/pricing ("cache hits and refreshes" is `cachedInput`); writing into
 *   its cache costs a quarter more, which is not asked for here.
 * Azure's deployments have names of their own: the table takes one that is named as its model, or one that MODEL_TABLES names.
 * Parameters: reasoning models of OpenAI refuse `max_tokens` and any temperature, and Claude refuses temperatures from Opus
 * 4.7 and Sonnet 5 on, both with status 400.
 */
import type { ModelFacts, ModelTableData } from './model-facts.ts'

type Numbers = readonly [input: number, cachedInput: number, output: number]

/** OpenAI's that reason first. Low effort: the answer is long and the reasoning has to fit into the same limit. */
function reasoning(
  [input, cachedInput, output]: Numbers,
  context = 400_000,
  maxOutput = 128_000,
): ModelFacts {
  return {
    tokenParameter: 'max_completion_tokens',
    temperature: undefined,
    structured: 'schema',
    effort: 'low',
    context,
    maxOutput,
    price: { input, cachedInput, output },
  }
}

/** OpenAI's that answer at once. */
function plain([input, cachedInput, output]: Numbers, context: number, maxOutput: number): ModelFacts {
  return {
    tokenParameter: 'max_completion_tokens',
    temperature: 2,
    structured: 'schema',
    effort: undefined,
    context,
    maxOutput,
    price: { input, cachedInput, output },
  }
}

function claude([input, cachedInput, output]: Numbers, differs: Partial<ModelFacts> = {}): ModelFacts {
  return {
    tokenParameter: 'max_tokens',
    temperature: undefined,
    structured: 'schema',
    effort: 'low',
    context: 1_000_000,
    maxOutput: 128_000,
    price: { input, cachedInput, output },
    ...differs,
  }
}

function embedding(price: number, dimensions: number): ModelFacts {
  return {
    ...plain([price, price, 0], 8_191, 1),
    structured: 'prompt',
    temperature: undefined,
    price: { input: price, cachedInput: price, output: 0, embedding: price },
    dimensions,
  }
}

/** Before Opus 4.7 and Sonnet 5. */
const OLDER_CLAUDE = { temperature: 1, effort: undefined, context: 200_000, maxOutput: 64_000 } as const

export const KNOWN_MODELS: ModelTableData = {
  'gpt-5': reasoning([1.25, 0.125, 10]),
  'gpt-5-mini': reasoning([0.25, 0.025, 2]),
  'gpt-5-nano': reasoning([0.05, 0.005, 0.4]),
  'gpt-5-chat': { ...plain([1.25, 0.125, 10], 128_000, 16_384), structured: 'json' },
  'gpt-5.1': reasoning([1.25, 0.125, 10]),
  'gpt-5.2': reasoning([1.75, 0.175, 14]),
  // Above 272,000 tokens of prompt another tariff holds: that is where their context ends here.
  'gpt-5.4': reasoning([2.5, 0.25, 15], 272_000),
  'gpt-5.4-mini': reasoning([0.75, 0.075, 4.5]),
  'gpt-5.4-nano': reasoning([0.2, 0.02, 1.25]),
  // Their input is charged a quarter more when it goes into the cache, which happens unasked: so that is the price here.
  'gpt-6-sol': reasoning([2.5, 0.2, 10], 272_000),
  'gpt-6.1-sol': reasoning([2.5, 0.1, 10], 272_000),
  'gpt-6-luna': reasoning([0.125, 0.01, 0.5], 272_000),
  'gpt-4.1': plain([2, 0.5, 8], 1_047_576, 32_768),
  'gpt-4.1-mini': plain([0.4, 0.1, 1.6], 1_047_576, 32_768),
  'gpt-4.1-nano': plain([0.1, 0.025, 0.4], 1_047_576, 32_768),
  'gpt-4o': plain([2.5, 1.25, 10], 128_000, 16_384),
  'gpt-4o-mini': plain([0.15, 0.075, 0.6], 128_000, 16_384),
  o3: reasoning([2, 0.5, 8], 200_000, 100_000),
  'o4-mini': reasoning([1.1, 0.275, 4.4], 200_000, 100_000),
  'text-embedding-3-small': embedding(0.02, 1_536),
  'text-embedding-3-large': embedding(0.13, 3_072),
  'claude-fable-5-1': claude([10, 0.25, 50]),
  'claude-opus-5-5': claude([4, 0.2, 20]),
  'claude-sonnet-5-5': claude([2, 0.1, 10]),
  'claude-haiku-5-5': claude([0.1, 0.01, 0.5], {
    price: {
      input: 0.1,
      cachedInput: 0.01,
      output: 0.5,
      longPrompt: { above: 100_000, input: 0.5, cachedInput: 0.05, output: 2.5 },
    },
  }),
  'claude-opus-5': claude([5, 0.5, 25]),
  'claude-sonnet-5': claude([2, 0.2, 10]),
  'claude-opus-4-8': claude([5, 0.5, 25]),
  'claude-opus-4-7': claude([5, 0.5, 25]),
  'claude-opus-4-6': claude([5, 0.5, 25], { temperature: 1 }),
  'claude-sonnet-4-6': claude([3, 0.3, 15], { ...OLDER_CLAUDE, effort: 'low' }),
  // Ends announced by Anthropic, as its SDK 1.14.0 has them.
  'claude-opus-4-5': claude([5, 0.5, 25], { ...OLDER_CLAUDE, retires: '2027-01-22' }),
  'claude-sonnet-4-5': claude([3, 0.3, 15], { ...OLDER_CLAUDE, retires: '2026-11-30' }),
  'claude-haiku-4-5': claude([1, 0.1, 5], OLDER_CLAUDE),
}
