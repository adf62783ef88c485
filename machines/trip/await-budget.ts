/**
 * When money runs out. Agents that were refused theirs end with `budget.exhausted`; their trip lets the others finish, waits, and
 * then asks only those again: after a top-up, or when the hour or day that was used up is over. Pure.
 */
import { AGENTS, type AgentName } from '../messages/sections.ts'
import type { AgentReport, Failure } from '../messages/trip-result.ts'

/** What an agent ends with that was refused money. */
export const BUDGET_EXHAUSTED = 'budget.exhausted'

/** How long a trip waits for money at a time; then it ends with what it has. Longer than the longest wait for a new day. */
export const BUDGET_DEADLINE_MS = 48 * 3_600_000

/** How often one trip waits for money; then it ends with what it has. */
export const MOST_WAITS = 100

/** A limit renews itself at a moment that clocks of hosts see differently. */
const MARGIN_MS = 1_000

/** Waited when a limit renews itself, but nobody says in how long. */
const UNKNOWN_WAIT_MS = 600_000

export interface BudgetWait {
  /** How often it has waited, this time included. */
  readonly waits: number
  /** Who is asked again, in the agents' order. */
  readonly agents: readonly AgentName[]
  /** The limit that is in the way; `request` as soon as it is one of several, for waiting does not lift it. */
  readonly scope: 'request' | 'hour' | 'day'
  /** When it goes on by itself, in ms since 1970; absent when only a top-up helps. */
  readonly resumesAt?: number
  /** The same as a wait from now on. */
  readonly resumesInMs?: number
}

type Reports = Readonly<Partial<Record<AgentName, AgentReport>>>

/** Agents that were refused money and have not been asked again since. */
export function shortOfMoney(reports: Reports): readonly AgentName[] {
  return AGENTS.filter((name) => isShort(reports[name]))
}

/** Whether an agent, or its report, ended for want of money. */
export function isShort(end: { readonly failure?: Failure | undefined } | undefined): boolean {
  return end?.failure?.code === BUDGET_EXHAUSTED
}

/** What a trip waits for whose agents were refused money. */
export function budgetWait(reports: Reports, before: BudgetWait | undefined): BudgetWait {
  const agents = shortOfMoney(reports)
  const failures = agents.flatMap((name) => reports[name]?.failure ?? [])
  const waits = (before?.waits ?? 0) + 1
  const lasting = failures.find(({ resumesAt }) => resumesAt === undefined)
  // The one that waits longest: the others have money by then.
  const last = failures.toSorted((a, b) => (b.resumesAt ?? 0) - (a.resumesAt ?? 0))[0]
  if (lasting !== undefined || last === undefined)
    return { waits, agents, scope: lasting?.scope ?? 'request' }
  return { waits, agents, scope: last.scope ?? 'hour', ...renewal(last) }
}

function renewal({ resumesAt, resumesInMs }: Failure): Pick<BudgetWait, 'resumesAt' | 'resumesInMs'> {
  if (resumesAt === undefined) return {}
  return { resumesAt, resumesInMs: (resumesInMs ?? UNKNOWN_WAIT_MS) + MARGIN_MS }
}
