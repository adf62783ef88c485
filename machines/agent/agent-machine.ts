/**
 * One agent's work on one task: attempt, check the answer against the agent's schema and against facts, let the model mend
 * it once, back off and try again, go to the next route, give up. All of this belongs to this machine and to nobody else
 * (model SDKs never retry), so every attempt is a journaled state that a watcher sees, and what was paid for is on record.
 */
import { assign, fromPromise, setup } from 'xstate'
import type { AgentTask } from '../messages/agent-task.ts'
import type { ModelCall } from '../messages/model-calls.ts'
import { SECTION_SCHEMAS, type AgentName } from '../messages/sections.ts'
import type { Failure } from '../messages/trip-result.ts'
import { FALLBACK_PAUSE_MS, type AgentLimits } from './agent-limits.ts'
import { waitMs, whatNext } from './agent-policy.ts'
import {
  isAnswer,
  type AgentOutcome,
  type Answer,
  type AttemptInput,
  type AttemptReply,
  type Repair,
} from './agent-reply.ts'
import { misfit, repairOf } from './answer-problems.ts'
import { failureOf } from './failure-of.ts'

export type { AgentOutcome, Answer, AttemptInput, AttemptReply } from './agent-reply.ts'
export { failureOf } from './failure-of.ts'

export interface AgentContext {
  /** Undefined once the agent has ended: the record of its first claim has it, and it is the largest part of the state. */
  readonly task: AgentTask | undefined
  /** Over all routes; repair rounds are not counted. */
  readonly attempt: number
  /** Index of the route that is asked. */
  readonly route: number
  /** Attempts on this route. */
  readonly tries: number
  /** Repair rounds on this route. */
  readonly mended: number
  /** Repair rounds on all routes. */
  readonly repairs: number
  readonly answer: Answer | undefined
  readonly repair: Repair | undefined
  readonly failure: Failure | undefined
  /** What the provider of the last failure asked to wait. */
  readonly retryAfterMs: number | undefined
  readonly calls: readonly ModelCall[]
}

/** Of the machine: older versions are carried over (`agentMigrations`). */
export const AGENT_VERSION = '2'

/** The machine of one agent. `attempt` is provided by whoever binds it to models or to offline data. */
export function createAgentMachine(agent: AgentName, limits: AgentLimits) {
  const onReply = onReplyOf(agent)
  return setup({
    types: {
      context: {} as AgentContext,
      input: {} as { task: AgentTask },
      output: {} as AgentOutcome,
    },
    actors: {
      attempt: fromPromise<AttemptReply, AttemptInput>(async () => {
        throw new Error(`nothing is bound to attempts of the ${agent} agent`)
      }),
    },
    actions: {
      keep: assign(({ context }, { reply }: Kept) => takeReply(context, reply)),
      keepLast: assign(({ context }, { reply }: Kept) => ({ ...takeReply(context, reply), task: undefined })),
      timeOut: assign({
        failure: {
          code: 'agent.timeout',
          message: `The ${agent} agent gave no answer within ${limits.timeoutMs / 1_000} s.`,
        },
        retryAfterMs: undefined,
      }),
    },
    guards: {
      mayMend: ({ context }) => context.answer !== undefined && context.mended < (limits.repairs ?? 0),
      mayTryAgain: ({ context }) => whatNext(limits, context) === 'again',
      mayFallBack: ({ context }) => whatNext(limits, context) === 'next-route',
    },
    delays: {
      timeout: limits.timeoutMs,
      fallback: FALLBACK_PAUSE_MS,
      backoff: ({ context }) =>
        waitMs(limits, context, `${context.task?.request.id ?? ''}/${agent}/${context.attempt}`),
    },
  }).createMachine({
    id: `agent-${agent}`,
    version: AGENT_VERSION,
    context: ({ input }) => ({
      task: input.task,
      attempt: 0,
      route: 0,
      tries: 0,
      mended: 0,
      repairs: 0,
      answer: undefined,
      repair: undefined,
      failure: undefined,
      retryAfterMs: undefined,
      calls: [],
    }),
    initial: 'attempting',
    states: {
      attempting: {
        entry: assign({
          attempt: ({ context }) => context.attempt + 1,
          tries: ({ context }) => context.tries + 1,
          answer: undefined,
        }),
        invoke: {
          id: 'attempt',
          src: 'attempt',
          input: ({ context }) => attemptInput(context),
          onDone: onReply,
          onError: {
            target: 'deciding',
            actions: assign(({ event }) => takeError(event.error)),
          },
        },
        after: { timeout: { target: 'deciding', actions: 'timeOut' } },
      },
      /** The answer does not fit or does not hold: the model is told so once, else it was a failed attempt. */
      refusing: {
        entry: assign({
          failure: ({ context }) => misfit(agent, context.answer),
          retryAfterMs: undefined,
          repair: ({ context }) => context.answer && repairOf(agent, context.answer),
        }),
        always: [{ guard: 'mayMend', target: 'repairing' }, { target: 'deciding' }],
      },
      repairing: {
        entry: assign({
          mended: ({ context }) => context.mended + 1,
          repairs: ({ context }) => context.repairs + 1,
          answer: undefined,
        }),
        invoke: {
          id: 'repair',
          src: 'attempt',
          input: ({ context }) => attemptInput(context),
          onDone: onReply,
          onError: {
            target: 'deciding',
            actions: assign(({ event }) => takeError(event.error)),
          },
        },
        after: { timeout: { target: 'deciding', actions: 'timeOut' } },
        exit: assign({ repair: undefined }),
      },
      deciding: {
        entry: assign({ answer: undefined, repair: undefined }),
        always: [
          { guard: 'mayTryAgain', target: 'backingOff' },
          { guard: 'mayFallBack', target: 'fallingBack' },
          { target: 'failed' },
        ],
      },
      backingOff: { after: { backoff: 'attempting' } },
      fallingBack: {
        entry: assign({ route: ({ context }) => context.route + 1, tries: 0, mended: 0 }),
        after: { fallback: 'attempting' },
      },
      answered: { type: 'final' },
      failed: { type: 'final', entry: assign({ task: undefined, repair: undefined }) },
    },
    output: ({ context }) => outcomeOf(context),
  })
}

