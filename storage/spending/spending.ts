/**
 * {@link Spending} on any store: checks what is given, makes changes of purses, writes the ledger, tells what happens.
 * Settling writes the entry first and frees the reservation then; a crash between leaves a reservation whose call id is in the
 * ledger, and whoever ends it later finds the entry and takes its amount.
 */
import type { z } from 'zod'
import type { Clock } from '../../runtime/core/clock.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import { LedgerEntry, Reservation, SpendingLimits, TopUp } from './port.ts'
import type { ObserveSpending, Reserved, Spending, TenantMoney, TripMoney } from './port.ts'
import {
  charge,
  free,
  MOST_TOP_UPS,
  remember,
  reserve,
  roll,
  sharesOf,
  sum,
  topUp,
  type OpenCall,
  type Purse,
} from './purse.ts'
import { linesOf } from './lines.ts'
import type { SpendingStore } from './store.ts'
import { nearTeller } from './near.ts'
import { TenantPurse } from './tenant-purse.ts'
import { HOUR_MS, nextDay } from './windows.ts'

export interface SpendingOptions {
  readonly limits: SpendingLimits
  readonly clock: Clock
  readonly observe?: ObserveSpending
  /** 0 to 1, for waits after conflicts. */
  readonly jitter: () => number
}

/** After its time a call may still be about to settle: its host stands still, or its clock is behind. */
export const SWEEP_GRACE_MS = 30_000

/** What the purse said: nothing while the actor has older reservations. */
interface Asked {
  readonly left: readonly OpenCall[]
  readonly answer: Reserved | undefined
  readonly state: Purse
}

/** What a call whose end nobody saw ends with. */
export const UNKNOWN_OUTCOME = 'unknown'

