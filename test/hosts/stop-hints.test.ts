/** R12: a stop whose hint got lost with a connection is seen as soon as there is one again, not when somebody looks by chance. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProxy, type FaultProxy } from '../../ops/chaos/proxy.ts'
import { systemClock, type Clock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { ActorDefinition, RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { freezableClock } from '../kit/faulty-driver.ts'
import { boss, bossKinds, calls } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

const worker = bossKinds.find(({ kind }) => kind === 'worker') as ActorDefinition
const LONG_MS = 600_000
/** Of a driver that several hosts share. */
const NO_DISPOSE = { [Symbol.asyncDispose]: async () => undefined }
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

async function hostOf(driver: Driver, actors: readonly ActorDefinition[], clock: Clock = systemClock) {
  const events: RuntimeEvent[] = []
  const observe = (event: RuntimeEvent) => void events.push(event)
  const host = await runHost({ actors, driver, clock, drainMs: 500, observe })
  const aborted = () => events.filter((event) => event.type === 'effect:completed' && !event.ok).length
  const lost = () => events.filter((event) => event.type === 'worker:lost').length
  return { ...host, aborted, lost }
}

/** Beats of a lease, and looks with them, come so rarely that a test sees none. */
const withoutLooks = (driver: Driver): Driver => ({ ...driver, taskAckWaitMs: LONG_MS })

async function cutOffFor(proxy: FaultProxy, run: () => Promise<void>) {
  proxy.refuse(true)
  proxy.cut()
  await run()
  proxy.refuse(false)
}

describe('R12 a stop whose hint got lost', () => {
  it('is looked for in every call’s journal once the driver says so, until the journal answers; others go on', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: LONG_MS })
    let missed = (): void => undefined
    let unread = 2
    await using host = await hostOf(
      {
        ...inner,
        onStopHint: (_run, onMissed = missed) => {
          missed = onMissed
          return () => undefined
        },
        tail: async (address) => {
          if (address.path.length > 0 && unread-- > 0) throw new Error('no answer')
          return inner.tail(address)
        },
      },
      [...bossKinds],
    )
    unread = 0
    for (const id of ['stopped', 'spared'])
      await host.ref(boss, id).create({ jobs: [{ key: `look ${id}`, ms: LONG_MS }] })
    await until(() => calls.get('look stopped') === 1 && calls.get('look spared') === 1)
    await host.ref(boss, 'stopped').send({ type: 'halt' })
    await until(async () => (await host.ref(boss, 'stopped').snapshot())?.status === 'done')
    await sleep(50)
    expect(host.aborted()).toBe(0)
    unread = 2
    missed()
    await until(() => host.aborted() === 1)
    await sleep(50)
    expect(host.aborted()).toBe(1)
  })

  it('is seen by a host that was cut off while it was given, once that is back', async () => {
    const prefix = 'hint1'
    await using proxy = await startProxy(nats.port)
    await using bosses = await hostOf(await natsDriver({ servers: nats.url, prefix }), [boss])
    await using workers = await hostOf(withoutLooks(await natsDriver({ servers: proxy.url, prefix })), [
      worker,
    ])
    const ref = bosses.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'cut off', ms: LONG_MS }] })
    await until(() => calls.get('cut off') === 1)
    await cutOffFor(proxy, async () => {
      await ref.send({ type: 'halt' })
      await until(async () => (await ref.snapshot())?.status === 'done')
      await sleep(200) // the hint comes after
      expect(workers.aborted()).toBe(0)
    })
    await until(() => workers.aborted() === 1)
  })

  it('is seen although the lease was lost as well: its task is gone, and no delivery would say so', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: 400 })
    const clock = freezableClock()
    const deaf: Driver = { ...inner, onStopHint: () => () => undefined }
    await using bosses = await hostOf({ ...inner, ...NO_DISPOSE }, [boss])
    await using workers = await hostOf({ ...deaf, ...NO_DISPOSE }, [worker], clock)
    const ref = bosses.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'lapsed', ms: LONG_MS }] })
    await until(() => calls.get('lapsed') === 1)
    clock.freeze()
    await ref.send({ type: 'halt' })
    await until(async () => (await ref.snapshot())?.status === 'done')
    await sleep(500)
    clock.thaw()
    await until(() => workers.lost() === 1)
    expect(await until(() => workers.aborted() === 1)).toBe(true)
  })

  it('is said again by a host that lost its connection after it had said so', async () => {
    const prefix = 'hint3'
    await using proxy = await startProxy(nats.port)
    await using sender = await natsDriver({ servers: proxy.url, prefix })
    await using receiver = await natsDriver({ servers: nats.url, prefix })
    const heard: string[] = []
    const forget = receiver.onStopHint((actor) => heard.push(actor))
    await receiver.connection.flush()
    await cutOffFor(proxy, async () => {
      sender.hintStop('boss/b/job.1')
      await sleep(300)
      expect(heard).toEqual([])
    })
    await until(() => heard.includes('boss/b/job.1'))
    forget()
  })
})
