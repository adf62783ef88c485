/** Several hosts on one store share the partitions; each with a driver of its own, as in processes of their own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { runHost, type Host } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

const PARTITIONS = 8

interface Store extends AsyncDisposable {
  readonly driver: () => Promise<Driver>
}

let nats: TestNats
let installation = 0
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

const stores: Record<string, () => Store> = {
  memory: () => {
    const inner = memoryDriver({ partitions: PARTITIONS, hostTtlMs: 400, taskAckWaitMs: 300 })
    return {
      driver: async () => faultyDriver(inner),
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    }
  },
  nats: () => {
    const prefix = `share${++installation}`
    return {
      driver: () => natsDriver({ servers: nats.url, prefix, partitions: PARTITIONS }),
      [Symbol.asyncDispose]: async () => undefined,
    }
  },
}

/** A host that keeps what it owns in view. */
async function hostOn(store: Store, id: string) {
  let owned: readonly number[] = []
  const events: RuntimeEvent[] = []
  const observe = (event: RuntimeEvent) => {
    events.push(event)
    if (event.type === 'partitions:owned') owned = event.partitions
  }
  const host: Host = await runHost({ actors: [greeter], driver: await store.driver(), id, observe })
  return { ...host, events, owned: () => owned }
}
const allOf = (hosts: readonly { owned(): readonly number[] }[]) =>
  hosts.flatMap((host) => host.owned()).toSorted((a, b) => a - b)
const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition)

describe.each(Object.entries(stores))('hosts that share partitions on %s', (_name, open) => {
  it('a fresh host owns everything at once; whoever joins and leaves moves only what must move', async () => {
    await using store = open()
    await using a = await hostOn(store, 'a')
    expect(a.owned()).toEqual(ALL)
    await using b = await hostOn(store, 'b')
    await until(() => allOf([a, b]).join() === ALL.join())
    expect(b.owned().length).toBeGreaterThan(0)
    const before = { a: a.owned(), b: b.owned() }
    {
      await using c = await hostOn(store, 'c')
      await until(() => allOf([a, b, c]).join() === ALL.join())
      expect(before.a).toEqual(expect.arrayContaining([...a.owned()]))
      expect(before.b).toEqual(expect.arrayContaining([...b.owned()]))
    }
    await until(() => a.owned().join() === before.a.join() && b.owned().join() === before.b.join())
  })

  it('I2, I4: actors keep their state while their partitions move', async () => {
    await using store = open()
    await using a = await hostOn(store, 'a')
    const greet = (id: string) => a.ref(greeter, id).send({ type: 'greet' })
    const ids = Array.from({ length: 20 }, (_, n) => `actor-${n}`)
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++) {
        await Promise.all(ids.map(greet))
        await systemClock.sleep(10)
      }
    }
    await rounds(5)
    {
      await using _b = await hostOn(store, 'b')
      await rounds(10)
    }
    await rounds(5)
    for (const id of ids) {
      const count = await until(async () => {
        const context = (await a.ref(greeter, id).snapshot())?.context as { count: number } | undefined
        return context !== undefined && context.count >= 20 && context.count
      })
      expect(count).toBe(20)
    }
  })
})
