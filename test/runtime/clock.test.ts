import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'

const DAY = 86_400_000

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it.each([0.001, 24, 25, 60])('a timer of %d days fires then, and once', (days) => {
  const run = vi.fn<() => void>()
  systemClock.timer(days * DAY, run)
  vi.advanceTimersByTime(days * DAY - 1)
  expect(run).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  vi.advanceTimersByTime(100 * DAY)
  expect(run).toHaveBeenCalledTimes(1)
})

it.each([0, 30, 59])('a timer of 60 days that is cancelled after %i does not', (after) => {
  const run = vi.fn<() => void>()
  const cancel = systemClock.timer(60 * DAY, run)
  vi.advanceTimersByTime(after * DAY)
  cancel()
  vi.advanceTimersByTime(100 * DAY)
  expect(run).not.toHaveBeenCalled()
})

it('a timer that is overdue fires as soon as it can', () => {
  const run = vi.fn<() => void>()
  systemClock.timer(-5, run)
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(1)
})
