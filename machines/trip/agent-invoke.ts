/** How a trip asks its agents: the input of each, where its end leads, and who is not asked again after a wait for money. */
import { failureOf, type AgentOutcome } from '../agent/agent-machine.ts'
import type { AgentTask } from '../messages/agent-task.ts'
import type { AgentName } from '../messages/sections.ts'
import { isShort, MOST_WAITS } from './await-budget.ts'
import type { TripContext } from './trip-context.ts'

/** Once nobody gave money in time, whoever lacks it has failed. */
export function isSettled(context: TripContext, agent: AgentName): boolean {
  const report = context.reports[agent]
  return report !== undefined && (!isShort(report) || context.givenUp)
}

export function mayWait({ wait, givenUp }: TripContext): boolean {
  return !givenUp && (wait?.waits ?? 0) < MOST_WAITS
}

function taskOf(name: AgentName, context: TripContext): { task: AgentTask } {
  const { request, sections } = context
  const known = name === 'planning' ? {} : name === 'budget' ? sections : { planning: sections.planning }
  return { task: { agent: name, request, sections: known } }
}

/** The event that ends an invoked agent, as far as the trip looks at it. */
interface AgentEnd {
  readonly event: { readonly output: AgentOutcome }
}
const answered = ({ event }: AgentEnd) => event.output.outcome === 'answered'
const wasShort = ({ context, event: { output } }: AgentEnd & { readonly context: TripContext }) =>
  output.outcome === 'failed' && isShort(output) && mayWait(context)

/** What both sorts of invoke share. */
function invokeOf<N extends AgentName>(agent: N) {
  return {
    id: agent,
    src: agent,
    input: ({ context }: { context: TripContext }) => taskOf(agent, context),
    keepAnswer: { type: 'keep', params: ({ event }: AgentEnd) => ({ agent, end: event.output }) },
    keepError: {
      type: 'keep',
      params: ({ event }: { event: { readonly error: unknown } }) => ({ agent, end: gaveUp(event.error) }),
    },
  } as const
}

/** An invoke whose failure ends the trip; without money it goes on to `short`. */
export function required<N extends AgentName>(agent: N, next: string, short: string) {
  const { keepAnswer, keepError, ...invoke } = invokeOf(agent)
  return {
    ...invoke,
    onDone: [
      { guard: answered, target: next, actions: keepAnswer },
      { guard: wasShort, target: short, actions: keepAnswer },
      { target: '#trip.failed', actions: keepAnswer },
    ],
    onError: { target: '#trip.failed', actions: keepError },
  } as const
}

/** An invoke without which the trip goes on, degraded. */
export function optional<N extends AgentName>(agent: N, next: string, short: string) {
  const { keepAnswer, keepError, ...invoke } = invokeOf(agent)
  return {
    ...invoke,
    onDone: [
      { guard: wasShort, target: short, actions: keepAnswer },
      { target: next, actions: keepAnswer },
    ],
    onError: { target: next, actions: keepError },
  } as const
}

/** The agent's machine ended in error: poison, a defect, a host that could not store its answer. */
function gaveUp(error: unknown): AgentOutcome {
  return { outcome: 'failed', provider: 'none', attempts: 1, failure: failureOf(error) }
}

/** One agent beside others: asked unless it has ended before the trip waited for money. */
export const region = <I>(agent: AgentName, invoke: I) =>
  ({
    initial: 'beginning',
    states: {
      beginning: {
        always: [{ guard: { type: 'isSettled', params: { agent } }, target: 'ended' }, { target: 'working' }],
      },
      working: { invoke },
      ended: { type: 'final' },
    },
  }) as const
