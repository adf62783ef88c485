/** One trip planned in this process: the seven agents' sections one after the other, composed as the orchestrator does. */
import { offlineSection } from '../../actors/offline/index.ts'
import {
  AGENTS,
  SECTION_SCHEMAS,
  type AgentName,
  type AgentTask,
  type Sections,
  type TripPlan,
  type TripRequest,
} from '../../machines/messages/index.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'

/** What is judged. */
export interface PlannedTrip {
  readonly request: TripRequest
  readonly sections: Required<Sections>
  readonly plan: TripPlan
}

/** What an agent ended with: its section, or why there is none. */
export type AgentAnswer = { readonly section: unknown } | { readonly why: string }

/** All of one agent's work on its task, retries included. */
export type Answerer = (task: AgentTask, signal: AbortSignal) => Promise<AgentAnswer>

/** An agent that gave no section, with what it said: the trip is no plan, and is judged as such. */
export interface NoPlan {
  readonly request: TripRequest
  readonly agent: AgentName
  readonly why: string
}

/** The offline provider. */
export const answerFromOpenData: Answerer = (task, signal) => {
  signal.throwIfAborted()
  return Promise.resolve({ section: offlineSection(task) })
}

/** @param answer default: the offline provider */
export async function planTrip(
  request: TripRequest,
  signal: AbortSignal,
  answer: Answerer = answerFromOpenData,
): Promise<PlannedTrip | NoPlan> {
  const sections: Sections = {}
  for (const agent of AGENTS) {
    const { planning } = sections
    const known = agent === 'planning' ? {} : agent === 'budget' ? sections : { planning }
    const reply = await answer({ agent, request, sections: { ...known } }, signal)
    if ('why' in reply) return { request, agent, why: reply.why }
    const parsed = SECTION_SCHEMAS[agent].safeParse(reply.section)
    if (!parsed.success) return { request, agent, why: parsed.error.message }
    Object.assign(sections, { [agent]: parsed.data })
  }
  const whole = sections as Required<Sections>
  return { request, sections: whole, plan: composeTripPlan(request, whole) }
}
