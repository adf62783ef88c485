import { expect, it } from 'vitest'
import { runTrips } from './trips-on-hosts.ts'

it(
  'trips on failing models and hosts that are killed all end, and every answer that was paid is in the ledger once (I7, I8)',
  { timeout: 240_000 },
  async () => {
    const scenario = { trips: 10, hosts: 2, killed: 1, faultEvery: 20, waitMs: 120_000 }
    const { results, entries, answered, calls, faults, costOf } = await runTrips(scenario)
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 'success'))
    expect(faults).toBeGreaterThan(2)

    const known = entries.filter(({ estimated, inputTokens }) => !estimated && inputTokens > 0)
    // Each stands for one answer of the server, no answer stands for two, and each costs what it reported.
    expect(new Set(known.map(({ inputTokens }) => inputTokens)).size).toBe(known.length)
    expect(known.filter(({ inputTokens }) => !answered.has(inputTokens))).toEqual([])
    expect(known.map((entry) => entry.microUsd)).toEqual(known.map((entry) => costOf(entry)))
    // What the killed host had in hand is in the ledger as an estimate; nothing is forgotten, and no call is free that was not.
    const estimated = entries.filter((entry) => entry.estimated)
    expect(answered.size - known.length).toBeLessThanOrEqual(estimated.length)
    expect(estimated.every(({ microUsd }) => microUsd > 0)).toBe(true)
    // One that had not even left its host when that was killed is estimated all the same.
    const unknown = estimated.filter(({ outcome }) => outcome === 'unknown')
    expect(entries.length - unknown.length).toBeLessThanOrEqual(calls)
    // A trip's result says what its ledger says, but for what a killed host had spent: a call that it never settled, or one
    // that it had settled and not yet put on record, which another host then made again.
    for (const { id, cost } of results) {
      const all = entries.filter(({ trip }) => trip === id)
      const own = all.filter(({ outcome }) => outcome !== 'unknown')
      const isTwin = (one: (typeof all)[number]) =>
        own.some((other) => other !== one && other.agent === one.agent && other.attempt === one.attempt)
      // A host that was only slow may bring its answer after another has made the call again: the trip takes it, and the
      // ledger, which had given it up, keeps its estimate.
      const given = all.some((one) => one.outcome === 'unknown' && isTwin(one))
      const most = all.reduce((total, { microUsd }) => total + microUsd, 0)
      const sum = own.reduce((total, { microUsd }) => total + microUsd, 0)
      const lost = sumsOf(own.filter(isTwin).map(({ microUsd }) => microUsd))
      const told = cost?.microUsd ?? Number.NaN
      expect(given ? [Math.min(told, most)] : lost.map((part) => sum - part)).toContain(told)
    }
  },
)

/** What any of these come to together, none of them included. */
function sumsOf(amounts: readonly number[]): readonly number[] {
  return amounts.reduce<readonly number[]>(
    (sums, amount) => [...sums, ...sums.map((sum) => sum + amount)],
    [0],
  )
}
