/** The sweeper: works by itself, tells when it cannot, ends with its process. */
import { describe, expect, it } from 'vitest'
import { CaravanError } from '../../runtime/core/errors.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS, type SpendingEvent } from '../../storage/spending/port.ts'
import { SWEEP_GRACE_MS } from '../../storage/spending/spending.ts'
import { startSweeper } from '../../storage/spending/sweeper.ts'
import { until } from '../kit/until.ts'
import { HALF_PAST_TEN, handClock, reservationOf } from './calls.ts'

const never = new AbortController().signal

describe('the sweeper', () => {
  it('settles what nobody ended', async () => {
    const clock = handClock()
    const events: SpendingEvent[] = []
    const observe = (event: SpendingEvent) => void events.push(event)
    await using money = memorySpending({ limits: DEFAULT_LIMITS, clock, observe, jitter: () => 0 })
    await money.reserve(reservationOf('1'), never)
    await using _sweeper = startSweeper(money, { clock, observe, everyMs: 5 })
    clock.set(HALF_PAST_TEN + 60_000 + SWEEP_GRACE_MS)
    await until(() => events.some(({ type }) => type === 'spending:settled'))
    expect((await money.totals('default', never)).open).toEqual([])
  })

  it('tells what goes wrong and goes on, until it is disposed of', async () => {
    const events: SpendingEvent[] = []
    let sweeps = 0
    const sweep = async () => {
      sweeps += 1
      if (sweeps === 1) throw new CaravanError('spending.unavailable', 'away', { retryable: true })
      return 0
    }
    const observe = (event: SpendingEvent) => void events.push(event)
    {
      await using _sweeper = startSweeper({ sweep }, { clock: handClock(), observe, everyMs: 1 })
      await until(() => sweeps > 2)
    }
    expect(events).toEqual([
      { type: 'spending:sweep-failed', error: { code: 'spending.unavailable', message: 'away' } },
    ])
    const before = sweeps
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(sweeps).toBe(before)
  })
})
