import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Alarm } from '../../runtime/host/alarm.ts'
import { Beats } from '../../runtime/host/beats.ts'
import { systemClock, type Clock } from '../../runtime/core/clock.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const member = () => ({ beat: vi.fn<() => void>() })

it('beats tell each member once per period, whenever it came', () => {
  const beats = new Beats(systemClock, 400)
  const members = [0, 1, 2, 3, 4, 5, 6].map(() => {
    const one = member()
    beats.join(one)
    vi.advanceTimersByTime(130)
    return one
  })
  for (const { beat } of members) beat.mockClear()
  vi.advanceTimersByTime(400 * 10)
  for (const { beat } of members) expect(beat).toHaveBeenCalledTimes(10)
})

it('beats do not tell who has come within three quarters of a period, nor who has left, and then hold no timer', () => {
  const beats = new Beats(systemClock, 400)
  const [first, second] = [member(), member()]
  beats.join(first)
  vi.advanceTimersByTime(390)
  beats.join(second)
  vi.advanceTimersByTime(290)
  expect(first.beat).toHaveBeenCalledTimes(1)
  expect(second.beat).not.toHaveBeenCalled()
  beats.leave(first)
  vi.advanceTimersByTime(400)
  expect(first.beat).toHaveBeenCalledTimes(1)
  expect(second.beat).toHaveBeenCalledTimes(1)
  beats.leave(second)
  vi.advanceTimersByTime(400)
  expect(vi.getTimerCount()).toBe(0)
})

it('beats that come late are made up for at once, and once: a process that stood still owes nothing', () => {
  let late = 0
  const clock: Clock = { ...systemClock, monotonic: () => performance.now() + late }
  const beats = new Beats(clock, 400)
  const one = member()
  beats.join(one)
  vi.advanceTimersByTime(400)
  late = 10_000
  vi.advanceTimersByTime(100)
  expect(one.beat).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(400)
  expect(one.beat).toHaveBeenCalledTimes(3)
})

it('an alarm holds no timer for what is far, and rings on time all the same', () => {
  const owner = { nextAt: Date.now() + 5_000, ring: vi.fn<(until: number) => void>() }
  const { nextAt } = owner
  owner.ring.mockImplementation(() => (owner.nextAt = Infinity))
  const alarm = new Alarm(systemClock, 1_000, owner)
  alarm.reset()
  for (let looks = 0; looks < 9; looks += 1) {
    expect(vi.getTimerCount()).toBe(looks < 8 ? 0 : 1)
    vi.advanceTimersByTime(500)
    alarm.look()
  }
  vi.advanceTimersByTime(499)
  expect(owner.ring).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(owner.ring).toHaveBeenCalledExactlyOnceWith(nextAt)
  expect(vi.getTimerCount()).toBe(0)
})

it('an alarm that is cancelled does not ring; one whose clock is set back does', () => {
  let back = 0
  const clock: Clock = { ...systemClock, now: () => Date.now() - back }
  const owner = { nextAt: Date.now() + 500, ring: vi.fn<(until: number) => void>() }
  const alarm = new Alarm(clock, 1_000, owner)
  alarm.reset()
  alarm.cancel()
  vi.advanceTimersByTime(600)
  expect(owner.ring).not.toHaveBeenCalled()
  owner.nextAt = Date.now() + 500
  const { nextAt } = owner
  owner.ring.mockImplementation(() => (owner.nextAt = Infinity))
  alarm.reset()
  back = 3_600_000
  vi.advanceTimersByTime(500)
  expect(owner.ring).toHaveBeenCalledExactlyOnceWith(nextAt)
})
