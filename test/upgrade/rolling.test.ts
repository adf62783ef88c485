/** R18: hosts of two code versions side by side on one store; roll forward, roll back, with work in flight. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { runHost, type Host } from '../../runtime/host/host.ts'
import { operatorOf } from '../../runtime/host/operator.ts'
import type { ActorDefinition, RuntimeEvent } from '../../runtime/index.ts'
import { quarantineTurn } from '../../runtime/kernel/quarantine.ts'
import { readableVersions } from '../../runtime/kernel/versions.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until as poll } from '../kit/until.ts'
import { calls, chief, gateOf, job1, job2, taps, v1, v1Ready, v2, v2Only } from './machines.ts'

const PARTITIONS = 16
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** A busy machine may take a host for dead; what that had in hand then returns after the ack wait. */
const PATIENCE_MS = 45_000
const until: typeof poll = (probe) => poll(probe, PATIENCE_MS)

interface Store extends AsyncDisposable {
  /** A connection of its own, as each process has. */
  readonly connect: () => Promise<Driver>
}
let nats: TestNats
let installation = 0
vi.setConfig({ testTimeout: 120_000 })
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

const stores: Record<string, () => Store> = {
  memory: () => {
    const inner = memoryDriver({ partitions: PARTITIONS, hostTtlMs: 60_000, taskAckWaitMs: 300 })
    return {
      connect: async () => faultyDriver(inner),
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    }
  },
  nats: () => {
    const prefix = `roll${++installation}`
    return {
      connect: () => natsDriver({ servers: nats.url, prefix, partitions: PARTITIONS }),
      [Symbol.asyncDispose]: async () => undefined,
    }
  },
}

async function hostOn(driver: Driver, actors: readonly ActorDefinition[], id: string) {
  const events: RuntimeEvent[] = []
  const host: Host = await runHost({
    actors,
    driver,
    id,
    observe: (event) => events.push(event),
    drainMs: 500,
  })
  const paused = () => events.flatMap((event) => (event.type === 'actor:paused' ? [event.actor] : []))
  return Object.assign(host, { events, paused })
}

async function journal(driver: Driver, root: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress(root), {})) all.push(record)
  return all
}
const versions = (records: readonly TurnRecord[]) => records.map(({ machine }) => machine.version)

