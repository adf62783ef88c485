/** The offline provider: every agent's answer composed from open data that ships with the project. No network, no key. */
import type { Answer, AttemptInput } from '../../machines/agent/agent-machine.ts'
import type { AgentName, AgentTask } from '../../machines/messages/index.ts'
import { composeAccommodation } from './accommodation.ts'
import { composeActivity } from './activity.ts'
import { composeBudget } from './budget.ts'
import { composeLocation } from './location.ts'
import { composePlanning } from './planning.ts'
import { composeTransport } from './transport.ts'
import { composeWeather } from './weather.ts'

const COMPOSERS: Readonly<Record<AgentName, (task: AgentTask) => unknown>> = {
  planning: composePlanning,
  location: composeLocation,
  transport: composeTransport,
  accommodation: composeAccommodation,
  activity: composeActivity,
  weather: composeWeather,
  budget: composeBudget,
}

/** Pure and quick (tens of milliseconds); the signal is checked once, there is nothing to interrupt. */
export async function answerOffline({ task }: AttemptInput, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted()
  return { provider: 'offline', section: COMPOSERS[task.agent](task) }
}

/** The section that open data gives for a task; undefined where it gives none, such as for a frame that no code of ours made. */
export function offlineSection(task: AgentTask): unknown {
  try {
    return COMPOSERS[task.agent](task)
  } catch {
    return undefined // only a composer that met an impossible frame throws; the model then works without a reference
  }
}
