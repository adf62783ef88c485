import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addressText,
  childAddress,
  parseAddress,
  rootAddress,
  type Address,
} from '../../runtime/core/address.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { RuntimeEvent } from '../../runtime/core/runtime-event.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { MAX_CLOSING, sweep } from '../../runtime/host/retention.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds, calls, greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

let now = 1_000_000
const clock = { ...systemClock, now: () => now }
const quiet = (driver: Driver) => ({ driver, clock, observe: () => undefined })

/** Appends a record; `status` says how the actor stands after it. */
async function append(driver: Driver, actor: Address, status: TurnRecord['snapshot']['status'] = 'active') {
  const tail = await driver.tail(actor)
  const record = recordOf(actor, (tail?.record.turn ?? 0) + 1)
  const stored = { ...record, type: actor.path.length > 0 ? 'worker' : 'entity', at: now } as const
  const snapshot = { ...record.snapshot, status }
  const result = await driver.append(actor, { ...stored, snapshot }, tail?.sequence ?? 0)
  if (result.status !== 'committed') throw new Error(result.status)
  return result.sequence
}

async function turns(driver: Driver, root: Address): Promise<readonly string[]> {
  const all = await Array.fromAsync(driver.read(root, {}))
  return all.map(({ record }) => `${record.actor} ${record.turn}`)
}

