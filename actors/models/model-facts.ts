/** What has to be known of a model before it can be asked and paid. */
import { z } from 'zod'
import type { ModelUsage } from './port.ts'

/** USD per million tokens, which is the same figure as micro-USD per token. */
export interface Price {
  readonly input: number
  /** Of prompt tokens that the provider had in its cache. */
  readonly cachedInput: number
  /** Hidden reasoning included. 0 for embedding models. */
  readonly output: number
  /** Of embedding models, per million tokens of text. */
  readonly embedding?: number
  /** Some models are dearer, for every token of a call, when its prompt is longer than `above` tokens. */
  readonly longPrompt?: {
    readonly above: number
    readonly input: number
    readonly cachedInput: number
    readonly output: number
  }
}

export interface ModelFacts {
  /** Which parameter of Chat Completions bounds the answer. */
  readonly tokenParameter: 'max_completion_tokens' | 'max_tokens'
  /** The highest temperature; undefined: the model takes none. */
  readonly temperature: number | undefined
  /** `schema`: bound to a JSON schema by the provider. `json`: bound to JSON alone. `prompt`: asked for it in words. */
  readonly structured: 'schema' | 'json' | 'prompt'
  /** How much hidden reasoning is asked of it; undefined: the parameter is not sent. It counts into `maxTokens`. */
  readonly effort: string | undefined
  /** Tokens of prompt and answer together. */
  readonly context: number
  /** The most tokens of one answer. */
  readonly maxOutput: number
  readonly price: Price
  /** Numbers of one vector, of embedding models. */
  readonly dimensions?: number
  /** The date (`YYYY-MM-DD`) from which its provider may switch it off, where one is announced. */
  readonly retires?: string
}

/** What each model is called, and how it differs. */
export type ModelTableData = Readonly<Record<string, ModelFacts>>

const Usd = z.number().min(0).max(100_000)
const Tokens = z.int().min(1).max(1_000_000_000)

/** One model in a user's own table: a new one says `like` which known one it resembles, or everything. */
const Override = z.strictObject({
  like: z.string().min(1).optional(),
  tokenParameter: z.enum(['max_completion_tokens', 'max_tokens']).optional(),
  temperature: z.union([z.number().positive().max(2), z.literal(false)]).optional(),
  structured: z.enum(['schema', 'json', 'prompt']).optional(),
  effort: z.union([z.string().regex(/^[a-z]{1,16}$/), z.literal(false)]).optional(),
  context: Tokens.optional(),
  maxOutput: Tokens.optional(),
  dimensions: z.int().min(1).max(65_536).optional(),
  price: z
    .strictObject({
      input: Usd,
      cachedInput: Usd.optional(),
      output: Usd,
      embedding: Usd.optional(),
      longPrompt: z
        .strictObject({ above: Tokens, input: Usd, cachedInput: Usd.optional(), output: Usd })
        .optional(),
    })
    .optional(),
})
type Override = z.infer<typeof Override>

/** A user's table: `{"models": {"name": {…}}}`, each of which replaces or extends what ships. */
export const ModelTableFile = z.strictObject({
  models: z.record(z.string().regex(/^[\w.:/@-]{1,128}$/), Override),
})
export type ModelTableFile = z.infer<typeof ModelTableFile>

/** One thing wrong with a user's table. */
export interface TableProblem {
  /** `models.my-model.price` */
  readonly path: string
  readonly message: string
}

/** @returns the shipped table with the user's over it, and everything that is wrong with the latter */
export function withOverrides(
  shipped: ModelTableData,
  file: ModelTableFile,
): { readonly table: ModelTableData; readonly problems: readonly TableProblem[] } {
  const problems: TableProblem[] = []
  const own = Object.entries(file.models).flatMap(([name, given]): [string, ModelFacts][] => {
    const base = shipped[given.like ?? name]
    if (given.like !== undefined && base === undefined) {
      problems.push({
        path: `models.${name}.like`,
        message: `no model "${given.like}" is known: name one of ${Object.keys(shipped).join(', ')}`,
      })
      return []
    }
    const { context = base?.context, maxOutput = base?.maxOutput } = given
    const price = given.price === undefined ? base?.price : priceFrom(given.price)
    if (context === undefined || maxOutput === undefined || price === undefined) {
      const missing = Object.entries({ context, maxOutput, price }).filter(([, value]) => value === undefined)
      problems.push({
        path: `models.${name}`,
        message: `it is not known: give ${missing.map(([key]) => key).join(', ')}, or "like" with a known model`,
      })
      return []
    }
    const { dimensions = base?.dimensions } = given
    const size = dimensions === undefined ? {} : { dimensions }
    const end = base?.retires === undefined ? {} : { retires: base.retires }
    return [[name, { ...settingsOf(given, base), context, maxOutput, price, ...size, ...end }]]
  })
  return { table: { ...shipped, ...Object.fromEntries(own) }, problems }
}

function settingsOf(
  given: Override,
  base: ModelFacts | undefined,
): Pick<ModelFacts, 'tokenParameter' | 'temperature' | 'structured' | 'effort'> {
  const { tokenParameter, temperature, structured, effort } = given
  return {
    tokenParameter: tokenParameter ?? base?.tokenParameter ?? 'max_tokens',
    temperature: temperature === undefined ? base?.temperature : temperature || undefined,
    structured: structured ?? base?.structured ?? 'json',
    effort: effort === undefined ? base?.effort : effort || undefined,
  }
}

function priceFrom(given: NonNullable<Override['price']>): Price {
  const { input, cachedInput = input, output, embedding, longPrompt } = given
  return {
    input,
    cachedInput,
    output,
    ...(embedding === undefined ? {} : { embedding }),
    ...(longPrompt === undefined
      ? {}
      : { longPrompt: { ...longPrompt, cachedInput: longPrompt.cachedInput ?? longPrompt.input } }),
  }
}

/** Larger than any context there is. */
const MOST_TOKENS = 100_000_000

/**
 * Usage as it was reported, if it can be true; else undefined, and the call has to be counted at its worst case. An answer that is
 * longer than was asked for can be true, of a server that knows no limit; one longer than its model can give cannot.
 */
export function plausibleUsage(
  reported: { readonly input: unknown; readonly cached: unknown; readonly output: unknown },
  answered: boolean,
  { context, maxOutput }: Pick<ModelFacts, 'context' | 'maxOutput'>,
): ModelUsage | undefined {
  const { input, cached, output } = reported
  if (!isCount(input) || !isCount(output)) return undefined
  const cachedInputTokens = cached ?? 0
  if (!isCount(cachedInputTokens) || cachedInputTokens > input) return undefined
  if (input > context || output > maxOutput) return undefined
  // Nobody answers for nothing.
  if (answered && (input === 0 || output === 0)) return undefined
  return { inputTokens: input, cachedInputTokens, outputTokens: output }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS
}
