/** What every spending driver does; run on memory and on a real NATS. */
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../runtime/core/clock.ts'
import {
  MICRO_USD,
  type Spending,
  type SpendingEvent,
  type SpendingLimits,
} from '../../storage/spending/port.ts'
import { SWEEP_GRACE_MS } from '../../storage/spending/spending.ts'
import { HOUR_MS, hourOf } from '../../storage/spending/windows.ts'
import { entryOf, HALF_PAST_TEN, handClock, reservationOf } from './calls.ts'

/** One installation; each `open` is a process of its own. */
export interface Installation {
  open(options: {
    readonly limits: SpendingLimits
    readonly clock: Clock
    readonly observe?: (event: SpendingEvent) => void
  }): Promise<Spending>
}

const LIMITS: SpendingLimits = {
  requestMicroUsd: MICRO_USD,
  hourMicroUsd: 5 * MICRO_USD,
  dayMicroUsd: 50 * MICRO_USD,
}
const never = new AbortController().signal

export function spendingContract(name: string, install: () => Promise<Installation>): void {
  describe(`spending on ${name}`, () => {
    it('sets money aside, takes what the call cost, and gives the rest back', async () => {
      const installation = await install()
      const events: SpendingEvent[] = []
      const clock = handClock()
      await using money = await installation.open({ limits: LIMITS, clock, observe: (e) => events.push(e) })
      expect(await money.reserve(reservationOf('1'), never)).toEqual({ status: 'reserved', near: [] })
      expect(await money.trip('default', 'trip-1', never)).toEqual({
        spentMicroUsd: 0,
        estimatedMicroUsd: 0,
        reservedMicroUsd: 100_000,
        toppedUpMicroUsd: 0,
        limitMicroUsd: MICRO_USD,
        calls: 0,
      })
      await money.settle(entryOf('1'), never)
      expect(await money.trip('default', 'trip-1', never)).toMatchObject({
        spentMicroUsd: 40_000,
        reservedMicroUsd: 0,
        calls: 1,
      })
      expect(await money.totals('default', never)).toEqual({
        hour: {
          startsAt: hourOf(HALF_PAST_TEN),
          endsAt: hourOf(HALF_PAST_TEN) + HOUR_MS,
          limitMicroUsd: 5 * MICRO_USD,
          usedMicroUsd: 40_000,
        },
        day: {
          startsAt: 24 * HOUR_MS,
          endsAt: 48 * HOUR_MS,
          limitMicroUsd: 50 * MICRO_USD,
          usedMicroUsd: 40_000,
        },
        open: [],
      })
      expect(await Array.fromAsync(money.entries({}, never))).toEqual([entryOf('1')])
      expect(events.map(({ type }) => type)).toEqual(['spending:reserved', 'spending:settled'])
    })

    it('counts once what is reserved and settled twice, also with another amount', async () => {
      const installation = await install()
      const events: SpendingEvent[] = []
      await using money = await installation.open({
        limits: LIMITS,
        clock: handClock(),
        observe: (e) => events.push(e),
      })
      for (let n = 0; n < 2; n++) await money.reserve(reservationOf('1'), never)
      await money.settle(entryOf('1'), never)
      await money.settle(entryOf('1', { microUsd: 99_000 }), never)
      expect((await money.totals('default', never)).hour.usedMicroUsd).toBe(40_000)
      expect(await Array.fromAsync(money.entries({}, never))).toEqual([entryOf('1')])
      expect(events.filter(({ type }) => type === 'spending:settled')).toHaveLength(1)
    })

    it('lets four processes that race for the last dollar overspend nothing', async () => {
      const installation = await install()
      const limits = { ...LIMITS, requestMicroUsd: 100 * MICRO_USD, hourMicroUsd: MICRO_USD }
      const processes = await Promise.all(
        Array.from({ length: 4 }, () => installation.open({ limits, clock: handClock() })),
      )
      const asked = processes.flatMap((money, p) =>
        Array.from({ length: 30 }, async (_, n) => {
          const callId = `${p}-${n}`
          const reserved = await money.reserve(
            reservationOf(callId, { trip: `t${n % 5}`, worstMicroUsd: 30_000 }),
            never,
          )
          return { money, callId, trip: `t${n % 5}`, reserved }
        }),
      )
      const answers = await Promise.all(asked)
      const got = answers.filter(({ reserved }) => reserved.status === 'reserved')
      expect(got).toHaveLength(33) // 33 × 0.03 USD; a 34th would be 1.02
      const refused = answers.flatMap(({ reserved }) => (reserved.status === 'refused' ? [reserved] : []))
      for (const one of refused) expect(one).toMatchObject({ scope: 'hour', usedMicroUsd: 990_000 })
      await Promise.all(
        got.map(({ money, callId, trip }) =>
          money.settle(entryOf(callId, { trip, microUsd: 10_000 }), never),
        ),
      )
      for (const money of processes) {
        expect((await money.totals('default', never)).hour.usedMicroUsd).toBe(330_000)
        await money[Symbol.asyncDispose]()
      }
    })

    it('settles as estimated what an actor left behind when it calls anew', async () => {
      const installation = await install()
      const clock = handClock()
      await using money = await installation.open({ limits: LIMITS, clock })
      const limits = { worstMicroUsd: 600_000, actor: 'trip/trip-1/planning.1' }
      await money.reserve(reservationOf('start 1', limits), never)
      clock.set(HALF_PAST_TEN + 5_000)
      // 0.6 of 1 USD is taken to be gone: what is left does not hold the second call.
      expect(await money.reserve(reservationOf('start 2', limits), never)).toMatchObject({
        status: 'refused',
        usedMicroUsd: 600_000,
      })
      expect(await Array.fromAsync(money.entries({}, never))).toEqual([
        entryOf('start 1', {
          at: HALF_PAST_TEN + 5_000,
          latencyMs: 5_000,
          inputTokens: 0,
          cachedInputTokens: 0,
          outputTokens: 0,
          microUsd: 600_000,
          estimated: true,
          outcome: 'unknown',
        }),
      ])
      // Whoever had only stood still comes too late: the entry stays.
      await money.settle(entryOf('start 1', { microUsd: 1 }), never)
      expect(await money.trip('default', 'trip-1', never)).toMatchObject({
        spentMicroUsd: 600_000,
        estimatedMicroUsd: 600_000,
        reservedMicroUsd: 0,
      })
    })

    it('sweeps what nobody ended, once, in whichever process', async () => {
      const installation = await install()
      const clock = handClock()
      await using dead = await installation.open({ limits: LIMITS, clock })
      await dead.reserve(reservationOf('lost', { tenant: 'a b' }), never)
      await using one = await installation.open({ limits: LIMITS, clock })
      await using two = await installation.open({ limits: LIMITS, clock })
      clock.set(HALF_PAST_TEN + 60_000 + SWEEP_GRACE_MS - 1)
      expect(await one.sweep(never)).toBe(0)
      clock.set(HALF_PAST_TEN + 60_000 + SWEEP_GRACE_MS)
      await Promise.all([one.sweep(never), two.sweep(never)])
      expect(await Array.fromAsync(one.entries({ tenant: 'a b' }, never))).toMatchObject([
        { callId: 'lost', microUsd: 100_000, estimated: true, outcome: 'unknown' },
      ])
      expect((await two.totals('a b', never)).open).toEqual([])
      expect(await one.sweep(never)).toBe(0)
    })

    it('lets a trip go on after a top-up; the same id again adds nothing', async () => {
      const installation = await install()
      const events: SpendingEvent[] = []
      await using one = await installation.open({
        limits: LIMITS,
        clock: handClock(),
        observe: (e) => events.push(e),
      })
      await using two = await installation.open({ limits: LIMITS, clock: handClock() })
      await one.reserve(reservationOf('1', { worstMicroUsd: MICRO_USD }), never)
      await one.settle(entryOf('1', { microUsd: MICRO_USD }), never)
      expect(await two.reserve(reservationOf('2'), never)).toEqual({
        status: 'refused',
        scope: 'request',
        limitMicroUsd: MICRO_USD,
        usedMicroUsd: MICRO_USD,
      })
      const topUp = { id: 't1', tenant: 'default', trip: 'trip-1', microUsd: 250_000, by: 'ada', at: 1 }
      const money = await one.topUp(topUp, never)
      expect(await two.topUp(topUp, never)).toEqual(money)
      expect(money).toMatchObject({ toppedUpMicroUsd: 250_000, limitMicroUsd: 1_250_000 })
      expect((await two.reserve(reservationOf('2'), never)).status).toBe('reserved')
      expect(await one.reserve(reservationOf('3', { worstMicroUsd: 160_000 }), never)).toMatchObject({
        scope: 'request',
        limitMicroUsd: 1_250_000,
      })
      expect(events.filter(({ type }) => type === 'spending:topped-up')).toHaveLength(1)
    })

    it('keeps tenants apart, and finds entries by trip and time', async () => {
      const installation = await install()
      await using money = await installation.open({ limits: LIMITS, clock: handClock() })
      for (const [callId, tenant, trip, at] of [
        ['1', 'a', 'x', 10],
        ['2', 'a', 'y.z', 20],
        ['3', 'b', 'x', 30],
      ] as const) {
        await money.reserve(reservationOf(callId, { tenant, trip, worstMicroUsd: MICRO_USD }), never)
        await money.settle(entryOf(callId, { tenant, trip, at, microUsd: MICRO_USD }), never)
      }
      const ids = async (query: Parameters<Spending['entries']>[0]) =>
        (await Array.fromAsync(money.entries(query, never))).map(({ callId }) => callId)
      expect(await ids({})).toEqual(['1', '2', '3'])
      expect(await ids({ tenant: 'a' })).toEqual(['1', '2'])
      expect(await ids({ trip: 'x' })).toEqual(['1', '3'])
      expect(await ids({ tenant: 'a', trip: 'y.z' })).toEqual(['2'])
      expect(await ids({ from: 20, to: 30 })).toEqual(['2'])
      expect(await ids({ tenant: 'nobody' })).toEqual([])
      expect((await money.totals('a', never)).hour.usedMicroUsd).toBe(2 * MICRO_USD)
      expect((await money.totals('b', never)).hour.usedMicroUsd).toBe(MICRO_USD)
    })

    it('warns once at 80 % of each limit', async () => {
      const installation = await install()
      const events: SpendingEvent[] = []
      const limits = { requestMicroUsd: 1_000, hourMicroUsd: 1_500, dayMicroUsd: 10_000 }
      await using money = await installation.open({
        limits,
        clock: handClock(),
        observe: (e) => events.push(e),
      })
      await money.reserve(reservationOf('1', { worstMicroUsd: 799 }), never)
      expect(events.filter(({ type }) => type === 'spending:near')).toEqual([])
      expect(await money.reserve(reservationOf('2', { worstMicroUsd: 1 }), never)).toEqual({
        status: 'reserved',
        near: ['request'],
      })
      await money.reserve(reservationOf('3', { worstMicroUsd: 1 }), never)
      await money.reserve(reservationOf('4', { trip: 'trip-2', worstMicroUsd: 400 }), never)
      expect(events.filter(({ type }) => type === 'spending:near')).toEqual([
        {
          type: 'spending:near',
          tenant: 'default',
          scope: 'request',
          trip: 'trip-1',
          usedMicroUsd: 800,
          limitMicroUsd: 1_000,
        },
        {
          type: 'spending:near',
          tenant: 'default',
          scope: 'hour',
          usedMicroUsd: 1_201,
          limitMicroUsd: 1_500,
        },
      ])
    })

    it('says how much of each limit is used, also of a trip that it has forgotten', async () => {
      const installation = await install()
      const limits = { requestMicroUsd: 1_000, hourMicroUsd: 0, dayMicroUsd: 10_000 }
      const clock = handClock()
      await using money = await installation.open({ limits, clock })
      expect(await money.shares('default', 'trip-1', never)).toEqual({ request: 0, hour: 1, day: 0 })
      await money.topUp(
        { id: 't', tenant: 'default', trip: 'trip-1', microUsd: 1_000, by: 'a', at: 1 },
        never,
      )
      await money.reserve(reservationOf('1', { worstMicroUsd: 500 }), never)
      // Paid for by the top-up: nothing of it counts for the day.
      expect(await money.shares('default', 'trip-1', never)).toEqual({ request: 0.25, hour: 1, day: 0 })
    })

    it('tells of a call that cost more than its worst case, and counts all of it', async () => {
      const installation = await install()
      const events: SpendingEvent[] = []
      await using money = await installation.open({
        limits: LIMITS,
        clock: handClock(),
        observe: (e) => events.push(e),
      })
      await money.reserve(reservationOf('1'), never)
      await money.settle(entryOf('1', { microUsd: 7 * MICRO_USD }), never)
      expect(events.at(-1)).toMatchObject({ type: 'spending:overrun', worstMicroUsd: 100_000 })
      expect(await money.reserve(reservationOf('2', { trip: 'trip-2' }), never)).toMatchObject({
        scope: 'hour',
        usedMicroUsd: 7 * MICRO_USD,
      })
    })

    it('takes an entry of a cache, for which nothing was reserved', async () => {
      const installation = await install()
      await using money = await installation.open({ limits: LIMITS, clock: handClock() })
      await money.settle(entryOf('1', { cacheHit: true, microUsd: 0 }), never)
      await money.settle(entryOf('2', { microUsd: 123 }), never) // unreserved, but paid
      expect((await money.totals('default', never)).hour.usedMicroUsd).toBe(123)
      expect(await money.trip('default', 'trip-1', never)).toMatchObject({ calls: 1, spentMicroUsd: 123 }) // one was called for
    })

    it('names everything that is wrong with what it is given', async () => {
      const installation = await install()
      await using money = await installation.open({ limits: LIMITS, clock: handClock() })
      await expect(
        money.reserve(reservationOf('', { worstMicroUsd: -1, attempt: 0 }), never),
      ).rejects.toMatchObject({
        code: 'spending.invalid',
        data: { problems: [{ path: 'callId' }, { path: 'attempt' }, { path: 'worstMicroUsd' }] },
      })
      await expect(money.settle(entryOf('1', { microUsd: 0.5 }), never)).rejects.toMatchObject({
        code: 'spending.invalid',
      })
      const topUp = { id: 't', tenant: 'default', trip: 'x', microUsd: 0, by: '', at: 1 }
      await expect(money.topUp(topUp, never)).rejects.toMatchObject({
        data: { problems: [{ path: 'microUsd' }, { path: 'by' }] },
      })
      await expect(money.reserve(reservationOf('1'), AbortSignal.abort(new Error('gone')))).rejects.toThrow(
        'gone',
      )
    })
  })
}
