/** What is said to a model: one system and one user message, built from the typed task alone. Pure. */
import type { Repair } from '../../machines/agent/agent-reply.ts'
import type { AgentName, AgentTask } from '../../machines/messages/index.ts'
import type { Sections } from '../../machines/messages/sections.ts'
import { DEFAULT_PROMPT_TOKENS } from '../models/model-room.ts'
import { estimateTokens } from '../models/model-table.ts'
import { condense, type Block } from './condense.ts'
import { FENCE_RULES, fenced } from './fence.ts'
import { requestView } from './request-view.ts'

/** What makes one agent's prompt its own. */
export interface AgentPrompt {
  readonly agent: AgentName
  /** Changes with every change of the words: answers to another version are never taken from a cache. */
  readonly version: string
  /** What this agent is there for, one sentence. */
  readonly duty: string
  /** What holds for its answer, beyond the schema. */
  readonly rules: readonly string[]
  /** Whether the travellers' own words are shown to it. Agents that only compute do not need them. */
  readonly readsTexts: boolean
  /** The sections it works from. */
  readonly sections: readonly (keyof AgentTask['sections'])[]
  /** Whose sections it uses when they happen to be there already, most useful first. */
  readonly colleagues: readonly AgentName[]
}

/** Sections that colleagues have finished meanwhile. */
export type Colleagues = Sections

export interface PromptInput {
  readonly task: AgentTask
  /** The same agent's answer as open data gives it; absent where that gives none. */
  readonly reference?: unknown
  readonly colleagues?: Colleagues
  readonly repair?: Repair
  /**
   * For the data, in estimated tokens (two bytes each). Default {@link DEFAULT_PROMPT_TOKENS}: five stops over three weeks with all
   * sections stay below. What is above is condensed.
   */
  readonly budget?: number
}

export interface Prompt {
  readonly version: string
  readonly system: string
  readonly user: string
  /** What was left out to keep within the budget, in the order of `condense.ts`. */
  readonly dropped: readonly string[]
}

export function promptOf(about: AgentPrompt, input: PromptInput): Prompt {
  const { repair, budget = DEFAULT_PROMPT_TOKENS } = input
  const write = ({ name, value }: Block) => fenced(name, value)
  const condensed = condense(blocksOf(about, input), budget, (block) => estimateTokens(write(block)))
  const ask =
    repair === undefined
      ? `Write the ${about.agent} section of this trip.`
      : 'Your answer has the problems listed. Write the whole section again, with every problem mended and the rest kept.'
  const user = [...condensed.blocks.map(write), ask].join('\n\n')
  return { version: about.version, system: systemOf(about), user, dropped: condensed.dropped }
}

function blocksOf(
  about: AgentPrompt,
  { task, reference, colleagues = {}, repair }: PromptInput,
): readonly Block[] {
  const fixed = (name: string, value: unknown): Block => ({ name, value, role: 'fixed' })
  const readable = (section: unknown) => (about.readsTexts ? section : withoutWords(section))
  const required = about.sections.flatMap((name): Block[] => {
    const value = task.sections[name]
    if (value === undefined) return []
    return [{ name: `section:${name}`, value: readable(value), role: 'required' }]
  })
  const known = Object.entries(colleagues).map(([name, value]): Block => ({
    name: `colleague:${name}`,
    value: readable(value),
    role: 'colleague',
  }))
  return [
    fixed('request', requestView(task.request, about.readsTexts)),
    ...required,
    ...known,
    ...(reference === undefined ? [] : [{ name: 'reference', value: reference, role: 'reference' } as const]),
    ...(repair === undefined ? [] : [fixed('your-answer', repair.text), fixed('problems', repair.problems)]),
  ]
}

/** What colleagues wrote freely, some of it after the travellers' words. */
const WORDS = new Set(['notes', 'why', 'theme', 'flexibility', 'tip', 'tips', 'text', 'rainPlan', 'how'])

/** The same data without free text: who only computes needs none, and nothing can be smuggled to it. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => !WORDS.has(name))
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutWords(inner)]))
}

/** The system message: the same for every task of an agent. */
export function systemOf({ agent, duty, rules }: AgentPrompt): string {
  const all = [
    ...rules,
    'Amounts of money are whole numbers of minor units (cents; yen have none) in the currency of the request. In every price low <= expected <= high.',
    'Places are copied as they stand in the data, with id and coordinates. Write texts in the language of the request’s locale.',
    'The reference was computed from open data. Its dates, codes, coordinates, distances, zones, daylight and sums are right: copy them. Improve what is a matter of judgement: choice, order, wording, advice. Leave out what you do not know; never invent.',
    ...FENCE_RULES,
  ]
  return [
    `You are the ${agent} agent of a travel planner. ${duty}`,
    'Answer with one JSON object that fits the given schema, and nothing else.',
    ...all.map((rule) => `- ${rule}`),
  ].join('\n')
}
