/** The travel planner's actors: the orchestrator and its seven agents, bound to what answers them. */
import { defineActor, supervised, type ActorDefinition, type SupervisionOptions } from '../runtime/index.ts'
import { fromPromise } from 'xstate'
import { createAgentMachine, type AttemptInput, type AttemptReply } from '../machines/agent/agent-machine.ts'
import { agentMigrations } from '../machines/agent/agent-migrations.ts'
import {
  ATTEMPT_TIMEOUT_MS,
  DEFAULT_ATTEMPTS,
  DEFAULT_BACKOFF_MS,
  DEFAULT_JITTER,
} from '../machines/agent/agent-limits.ts'
import { AGENTS, TripRequest, type AgentName } from '../machines/messages/index.ts'
import { tripMachine } from '../machines/trip/trip-machine.ts'
import { answerOffline } from './offline/index.ts'

export interface TravelOptions {
  /** Answers one attempt. Default: the offline provider. */
  readonly answer?: (input: AttemptInput, signal: AbortSignal) => Promise<AttemptReply>
  /** Attempts per agent, the first included. Default 3. */
  readonly attempts?: number
  readonly backoffMs?: number
  /** Attempt timeout in ms for every agent; default: per agent, from the product guide's table. */
  readonly timeoutMs?: number
  /** Concurrent tasks per agent on one host. Default 10. */
  readonly slots?: Partial<Readonly<Record<AgentName, number>>>
}

export type TripDefinition = ActorDefinition<typeof tripMachine>

export interface TravelActors {
  readonly trip: TripDefinition
  /** The trip and every agent: what a host that runs the whole planner is given. */
  readonly all: readonly ActorDefinition[]
}

/**
 * An agent retries by itself what a provider answers badly; its machine ends in error only by a defect, such as an answer
 * that cannot be stored. It may begin anew once, then the trip decides whether it can do without.
 */
const SUPERVISION: SupervisionOptions = { intensity: { restarts: 1, withinMs: 60_000 } }

/** @throws CaravanError `machine.invalid` only if a machine of ours broke a rule. */
export function travelActors(options: TravelOptions = {}): TravelActors {
  const answer = options.answer ?? answerOffline
  const agents = AGENTS.map((name) => agentActor(name, answer, options))
  const children = Object.fromEntries(agents.map((agent) => [agent.kind, supervised(agent, SUPERVISION)]))
  const trip = defineActor({ kind: 'trip', machine: tripMachine, children, input: TripRequest })
  return { trip, all: [trip, ...agents] }
}

function agentActor(
  name: AgentName,
  answer: NonNullable<TravelOptions['answer']>,
  options: TravelOptions,
): ActorDefinition {
  const machine = createAgentMachine(name, {
    attempts: options.attempts ?? DEFAULT_ATTEMPTS,
    backoffMs: options.backoffMs ?? DEFAULT_BACKOFF_MS,
    jitter: DEFAULT_JITTER,
    timeoutMs: options.timeoutMs ?? ATTEMPT_TIMEOUT_MS[name],
  })
  const attempt = fromPromise<AttemptReply, AttemptInput>(({ input, signal }) => answer(input, signal))
  const slots = options.slots?.[name]
  return defineActor({
    kind: name,
    type: 'worker',
    machine: machine.provide({ actors: { attempt } }),
    migrations: agentMigrations,
    ...(slots === undefined ? {} : { slots }),
  })
}
