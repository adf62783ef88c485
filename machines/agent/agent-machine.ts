/**
 * One agent's work on one task: attempt, check the answer against the agent's schema, back off and try again, give up. Retries
 * belong to this machine and to nobody else, so every attempt is a journaled state that a watcher sees.
 */
import { assign, fromPromise, setup } from 'xstate'
import type { AgentTask } from '../messages/agent-task.ts'
import { SECTION_SCHEMAS, type AgentName } from '../messages/sections.ts'
import type { Failure } from '../messages/trip-result.ts'
import type { AgentLimits } from './agent-limits.ts'

/** What an attempt gives: a section, not yet checked, and who made it. */
export interface Answer {
  readonly provider: string
  readonly section: unknown
}

export interface AttemptInput {
  readonly task: AgentTask
  /** 1 for the first. */
  readonly attempt: number
}

/** How an agent ends; failing is an expected outcome, not an error. */
export type AgentOutcome =
  | {
      readonly outcome: 'answered'
      readonly provider: string
      readonly attempts: number
      readonly section: unknown
    }
  | {
      readonly outcome: 'failed'
      readonly provider: string
      readonly attempts: number
      readonly failure: Failure
    }

export interface AgentContext {
  /** Undefined once the agent has ended: the record of its first claim has it, and it is the largest part of the state. */
  readonly task: AgentTask | undefined
  readonly attempt: number
  readonly answer: Answer | undefined
  readonly failure: Failure | undefined
}

/** The machine of one agent. `attempt` is provided by whoever binds it to a model or to offline data. */
export function createAgentMachine(agent: AgentName, limits: AgentLimits) {
  return setup({
    types: {
      context: {} as AgentContext,
      input: {} as { task: AgentTask },
      output: {} as AgentOutcome,
    },
    actors: {
      attempt: fromPromise<Answer, AttemptInput>(async () => {
        throw new Error(`nothing is bound to attempts of the ${agent} agent`)
      }),
    },
    guards: {
      answerFits: ({ context }) => SECTION_SCHEMAS[agent].safeParse(context.answer?.section).success,
      mayRetry: ({ context }) => context.attempt < limits.attempts && context.failure?.retryable !== false,
    },
    delays: {
      timeout: limits.timeoutMs,
      backoff: ({ context }) => limits.backoffMs * 2 ** (context.attempt - 1),
    },
  }).createMachine({
    id: `agent-${agent}`,
    version: '1',
    context: ({ input }) => ({ task: input.task, attempt: 0, answer: undefined, failure: undefined }),
    initial: 'attempting',
    states: {
      attempting: {
        entry: assign({ attempt: ({ context }) => context.attempt + 1, answer: undefined }),
        invoke: {
          id: 'attempt',
          src: 'attempt',
          input: ({ context }) => ({ task: context.task as AgentTask, attempt: context.attempt }),
          onDone: { target: 'checking', actions: assign({ answer: ({ event }) => event.output }) },
          onError: {
            target: 'deciding',
            actions: assign({ failure: ({ event }) => failureOf(event.error) }),
          },
        },
        after: {
          timeout: {
            target: 'deciding',
            actions: assign({
              failure: () => ({
                code: 'agent.timeout',
                message: `The ${agent} agent gave no answer within ${limits.timeoutMs / 1_000} s.`,
              }),
            }),
          },
        },
      },
      checking: {
        always: [
          { guard: 'answerFits', target: 'answered' },
          {
            target: 'deciding',
            actions: assign({ failure: ({ context }) => misfit(agent, context.answer), answer: undefined }),
          },
        ],
      },
      deciding: {
        always: [{ guard: 'mayRetry', target: 'backingOff' }, { target: 'failed' }],
      },
      backingOff: { after: { backoff: 'attempting' } },
      answered: { type: 'final', entry: assign({ task: undefined }) },
      failed: { type: 'final', entry: assign({ task: undefined }) },
    },
    output: ({ context }) => outcomeOf(context),
  })
}

/** An answer that did not fit was dropped, so having one is what `answered` means. */
function outcomeOf({ answer, failure, attempt }: AgentContext): AgentOutcome {
  if (answer !== undefined) {
    return { outcome: 'answered', provider: answer.provider, attempts: attempt, section: answer.section }
  }
  return { outcome: 'failed', provider: 'none', attempts: attempt, failure: failure ?? failureOf(undefined) }
}

/** The runtime hands errors over as plain data with code and message. */
export function failureOf(error: unknown): Failure {
  const given = (typeof error === 'object' && error !== null ? error : {}) as Partial<Failure>
  return {
    code: typeof given.code === 'string' ? given.code : 'agent.error',
    message: typeof given.message === 'string' ? given.message : 'The agent failed without a message.',
    ...(typeof given.retryable === 'boolean' ? { retryable: given.retryable } : {}),
  }
}

function misfit(agent: AgentName, answer: Answer | undefined): Failure {
  const parsed = SECTION_SCHEMAS[agent].safeParse(answer?.section)
  const first = parsed.error?.issues[0]
  const where = first === undefined ? '' : ` (${first.path.join('.')}: ${first.message})`
  return {
    code: 'agent.answer.invalid',
    message: `The ${agent} agent's answer does not fit its schema${where}.`,
  }
}
