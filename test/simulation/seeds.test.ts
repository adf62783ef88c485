/** The simulation itself: many seeds hold, one seed always does the same, and every mistake is found (I1-I12). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutated } from '../../ops/simulate/mutate.ts'
import { MUTATIONS } from '../../ops/simulate/mutations.ts'
import { runSeed } from '../../ops/simulate/seed-run.ts'
import { simulate } from '../../ops/simulate/simulate.ts'
import { MUTANT_SEEDS } from '../../ops/simulate/table.ts'
import type { TurnOutcome } from '../../runtime/core/turn-record.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Seeds of every test run; `caravan simulate` runs others. */
const SEEDS = 2_000

const OUTCOMES: Readonly<Record<TurnOutcome, true>> = {
  created: true,
  handled: true,
  ignored: true,
  claimed: true,
  stopped: true,
  failed: true,
  quarantined: true,
  repaired: true,
  released: true,
  restarted: true,
  parked: true,
  migrated: true,
}

describe('simulation', () => {
  it(`I1-I12 hold in ${SEEDS} seeds`, { timeout: 600_000 }, async () => {
    const report = await simulate({ from: 1, seeds: SEEDS })
    expect(report.failed).toBeUndefined()
    expect(report.seeds).toBe(SEEDS)
  })

  it(
    'does the same again for the same seed, and something else for another',
    { timeout: 60_000 },
    async () => {
      for (const seed of [3, 17, 127]) {
        const first = await runSeed(seed, { trace: true })
        const again = await runSeed(seed, { trace: true })
        expect(first.trace.length).toBeGreaterThan(20)
        expect(again.trace).toEqual(first.trace)
        expect((await runSeed(seed + 1, { trace: true })).trace).not.toEqual(first.trace)
      }
    },
  )

  it('has claims that share their record with a quick call, not only such that are alone', async () => {
    const claims = { shared: 0, alone: 0 }
    for (let seed = 1; seed <= 30 && Math.min(claims.shared, claims.alone) === 0; seed++) {
      const { trace } = await runSeed(seed, { trace: true })
      claims.shared += trace.filter((line) => /append team\S+ turn 1 at 0: effect\.done/.test(line)).length
      claims.alone += trace.filter((line) => /append team\S+ turn 1 at 0: claim/.test(line)).length
    }
    expect(claims.shared).toBeGreaterThan(0)
    expect(claims.alone).toBeGreaterThan(0)
  })

  it(
    'comes to every outcome of a turn, so that each is decided again (I5)',
    { timeout: 60_000 },
    async () => {
      const missing = new Set(Object.keys(OUTCOMES))
      for (let seed = 1; seed <= 100 && missing.size > 0; seed++) {
        const { trace } = await runSeed(seed, { trace: true })
        for (const line of trace) missing.delete(/append \S+ turn \d+ at .* (\w+)$/.exec(line)?.[1] ?? '')
      }
      expect([...missing]).toEqual([])
    },
  )
})

describe('mutations', () => {
  it.each(MUTATIONS)('$breaks changes $file', (mutation) => {
    const source = readFileSync(join(ROOT, mutation.file), 'utf8')
    expect(mutated(mutation, source)).not.toBe(source)
  })

  it('one whose text is gone is an error', () => {
    const [mutation] = MUTATIONS
    if (mutation === undefined) throw new Error('no mutations')
    expect(() => mutated(mutation, '')).toThrow(/0 times/)
  })

  it.each(MUTATIONS)('$breaks is found: $why', { timeout: 600_000 }, async ({ breaks }) => {
    // One child: a second one would take as long to start as most mistakes take to be found.
    const report = await simulate({ from: 1, seeds: MUTANT_SEEDS, breaks, jobs: 1, again: false })
    expect(report.failed).toBeDefined()
  })
})