describe.each(Object.entries(stores))('R18: a rolling upgrade on %s', (name, open) => {
  /** Taps each actor once through `host` and waits until all have been counted. */
  async function tapAll(host: Host, driver: Driver, expected: number): Promise<void> {
    for (const id of IDS) await host.ref(v1, id).send({ type: 'tap' })
    await until(async () => {
      for (const id of IDS) {
        const tail = await driver.tail(parseAddress(`tapper/${id}`))
        if (taps(tail?.record.snapshot.context) !== expected) return false
      }
      return true
    })
  }

  it('forward: the old version is written until its last host has gone, then each actor moves in a turn of its own', async () => {
    await using store = open()
    await using looker = await store.connect()
    const old = await hostOn(await store.connect(), [v1], 'old')
    await tapAll(old, looker, 1)
    await using fresh = await hostOn(await store.connect(), [v2], 'new')
    await tapAll(old, looker, 2)
    const shared = new Set<string>()
    for (const id of IDS) {
      const records = await journal(looker, `tapper/${id}`)
      expect(versions(records)).toEqual(['1', '1'])
      shared.add(records.at(-1)?.host ?? '')
    }
    expect(shared).toEqual(new Set(['old', 'new'])) // both worked: the new one with the old machine

    const inFlight = Promise.all(IDS.map((id) => fresh.ref(v1, id).send({ type: 'tap' })))
    await old.stop()
    await inFlight
    await until(async () => {
      const tail = await looker.tail(parseAddress('tapper/a'))
      return taps(tail?.record.snapshot.context) === 3
    })
    await tapAll(fresh, looker, 4)
    for (const id of IDS) {
      const records = await journal(looker, `tapper/${id}`)
      const moved = records.filter(({ outcome }) => outcome === 'migrated')
      expect(moved.map(({ cause }) => cause)).toEqual([
        expect.objectContaining({ type: 'migrate', from: '1', to: '2' }),
      ])
      const at = records.findIndex(({ outcome }) => outcome === 'migrated')
      expect(new Set(versions(records.slice(0, at)))).toEqual(new Set(['1']))
      expect(new Set(versions(records.slice(at)))).toEqual(new Set(['2']))
      expect(records.map(({ turn }) => turn)).toEqual(records.map((_, index) => index + 1))
    }
    await fresh.ref(v1, 'newcomer').send({ type: 'tap' })
    await until(async () => (await looker.tail(parseAddress('tapper/newcomer'))) !== undefined)
    expect(versions(await journal(looker, 'tapper/newcomer'))).toEqual(['2'])
    expect([...old.paused(), ...fresh.paused()]).toEqual([])
  })

  it('back: while an old host lives nothing was written that it cannot read', async () => {
    await using store = open()
    await using looker = await store.connect()
    await using old = await hostOn(await store.connect(), [v1], 'old')
    await tapAll(old, looker, 1)
    const fresh = await hostOn(await store.connect(), [v2], 'new')
    await tapAll(old, looker, 2)
    await fresh.stop()
    await tapAll(old, looker, 3)
    expect(old.paused()).toEqual([])
  })

  it('what a host cannot read rests there with an alarm, is no poison, holds up no neighbour, and goes on elsewhere', async () => {
    await using store = open()
    await using looker = await store.connect()
    const fresh = await hostOn(await store.connect(), [v2Only], 'new')
    await tapAll(fresh, looker, 1)
    await fresh.stop()
    const old = await hostOn(await store.connect(), [v1], 'old')
    for (const id of IDS) await old.ref(v1, id).send({ type: 'tap' })
    await old.ref(v1, 'neighbour').send({ type: 'tap' })
    await until(async () => (await looker.tail(parseAddress('tapper/neighbour'))) !== undefined)
    await until(() => old.paused().length === IDS.length)
    expect(old.events.filter(({ type }) => type === 'message:dead' || type === 'turn:failed')).toEqual([])
    for (const id of IDS) expect(await journal(looker, `tapper/${id}`)).toHaveLength(1)
    await using again = await hostOn(await store.connect(), [v2Only], 'new again')
    await old.stop()
    await tapAll(again, looker, 3) // the ones that had waited, and one more each
    expect(await Array.fromAsync(looker.dead.list({}))).toEqual([])
  })

  it('hosts that run the next version before they write it can be gone back to', async () => {
    await using store = open()
    await using looker = await store.connect()
    await using ready = await hostOn(await store.connect(), [v1Ready], 'ready')
    const fresh = await hostOn(await store.connect(), [v2], 'new')
    await tapAll(fresh, looker, 1)
    const written = await Promise.all(IDS.map(async (id) => versions(await journal(looker, `tapper/${id}`))))
    expect(new Set(written.flat())).toEqual(new Set(['1', '2']))
    await fresh.stop()
    await tapAll(ready, looker, 2)
    expect([...ready.paused(), ...fresh.paused()]).toEqual([])
  })

  it('I7: a worker’s task goes on in the new version, its call made again by the code that can read it', async () => {
    await using store = open()
    const key = `work-${name}`
    const old = await hostOn(await store.connect(), [chief, job1], 'old')
    await old.ref(chief, 'x').create({ key })
    await until(() => calls.includes(`v1 ${key}`))
    await using fresh = await hostOn(await store.connect(), [chief, job2], 'new')
    await old.stop(0)
    await until(() => calls.includes(`v2 ${key}`))
    gateOf(key).resolve()
    await until(async () => (await fresh.ref(chief, 'x').snapshot())?.status === 'done')
    expect((await fresh.ref(chief, 'x').snapshot())?.output).toBe(`${key} by v2`)
    await using looker = await store.connect()
    const below = (await journal(looker, 'chief/x')).filter(({ kind }) => kind === 'job')
    expect(below.map(({ outcome }) => outcome)).toEqual(['claimed', 'migrated', 'claimed', 'handled'])
  })

  it('a worker’s task that only other code can read goes back untouched, and its parent goes on', async () => {
    await using store = open()
    await using looker = await store.connect()
    const key = `back-${name}`
    const fresh = await hostOn(await store.connect(), [chief, job2], 'new')
    await fresh.ref(chief, 'y').create({ key })
    await until(() => calls.includes(`v2 ${key}`))
    await fresh.stop(0)
    await using old = await hostOn(await store.connect(), [chief, job1], 'old')
    await until(() => old.paused().length > 0)
    await old.ref(chief, 'y').send({ type: 'ping' })
    await until(async () => (await old.ref(chief, 'y').record())?.turn === 2)
    expect(calls).not.toContain(`v1 ${key}`)
    expect((await journal(looker, 'chief/y')).filter(({ kind }) => kind === 'job')).toHaveLength(1)
    await using _again = await hostOn(await store.connect(), [chief, job2], 'new again')
    gateOf(key).resolve()
    await until(async () => (await old.ref(chief, 'y').snapshot())?.status === 'done')
    expect((await old.ref(chief, 'y').snapshot())?.output).toBe(`${key} by v2`)
  })
})

it('R18: a record of a newer format is not even relayed; its actor rests, its neighbours go on', async () => {
  await using inner = memoryDriver({ partitions: PARTITIONS })
  const first = await hostOn(faultyDriver(inner), [v1], 'first')
  await first.ref(v1, 'future').send({ type: 'tap' })
  const written = await until(async () => inner.tail(parseAddress('tapper/future')))
  await first.stop()
  const event = { type: 'from the future' }
  const outbox = [{ do: 'feed' as const, id: 'later', event }]
  const newer = { ...written.record, v: 2 as 1, turn: 2, outbox }
  await inner.append(parseAddress('tapper/future'), newer, written.sequence)
  await using host = await hostOn(faultyDriver(inner), [v1], 'second')
  await host.ref(v1, 'future').send({ type: 'tap' })
  await host.ref(v1, 'neighbour').send({ type: 'tap' })
  await until(async () => (await inner.tail(parseAddress('tapper/neighbour'))) !== undefined)
  await until(() => host.paused().includes('tapper/future'))
  expect(inner.feed.map(({ type }) => type)).not.toContain(event.type)
  expect((await inner.tail(parseAddress('tapper/future')))?.record).toEqual(newer)
  expect(host.events.filter(({ type }) => type === 'turn:failed' || type === 'message:dead')).toEqual([])
})

