/** The production trip and agents with another answer: what the bench and the crash test run. */
import { travelActors, type TravelActors, type TravelOptions } from '../../actors/index.ts'
import { AGENTS, type AgentName } from '../../machines/messages/index.ts'

/** @param options.slots concurrent tasks of each agent on one host */
export function fixtureTravel(options: {
  readonly answer: NonNullable<TravelOptions['answer']>
  readonly slots: number
  readonly timeoutMs?: number
  /** Whether an answer may be given again, as the offline provider's may. Default false: it counts as paid for. */
  readonly free?: boolean
}): TravelActors {
  const slots = Object.fromEntries(AGENTS.map((agent) => [agent, options.slots])) as Record<AgentName, number>
  return travelActors({ ...options, slots })
}
