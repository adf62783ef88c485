/** The prompts of all seven agents. */
import type { AgentName } from '../../machines/messages/index.ts'
import { accommodation } from './accommodation.ts'
import { activity } from './activity.ts'
import type { AgentPrompt } from './agent-prompt.ts'
import { budget } from './budget.ts'
import { location } from './location.ts'
import { planning } from './planning.ts'
import { transport } from './transport.ts'
import { weather } from './weather.ts'

export const PROMPTS: Readonly<Record<AgentName, AgentPrompt>> = {
  planning,
  location,
  transport,
  accommodation,
  activity,
  weather,
  budget,
}

export { promptOf, systemOf, type AgentPrompt, type Colleagues, type Prompt } from './agent-prompt.ts'