it('R13: what was quarantined in a version that only migrations read is moved, released and goes on', async () => {
  await using inner = memoryDriver({ partitions: PARTITIONS, taskAckWaitMs: 300 })
  const key = 'aside'
  const old = await hostOn(faultyDriver(inner), [v1, chief, job1], 'old')
  await old.ref(v1, 'q').send({ type: 'tap' })
  await old.ref(chief, 'q').create({ key })
  await until(async () => calls.includes(`v1 ${key}`) && inner.tail(parseAddress('tapper/q')))
  await old.stop(0)
  const worker = (await journal(inner, 'chief/q')).find(({ kind }) => kind === 'job')?.actor ?? ''
  for (const actor of ['tapper/q', worker]) {
    const address = parseAddress(actor)
    const tail = await inner.tail(address)
    if (tail === undefined) throw new Error(actor)
    const cause = { type: 'claim', id: 'c', host: 'h', number: 0 } as const
    const aside = quarantineTurn(tail.record, cause, { code: 'poison', message: 'it kills' }, Date.now())
    await inner.append(address, { ...aside, nonce: actor, host: 'old' }, tail.sequence)
  }
  await using host = await hostOn(faultyDriver(inner), [v2Only, chief, job2], 'new')
  const operator = operatorOf(faultyDriver(inner))
  for (const actor of ['tapper/q', worker]) await operator.release(actor, { by: 'ada', reason: 'new code' })
  gateOf(key).resolve()
  await host.ref(v2Only, 'q').send({ type: 'tap' })
  await until(async () => (await host.ref(chief, 'q').snapshot())?.status === 'done')
  await until(async () => taps((await host.ref(v2Only, 'q').snapshot())?.context) === 2)
  for (const [root, kind] of [
    ['tapper/q', 'tapper'],
    ['chief/q', 'job'],
  ] as const) {
    const outcomes = (await journal(inner, root))
      .filter((one) => one.kind === kind)
      .map(({ outcome }) => outcome)
    expect(outcomes.slice(1, 4)).toEqual(['quarantined', 'migrated', 'released'])
  }
  expect(host.paused()).toEqual([])
})

/** What happens in one step: a host comes, the oldest goes, or actors are tapped. */
const Step = fc.oneof(
  fc.record({ do: fc.constant('join' as const), code: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('leave' as const) }),
  fc.record({ do: fc.constant('tap' as const), id: fc.constantFrom(...IDS.slice(0, 4)) }),
)
const CODES = [v1, v1Ready, v2, v2Only]

it('R18 property: a record is one that every live host can read, or has the version of the record before it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 4, maxLength: 16 }), async (steps) => {
      await using inner = memoryDriver({ partitions: PARTITIONS, hostTtlMs: 60_000 })
      const live: { readonly code: ActorDefinition; readonly host: Host }[] = []
      const before = new Map<string, string>()
      const wrong: string[] = []
      const appended = ({ actor, machine: { version } }: TurnRecord) => {
        const blind = live.filter(({ code }) => !readableVersions(code).includes(version))
        if (blind.length > 0 && before.get(actor) !== version) wrong.push(`${actor} version ${version}`)
        before.set(actor, version)
      }
      let serial = 0
      for (const step of steps) {
        if (step.do === 'join') {
          const code = CODES[step.code] ?? v1
          // Beside one host or none more is written than beside many; three at once are enough.
          if (live.length === 3) await live.shift()?.host.stop()
          const host = await runHost({
            actors: [code],
            driver: faultyDriver(inner, { appended }),
            id: `h${++serial}`,
          })
          live.push({ code, host })
        } else if (step.do === 'leave') {
          await live.shift()?.host.stop()
        } else {
          const message = { id: `t${++serial}`, to: `tapper/${step.id}`, kind: 'tapper', sentAt: 0 } as const
          await inner.send({ ...message, type: 'event', event: { type: 'tap' }, first: { tenant: 't' } })
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
      }
      await Promise.all(live.splice(0).map(({ host }) => host.stop()))
      expect(wrong).toEqual([])

      const last = await runHost({ actors: [v2], driver: faultyDriver(inner), id: 'last' })
      const sent = steps.filter((step) => step.do === 'tap').length
      await until(async () => {
        let counted = 0
        for await (const { record } of inner.history.tails()) counted += taps(record?.snapshot.context)
        return counted === sent
      })
      await last.stop()
    }),
    { numRuns: 40 },
  )
}, 120_000)
