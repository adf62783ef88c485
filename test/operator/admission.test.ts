import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootAddress } from '../../runtime/core/address.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { Admission } from '../../runtime/host/admission.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { messageOf, recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds, greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { startWorld } from '../gateway/world.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

/** A clock whose second can be made to pass, so that what was read is read again. */
function steppingClock() {
  let step = 0
  return {
    clock: { ...systemClock, monotonic: () => systemClock.monotonic() + step },
    pass: () => (step += 5_000),
  }
}

describe('admission (R16)', () => {
  it('R16: new roots are refused on backlog, what was admitted is not', async () => {
    await using driver = memoryDriver()
    const { clock, pass } = steppingClock()
    const client = clientOf(driver, { clock, admission: { backlog: 10 } })
    const make = (id: string) => client.ref(boss, id).create({ jobs: [{ key: 'x', ms: 1 }] })
    for (let n = 0; n < 11; n++) await make(`b${n}`)
    await expect(make('late')).rejects.toMatchObject({ code: 'admission.refused', retryable: true })
    pass() // read anew: they really wait
    await expect(make('late')).rejects.toMatchObject({ code: 'admission.refused' })
    // To actors that need no create of their own, a first message is one.
    await expect(client.ref(greeter, 'late').send({ type: 'greet' })).rejects.toMatchObject({
      code: 'admission.refused',
    })
    const known = rootAddress('greeter', 'known')
    await driver.append(known, recordOf(known, 1), 0)
    await client.ref(greeter, 'known').send({ type: 'greet' })
    await client.ref(boss, 'b0').send({ type: 'halt' })
    await make('b0') // accepted before, although no host has handled it yet
  })

  it('R16: hosts work off what was admitted, and then there is room again', async () => {
    const driver = memoryDriver()
    const { clock, pass } = steppingClock()
    const client = clientOf(driver, { clock, admission: { backlog: 5 } })
    const make = (id: string) => client.ref(boss, id).create({ jobs: [{ key: id, ms: 1 }] })
    for (let n = 0; n < 6; n++) await make(`b${n}`)
    await expect(make('more')).rejects.toMatchObject({ code: 'admission.refused' })
    await using host = await runHost({ actors: bossKinds, driver })
    for (let n = 0; n < 6; n++)
      await until(async () => (await host.ref(boss, `b${n}`).snapshot())?.status === 'done')
    await until(async () => (await client.pressure()).backlog === 0)
    pass()
    await make('more')
    await until(async () => (await host.ref(boss, 'more').snapshot())?.status === 'done')
    await host.stop()
  })

  it('R16: a stream or a disk that fills up refuses early, below its limit', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'filling', partitions: 1 })
    const jsm = await jetstreamManager(driver.connection)
    const { config } = await jsm.streams.info('FILLING_JOURNAL')
    const { clock, pass } = steppingClock()
    let free = 5_000
    const admission = new Admission(driver, clock, {
      fullness: 0.8,
      free: { least: 1_000, read: async () => free },
    })
    const fresh = rootAddress('k', 'new')
    await admission.root(fresh, 'k')
    const noise = Array.from({ length: 300 }, (_, n) => Math.sin(n)).join()
    const old = rootAddress('k', 'old')
    await driver.append(old, recordOf(old, 1, noise), 0)
    const { bytes } = (await jsm.streams.info('FILLING_JOURNAL')).state
    const most = Math.round(bytes * 1.2)
    await jsm.streams.update('FILLING_JOURNAL', { ...config, max_bytes: most, discard: DiscardPolicy.New })
    pass()
    await expect(admission.root(fresh, 'k')).rejects.toMatchObject({
      code: 'admission.refused',
      message: expect.stringMatching(/stream FILLING_JOURNAL is \d+ % full/) as string,
    })
    await admission.root(old, 'k')
    // The reserve is there for what was admitted.
    const tail = await driver.tail(old)
    expect((await driver.append(old, recordOf(old, 2), tail?.sequence ?? 0)).status).toBe('committed')
    await jsm.streams.update('FILLING_JOURNAL', { ...config, max_bytes: -1 })
    pass()
    await admission.root(fresh, 'k')
    free = 10
    pass()
    await expect(admission.root(fresh, 'k')).rejects.toMatchObject({ code: 'admission.refused' })
  })

  it('I10: one mailbox is bounded for senders outside, its neighbours and actors among themselves are not', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'box', partitions: 1 })
    const { clock, pass } = steppingClock()
    // A consumer counts what waits; it is made by the first host that serves the kind.
    await (await driver.takePartition('greeter', 0, () => undefined))[Symbol.asyncDispose]()
    const client = clientOf(driver, { clock, admission: { mailbox: 20 } })
    const ref = client.ref(greeter, 'busy')
    for (let n = 0; n < 20; n++) await ref.send({ type: 'greet' })
    await expect(ref.send({ type: 'greet' })).rejects.toMatchObject({ code: 'mailbox.full', retryable: true })
    pass()
    await expect(ref.send({ type: 'greet' })).rejects.toMatchObject({
      code: 'mailbox.full',
      data: { waiting: 20, most: 20 },
    })
    await client.ref(greeter, 'neighbour').send({ type: 'greet' })
    await driver.send(messageOf(rootAddress('greeter', 'busy'), 1))
    expect(await driver.pressure.mailbox(rootAddress('greeter', 'busy'), 'greeter')).toBe(21)
    expect((await client.pressure()).backlog).toBe(22)
  })

  it('I10: what passes while its mailbox is being counted is counted too', async () => {
    await using inner = memoryDriver({ partitions: 100 })
    let now = 0
    const counting = Promise.withResolvers<void>()
    const { pressure } = inner
    const mailbox: typeof pressure.mailbox = async (...of) => {
      await counting.promise
      return pressure.mailbox(...of)
    }
    const driver = { ...inner, pressure: { ...pressure, mailbox } }
    const admission = new Admission(driver, { ...systemClock, monotonic: () => now }, { mailbox: 3 })
    const send = async (id: string) => {
      const address = rootAddress('greeter', id)
      await admission.message(address, 'greeter')
      await inner.send(messageOf(address, 1))
    }
    for (let n = 0; n < 3; n++) await send(`g${n}`)
    now = 1_500 // what was read is read again beside what is sent
    const first = send('busy')
    await new Promise((resolve) => setImmediate(resolve))
    counting.resolve()
    await first
    await send('busy')
    await send('busy')
    await expect(send('busy')).rejects.toMatchObject({ code: 'mailbox.full' })
  })

  it('R16: a store that cannot say how full it is refuses nothing by policy', async () => {
    await using driver = memoryDriver()
    const broken = {
      ...driver,
      pressure: { ...driver.pressure, read: () => Promise.reject(new Error('away')) },
    }
    const client = clientOf(broken, { admission: { backlog: 1 } })
    const ids = await Promise.all(
      Array.from({ length: 5 }, (_, n) => client.ref(boss, `b${n}`).create({ jobs: [] })),
    )
    expect(new Set(ids).size).toBe(5)
  })

  it('R16: the gateway says 503 and when to come back, and calls it no failure of its own', async () => {
    const driver = memoryDriver()
    await using world = await startWorld({
      driver,
      host: false,
      client: () => clientOf(driver, { admission: { backlog: 1 } }),
    })
    const plan = (requestId: string) =>
      fetch(`${world.url}/trips`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ destinations: ['Lisbon'], durationDays: 3, requestId }),
      })
    expect((await plan('one')).status).toBe(202)
    expect((await plan('two')).status).toBe(202)
    const refused = await plan('three')
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await refused.json()).toMatchObject({ code: 'admission.refused' })
    expect(world.events).toContainEqual({ type: 'trip:refused', via: 'http', codes: ['admission.refused'] })
    expect(world.events.some(({ type }) => type === 'request:failed')).toBe(false)
  })
})
