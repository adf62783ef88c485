/**
 * The orchestrator: one actor per trip. Planning fixes the frame, five researchers work inside it at once, budget adds up,
 * reconciling composes the plan and lists what does not fit. Without planning, transport or accommodation there is no trip;
 * without the others it is `degraded` and says what is missing.
 */
import { assign, emit, setup } from 'xstate'
import { createAgentMachine, failureOf, type AgentOutcome } from '../agent/agent-machine.ts'
import type { AgentTask } from '../messages/agent-task.ts'
import { AGENTS, type AgentName, type Sections } from '../messages/sections.ts'
import type { TripRequest } from '../messages/trip-request.ts'
import type { AgentReport, Failure, TripPlan, TripResult } from '../messages/trip-result.ts'
import { reportOf } from './agent-report.ts'
import { composeTripPlan } from './compose.ts'
import { findConflicts } from './conflicts.ts'
import { requestProblem } from './request-problem.ts'
import { tripResult } from './trip-outcome.ts'

export interface TripContext {
  readonly request: TripRequest
  readonly sections: Sections
  readonly reports: Partial<Record<AgentName, AgentReport>>
  readonly plan: TripPlan | undefined
  readonly failure: Failure | undefined
}

export type TripEvent = { readonly type: 'trip.cancel' }

/** What a trip tells the world on the feed. */
export type TripEmitted =
  | { type: 'trip.accepted'; trip: string; title: string }
  | {
      type: 'trip.ready'
      trip: string
      status: 'success' | 'degraded'
      title: string
      missing: readonly string[]
    }
  | { type: 'trip.failed'; trip: string; failure: Failure }
  | { type: 'trip.cancelled'; trip: string }

/** A trip whose agents nobody serves must end too: it fails with what is known by then. */
export const TRIP_DEADLINE_MS = 15 * 60_000

/** Only the shape of an agent matters to the orchestrator; who answers is bound in `actors/`. */
const agent = (name: AgentName) =>
  createAgentMachine(name, { attempts: 1, timeoutMs: 1_000, backoffMs: 1_000 })

const base = setup({
  types: {
    context: {} as TripContext,
    input: {} as TripRequest,
    output: {} as TripResult,
    events: {} as TripEvent,
    emitted: {} as TripEmitted,
  },
  actors: {
    planning: agent('planning'),
    location: agent('location'),
    transport: agent('transport'),
    accommodation: agent('accommodation'),
    activity: agent('activity'),
    weather: agent('weather'),
    budget: agent('budget'),
  },
  actions: {
    /** Keeps what an agent ended with: its section, and how it went. */
    keep: assign(({ context }, params: { readonly agent: AgentName; readonly end: AgentOutcome }) =>
      keepEnd(context, params),
    ),
  },
  guards: {
    requestIsSound: ({ context }) => requestProblem(context.request) === undefined,
    noPlan: ({ context }) => context.plan === undefined,
    everythingFound: ({ context }) => AGENTS.every((name) => context.sections[name] !== undefined),
  },
  delays: { deadline: TRIP_DEADLINE_MS },
})

function taskOf(name: AgentName, context: TripContext): { task: AgentTask } {
  const { request, sections } = context
  const known = name === 'planning' ? {} : name === 'budget' ? sections : { planning: sections.planning }
  return { task: { agent: name, request, sections: known } }
}

function keepEnd(
  context: TripContext,
  { agent, end }: { readonly agent: AgentName; readonly end: AgentOutcome },
) {
  return {
    sections: end.outcome === 'answered' ? { ...context.sections, [agent]: end.section } : context.sections,
    reports: { ...context.reports, [agent]: reportOf(agent, end, context.reports[agent]) },
  }
}

/** The event that ends an invoked agent, as far as the trip looks at it. */
interface AgentEnd {
  readonly event: { readonly output: AgentOutcome }
}
const answered = ({ event }: AgentEnd) => event.output.outcome === 'answered'

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

/** An invoke whose failure ends the trip. */
function required<N extends AgentName>(agent: N, next: string) {
  const { keepAnswer, keepError, ...invoke } = invokeOf(agent)
  return {
    ...invoke,
    onDone: [
      { guard: answered, target: next, actions: keepAnswer },
      { target: '#trip.failed', actions: keepAnswer },
    ],
    onError: { target: '#trip.failed', actions: keepError },
  } as const
}

