/** From the text that a model wrote to a section that fits its schema and holds, or to what is wrong with it. */
import { schemaProblems } from '../machines/agent/answer-problems.ts'
import type { Answer } from '../machines/agent/agent-reply.ts'
import { SECTION_SCHEMAS, type AgentTask } from '../machines/messages/index.ts'
import { findingsOf } from './facts/index.ts'

/** Characters of an answer that are read at all: the largest honest section is far smaller. */
export const MAX_ANSWER_CHARACTERS = 400_000

type Read = Pick<Answer, 'section' | 'findings' | 'text'>

/** What does not belong into a section is left out of it; its text is kept only while there is something to mend. */
export function readAnswer(task: AgentTask, text: string): Read {
  if (text.length > MAX_ANSWER_CHARACTERS)
    return unread('', `the answer has ${text.length} characters; at most ${MAX_ANSWER_CHARACTERS} are read`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return unread(text, `the answer is not JSON (${error instanceof Error ? error.message : 'unreadable'})`)
  }
  const parsed = SECTION_SCHEMAS[task.agent].safeParse(value)
  if (!parsed.success) return { section: undefined, findings: schemaProblems(task.agent, value), text }
  const findings = findingsOf(task, parsed.data)
  return findings.length === 0 ? { section: parsed.data } : { section: parsed.data, findings, text }
}

function unread(text: string, finding: string): Read {
  return { section: undefined, findings: [finding], text }
}
