/** What fits into a model: its prompt beside its answer, and an answer within its limit of tokens. Pure. */
import { AGENTS, type AgentName } from '../../machines/messages/index.ts'
import { estimateTokens } from './model-table.ts'
import type { Route, Routes } from './port.ts'
import type { RouteNote } from './routes.ts'

/** What the data of a prompt may take unless the model has less room: more, and a model reads the middle of it least of all. */
export const DEFAULT_PROMPT_TOKENS = 32_000

/** Dense JSON has three bytes to a token, plain English more than four: no answer is shorter than that. */
const MOST_BYTES_PER_TOKEN = 4
/** A model may say the same in fewer words than open data does, but not in much fewer. */
const TERSE = 1.25

/** Bytes of JSON that open data's answer has for each day of a trip, of the agents whose answers grow with it. */
const BYTES_PER_DAY: Readonly<Partial<Record<AgentName, number>>> = {
  planning: 370,
  activity: 900,
  weather: 265,
}
/** Who sets a limit for less than this is told at once. */
export const SHORT_TRIP_DAYS = 14
/** Trips of eight weeks are long, and asked for. */
export const LONG_TRIP_DAYS = 56
/** Below this nobody can use it. */
const FEWEST_DAYS = 7

/**
 * How many estimated tokens the data of a prompt may take.
 * @param context tokens of prompt and answer together; undefined: unknown
 * @param fixed what is in the prompt beside the data
 * @param most never more than this
 */
export function promptBudget(
  { maxTokens }: Pick<Route, 'maxTokens'>,
  context: number | undefined,
  fixed: string,
  most: number,
): number {
  if (context === undefined) return most
  return Math.max(0, Math.min(most, context - maxTokens - estimateTokens(fixed)))
}

/** @returns about how many tokens the answer must have, when its limit cannot hold them; undefined: it may do */
export function lacksRoom(reference: unknown, { maxTokens }: Pick<Route, 'maxTokens'>): number | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify(reference) ?? '').byteLength
  const tokens = Math.ceil(bytes / MOST_BYTES_PER_TOKEN)
  return tokens > maxTokens * TERSE ? tokens : undefined
}

/** About how many days of a trip an agent's answer can hold; undefined: its length does not depend on them. */
export function daysHeld(agent: AgentName, maxTokens: number): number | undefined {
  const bytes = BYTES_PER_DAY[agent]
  return bytes === undefined ? undefined : Math.floor((maxTokens * MOST_BYTES_PER_TOKEN) / bytes)
}

/** Limits that hold fewer days than `enough`, where open data does not step in. */
export function roomNotes(routes: Routes, enough: number): readonly RouteNote[] {
  return AGENTS.flatMap((agent): readonly RouteNote[] => {
    const [{ provider, model, maxTokens }] = routes[agent]
    if (provider === 'offline' || routes[agent].some((route) => route.provider === 'offline')) return []
    const days = daysHeld(agent, maxTokens)
    if (days === undefined || days >= enough) return []
    const without = agent === 'planning' ? 'and it fails' : 'and it goes without them'
    return [
      {
        agent,
        provider,
        model,
        what: days < FEWEST_DAYS ? 'too-few-tokens' : 'few-tokens',
        message:
          `${maxTokens} tokens hold the answer for some ${days} days: that of a longer trip is cut off, ${without}; ` +
          `raise ${agent.toUpperCase()}_AGENT_MAX_TOKENS, or let MODEL_FALLBACK name offline`,
      },
    ]
  })
}
