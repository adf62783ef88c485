/** A sound request, and answers that the schemas accept. */
import { FIXTURE_SECTIONS, fixtureRequest } from '../../ops/bench/fixture-sections.ts'
import { AGENTS, SECTION_SCHEMAS } from '../../machines/messages/sections.ts'
import type { AnyStateMachine } from 'xstate'

export const REQUEST = fixtureRequest('t1')
export const SECTIONS = FIXTURE_SECTIONS
for (const agent of AGENTS) SECTION_SCHEMAS[agent].parse(SECTIONS[agent])

/** Ids of every state of a machine, the root excepted. */
export function stateIds(machine: AnyStateMachine): readonly string[] {
  interface Node {
    readonly id: string
    readonly states: Readonly<Record<string, Node>>
  }
  const below = (node: Node): string[] =>
    Object.values(node.states).flatMap((child) => [child.id, ...below(child)])
  return below(machine.root)
}
