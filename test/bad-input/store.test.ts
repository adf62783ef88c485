/** R17: a store that loses streams or consumers under running hosts, or comes back empty or older. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RuntimeEvent } from '../../runtime/core/runtime-event.ts'
import { rootAddress } from '../../runtime/core/address.ts'
import { runHost } from '../../runtime/host/host.ts'
import { connectClient, connectOperator } from '../../runtime/index.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds, greeter } from '../kit/machines.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

vi.setConfig({ testTimeout: 90_000 })

async function world() {
  const nats = await startTestNats()
  const events: RuntimeEvent[] = []
  const observe = (event: RuntimeEvent) => void events.push(event)
  const open = () => natsDriver({ servers: nats.url, prefix: 'r', partitions: 1, observe })
  const host = async () => runHost({ actors: [greeter, ...bossKinds], driver: await open(), observe })
  const manage = async <T>(run: (jsm: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<T>) => {
    const nc = await connect({ servers: nats.url })
    try {
      return await run(await jetstreamManager(nc))
    } finally {
      await nc.close()
    }
  }
  const told = <T extends RuntimeEvent['type']>(type: T) =>
    until(() => events.find((event): event is Extract<RuntimeEvent, { type: T }> => event.type === type))
  return { nats, events, open, host, manage, told, [Symbol.asyncDispose]: () => nats[Symbol.asyncDispose]() }
}
type Running = Awaited<ReturnType<typeof runHost>>
const greet = async (host: Running, id: string, count: number) => {
  const ref = host.ref(greeter, id)
  const sent = () => ref.send({ type: 'greet' }, { id: `${id} ${count}` })
  await until(() =>
    sent().then(
      () => true,
      () => false,
    ),
  ) // the server may still be coming back
  const counted = async () =>
    (await ref.snapshot().catch(() => undefined))?.context as { count: number } | undefined
  await until(async () => (await counted())?.count === count)
}

describe('R17: under a running host', () => {
  it('consumers that are deleted are made again, and work goes on', async () => {
    await using w = await world()
    await using host = await w.host()
    await greet(host, 'a', 1)
    await w.manage(async (jsm) => {
      await jsm.consumers.delete('R_INBOX', 'inbox-greeter-0')
      await jsm.consumers.delete('R_INBOX', 'inbox-boss-0')
      await jsm.consumers.delete('R_INBOX', 'task-worker')
    })
    await greet(host, 'a', 2)
    const ref = host.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'after-delete', ms: 1 }] })
    const done = await until(async () => {
      const snapshot = await ref.snapshot()
      return snapshot?.status === 'done' && snapshot
    }, 25_000)
    expect(done.output).toEqual(['done after-delete'])
  })

  it('a feed that is deleted is made again, which is told', async () => {
    await using w = await world()
    await using host = await w.host()
    await greet(host, 'a', 1)
    await w.manage((jsm) => jsm.streams.delete('R_FEED'))
    await greet(host, 'a', 2)
    expect((await w.told('store:remade')).stream).toBe('R_FEED')
    await greet(host, 'a', 3)
    await until(() => w.manage(async (jsm) => (await jsm.streams.info('R_FEED')).state.messages >= 1))
  })

  it.each(['R_JOURNAL', 'R_INBOX'])(
    '%s that is deleted is told, nothing is made up, boots are refused',
    async (stream) => {
      await using w = await world()
      const host = await w.host()
      await greet(host, 'a', 1)
      await w.manage((jsm) => jsm.streams.delete(stream))
      await host
        .ref(greeter, 'a')
        .send({ type: 'greet' })
        .catch(() => undefined)
      expect(await w.told('store:lost')).toMatchObject({
        streams: [stream],
        reason: expect.stringContaining('restore the streams from a backup') as string,
      })
      await expect(w.open()).rejects.toMatchObject({
        code: 'store.lost',
        retryable: false,
        data: { streams: [stream] },
      })
      expect(await w.manage((jsm) => jsm.streams.names().next())).not.toContain(stream)
      await host.stop(0)
    },
  )
})

describe('clocks', () => {
  afterEach(() => vi.restoreAllMocks())
  it.each([
    ['ahead of', 3_600_000, 'late'],
    ['behind', -3_600_000, 'early'],
  ])('a host whose clock is %s the server’s is told, once', async (_where, ms, fires) => {
    await using w = await world()
    const real = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => real() + ms)
    await using _driver = await w.open()
    const { offsetMs, reason } = await w.told('clock:skewed')
    expect(Math.abs(offsetMs + ms)).toBeLessThan(60_000)
    expect(reason).toContain(`too ${fires}`)
  })
})

describe('R17: at boot', () => {
  it('who only looks makes no store where there is none', async () => {
    await using at = await world()
    const place = { servers: at.nats.url, prefix: 'none' }
    await expect(connectOperator(place)).rejects.toMatchObject({ code: 'store.none', retryable: false })
    await expect(connectClient({ ...place, existing: true })).rejects.toMatchObject({ code: 'store.none' })
    expect(await at.manage((jsm) => jsm.streams.names().next())).toEqual([])
    await using _store = await natsDriver(place)
    await using operator = await connectOperator(place)
    expect(await Array.fromAsync(operator.actors())).toEqual([])
  })

  it('streams of two stores are refused; a store that a host began to make is finished', async () => {
    await using w = await world()
    await (await w.open())[Symbol.asyncDispose]()
    await w.manage(async (jsm) => {
      for (const name of ['R_JOURNAL', 'R_FEED']) await jsm.streams.delete(name)
    })
    const again = await w.open() // nothing was ever stored: no loss
    const root = rootAddress('greeter', 'x')
    await again.append(root, recordOf(root, 1), 0)
    await again[Symbol.asyncDispose]()
    await w.manage(async (jsm) => {
      const { config } = await jsm.streams.info('R_INBOX')
      await jsm.streams.update('R_INBOX', {
        ...config,
        metadata: { ...config.metadata, caravan_epoch: 'other' },
      })
    })
    await expect(w.open()).rejects.toMatchObject({ code: 'store.lost' })
  })

  it('hosts that boot at once agree on the epoch; a store of the version before gets one', async () => {
    await using w = await world()
    const drivers = await Promise.all([w.open(), w.open(), w.open()])
    const epochs = () =>
      w.manage(async (jsm) => {
        const names = ['R_INBOX', 'R_JOURNAL', 'R_FEED', 'R_DEAD', 'R_PAYLOADS']
        const infos = await Promise.all(names.map((name) => jsm.streams.info(name)))
        return new Set(infos.map(({ config }) => config.metadata?.['caravan_epoch']))
      })
    expect((await epochs()).size).toBe(1)
    for (const driver of drivers) await driver[Symbol.asyncDispose]()
    await w.manage(async (jsm) => {
      for (const name of ['R_INBOX', 'R_JOURNAL', 'R_FEED']) {
        const { config } = await jsm.streams.info(name)
        const { caravan_epoch: _, ...metadata } = config.metadata ?? {}
        await jsm.streams.update(name, { ...config, metadata })
      }
    })
    await (await w.open())[Symbol.asyncDispose]()
    const [inbox, journal] = await w.manage((jsm) =>
      Promise.all(
        ['R_INBOX', 'R_JOURNAL'].map(async (name) => (await jsm.streams.info(name)).config.metadata),
      ),
    )
    expect(inbox?.['caravan_epoch']).toMatch(/^made /)
    expect(journal?.['caravan_epoch']).toBe(inbox?.['caravan_epoch'])
  })
})

describe('R17: a store that comes back', () => {
  /** Undefined when the host was taken for dead while its server was away: then it has dropped what it knew of the actor. */
  const rolledBack = async (): Promise<TurnRecord | undefined> => {
    await using w = await world()
    const host = await w.host()
    await greet(host, 'a', 1)
    const [live, copy] = [join(w.nats.dataDir, 'jetstream'), join(w.nats.dataDir, 'copy')]
    await w.nats.stop()
    await cp(live, copy, { recursive: true })
    await w.nats.restart()
    await greet(host, 'a', 2)
    await greet(host, 'b', 1)
    await w.nats.stop()
    await rm(live, { recursive: true })
    await cp(copy, live, { recursive: true })
    await w.nats.restart()
    expect(await w.told('store:rolled-back')).toMatchObject({ stream: 'R_JOURNAL' })
    await greet(host, 'c', 1) // others go on
    if (w.events.some((event) => event.type === 'actor:passivated' && event.actor === 'greeter/a')) {
      await host.stop(0)
      return undefined
    }
    // The host has seen a second greeting of which the store knows nothing: neither of the two is guessed on.
    await host.ref(greeter, 'a').send({ type: 'greet' })
    const quarantined = await until(async () => {
      const record = await host.ref(greeter, 'a').record()
      return record?.quarantine !== undefined && record
    })
    await using reader = await w.open()
    await until(async () => {
      for await (const letter of reader.dead.list()) if (letter.actor === 'greeter/a') return true
      return false
    })
    await host.stop(0)
    return quarantined
  }

  it('older: told, and a host writes nothing over what it does not know', { timeout: 180_000 }, async () => {
    let quarantined: TurnRecord | undefined
    for (let tries = 0; tries < 3 && quarantined === undefined; tries++) quarantined = await rolledBack()
    expect(quarantined).toMatchObject({
      quarantine: { code: 'store.rolled-back', reason: expect.stringContaining('rolled back') as string },
      snapshot: { context: { count: 2 } }, // what was committed, not the older one and no third greeting
    })
  })

  it('empty: told, and a host that boots begins anew', async () => {
    await using w = await world()
    const host = await w.host()
    await greet(host, 'a', 1)
    await w.nats.stop()
    await rm(join(w.nats.dataDir, 'jetstream'), { recursive: true })
    await w.nats.restart()
    expect((await w.told('store:lost')).streams).toEqual(['R_JOURNAL', 'R_INBOX'])
    await (await w.open())[Symbol.asyncDispose]()
    await until(
      () => w.events.some((event) => event.type === 'store:lost' && event.reason.includes('replaced')),
      20_000,
    )
    await greet(host, 'd', 1)
    expect(await host.ref(greeter, 'a').record()).toBeUndefined()
    await host.stop(0)
  })
})