function attemptInput({ task, attempt, route, repair }: AgentContext): AttemptInput {
  return {
    task: task as AgentTask,
    attempt,
    ...(route === 0 ? {} : { route }),
    ...(repair === undefined ? {} : { repair }),
  }
}

/** The end of a call. */
interface Replied {
  readonly event: { readonly output: AttemptReply | undefined }
}
interface Kept {
  readonly reply: AttemptReply | undefined
}

/**
 * Where a reply leads: to the end when it is an answer that fits the agent's schema and holds against the facts. Guards look
 * at it where states of their own would: two of the five steps that an agent takes.
 */
function onReplyOf(agent: AgentName) {
  const holds = ({ event }: Replied) => {
    const answer = answerOf(event.output)
    if (answer === undefined || (answer.findings ?? []).length > 0) return false
    return SECTION_SCHEMAS[agent].safeParse(answer.section).success
  }
  const isAnswered = ({ event }: Replied) => answerOf(event.output) !== undefined
  const params = ({ event }: Replied): Kept => ({ reply: event.output })
  return [
    { guard: holds, target: 'answered', actions: { type: 'keepLast', params } },
    { guard: isAnswered, target: 'refusing', actions: { type: 'keep', params } },
    { target: 'deciding', actions: { type: 'keep', params } },
  ] as const
}

/** Nothing at all is an answer that fits no schema. */
function answerOf(reply: AttemptReply | undefined): Answer | undefined {
  if (reply === undefined) return { provider: 'none', section: undefined }
  return isAnswer(reply) ? reply : undefined
}

/** A reply is an answer to check, or a failure; what it cost counts either way. */
type Taken = Pick<AgentContext, 'answer' | 'failure' | 'retryAfterMs'>

function takeReply(
  context: AgentContext,
  reply: AttemptReply | undefined,
): Taken & Pick<AgentContext, 'calls'> {
  const calls = [...context.calls, ...(reply?.calls ?? [])]
  if (reply !== undefined && !isAnswer(reply))
    return { calls, answer: undefined, failure: reply.failure, retryAfterMs: reply.retryAfterMs }
  return { calls, answer: answerOf(reply), failure: undefined, retryAfterMs: undefined }
}

function takeError(error: unknown): Taken {
  const { data } = (typeof error === 'object' && error !== null ? error : {}) as {
    data?: { retryAfterMs?: unknown }
  }
  const wait = data?.retryAfterMs
  return {
    answer: undefined,
    failure: failureOf(error),
    retryAfterMs: typeof wait === 'number' && wait >= 0 ? wait : undefined,
  }
}

/** An answer that did not hold was dropped, so having one is what `answered` means. */
function outcomeOf(context: AgentContext): AgentOutcome {
  const { answer, failure, attempt, route, repairs, calls } = context
  const way = {
    attempts: attempt,
    ...(route === 0 ? {} : { fallbacks: route }),
    ...(repairs === 0 ? {} : { repairs }),
    ...(calls.length === 0 ? {} : { calls }),
  }
  if (answer === undefined)
    return { outcome: 'failed', provider: 'none', ...way, failure: failure ?? failureOf(undefined) }
  const { provider, model, section, cacheHit } = answer
  return {
    outcome: 'answered',
    provider,
    ...(model === undefined ? {} : { model }),
    ...way,
    section,
    ...(cacheHit === undefined ? {} : { cacheHit }),
  }
}
