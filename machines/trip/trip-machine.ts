/**
 * The orchestrator: one actor per trip. Planning fixes the frame, five researchers work inside it at once, budget adds up,
 * reconciling composes the plan and lists what does not fit. Without planning, transport or accommodation there is no trip;
 * without the others it is `degraded` and says what is missing. When money runs out it waits for more (`await-budget.ts`).
 */
import { assign, cancel, emit, raise, setup } from 'xstate'
import { createAgentMachine, failureOf, type AgentOutcome } from '../agent/agent-machine.ts'
import { AGENTS, type AgentName } from '../messages/sections.ts'
import type { TripRequest } from '../messages/trip-request.ts'
import type { TripResult } from '../messages/trip-result.ts'
import { isSettled, mayWait, optional, region, required } from './agent-invoke.ts'
import { reportOf } from './agent-report.ts'
import { BUDGET_DEADLINE_MS, budgetWait, shortOfMoney } from './await-budget.ts'
import { composeTripPlan } from './compose.ts'
import { requestProblem } from './request-problem.ts'
import type { TripContext, TripEmitted, TripEvent } from './trip-context.ts'
import { readyEvent, titleOf, waitEvent } from './trip-events.ts'
import { tripResult } from './trip-outcome.ts'

export type { TripContext } from './trip-context.ts'

/** A trip whose agents nobody serves must end too: it fails with what is known by then. Waiting for money does not count. */
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
    forgetSections: assign({ sections: {} }),
    runOutOfTime: assign({
      failure: () => ({
        code: 'trip.deadline',
        message: `The trip was not planned within ${TRIP_DEADLINE_MS / 60_000} minutes.`,
      }),
    }),
  },
  guards: {
    requestIsSound: ({ context }) => requestProblem(context.request) === undefined,
    noPlan: ({ context }) => context.plan === undefined,
    everythingFound: ({ context }) => AGENTS.every((name) => context.sections[name] !== undefined),
    /** An agent that is not asked again: it answered, or failed for another reason than money. */
    isSettled: ({ context }, params: { readonly agent: AgentName }) => isSettled(context, params.agent),
    mayWait: ({ context }) => shortOfMoney(context.reports).length > 0 && mayWait(context),
    isUnsettled: ({ context }, params: { readonly agents: readonly AgentName[] }) =>
      params.agents.some((name) => !isSettled(context, name)),
    lacks: ({ context }, params: { readonly agents: readonly AgentName[] }) =>
      params.agents.some((name) => context.sections[name] === undefined),
    neverWaited: ({ context }) => context.wait === undefined,
    renewsItself: ({ context }) => context.wait?.resumesInMs !== undefined,
    toppedUp: ({ context }) => context.toppedUp,
  },
  delays: {
    deadline: TRIP_DEADLINE_MS,
    budgetDeadline: BUDGET_DEADLINE_MS,
    renewal: ({ context }) => context.wait?.resumesInMs ?? BUDGET_DEADLINE_MS,
  },
})

const RESEARCHERS = ['location', 'transport', 'accommodation', 'activity', 'weather'] as const
const REQUIRED = ['planning', 'transport', 'accommodation'] as const

function keepEnd(
  context: TripContext,
  { agent, end }: { readonly agent: AgentName; readonly end: AgentOutcome },
) {
  return {
    sections: end.outcome === 'answered' ? { ...context.sections, [agent]: end.section } : context.sections,
    reports: { ...context.reports, [agent]: reportOf(agent, end, context.reports[agent]) },
  }
}

export const tripMachine = base.createMachine({
  id: 'trip',
  version: '2',
  context: ({ input }) => ({
    request: input,
    sections: {},
    reports: {},
    plan: undefined,
    failure: undefined,
    wait: undefined,
    toppedUp: false,
    givenUp: false,
  }),
  initial: 'validating',
  on: {
    'trip.cancel': '.cancelled',
    'trip.topUp': { actions: assign({ toppedUp: true }) },
    'trip.late': { target: '.failed', actions: 'runOutOfTime' },
  },
  after: { deadline: { guard: 'neverWaited', target: '.failed', actions: 'runOutOfTime' } },
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
    planning: { invoke: required('planning', 'researching', 'shortOfMoney') },
    researching: {
      type: 'parallel',
      states: {
        location: region('location', optional('location', 'ended', 'ended')),
        transport: region('transport', required('transport', 'ended', 'ended')),
        accommodation: region('accommodation', required('accommodation', 'ended', 'ended')),
        activity: region('activity', optional('activity', 'ended', 'ended')),
        weather: region('weather', optional('weather', 'ended', 'ended')),
      },
      onDone: [{ guard: 'mayWait', target: 'shortOfMoney' }, { target: 'budgeting' }],
    },
    budgeting: { invoke: optional('budget', 'reconciling', 'shortOfMoney') },
    /** Money came while others still worked: no need to wait. */
    shortOfMoney: { always: [{ guard: 'toppedUp', target: 'resuming' }, { target: 'awaitingBudget' }] },
    awaitingBudget: {
      entry: [
        assign({ wait: ({ context }) => budgetWait(context.reports, context.wait) }),
        cancel('late'),
        emit(({ context }) => waitEvent(context)),
      ],
      on: { 'trip.topUp': 'resuming' },
      after: {
        renewal: { guard: 'renewsItself', target: 'resuming' },
        budgetDeadline: { target: 'resuming', actions: assign({ givenUp: true }) },
      },
    },
    /** Asks again who had no money; when nobody gave any, ends with what is there. */
    resuming: {
      entry: [assign({ toppedUp: false }), raise({ type: 'trip.late' }, { delay: 'deadline', id: 'late' })],
      always: [
        { guard: { type: 'isUnsettled', params: { agents: ['planning'] } }, target: 'planning' },
        { guard: { type: 'lacks', params: { agents: ['planning'] } }, target: 'failed' },
        { guard: { type: 'isUnsettled', params: { agents: RESEARCHERS } }, target: 'researching' },
        { guard: { type: 'lacks', params: { agents: REQUIRED } }, target: 'failed' },
        { guard: { type: 'isUnsettled', params: { agents: ['budget'] } }, target: 'budgeting' },
        { target: 'reconciling' },
      ],
    },
    reconciling: {
      entry: assign(({ context }) => reconcile(context)),
      always: [
        { guard: 'noPlan', target: 'failed' },
        { guard: 'everythingFound', target: 'ready' },
        { target: 'degraded' },
      ],
    },
    ready: {
      type: 'final',
      entry: ['forgetSections', emit(({ context }) => readyEvent(context, 'success'))],
    },
    degraded: {
      type: 'final',
      entry: ['forgetSections', emit(({ context }) => readyEvent(context, 'degraded'))],
    },
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
    return { plan: composeTripPlan(request, sections) }
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

/** XState hands the output function the `xstate.done.state.*` event of the final state, which names it. */
function statusOf(context: TripContext, event: unknown): TripResult['status'] {
  const { type } = event as { readonly type: string }
  if (type.endsWith('.cancelled')) return 'cancelled'
  if (context.plan === undefined || type.endsWith('.failed')) return 'failed'
  return type.endsWith('.ready') ? 'success' : 'degraded'
}
