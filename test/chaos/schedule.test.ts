import { describe, expect, it } from 'vitest'
import { readChaosOptions } from '../../ops/chaos/options.ts'
import { FAULT_KINDS, planFaults } from '../../ops/chaos/schedule.ts'

const plan = (seed: string, seconds = 90, hosts = 4) => planFaults({ seed, seconds, hosts })

describe('the schedule of faults', () => {
  it('is decided by its seed', () => {
    expect(plan('7')).toEqual(plan('7'))
    expect(plan('7')).not.toEqual(plan('8'))
  })

  it.each([12, 15, 90])('has every kind of fault in %i seconds', (seconds) => {
    for (let seed = 0; seed < 50; seed++) {
      for (const hosts of [2, 3, 4]) {
        const faults = plan(String(seed), seconds, hosts)
        expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS))
        expect(faults.map(({ atMs }) => atMs)).toEqual(
          faults.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
        )
      }
    }
  })

  it('leaves a host alone until its last fault is over, and pauses for longer than a lease', () => {
    const over = new Map<number, number>()
    const faults = plan('3')
    for (const { forMs } of faults.filter(({ kind }) => kind === 'pause'))
      expect(forMs).toBeGreaterThan(2_000)
    for (const { atMs, place, forMs } of faults) {
      if (place === undefined) continue
      expect(atMs).toBeGreaterThan(over.get(place) ?? -1)
      over.set(place, atMs + forMs)
    }
  })
})

describe('the options', () => {
  it('have defaults, and a seed of their own', () => {
    expect(readChaosOptions({})).toMatchObject({ trips: 500, inFlight: 100, hosts: 4, seconds: 90 })
    expect(readChaosOptions({}).seed).not.toBe(readChaosOptions({}).seed)
  })

  it('say everything that is wrong at once', () => {
    expect(() => readChaosOptions({ trips: '0', hosts: 'many', seed: 'a b' })).toThrow(
      /--seed .*--trips .*--hosts/,
    )
  })
})
