/** Tasks of all seven agents for one small trip, with what open data answers to each. */
import { answerOffline } from '../../actors/offline/index.ts'
import {
  AGENTS,
  type AgentName,
  type AgentTask,
  type Sections,
  type TripRequest,
} from '../../machines/messages/index.ts'
import { request } from '../offline/planning-requests.ts'

export const REQUEST: TripRequest = request(['Lisbon', 'Porto'], '2027-05-03', 5, {
  origin: 'London',
  budget: { amount: 250_000, currency: 'EUR' },
  preferences: ['food', 'museums'],
  constraints: ['no early mornings'],
  specialRequirements: ['one of us is vegetarian'],
})

/** What the offline agents make of a request, each given what its agent would get. */
export async function offlineSections(asked: TripRequest = REQUEST): Promise<Required<Sections>> {
  const sections: Record<string, unknown> = {}
  for (const agent of AGENTS) {
    const reply = await answerOffline(
      { task: taskOf(agent, asked, sections), attempt: 1 },
      new AbortController().signal,
    )
    sections[agent] = 'section' in reply ? reply.section : undefined
  }
  return sections as Required<Sections>
}

export function taskOf(agent: AgentName, asked: TripRequest, sections: Sections): AgentTask {
  const { budget: _, ...known } = sections
  const given = agent === 'planning' ? {} : agent === 'budget' ? known : { planning: sections.planning }
  return { agent, request: asked, sections: given }
}
