import { describe, expect, it } from 'vitest'
import { ResidentCache } from '../../runtime/host/resident-cache.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

const KB = 1_024

describe('I10 the cache of residents', () => {
  const cacheOf = (limit: number) => {
    const cache = new ResidentCache(limit)
    const dropped: string[] = []
    const use = (key: string, bytes: number, idle = true) => {
      cache.use(key, { bytes, idle }, () => {
        dropped.push(key)
        cache.forget(key)
      })
      cache.measure(key)
    }
    return { cache, dropped, use }
  }

  it('is bounded in bytes; who was used longest ago goes first, who is busy stays', () => {
    const { cache, dropped, use } = cacheOf(20 * KB)
    use('busy', 5 * KB, false)
    use('old', 5 * KB)
    use('older', 5 * KB)
    use('old', 5 * KB)
    expect([cache.bytes, dropped]).toEqual([18 * KB, []])
    use('new', 5 * KB)
    expect([cache.bytes, dropped]).toEqual([18 * KB, ['older']])
    use('huge', 60 * KB)
    expect([cache.bytes, dropped]).toEqual([6 * KB, ['older', 'old', 'new', 'huge']])
  })

  it('makes a host forget, and lose nothing by it', async () => {
    const events: RuntimeEvent[] = []
    await using host = await runHost({
      actors: [greeter],
      driver: memoryDriver(),
      cacheBytes: 8 * KB,
      observe: (event) => events.push(event),
    })
    const names = Array.from({ length: 30 }, (_, n) => `n${n}`)
    for (let round = 1; round <= 2; round++) {
      await Promise.all(names.map((name) => host.ref(greeter, name).send({ type: 'greet' })))
      await until(async () => {
        const all = await Promise.all(names.map((name) => host.ref(greeter, name).snapshot()))
        return all.every((snapshot) => (snapshot?.context as { count: number } | undefined)?.count === round)
      })
    }
    // As last announced, which may have been while all of them were at work.
    await until(async () => ((await host.hosts())[0]?.load.residents ?? 0) < 8)
    expect(events.filter(({ type }) => type === 'actor:passivated').length).toBeGreaterThan(40)
  })
})
