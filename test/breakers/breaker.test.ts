import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  admit,
  afterAnswer,
  afterFailure,
  afterLimit,
  CLOSED,
  type BreakerState,
} from '../../storage/breakers/breaker.ts'

const RULES = { threshold: 3, restMs: 100, longestRestMs: 1_000, tryMs: 50 }

/** The states that a sequence of events leads through. */
function after(events: readonly ('fail' | 'answer' | 'limit' | number)[]): BreakerState {
  let state: BreakerState = CLOSED
  let now = 0
  for (const event of events) {
    if (typeof event === 'number') {
      now += event
      state = admit(state, now, RULES).next ?? state
    } else if (event === 'limit') state = afterLimit(state, now, RULES) ?? state
    else state = (event === 'fail' ? afterFailure(state, now, RULES) : afterAnswer(state)) ?? state
  }
  return state
}

describe('a breaker', () => {
  it.each<[string, readonly ('fail' | 'answer' | 'limit' | number)[], object]>([
    [
      'is not opened by limits, and not closed',
      ['fail', 'limit', 'limit', 'limit', 'limit', 'fail'],
      { phase: 'closed', failures: 2 },
    ],
    [
      'is not moved by limits while it rests',
      ['fail', 'fail', 'fail', 50, 'limit'],
      { phase: 'open', until: 100 },
    ],
    [
      'rests again, no longer, when the try meets a limit',
      ['fail', 'fail', 'fail', 100, 'limit'],
      { phase: 'open', until: 200, streak: 1 },
    ],
    ['stays closed below its threshold', ['fail', 'fail'], { phase: 'closed', failures: 2 }],
    [
      'forgets failures with every answer',
      ['fail', 'fail', 'answer', 'fail', 'fail'],
      { phase: 'closed', failures: 2 },
    ],
    ['opens at its threshold', ['fail', 'fail', 'fail'], { phase: 'open', until: 100, streak: 1 }],
    ['rests', ['fail', 'fail', 'fail', 99], { phase: 'open', until: 100 }],
    ['lets one try when the rest is over', ['fail', 'fail', 'fail', 100], { phase: 'half-open', until: 150 }],
    ['closes when the try is answered', ['fail', 'fail', 'fail', 100, 'answer'], CLOSED],
    [
      'rests twice as long when it is not',
      ['fail', 'fail', 'fail', 100, 'fail'],
      { phase: 'open', until: 300, streak: 2 },
    ],
    [
      'lets another try when the first says nothing',
      ['fail', 'fail', 'fail', 100, 50],
      { phase: 'half-open', until: 200 },
    ],
    [
      'is not moved by calls from before',
      ['fail', 'fail', 'fail', 'fail', 'answer'],
      { phase: 'open', until: 100, streak: 1 },
    ],
  ])('%s', (_name, events, state) => {
    expect(after(events)).toMatchObject(state)
  })

  it('is looked at again after the longest call may be over while somebody else tries', () => {
    const trying = { phase: 'half-open', until: 60_000, streak: 1 } as const
    expect(admit(trying, 0, { threshold: 3 }).closedFor).toBe(30_000)
    expect(admit(trying, 59_000, { threshold: 3 }).closedFor).toBe(1_000)
  })

  it('never rests longer than its longest rest, not even after a wrong clock', () => {
    expect(admit({ phase: 'open', until: 1e15, streak: 1 }, 0, RULES).closedFor).toBe(1_000)
    const events = fc.array(
      fc.oneof(fc.constantFrom('fail' as const, 'answer' as const), fc.nat({ max: 2_000 })),
    )
    fc.assert(
      fc.property(events, (all) => {
        const state = after(all)
        const now = all.reduce<number>((sum, event) => sum + (typeof event === 'number' ? event : 0), 0)
        expect(admit(state, now, RULES).closedFor ?? 0).toBeLessThanOrEqual(1_000)
        // It always opens the way again by itself.
        expect(admit(state, now + 1_000, RULES).closedFor).toBeUndefined()
      }),
    )
  })
})
