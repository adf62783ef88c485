/** What every driver of breakers does; run on each of them. */
import { describe, expect, it } from 'vitest'
import type { BreakerOptions, Breakers } from '../../storage/breakers/port.ts'
import { until } from '../kit/until.ts'

const MODEL = { provider: 'openai', model: 'gpt-5.4-mini' }
const OTHER = { provider: 'openai', model: 'ft:gpt 4/mini*>é' }
const never = new AbortController().signal

/** Several hosts on one store: `open` gives one more of them. */
export interface SharedBreakers extends AsyncDisposable {
  readonly open: (options: BreakerOptions) => Promise<Breakers>
}

export function breakersContract(name: string, make: () => Promise<SharedBreakers>): void {
  const rules = { threshold: 3, restMs: 1_000, longestRestMs: 10_000, tryMs: 5_000 }

  describe(`breakers (${name})`, () => {
    it('open for everybody when failures of several hosts add up, and for this model alone', async () => {
      await using shared = await make()
      const options = { ...rules, now: () => 5_000 }
      const [one, two] = [await shared.open(options), await shared.open(options)]
      await one.report(MODEL, 'failed', never)
      await until(() => two.all().some(({ failures }) => failures === 1))
      await two.report(MODEL, 'failed', never)
      await until(() => one.all().some(({ failures }) => failures === 2))
      expect(await one.closedFor(MODEL, never)).toBeUndefined()
      await one.report(MODEL, 'failed', never)
      expect(await one.closedFor(MODEL, never)).toBe(1_000)
      await until(async () => (await two.closedFor(MODEL, never)) === 1_000)
      expect(await one.closedFor(OTHER, never)).toBeUndefined()
      expect(one.all()).toEqual([{ ...MODEL, phase: 'open', failures: 0, until: 6_000 }])
    })

    it('limits of who asks open nothing, however many', async () => {
      await using shared = await make()
      const one = await shared.open({ ...rules, now: () => 0 })
      for (const how of ['failed', 'limited', 'limited', 'limited', 'failed'] as const)
        await one.report(OTHER, how, never)
      expect(await one.closedFor(OTHER, never)).toBeUndefined()
      expect(one.all()).toEqual([{ ...OTHER, phase: 'closed', failures: 2 }])
    })

    it('an answer forgets failures', async () => {
      await using shared = await make()
      const one = await shared.open({ ...rules, now: () => 0 })
      for (const how of ['failed', 'failed', 'answered', 'failed', 'failed'] as const)
        await one.report(OTHER, how, never)
      expect(await one.closedFor(OTHER, never)).toBeUndefined()
      expect(one.all()).toEqual([{ ...OTHER, phase: 'closed', failures: 2 }])
    })

    it('of many who ask when the rest is over, one tries', async () => {
      await using shared = await make()
      let now = 0
      const options = { ...rules, now: () => now }
      const hosts = await Promise.all(Array.from({ length: 4 }, () => shared.open(options)))
      const [first] = hosts
      for (let failures = 0; failures < 3; failures += 1) await first?.report(MODEL, 'failed', never)
      for (const host of hosts) await until(async () => (await host.closedFor(MODEL, never)) === 1_000)
      now = 1_000
      const asked = await Promise.all(
        hosts.flatMap((host) => [host.closedFor(MODEL, never), host.closedFor(MODEL, never)]),
      )
      expect(asked.filter((closed) => closed === undefined)).toHaveLength(1)
      expect(asked.filter((closed) => closed === 5_000)).toHaveLength(7)

      await first?.report(MODEL, 'answered', never)
      for (const host of hosts) await until(async () => (await host.closedFor(MODEL, never)) === undefined)
    })

    it('hosts that report at once lose none of the failures that decide', async () => {
      await using shared = await make()
      const options = { ...rules, threshold: 4, now: () => 0 }
      const hosts = await Promise.all(Array.from({ length: 4 }, () => shared.open(options)))
      await Promise.all(hosts.map((host) => host.report(MODEL, 'failed', never)))
      for (const host of hosts) expect(await until(() => host.closedFor(MODEL, never))).toBe(1_000)
    })

    it('an aborted question is thrown, an aborted report is not', async () => {
      await using shared = await make()
      const one = await shared.open({ ...rules, now: () => 0 })
      const gone = AbortSignal.abort(new Error('over'))
      await expect(one.closedFor(MODEL, gone)).rejects.toThrow('over')
      await expect(one.report(MODEL, 'failed', gone)).resolves.toBeUndefined()
      expect(one.all()).toEqual([])
    })
  })
}
