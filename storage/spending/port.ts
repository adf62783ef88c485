/**
 * Money: what a call may cost is reserved before it and settled after it, against limits that all hosts of an installation share.
 * Every amount is a whole number of micro-USD (1e-6 USD), every time is milliseconds since 1970. What was paid is a ledger of
 * once-only entries; what may still be paid is one small state per tenant, changed by compare-and-set.
 */
import { z } from 'zod'

/** Micro-USD per USD. */
export const MICRO_USD = 1_000_000

/** An amount in micro-USD. */
export const MicroUsd = z.int().min(0)
const Time = z.int().min(0)
const Name = z.string().min(1).max(512)
/** As long as an address of the runtime can be, with what tells an effect's starts apart. */
const LongName = z.string().min(1).max(3_000)
const Tokens = z.int().min(0)
/** A text was turned into a vector. */
const Operation = z.literal('embeddings')

/** What a limit is about: one trip, or a tenant's hour or day. Hours and days are those of UTC. */
export const SCOPES = ['request', 'hour', 'day'] as const
export const Scope = z.enum(SCOPES)
export type Scope = z.infer<typeof Scope>

/** Limits of each tenant. `requestMicroUsd` is for one trip from its start to its end, top-ups not counted. */
export const SpendingLimits = z.object({
  requestMicroUsd: MicroUsd,
  hourMicroUsd: MicroUsd,
  dayMicroUsd: MicroUsd,
})
export type SpendingLimits = z.infer<typeof SpendingLimits>

/** 1, 5 and 50 USD. */
export const DEFAULT_LIMITS: SpendingLimits = {
  requestMicroUsd: 1 * MICRO_USD,
  hourMicroUsd: 5 * MICRO_USD,
  dayMicroUsd: 50 * MICRO_USD,
}

/** A limit is near when this share of it is used or reserved. */
export const NEAR_SHARE = 0.8

/** Money set aside for one call that is about to be made. */
export const Reservation = z.object({
  /** Actor, effect and number of its start: a call that is made again has another id. */
  callId: LongName,
  tenant: Name,
  trip: Name,
  /** Address of the actor that calls. Its earlier reservations are settled as estimated when it reserves anew. */
  actor: LongName,
  /** Name of the agent: `planning`, `weather`… */
  agent: Name,
  /** 1 for the first. */
  attempt: z.int().min(1),
  provider: Name,
  model: Name,
  /** As {@link LedgerEntry} has it. */
  operation: Operation.optional(),
  /** The most that the call can cost: the whole prompt at full price and all of `maxTokens`. */
  worstMicroUsd: MicroUsd,
  /** When its caller cannot be working on it any more; some time after that it is settled as estimated. */
  expiresAt: Time,
})
export type Reservation = z.infer<typeof Reservation>

/** Answer to a reservation. */
export type Reserved =
  | {
      readonly status: 'reserved'
      /** Limits of which `NEAR_SHARE` is used with this reservation. */
      readonly near: readonly Scope[]
    }
  | {
      readonly status: 'refused'
      readonly scope: Scope
      readonly limitMicroUsd: number
      /** Used and reserved by now, without this call. */
      readonly usedMicroUsd: number
      /** When the next hour or day begins; absent for `request`, which only a top-up lifts. */
      readonly resumesAt?: number
    }

