import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { SAME_SIGNAL_MS, signalCounter, signalExitCode, Stopped, watchSignals } from '../../ops/signals.ts'
import type { EndSignal } from '../../ops/signals.ts'

describe('signalCounter', () => {
  const meanings = (...arrivals: readonly (readonly [EndSignal, number])[]) => {
    let now = 0
    const meaningOf = signalCounter(() => now)
    return arrivals.map(([signal, at]) => {
      now = at
      return meaningOf(signal)
    })
  }

  it('counts equal signals that come together once', () => {
    expect(meanings(['SIGINT', 0], ['SIGINT', 3], ['SIGINT', SAME_SIGNAL_MS - 1])).toEqual([
      'stop',
      'echo',
      'echo',
    ])
  })

  it('forces on a second one that is meant, with its own echo', () => {
    expect(meanings(['SIGINT', 0], ['SIGINT', SAME_SIGNAL_MS], ['SIGINT', SAME_SIGNAL_MS + 5])).toEqual([
      'stop',
      'force',
      'echo',
    ])
  })

  it('does not let echoes prolong each other', () => {
    expect(meanings(['SIGTERM', 0], ['SIGTERM', 400], ['SIGTERM', 800])).toEqual(['stop', 'echo', 'force'])
  })

  it('takes another signal for one that is meant', () => {
    expect(meanings(['SIGINT', 0], ['SIGTERM', 10], ['SIGTERM', 20])).toEqual(['stop', 'force', 'echo'])
  })
})

describe('watchSignals', () => {
  it('aborts with the first, forces with the second, and lets go when disposed', () => {
    const source = new EventEmitter()
    const forced: EndSignal[] = []
    let now = 0
    {
      using watch = watchSignals(
        (signal) => forced.push(signal),
        source,
        () => now,
      )
      source.emit('SIGHUP')
      source.emit('SIGHUP')
      expect(watch.stop.reason).toEqual(new Stopped('SIGHUP'))
      expect(forced).toEqual([])
      now = 1_000
      source.emit('SIGHUP')
      expect(forced).toEqual(['SIGHUP'])
    }
    expect(source.eventNames()).toEqual([])
  })

  it('knows the exit code of each', () => {
    expect([signalExitCode('SIGINT'), signalExitCode('SIGTERM'), signalExitCode('SIGHUP')]).toEqual([
      130, 143, 129,
    ])
  })
})
