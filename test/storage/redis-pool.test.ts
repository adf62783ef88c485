/** The pool in a real Redis: several clients stand for several hosts. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Making, Pool, PoolEvent } from '../../storage/pool/port.ts'
import { openRedisPool } from '../../storage/pool/redis.ts'
import { startTestRedis, type TestRedis } from '../kit/redis.ts'
import { until } from '../kit/until.ts'
import { poolContract } from './pool-contract.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await startTestRedis()
}, 180_000)
afterAll(() => redis[Symbol.asyncDispose]())

const signal = new AbortController().signal
const asNumber = (stored: unknown) => (typeof stored === 'number' ? stored : undefined)
const making = (make: Making<number>['make']): Making<number> => ({ ttlMs: 60_000, read: asNumber, make })

type Options = Partial<Parameters<typeof openRedisPool>[0]>
const open = (options: Options = {}): Promise<Pool> =>
  openRedisPool({ url: redis.url, clock: systemClock, ...options })

poolContract('redis', () => ({ open }))

it('makes an answer once for a hundred who ask on four hosts at the same time', async () => {
  const hosts = await Promise.all(Array.from({ length: 4 }, () => open()))
  await using _all = disposing(hosts)
  let made = 0
  const gate = Promise.withResolvers<void>()
  const make = async () => {
    made++
    await gate.promise
    return 42
  }
  const all = Array.from({ length: 100 }, (_, i) =>
    (hosts[i % 4] as Pool).getOrMake('hundred', making(make), signal),
  )
  await until(() => made > 0)
  // Long enough for every other host to have asked, and to have been told to wait.
  await until(async () => (await redis.client.exists('caravan:pool:{hundred}:lease')) === 1)
  await systemClock.sleep(300)
  gate.resolve()
  expect(new Set(await Promise.all(all))).toEqual(new Set([42]))
  expect(made).toBe(1)
})

it('holds the lease for as long as the answer takes', async () => {
  await using maker = await open({ leaseMs: 200 })
  await using other = await open({ leaseMs: 200 })
  let made = 0
  const slow = making(async () => {
    made++
    await systemClock.sleep(1_500)
    return made
  })
  expect(await Promise.all([maker, other].map((host) => host.getOrMake('slow', slow, signal)))).toEqual([
    1, 1,
  ])
})

it('has the answer made by somebody else when its maker dies', async () => {
  // Who dies renews nothing and frees nothing: that is what a lease nobody works on looks like.
  await redis.client.set('caravan:pool:{orphan}:lease', 'a host that died', 'PX', 400)
  await using host = await open()
  expect(
    await host.getOrMake(
      'orphan',
      making(async () => 6),
      signal,
    ),
  ).toBe(6)
})

it('stores nothing for a maker who lost the lease', async () => {
  const events: PoolEvent[] = []
  await using host = await open({ observe: (event) => events.push(event) })
  const value = await host.getOrMake(
    'stolen',
    making(async () => {
      await redis.client.set('caravan:pool:{stolen}:lease', 'another host', 'PX', 60_000)
      return 1
    }),
    signal,
  )
  expect(value).toBe(1)
  expect(await redis.client.get('caravan:pool:{stolen}:answer')).toBeNull()
  expect(await redis.client.get('caravan:pool:{stolen}:lease')).toBe('another host')
  expect(events).toMatchObject([{ type: 'pool:unstored', key: 'stolen' }])
})

it('does not wait for ever for a maker that lives and does not get done', async () => {
  await redis.client.set('caravan:pool:{stuck}:lease', 'a host that hangs', 'PX', 60_000)
  await using host = await open({ patienceMs: 300 })
  expect(
    await host.getOrMake(
      'stuck',
      making(async () => 2),
      signal,
    ),
  ).toBe(2)
})

it('is slower and never wrong while Redis is gone, and shares again when it is back', async () => {
  await using own = await startTestRedis()
  const events: PoolEvent[] = []
  const url = own.url
  await using one = await open({ url, observe: (event) => events.push(event) })
  await using two = await open({ url })
  let made = 0
  const make = async () => ++made
  expect(await one.getOrMake('before', making(make), signal)).toBe(1)

  await own.kill()
  await until(async () => !(await isReachable(one)) && !(await isReachable(two)))
  const during = await Promise.all([one, two].map((host) => host.getOrMake('during', making(make), signal)))
  expect(during.toSorted((a, b) => a - b)).toEqual([2, 3]) // one each
  expect(await one.getOrMake('during', making(make), signal)).toBe(during[0])
  expect((await one.state()).detail).not.toBe('')

  await own.restart()
  await until(async () => (await isReachable(one)) && (await isReachable(two)), 30_000)
  made = 10
  const after = await Promise.all([one, two].map((host) => host.getOrMake('after', making(make), signal)))
  expect(after).toEqual([11, 11])
  expect(events.map(({ type }) => type)).toEqual(['pool:away', 'pool:back'])
}, 120_000)

it('does not hang on a Redis that holds its connections and answers nothing', async () => {
  await using own = await startTestRedis()
  await using host = await open({ url: own.url })
  await host.getOrMake(
    'warm',
    making(async () => 1),
    signal,
  )
  own.freeze()
  try {
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        host.getOrMake(
          `cold/${i}`,
          making(async () => i),
          signal,
        ),
      ),
    )
    expect(all).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(await isReachable(host)).toBe(false)
  } finally {
    own.thaw()
  }
  await until(() => isReachable(host), 30_000)
  expect(
    await host.getOrMake(
      'warm',
      making(async () => 2),
      signal,
    ),
  ).toBe(1)
}, 120_000)

it('starts without Redis, and says so without the password', async () => {
  const events: PoolEvent[] = []
  await using own = await startTestRedis('correct-horse')
  await own.kill()
  await using host = await open({ url: own.url, observe: (event) => events.push(event) })
  expect(
    await host.getOrMake(
      'alone',
      making(async () => 4),
      signal,
    ),
  ).toBe(4)
  expect(events[0]).toMatchObject({ type: 'pool:away' })
  expect(JSON.stringify([events, await host.state()])).not.toContain('correct-horse')
  await own.restart()
  await until(() => isReachable(host), 30_000)
}, 120_000)

it('goes on within the process when Redis refuses its password', async () => {
  await using own = await startTestRedis('correct-horse')
  const events: PoolEvent[] = []
  const url = own.url.replace('correct-horse', 'battery-staple')
  await using host = await open({ url, observe: (event) => events.push(event) })
  expect(
    await host.getOrMake(
      'refused',
      making(async () => 4),
      signal,
    ),
  ).toBe(4)
  expect(await isReachable(host)).toBe(false)
  expect(JSON.stringify([events, await host.state()])).not.toContain('battery-staple')
}, 120_000)

async function isReachable(pool: Pool): Promise<boolean> {
  const state = await pool.state()
  return state.shared && state.reachable
}

function disposing(all: readonly AsyncDisposable[]): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      for (const one of all) await one[Symbol.asyncDispose]()
    },
  }
}