describe('a sweep (R15)', () => {
  const [old, open, young, closing] = ['old', 'open', 'young', 'closing'].map((id) =>
    rootAddress('k', id),
  ) as [Address, Address, Address, Address]
  const kid = (root: Address) => childAddress(root, 'kid', 1)

  it('R15: takes descendants and older records of what ended long ago, and nothing else', async () => {
    await using driver = memoryDriver({ clock })
    for (const root of [old, open, closing]) {
      await append(driver, root)
      await append(driver, kid(root))
    }
    await append(driver, old, 'done')
    await append(driver, closing, 'done')
    await append(driver, kid(old), 'stopped')
    now += 10_000
    await append(driver, young)
    await append(driver, young, 'done')
    expect(await sweep(quiet(driver), 5_000)).toEqual({ roots: 1, records: 3, closing: 1 })
    expect(await turns(driver, old)).toEqual(['k/old 2'])
    expect(await turns(driver, open)).toEqual(['k/open 1', 'k/open/kid.1 1'])
    expect(await turns(driver, young)).toEqual(['k/young 1', 'k/young 2'])
    expect(await turns(driver, closing)).toEqual(['k/closing 1', 'k/closing/kid.1 1', 'k/closing 2'])

    // Nothing is looked at twice, but what was closing is not forgotten.
    expect(await sweep(quiet(driver), 5_000)).toEqual({ roots: 0, records: 0, closing: 1 })
    await append(driver, kid(closing), 'done')
    now += 10_000
    expect(await sweep(quiet(driver), 5_000)).toEqual({ roots: 2, records: 4, closing: 0 })
    expect(await turns(driver, closing)).toEqual(['k/closing 2'])
    expect(await turns(driver, young)).toEqual(['k/young 2'])
  })

  it('R15: an ended root that still gets messages keeps the last of its records', async () => {
    await using driver = memoryDriver({ clock })
    await append(driver, old)
    await append(driver, old, 'done')
    now += 10_000
    await append(driver, old, 'done') // an ignored message, say
    expect(await sweep(quiet(driver), 5_000)).toMatchObject({ roots: 0 })
    now += 10_000
    expect(await sweep(quiet(driver), 5_000)).toMatchObject({ roots: 1, records: 2 })
    expect(await turns(driver, old)).toEqual(['k/old 3'])
  })

  it('R15: the bookmark waits when too many roots are closing (I10)', async () => {
    await using driver = memoryDriver({ clock })
    for (let n = 0; n <= MAX_CLOSING + 5; n++) {
      const root = rootAddress('k', `c${n}`)
      await append(driver, root)
      await append(driver, kid(root))
      await append(driver, root, 'done')
    }
    now += 10_000
    expect(await sweep(quiet(driver), 5_000)).toMatchObject({ closing: MAX_CLOSING })
    for (let n = 0; n < 10; n++) await append(driver, kid(rootAddress('k', `c${n}`)), 'done')
    now += 10_000
    expect(await sweep(quiet(driver), 5_000)).toMatchObject({ roots: 10, closing: MAX_CLOSING - 4 })
  })

  it('R15: only what is ended and old goes, whatever happened in which order (property)', async () => {
    const step = fc.record({
      root: fc.nat(3),
      child: fc.option(fc.nat(2), { nil: undefined }),
      ends: fc.boolean(),
      waitMs: fc.constantFrom(0, 0, 400, 3_000),
      sweep: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await using driver = memoryDriver({ clock })
        const keepMs = 2_000
        const written: { readonly actor: Address; readonly sequence: number }[] = []
        const ended = new Map<string, number>()
        for (const { root: n, child, ends, waitMs, sweep: now_ } of steps) {
          const root = rootAddress('k', `${n}`)
          const actor = child === undefined ? root : childAddress(root, 'kid', child)
          if (ended.has(addressText(actor))) continue
          if (child !== undefined && (await driver.tail(root)) === undefined) continue
          written.push({ actor, sequence: await append(driver, actor, ends ? 'done' : 'active') })
          if (ends) ended.set(addressText(actor), now)
          now += waitMs
          if (now_) await sweep(quiet(driver), keepMs)
        }
        await sweep(quiet(driver), keepMs)
        const left = new Set<number>()
        for (const n of [0, 1, 2, 3])
          for (const { cursor } of await Array.fromAsync(driver.read(rootAddress('k', `${n}`), {})))
            left.add(cursor)
        const lastOf = (root: string) =>
          written.findLast(({ actor }) => addressText(actor) === root)?.sequence
        const wrong = written.filter(({ actor, sequence }) => {
          const root = `k/${actor.rootId}`
          const mayGo = now - (ended.get(root) ?? Infinity) >= keepMs && ended.has(addressText(actor))
          return !left.has(sequence) && !(mayGo && sequence !== lastOf(root))
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('on JetStream (R15)', () => {
  it('R15: an ended root loses its history, keeps its result, and cannot begin again', async () => {
    const driver = await natsDriver({ servers: nats.url, prefix: 'kept', partitions: 2 })
    const events: RuntimeEvent[] = []
    await using host = await runHost({
      actors: bossKinds,
      driver,
      retentionMs: 300,
      observe: (event) => events.push(event),
    })
    const ref = host.ref(boss, 'b')
    const other = host.ref(boss, 'other')
    await other.create({ jobs: [{ key: 'slow', ms: 60_000 }] })
    await ref.create({ jobs: [{ key: 'quick', ms: 1 }] })
    await until(async () => (await ref.snapshot())?.status === 'done')
    const whole = await Array.fromAsync(host.journal(ref.address))
    expect(whole.length).toBeGreaterThan(3)
    await until(() => events.some((event) => event.type === 'retention:swept' && event.roots > 0))

    const tombstone = whole.findLast(({ address }) => address.path.length === 0)
    const left = await Array.fromAsync(host.journal(ref.address, { partial: true }))
    expect(left).toEqual([tombstone])
    expect((await ref.snapshot())?.output).toEqual(['done quick'])
    for (const after of [0, whole[1]?.cursor ?? 0]) {
      await expect(Array.fromAsync(host.journal(ref.address, { after }))).rejects.toMatchObject({
        code: 'journal.expired',
        retryable: false,
      })
    }
    expect(await Array.fromAsync(host.journal(ref.address, { after: tombstone?.cursor ?? 0 }))).toEqual([])

    // A create that comes late meets the tombstone, also at a host that has forgotten everything.
    calls.delete('quick')
    await driver.send({
      type: 'create',
      id: 'late',
      to: ref.address,
      kind: 'boss',
      tenant: 't',
      sentAt: 0,
      input: { jobs: [{ key: 'quick', ms: 1 }] },
    })
    await until(() => events.some((event) => event.type === 'message:duplicate' && event.id === 'late'))
    expect(calls.get('quick')).toBeUndefined()
    // Its neighbour, which has not ended, was not touched.
    expect((await Array.fromAsync(host.journal(other.address)))[0]?.record.turn).toBe(1)
    await other.send({ type: 'halt' })
    await until(async () => (await other.snapshot())?.status === 'done')
    await host.stop(0)
  })

  it('R15: a task that comes after the history of its root is acked unrun', async () => {
    const driver = await natsDriver({ servers: nats.url, prefix: 'late', partitions: 1 })
    const events: RuntimeEvent[] = []
    await using host = await runHost({
      actors: [...bossKinds, greeter],
      driver,
      retentionMs: 200,
      observe: (event) => events.push(event),
    })
    const ref = host.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'once', ms: 1 }] })
    await until(async () => (await ref.snapshot())?.status === 'done')
    const entries = await Array.fromAsync(host.journal(ref.address, { partial: true }))
    const task = entries.flatMap(({ record }) => record.outbox).find((item) => item.do === 'task')?.task
    await until(() => events.some((event) => event.type === 'retention:swept' && event.roots > 0))
    expect(calls.get('once')).toBe(1)
    if (task === undefined) throw new Error('no task')
    await driver.enqueue({ ...task, id: 'again', sentAt: task.sentAt - 3_600_000 })
    await host.ref(greeter, 'x').send({ type: 'greet' })
    const info = async () => (await driver.history.last(parseAddress(task.to)))?.record
    await until(async () => (await host.ref(greeter, 'x').snapshot()) !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect([calls.get('once'), await info()]).toEqual([1, undefined])
    await host.stop(0)
  })

  it('R15: two sweepers at once do no more than one, and readers in the middle end', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'twice', partitions: 1 })
    now = Date.now()
    for (let n = 0; n < 30; n++) {
      const root = rootAddress('k', `r${n}`)
      await append(driver, root)
      await append(driver, childAddress(root, 'kid', 1), 'done')
      await append(driver, root, n % 2 === 0 ? 'done' : 'active')
    }
    now += 60_000
    const context = { driver, clock, observe: () => undefined }
    const both = await Promise.all([sweep(context, 1_000), sweep(context, 1_000)])
    expect(both[0].records + both[1].records).toBe(30)
    const client = clientOf(driver)
    for (let n = 0; n < 30; n++) {
      const read = Array.fromAsync(client.journal(`k/r${n}`, { partial: true }))
      expect(await read).toHaveLength(n % 2 === 0 ? 1 : 3)
    }
    expect(await sweep(context, 1_000)).toEqual({ roots: 0, records: 0, closing: 0 })
  })
})
