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
import { tripMigrations } from '../machines/trip/trip-migrations.ts'
import { tripMachine } from '../machines/trip/trip-machine.ts'
import type { Ask } from './ask.ts'
import type { Routes } from './models/port.ts'
import { answerOffline } from './offline/index.ts'

/** Real models, and where the agents' questions go. */
export interface ModelBinding {
  readonly ask: Ask
  readonly routes: Routes
}

export interface TravelOptions {
  /** Default: the offline provider answers everything. */
  readonly models?: ModelBinding
  /** Answers one attempt, in place of models and of the offline provider. */
  readonly answer?: (input: AttemptInput, signal: AbortSignal) => Promise<AttemptReply>
  /** Whether those answers cost nothing, so that an attempt may be made again (`ActorOptions.repeatable`). Default false. */
  readonly free?: boolean
  /** Attempts per agent, the first included. Default 3. */
  readonly attempts?: number
  readonly backoffMs?: number
  /** Attempt timeout in ms, for every agent or for each; default: per agent, from the product guide's table. */
  readonly timeoutMs?: number | Partial<Readonly<Record<AgentName, number>>>
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
  const answer = options.answer ?? options.models?.ask ?? answerOffline
  const agents = AGENTS.map((name) => agentActor(name, answer, options))
  const children = Object.fromEntries(agents.map((agent) => [agent.kind, supervised(agent, SUPERVISION)]))
  const trip = defineActor({
    kind: 'trip',
    machine: tripMachine,
    children,
    input: TripRequest,
    migrations: tripMigrations,
  })
  return { trip, all: [trip, ...agents] }
}

/** An attempt with a model ends by its own time and says what it cost; the machine's timeout is for one that does not. */
const SETTLE_GRACE_MS = 5_000

/** Of one call; after it a lease is not renewed. Five minutes, as the runtime has it. */
const LEAST_DEADLINE_MS = 300_000

/** What one attempt of an agent may take, in ms. */
export function timeoutOf(agent: AgentName, { timeoutMs }: Pick<TravelOptions, 'timeoutMs'>): number {
  const given = typeof timeoutMs === 'number' ? timeoutMs : timeoutMs?.[agent]
  return given ?? ATTEMPT_TIMEOUT_MS[agent]
}

function agentActor(
  name: AgentName,
  answer: NonNullable<TravelOptions['answer']>,
  options: TravelOptions,
): ActorDefinition {
  const routes = options.answer === undefined ? (options.models?.routes[name] ?? []) : []
  const withModel = routes.some(({ provider }) => provider !== 'offline')
  const isFree = options.answer === undefined ? !withModel : options.free === true
  const timeoutMs = timeoutOf(name, options) + (withModel ? SETTLE_GRACE_MS : 0)
  const machine = createAgentMachine(name, {
    attempts: options.attempts ?? DEFAULT_ATTEMPTS,
    backoffMs: options.backoffMs ?? DEFAULT_BACKOFF_MS,
    jitter: DEFAULT_JITTER,
    timeoutMs,
    routes: Math.max(1, routes.length),
    repairs: withModel ? 1 : 0,
  })
  const attempt = fromPromise<AttemptReply, AttemptInput>(({ input, signal }) => answer(input, signal))
  const slots = options.slots?.[name]
  return defineActor({
    kind: name,
    type: 'worker',
    machine: machine.provide({ actors: { attempt } }),
    migrations: agentMigrations,
    // Open data is looked up as often as need be; what a model has been asked is on record first (R8).
    repeatable: isFree ? ['attempt'] : [],
    // The machine's own timeout comes first, however long it is.
    effectDeadlineMs: Math.max(LEAST_DEADLINE_MS, timeoutMs + SETTLE_GRACE_MS),
    ...(slots === undefined ? {} : { slots }),
  })
}
