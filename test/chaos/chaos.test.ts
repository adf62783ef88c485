/** A short chaos run with every kind of fault; its seed is printed, and `CARAVAN_SEED` replays it. */
import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { ChaosReport } from '../../ops/chaos/report.ts'
import { LAUNCHER } from '../ops/caravan-process.ts'

it(
  'hosts and server are killed, paused, drained and cut off, and nothing is lost or done twice (I1-I4, I7, I8, R7)',
  { timeout: 180_000 },
  async () => {
    const seed = process.env['CARAVAN_SEED'] ?? String(randomInt(1_000_000_000))
    console.log(`CARAVAN_SEED=${seed}`)
    const args = ['chaos', '--trips', '40', '--in-flight', '20', '--hosts', '3', '--seconds', '12', '--json']
    const run = promisify(execFile)(process.execPath, [LAUNCHER, ...args, '--seed', seed])
    const { stdout } = await run.catch((error: { readonly stdout: string }) => error)
    const report = JSON.parse(stdout) as ChaosReport
    expect(report.problems).toEqual([])
    expect(report).toMatchObject({ ok: true, seed, lost: 0, finishedTwice: 0, paidTwice: 0 })
    expect(report.accepted).toBeGreaterThanOrEqual(40)
    expect(report.finished).toBe(report.accepted)
    for (const times of Object.values(report.faults)) expect(times).toBeGreaterThan(0)
    expect(report.failover.all.samples).toBeGreaterThan(0)
    expect(report.endedAfterHealing).toBeGreaterThan(0)
  },
)
