/** What the machine of an agent asks of an attempt, what it gets back, and what it ends with. */
import type { AgentTask } from '../messages/agent-task.ts'
import type { CacheHit, ModelCall } from '../messages/model-calls.ts'
import type { Failure } from '../messages/trip-result.ts'

export interface AttemptInput {
  readonly task: AgentTask
  /** 1 for the first; counts on over all routes. */
  readonly attempt: number
  /** Which of the agent's routes is asked; absent: the first. */
  readonly route?: number
  /** Present in a repair round. */
  readonly repair?: Repair
}

/** What was wrong with an answer, for the model to mend. */
export interface Repair {
  /** The answer as the model wrote it; the middle of a long one is left out. */
  readonly text: string
  /** Each with its path. */
  readonly problems: readonly string[]
}

/** A section, not yet checked against its schema, and who made it. */
export interface Answer {
  readonly provider: string
  readonly section: unknown
  /** Absent where there is no model. */
  readonly model?: string
  readonly calls?: readonly ModelCall[]
  readonly cacheHit?: CacheHit
  /** What in it contradicts open data or the request, each with its path; found where that data is. */
  readonly findings?: readonly string[]
  /** The text that the section was read from, for a repair round. */
  readonly text?: string
}

/** No section: what went wrong, and what it cost. */
export interface Unanswered {
  readonly provider: string
  readonly model?: string
  readonly failure: Failure
  readonly calls?: readonly ModelCall[]
  /** What the provider asked to wait, in ms. */
  readonly retryAfterMs?: number
}

export type AttemptReply = Answer | Unanswered

export function isAnswer(reply: AttemptReply | undefined): reply is Answer {
  return reply !== undefined && !('failure' in reply)
}

/** How the agent got to its end; absent: none. */
interface Way {
  readonly provider: string
  readonly model?: string
  /** Over all routes, repair rounds not counted. */
  readonly attempts: number
  /** Changes to the next route. */
  readonly fallbacks?: number
  /** Repair rounds. */
  readonly repairs?: number
  readonly calls?: readonly ModelCall[]
}

/** How an agent ends; failing is an expected outcome, not an error. */
export type AgentOutcome =
  | (Way & { readonly outcome: 'answered'; readonly section: unknown; readonly cacheHit?: CacheHit })
  | (Way & { readonly outcome: 'failed'; readonly failure: Failure })