/** An invoke without which the trip goes on, degraded. */
function optional<N extends AgentName>(agent: N, next: string) {
  const { keepAnswer, keepError, ...invoke } = invokeOf(agent)
  return {
    ...invoke,
    onDone: { target: next, actions: keepAnswer },
    onError: { target: next, actions: keepError },
  } as const
}

/** The agent's machine ended in error: poison, a defect, a host that could not store its answer. */
function gaveUp(error: unknown): AgentOutcome {
  return { outcome: 'failed', provider: 'none', attempts: 1, failure: failureOf(error) }
}

const region = <I>(invoke: I) =>
  ({ initial: 'working', states: { working: { invoke }, ended: { type: 'final' } } }) as const

export const tripMachine = base.createMachine({
  id: 'trip',
  version: '1',
  context: ({ input }) => ({
    request: input,
    sections: {},
    reports: {},
    plan: undefined,
    failure: undefined,
  }),
  initial: 'validating',
  on: { 'trip.cancel': '.cancelled' },
  after: {
    deadline: {
      target: '.failed',
      actions: assign({
        failure: () => ({
          code: 'trip.deadline',
          message: `The trip was not planned within ${TRIP_DEADLINE_MS / 60_000} minutes.`,
        }),
      }),
    },
  },
  states: {
    validating: {
      entry: emit(({ context }) => ({
        type: 'trip.accepted',
        trip: context.request.id,
        title: titleOf(context.request),
      })),
      always: [
        { guard: 'requestIsSound', target: 'planning' },
        { target: 'failed', actions: assign({ failure: ({ context }) => requestProblem(context.request) }) },
      ],
    },
    planning: { invoke: required('planning', 'researching') },
    researching: {
      type: 'parallel',
      states: {
        location: region(optional('location', 'ended')),
        transport: region(required('transport', 'ended')),
        accommodation: region(required('accommodation', 'ended')),
        activity: region(optional('activity', 'ended')),
        weather: region(optional('weather', 'ended')),
      },
      onDone: 'budgeting',
    },
    budgeting: { invoke: optional('budget', 'reconciling') },
    reconciling: {
      entry: assign(({ context }) => reconcile(context)),
      always: [
        { guard: 'noPlan', target: 'failed' },
        { guard: 'everythingFound', target: 'ready' },
        { target: 'degraded' },
      ],
    },
    ready: { type: 'final', entry: emit(({ context }) => readyEvent(context, 'success')) },
    degraded: { type: 'final', entry: emit(({ context }) => readyEvent(context, 'degraded')) },
    failed: {
      type: 'final',
      entry: emit(({ context }) => {
        const failure = tripResult(context, 'failed').failure ?? failureOf(undefined)
        return { type: 'trip.failed', trip: context.request.id, failure }
      }),
    },
    cancelled: {
      type: 'final',
      entry: emit(({ context }) => ({ type: 'trip.cancelled', trip: context.request.id })),
    },
  },
  output: ({ context, event }) => tripResult(context, statusOf(context, event)),
})

/** Sections come from models too: what cannot be composed from them fails the trip in words, with the sections kept. */
function reconcile({
  request,
  sections,
}: TripContext): Pick<TripContext, 'plan'> | Pick<TripContext, 'failure'> {
  try {
    return { plan: { ...composeTripPlan(request, sections), conflicts: findConflicts(request, sections) } }
  } catch (error) {
    const { message } = failureOf(error)
    return {
      failure: {
        code: 'trip.compose',
        message: `The agents' answers could not be composed into a plan: ${message}`,
      },
    }
  }
}

function readyEvent(context: TripContext, status: 'success' | 'degraded'): TripEmitted {
  const { missing } = tripResult(context, status)
  return { type: 'trip.ready', trip: context.request.id, status, title: titleOf(context.request), missing }
}

function titleOf(request: TripRequest): string {
  return request.destinations.map((place) => place.name).join(', ')
}

/** XState hands the output function the `xstate.done.state.*` event of the final state, which names it. */
function statusOf(context: TripContext, event: unknown): TripResult['status'] {
  const { type } = event as { readonly type: string }
  if (type.endsWith('.cancelled')) return 'cancelled'
  if (context.plan === undefined || type.endsWith('.failed')) return 'failed'
  return AGENTS.every((name) => context.sections[name] !== undefined) ? 'success' : 'degraded'
}
