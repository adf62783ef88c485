/** The production trip and agents with another answer: what the bench and the crash test run. */
import { fromPromise } from 'xstate'
import {
  ATTEMPT_TIMEOUT_MS,
  DEFAULT_ATTEMPTS,
  DEFAULT_BACKOFF_MS,
} from '../../machines/agent/agent-limits.ts'
import { createAgentMachine, type Answer, type AttemptInput } from '../../machines/agent/agent-machine.ts'
import { AGENTS, TripRequest, type AgentName } from '../../machines/messages/index.ts'
import { tripMachine } from '../../machines/trip/trip-machine.ts'
import { defineActor, type ActorDefinition } from '../../runtime/index.ts'

export type FixtureAnswer = (input: AttemptInput, signal: AbortSignal) => Promise<Answer>

// INTERIM until actors/index.ts imports.
export function fixtureTravel(answer: FixtureAnswer, slots: number) {
  const agents = AGENTS.map(
    (name: AgentName) =>
      defineActor({
        kind: name,
        type: 'worker',
        slots,
        machine: createAgentMachine(name, {
          attempts: DEFAULT_ATTEMPTS,
          backoffMs: DEFAULT_BACKOFF_MS,
          timeoutMs: ATTEMPT_TIMEOUT_MS[name],
        }).provide({
          actors: {
            attempt: fromPromise<Answer, AttemptInput>(({ input, signal }) => answer(input, signal)),
          },
        }),
      }) as unknown as ActorDefinition,
  )
  const children = Object.fromEntries(agents.map((agent) => [agent.kind, agent]))
  const trip = defineActor({ kind: 'trip', machine: tripMachine, children, input: TripRequest })
  return { trip, all: [trip as unknown as ActorDefinition, ...agents] }
}
