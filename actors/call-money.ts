/**
 * The money of one call: set aside before it at its worst case, settled after it from what the provider reported. What
 * nobody knows the cost of is settled at its worst case and marked, never released in silence (I8).
 */
import type { AgentName, ModelCall, TripResult } from '../machines/messages/index.ts'
import { CaravanError, deadline, errorData, type Clock, type ErrorData } from '../runtime/index.ts'
import type { LedgerEntry, Spending } from '../storage/spending/port.ts'
import type { ModelReply, ModelUsage, Route } from './models/port.ts'

/** Prices, and the store of what was spent. */
export interface Accounts {
  readonly spending: Spending
  /** Micro-USD; undefined for a model without a price, which is then counted at nothing. */
  readonly costOf: (usage: ModelUsage, model: string) => number | undefined
  readonly worstCostOf: (promptTokens: number, maxTokens: number, model: string) => number | undefined
  /** Never fewer tokens than the provider will count. */
  readonly estimateTokens: (text: string) => number
  /** Of calls, and of their entries. */
  readonly clock: Clock
}

/** What happens to calls, for logs. */
export type AskEvent =
  | {
      /** A call is over and its entry could not be written. Its reservation runs out and is settled as estimated. */
      readonly type: 'call:unsettled'
      readonly callId: string
      readonly trip: string
      readonly agent: AgentName
      readonly error: ErrorData
    }
  | {
      /** An attempt ended without a call: its model is left alone at the moment, or could not have answered. The ledger has nothing of it. */
      readonly type: 'call:unmade'
      readonly callId: string
      readonly trip: string
      readonly agent: AgentName
      /** Of the failure. */
      readonly code: string
    }

/** Which call of whom. */
export interface CallName {
  readonly callId: string
  readonly tenant: string
  readonly trip: string
  readonly actor: string
  readonly agent: AgentName
  readonly attempt: number
}

export interface CallAbout extends CallName {
  readonly route: Route
  /** All of the prompt, the schema included. */
  readonly promptText: string
  readonly timeoutMs: number
}

type Failure = NonNullable<TripResult['failure']>

export interface CallMoney {
  /** @throws CaravanError `spending.unavailable` */
  readonly reserve: (
    signal: AbortSignal,
  ) => Promise<{ readonly status: 'reserved' } | { readonly status: 'refused'; readonly failure: Failure }>
  /**
   * What it cost. Never throws: an answer that was paid for is not given up because its entry could not be written.
   * @param wrong the code of what is wrong with an answer that ended well
   */
  readonly settle: (reply: ModelReply, wrong: string | undefined) => Promise<ModelCall>
  /** The same for a call that was thrown out of. */
  readonly settleFailed: (error: unknown) => Promise<ModelCall>
}

/** A reservation outlives its call by this much: time to settle it, even twice. */
export const SETTLE_MS = 10_000

/** What is needed to pay. */
export interface MoneyPorts {
  readonly accounts: Accounts
  readonly observe?: (event: AskEvent) => void
}

export function moneyOf(ports: MoneyPorts, about: CallAbout): CallMoney {
  const { accounts } = ports
  const { spending, clock } = accounts
  const { callId, tenant, trip, agent, attempt, route } = about
  const { provider, model } = route
  const begun = clock.now()
  const worst = accounts.worstCostOf(accounts.estimateTokens(about.promptText), route.maxTokens, model) ?? 0

  const settled = async (
    outcome: string,
    usage: ModelUsage | undefined,
    unbilled: boolean,
  ): Promise<ModelCall> => {
    const microUsd = usage !== undefined ? (accounts.costOf(usage, model) ?? 0) : unbilled ? 0 : worst
    const estimated = usage === undefined && !unbilled
    const latencyMs = Math.max(0, Math.round(clock.now() - begun))
    const spent = { ...(usage ?? NO_TOKENS), latencyMs, microUsd, estimated, cacheHit: false, outcome }
    await record(ports, about, spent)
    return {
      provider,
      model,
      ...(usage === undefined ? {} : { usage }),
      microUsd,
      ...(estimated ? { estimated } : {}),
    }
  }

  return {
    reserve: async (signal) => {
      const expiresAt = begun + about.timeoutMs + SETTLE_MS
      const call = { callId, tenant, trip, actor: about.actor, agent, attempt, provider, model }
      const reserved = await spending.reserve({ ...call, worstMicroUsd: worst, expiresAt }, signal)
      if (reserved.status === 'reserved') return reserved
      const { scope, limitMicroUsd, usedMicroUsd, resumesAt } = reserved
      const failure = exhausted(scope, limitMicroUsd, usedMicroUsd, worst)
      if (resumesAt === undefined) return { status: 'refused', failure }
      const resumesInMs = Math.max(0, resumesAt - Math.floor(clock.now()))
      return { status: 'refused', failure: { ...failure, resumesAt, resumesInMs } }
    },
    settle: async ({ finish, usage }, wrong) => await settled(wrong ?? finish, usage, false),
    settleFailed: async (error) => {
      const unbilled = error instanceof CaravanError && error.data['unbilled'] === true
      return await settled(outcomeOf(error), undefined, unbilled)
    },
  }
}

/** An answer that was given before is in the ledger too, at no cost. Never throws: there is nothing to be settled. */
export async function recordHit(ports: MoneyPorts, call: RoutedCall): Promise<void> {
  const free = { ...NO_TOKENS, latencyMs: 0, microUsd: 0, estimated: false }
  await record(ports, call, { ...free, cacheHit: true, outcome: 'cached' })
}

type RoutedCall = CallName & { readonly route: { readonly provider: string; readonly model: string } }

/** What an entry says of how its call went. */
type Went = Omit<LedgerEntry, Exclude<keyof CallName, 'actor'> | 'provider' | 'model' | 'at'>

export const NO_TOKENS = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }

/** Writes an entry, or tells that it could not be written. */
export async function record({ accounts, observe }: MoneyPorts, call: RoutedCall, went: Went): Promise<void> {
  const { callId, tenant, trip, agent, attempt, route } = call
  const { provider, model } = route
  const named = { callId, tenant, trip, agent, attempt, provider, model }
  try {
    await write(accounts, { ...named, at: accounts.clock.now(), ...went })
  } catch (error) {
    observe?.({ type: 'call:unsettled', callId, trip, agent, error: errorData(error) })
  }
}

/** Not under the call's signal: a call that is stopped has to be settled all the same. */
async function write({ spending, clock }: Accounts, entry: LedgerEntry): Promise<void> {
  const once = async () => {
    using limit = deadline(clock, SETTLE_MS / 2)
    await spending.settle(entry, limit.signal)
  }
  try {
    await once()
  } catch (error) {
    if (!(error instanceof CaravanError) || !error.retryable) throw error
    await once() // it is written once, however often it is said
  }
}

const SCOPE_TEXT = { request: 'this trip', hour: 'this hour', day: 'this day' } as const

function exhausted(scope: keyof typeof SCOPE_TEXT, limit: number, used: number, worst: number): Failure {
  const usd = (micro: number) => `${(micro / 1_000_000).toFixed(4)} USD`
  return {
    code: 'budget.exhausted',
    message: `The next call may cost ${usd(worst)}, and of the ${usd(limit)} for ${SCOPE_TEXT[scope]} ${usd(used)} are used or set aside.`,
    retryable: false,
    scope,
  }
}

/** What the ledger calls the end of a call that was thrown out of. */
export function outcomeOf(error: unknown): string {
  const { code } = errorData(error)
  return code === 'AbortError' || code === '20' ? 'aborted' : code === 'TimeoutError' ? 'model.timeout' : code
}
