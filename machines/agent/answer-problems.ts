/** What is wrong with an answer, in words for the model that may mend it and for the person who reads why it failed. */
import { SECTION_SCHEMAS, type AgentName } from '../messages/sections.ts'
import type { Failure } from '../messages/trip-result.ts'
import type { Answer, Repair } from './agent-reply.ts'

/** Problems that are told in a repair round; more would not help a model. */
export const MAX_PROBLEMS = 20
/** Characters of an answer that go back in a repair round: it stands in the journal until the round is over (I10). */
export const MAX_REPAIR_TEXT = 40_000

/** Each with its path; none when the answer fits the agent's schema. */
export function schemaProblems(agent: AgentName, section: unknown): readonly string[] {
  const issues = SECTION_SCHEMAS[agent].safeParse(section).error?.issues ?? []
  return issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => {
    const where = path.map(String).join('.')
    return where === '' ? message : `${where}: ${message}`
  })
}

/** An answer that does not fit its schema, or says what is not so. */
export function misfit(agent: AgentName, answer: Answer | undefined): Failure {
  const [misfits] = schemaProblems(agent, answer?.section)
  if (misfits !== undefined) {
    // Where the text was read more is known than that there is no section.
    const first = answer?.findings?.[0] ?? misfits
    return {
      code: 'agent.answer.invalid',
      message: `The ${agent} agent's answer does not fit its schema (${first}).`,
    }
  }
  return {
    code: 'agent.answer.untrue',
    message: `The ${agent} agent's answer does not hold (${answer?.findings?.[0] ?? 'nothing was found'}).`,
  }
}

export function repairOf(agent: AgentName, answer: Answer): Repair {
  const { findings = [], section, text } = answer
  const problems = findings.length > 0 ? findings : schemaProblems(agent, section)
  return { text: shortened(text ?? JSON.stringify(section) ?? ''), problems: problems.slice(0, MAX_PROBLEMS) }
}

function shortened(text: string): string {
  if (text.length <= MAX_REPAIR_TEXT) return text
  const half = MAX_REPAIR_TEXT / 2
  return `${text.slice(0, half).toWellFormed()}\n[…]\n${text.slice(-half).toWellFormed()}`
}