/** @throws CaravanError `spending.invalid` when a limit is none */
export function spendingOn(store: SpendingStore, options: SpendingOptions): Spending {
  const limits = checked(SpendingLimits, options.limits, 'limits')
  const { clock, observe = () => undefined, jitter } = options
  const purses = new Map<string, TenantPurse>()
  const tellNear = nearTeller(limits, observe)

  const purseOf = (tenant: string) => {
    const known = purses.get(tenant)
    if (known !== undefined) return known
    const made = new TenantPurse(store, tenant, clock, jitter)
    purses.set(tenant, made)
    return made
  }

  /** Appends once, then frees; both may have happened before. */
  const end = async (given: LedgerEntry) => {
    const { entry, wrote } = await store.append(given)
    if (wrote) observe({ type: 'spending:settled', entry })
    const { callId, tenant, trip, microUsd } = entry
    if (entry.cacheHit && microUsd === 0) return // nothing was reserved
    const { worst, freed } = await purseOf(tenant).change({
      ends: true,
      apply: (purse, now) => [
        free(purse, callId, microUsd, now, wrote),
        { worst: purse.open[callId]?.reservation.worstMicroUsd, freed: purse.freed.includes(callId) },
      ],
    })
    if (wrote && worst === undefined && !freed && microUsd > 0)
      await purseOf(tenant).change({
        trip,
        brings: callId,
        ends: true,
        apply: (purse, now) => [charge(purse, trip, microUsd, now), undefined],
      })
    if (wrote && worst !== undefined && microUsd > worst)
      observe({ type: 'spending:overrun', entry, worstMicroUsd: worst })
  }

  const giveUp = ({ reservation, at }: OpenCall) => end(lostCall(reservation, at, clock.now()))

  const openOf = async (tenant: string) =>
    Object.values((await store.read(tenant)).purse.open).filter((call) => call.reservation.tenant === tenant)

  const bookOf = async (tenant: string, id: string) => {
    // In this order: a call that ends meanwhile is in one of the two, for it is written before it is freed.
    const open = await openOf(tenant)
    const history = await store.history(tenant, id)
    const settled = new Set(history.entries.map(({ callId }) => callId))
    const waiting = open.filter(({ reservation: r }) => r.trip === id && !settled.has(r.callId))
    return { ...history, waiting }
  }

  const trip = async (tenant: string, id: string): Promise<TripMoney> => {
    const { entries, spentMicroUsd, topUps, waiting } = await bookOf(tenant, id)
    return {
      spentMicroUsd,
      estimatedMicroUsd: total(entries.filter(({ estimated }) => estimated).map(({ microUsd }) => microUsd)),
      reservedMicroUsd: total(waiting.map(({ reservation }) => reservation.worstMicroUsd)),
      toppedUpMicroUsd: sum(topUps),
      limitMicroUsd: limits.requestMicroUsd + sum(topUps),
      calls: entries.filter(({ cacheHit }) => !cacheHit).length,
    }
  }

  return {
    limits,
    reserve: async (given, signal) => {
      const reservation = checked(Reservation, given, 'reservation')
      signal.throwIfAborted()
      const { callId, tenant, actor } = reservation
      const purse = purseOf(tenant)
      const ask = () =>
        purse.change({
          trip: reservation.trip,
          apply: (before, now): readonly [Purse, Asked] => {
            const left = Object.values(before.open).filter(
              ({ reservation: r }) => r.actor === actor && r.callId !== callId,
            )
            // What the actor left behind may be just what stands in its way: that first.
            if (left.length > 0) return [before, { left, answer: undefined, state: before }]
            const [state, answer] = reserve(before, reservation, limits, now)
            return [state, { left, answer, state }]
          },
        })
      let { left, answer, state } = await ask()
      while (answer === undefined) {
        for (const call of left) await giveUp(call)
        signal.throwIfAborted()
        ;({ left, answer, state } = await ask())
      }
      if (signal.aborted) {
        // Nobody will make this call any more: it has cost nothing.
        if (answer.status === 'reserved')
          await end({ ...lostCall(reservation, clock.now(), clock.now()), ...UNCALLED })
        signal.throwIfAborted()
      }
      if (answer.status === 'reserved') {
        observe({ type: 'spending:reserved', reservation })
        tellNear(state, tenant, reservation.trip, answer.near)
      } else tellRefused(observe, reservation, answer)
      return answer
    },
    settle: async (given, signal) => {
      const entry = checked(LedgerEntry, given, 'entry')
      signal.throwIfAborted()
      await end(entry)
    },
    lines: async (tenant, id, signal) => {
      signal.throwIfAborted()
      const { entries, waiting } = await bookOf(tenant, id)
      return linesOf(
        entries,
        waiting.map(({ reservation }) => reservation),
      )
    },
    topUp: async (given, signal) => {
      const asked = checked(TopUp, given, 'top-up')
      signal.throwIfAborted()
      const { topUps } = await store.history(asked.tenant, asked.trip)
      if (topUps[asked.id] === undefined && Object.keys(topUps).length >= MOST_TOP_UPS)
        throw new CaravanError(
          'spending.top-ups.most',
          `Trip ${asked.trip} was topped up ${MOST_TOP_UPS} times, which is the most.`,
          { data: { trip: asked.trip } },
        )
      const stored = await store.appendTopUp(asked)
      const { tenant, id, microUsd } = stored
      const isNew = await purseOf(tenant).change({
        trip: stored.trip,
        brings: id,
        apply: (purse, now) => {
          const next = topUp(purse, stored.trip, id, microUsd, now)
          return [next, next !== purse]
        },
      })
      const money = await trip(tenant, stored.trip)
      if (isNew) observe({ type: 'spending:topped-up', topUp: stored, limitMicroUsd: money.limitMicroUsd })
      return money
    },
    trip: async (tenant, id, signal) => {
      signal.throwIfAborted()
      return trip(tenant, id)
    },
    shares: async (tenant, id, signal) => {
      signal.throwIfAborted()
      const { purse } = await store.read(tenant)
      const history = purse.trips[id] === undefined ? await store.history(tenant, id) : undefined
      const known = history === undefined ? purse : remember(purse, id, history, clock.now())
      return sharesOf(known, id, limits, clock.now())
    },
    async *entries(query, signal) {
      for await (const entry of store.entries(query)) {
        signal.throwIfAborted()
        yield entry
      }
    },
    totals: async (tenant, signal): Promise<TenantMoney> => {
      signal.throwIfAborted()
      const { purse } = await store.read(tenant)
      const { hour, day, open } = roll(purse, clock.now())
      return {
        hour: {
          startsAt: hour.at,
          endsAt: hour.at + HOUR_MS,
          limitMicroUsd: limits.hourMicroUsd,
          usedMicroUsd: hour.used,
        },
        day: {
          startsAt: day.at,
          endsAt: nextDay(day.at),
          limitMicroUsd: limits.dayMicroUsd,
          usedMicroUsd: day.used,
        },
        open: Object.values(open).map(({ reservation }) => reservation),
      }
    },
    sweep: async (signal) => {
      let swept = 0
      for (const tenant of await store.tenants()) {
        for (const call of await openOf(tenant)) {
          signal.throwIfAborted()
          if (call.reservation.expiresAt + SWEEP_GRACE_MS > clock.now()) continue
          await giveUp(call)
          swept += 1
        }
      }
      return swept
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...purses.values()].map((purse) => purse.idle()))
      await store[Symbol.asyncDispose]()
    },
  }
}

/** The entry of a call whose end nobody saw: it is taken to have cost the most it could. */
function lostCall(reservation: Reservation, startedAt: number, now: number): LedgerEntry {
  const { callId, tenant, trip, agent, attempt, provider, model, worstMicroUsd, operation } = reservation
  return {
    ...(operation === undefined ? {} : { operation }),
    callId,
    tenant,
    trip,
    agent,
    attempt,
    provider,
    model,
    at: now,
    latencyMs: Math.max(0, now - startedAt),
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    microUsd: worstMicroUsd,
    estimated: true,
    cacheHit: false,
    outcome: UNKNOWN_OUTCOME,
  }
}

const UNCALLED = { microUsd: 0, estimated: false, outcome: 'aborted' } as const

function tellRefused(
  observe: ObserveSpending,
  reservation: Reservation,
  { scope, usedMicroUsd, limitMicroUsd }: Extract<Reserved, { status: 'refused' }>,
): void {
  observe({ type: 'spending:refused', reservation, scope, usedMicroUsd, limitMicroUsd })
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0)
}

function checked<T>(schema: z.ZodType<T>, given: unknown, what: string): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const words = problems.map(({ path, message }) => `${path === '' ? what : path}: ${message}`).join('; ')
  throw new CaravanError('spending.invalid', `This ${what} is not accepted: ${words}.`, {
    data: { problems },
  })
}