/** One call that has ended, as the ledger keeps it. */
export const LedgerEntry = z.object({
  callId: LongName,
  tenant: Name,
  trip: Name,
  agent: Name,
  attempt: z.int().min(1),
  provider: Name,
  model: Name,
  /** When the call ended, or was given up. */
  at: Time,
  /** Whole milliseconds from start to end of the call. */
  latencyMs: z.int().min(0),
  /** All tokens of the prompt, the cached ones among them. */
  inputTokens: Tokens,
  cachedInputTokens: Tokens,
  /** Reasoning tokens among them. */
  outputTokens: Tokens,
  microUsd: MicroUsd,
  /** True when nobody knows what the call cost: its worst case is assumed. */
  estimated: z.boolean(),
  /** Absent: a model was asked. */
  operation: Operation.optional(),
  /** Answered from a cache: nothing was called. */
  cacheHit: z.boolean(),
  /**
   * `complete` for an answer that fits and holds; `length`, `refusal` or `empty`; the code of what is wrong with the answer, or went
   * wrong with the call; `cached`; `unknown` for a call whose end nobody saw.
   */
  outcome: Name,
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** The most that one top-up can be, in USD. */
export const MOST_TOP_UP_USD = 1_000

/** More money for one trip: its own limit rises, and it may go so far above the limits of hour and day. */
export const TopUp = z.object({
  /** Chosen by who asks; the same id again changes nothing. */
  id: Name.max(128),
  tenant: Name,
  trip: Name,
  microUsd: z
    .int()
    .min(1)
    .max(MOST_TOP_UP_USD * MICRO_USD),
  /** Who says so: a name for the audit, at most 200 characters. */
  by: Name.max(200),
  at: Time,
})
export type TopUp = z.infer<typeof TopUp>

/** What one trip has cost and may cost. */
export interface TripMoney {
  /** Settled: what the ledger's entries of this trip sum up to. */
  readonly spentMicroUsd: number
  /** How much of it is estimated. */
  readonly estimatedMicroUsd: number
  /** Open reservations, at their worst case. */
  readonly reservedMicroUsd: number
  readonly toppedUpMicroUsd: number
  /** The limit per request and all top-ups. */
  readonly limitMicroUsd: number
  /** Calls that were made; answers from a cache are none. */
  readonly calls: number
}

/** What the calls of one agent to one model come to. */
export interface TripLine {
  readonly agent: string
  readonly provider: string
  readonly model: string
  /** Answers from a cache are none. */
  readonly calls: number
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
  readonly microUsd: number
  /** Whether any of it is: its cost is unknown, or it is under way and counted at its worst case. */
  readonly estimated: boolean
}

/** A limit that renews itself. */
export interface WindowMoney {
  readonly startsAt: number
  readonly endsAt: number
  readonly limitMicroUsd: number
  /** Settled and reserved, without what top-ups paid for. */
  readonly usedMicroUsd: number
}

/** What one tenant has used of its hour and its day, by now. */
export interface TenantMoney {
  readonly hour: WindowMoney
  readonly day: WindowMoney
  /** Calls whose money is reserved. */
  readonly open: readonly Reservation[]
}

/** Which entries of the ledger are asked for; everything when empty. */
export interface LedgerQuery {
  readonly tenant?: string
  readonly trip?: string
  /** Entries of calls that ended at this time or later. */
  readonly from?: number
  /** … and before this time. */
  readonly to?: number
}

/** What happens with money, for logs and metrics. Each entry of the ledger is `settled` once, by the process that wrote it. */
export type SpendingEvent =
  | { readonly type: 'spending:settled'; readonly entry: LedgerEntry }
  | { readonly type: 'spending:reserved'; readonly reservation: Reservation }
  | {
      /** A limit is near (`NEAR_SHARE`); once per limit and window or trip in each process. */
      readonly type: 'spending:near'
      readonly tenant: string
      readonly scope: Scope
      readonly trip?: string
      readonly usedMicroUsd: number
      readonly limitMicroUsd: number
    }
  | {
      readonly type: 'spending:refused'
      readonly reservation: Reservation
      readonly scope: Scope
      readonly usedMicroUsd: number
      readonly limitMicroUsd: number
    }
  /** A call cost more than its worst case: the price table or the provider's count is wrong. */
  | { readonly type: 'spending:overrun'; readonly entry: LedgerEntry; readonly worstMicroUsd: number }
  | { readonly type: 'spending:topped-up'; readonly topUp: TopUp; readonly limitMicroUsd: number }
  /** The sweeper could not do its work; it tries again. */
  | {
      readonly type: 'spending:sweep-failed'
      readonly error: { readonly code: string; readonly message: string }
    }

export type ObserveSpending = (event: SpendingEvent) => void

/**
 * The money of an installation. All methods may be called again with the same arguments after an error: nothing is counted twice.
 * Every method throws CaravanError `spending.unavailable` (retryable) when the store does not answer, and
 * `spending.invalid` for arguments that do not fit their schema; what the signal was aborted with is thrown as it is.
 */
export interface Spending extends AsyncDisposable {
  readonly limits: SpendingLimits
  /**
   * Sets money aside, or says which limit is in the way. Open reservations of the same actor with another call id are settled first,
   * at their worst case and `estimated`: the actor would not call anew if it still waited for them.
   */
  reserve(reservation: Reservation, signal: AbortSignal): Promise<Reserved>
  /** Writes the entry once, then frees its reservation. A call that was settled before keeps its first entry. */
  settle(entry: LedgerEntry, signal: AbortSignal): Promise<void>
  topUp(topUp: TopUp, signal: AbortSignal): Promise<TripMoney>
  trip(tenant: string, trip: string, signal: AbortSignal): Promise<TripMoney>
  /** Every call of a trip, those under way among them; sums up to what it spent and has reserved. In the order of the ledger. */
  lines(tenant: string, trip: string, signal: AbortSignal): Promise<readonly TripLine[]>
  /** How much of each limit is used or reserved, as a share of it: for choosing between calls before one is made. */
  shares(tenant: string, trip: string, signal: AbortSignal): Promise<Readonly<Record<Scope, number>>>
  /** In the order they were written. Ends with the last entry that was there when it was asked. */
  entries(query: LedgerQuery, signal: AbortSignal): AsyncIterable<LedgerEntry>
  totals(tenant: string, signal: AbortSignal): Promise<TenantMoney>
  /** Settles reservations past their time as estimated, of every tenant. Returns how many. */
  sweep(signal: AbortSignal): Promise<number>
}
