/**
 * What agents are writing at this moment, for people who watch. It is passed on and never kept: nothing may depend on it, a
 * piece that nobody hears is gone, and what counts is the answer in the journal.
 */
import { z } from 'zod'

/** Characters of a piece that are passed on: the latest ones, a few lines on a screen. */
export const MAX_PROGRESS_TEXT = 240

export const AgentProgress = z.object({
  trip: z.string().min(1).max(128),
  agent: z.string().min(1).max(64),
  /** Address of the actor that asks. */
  actor: z.string().max(2_500),
  attempt: z.int().min(1),
  provider: z.string().max(64),
  model: z.string().max(256),
  /** Of the answer so far. */
  characters: z.int().min(0),
  /** The end of what there is so far; empty where texts may not leave the store unsealed. */
  text: z.string().max(MAX_PROGRESS_TEXT),
  /** When it was written, in ms since 1970. */
  at: z.int().min(0),
})
export type AgentProgress = z.infer<typeof AgentProgress>

export interface ProgressFeed {
  /** Never waits and never throws. */
  readonly publish: (progress: AgentProgress) => void
  /** Calls `listener` with what is heard of a trip until the returned function is called. */
  readonly watch: (trip: string, listener: (progress: AgentProgress) => void) => () => void
}
