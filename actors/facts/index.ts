/** What of an answer contradicts open data, the request, or the frame that planning fixed. Pure; offline answers pass. */
import type { AgentName, AgentTask, SECTION_SCHEMAS } from '../../machines/messages/index.ts'
import type { z } from 'zod'
import { checkAccommodation } from './accommodation.ts'
import { checkActivity } from './activity.ts'
import { checkBudget } from './budget.ts'
import { checkEveryAnswer } from './every-answer.ts'
import { findings, type Finding, type Findings } from './finding.ts'
import { checkLocation } from './location.ts'
import { checkPlanning } from './planning.ts'
import { checkTransport } from './transport.ts'
import { checkWeather } from './weather.ts'

type Checks = {
  readonly [A in AgentName]: (
    task: AgentTask,
    section: z.infer<(typeof SECTION_SCHEMAS)[A]>,
    found: Findings,
  ) => void
}

const CHECKS: Checks = {
  planning: checkPlanning,
  location: checkLocation,
  transport: checkTransport,
  accommodation: checkAccommodation,
  activity: checkActivity,
  weather: checkWeather,
  budget: checkBudget,
}

/** @param section fits the schema of the task's agent */
export function findingsOf(task: AgentTask, section: unknown): readonly Finding[] {
  const found = findings()
  const check = CHECKS[task.agent] as (task: AgentTask, section: unknown, found: Findings) => void
  check(task, section, found)
  checkEveryAnswer(task, section, found)
  return found.all
}
