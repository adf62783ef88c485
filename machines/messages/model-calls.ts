/** What an agent's calls to models used and cost, as its outcome and the trip's result tell it. */
import { z } from 'zod'

export const TokenUsage = z.object({
  /** All tokens of the prompt, the cached ones among them. */
  inputTokens: z.int().nonnegative(),
  cachedInputTokens: z.int().nonnegative(),
  /** Reasoning tokens among them. */
  outputTokens: z.int().nonnegative(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

/** One call that was paid for, or could have been. */
export const ModelCall = z.object({
  provider: z.string(),
  model: z.string(),
  /** Absent when the provider reported none. */
  usage: TokenUsage.optional(),
  /** Millionths of a US dollar. */
  microUsd: z.int().nonnegative(),
  /** True when nobody knows what the call cost: its worst case is assumed. */
  estimated: z.boolean().optional(),
  /** What was left out of the prompt because it would have been too long: `alternatives of section:transport`. */
  condensed: z.array(z.string()).optional(),
})
export type ModelCall = z.infer<typeof ModelCall>

/** An answer that was taken from an earlier, equal enough question instead of a model. */
export const CacheHit = z.object({
  /** Similarity of the questions, 0..1. */
  score: z.number().min(0).max(1),
  /** Whose answer it was. */
  source: z.string(),
})
export type CacheHit = z.infer<typeof CacheHit>
