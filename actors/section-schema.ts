/** The schema of each agent's answer as JSON Schema, made once. */
import { z } from 'zod'
import { SECTION_SCHEMAS, type AgentName } from '../machines/messages/index.ts'

const made = new Map<AgentName, Readonly<Record<string, unknown>>>()

/** Draft 2020-12; shared parts stand once, under `$defs`. */
export function sectionSchema(agent: AgentName): Readonly<Record<string, unknown>> {
  const known = made.get(agent)
  if (known !== undefined) return known
  const json = z.toJSONSchema(SECTION_SCHEMAS[agent], { io: 'output', reused: 'ref' }) as Readonly<
    Record<string, unknown>
  >
  made.set(agent, json)
  return json
}
