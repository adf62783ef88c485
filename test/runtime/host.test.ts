import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { boss, bossKinds, calls, echo, greeter, talker } from '../kit/machines.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

let nats: Awaited<ReturnType<typeof startTestNats>>
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
})

let installation = 0
const drivers: Record<string, () => Promise<Driver>> = {
  memory: async () => memoryDriver(),
  nats: () => natsDriver({ servers: nats.url, prefix: `t${++installation}`, partitions: 2 }),
}

describe.each(Object.entries(drivers))('a host on %s', (_name, open) => {
  for (const forceReplay of [false, true]) {
    describe(forceReplay ? 'with forced replay (R3)' : 'with residents', () => {
      it('handles each message once and keeps state (I4)', async () => {
        await using host = await runHost({ actors: [greeter], driver: await open(), forceReplay })
        const ada = host.ref(greeter, 'ada')
        await ada.send({ type: 'greet' }, { id: 'one' })
        await ada.send({ type: 'greet' }, { id: 'one' })
        await ada.send({ type: 'greet' }, { id: 'two' })
        const snapshot = await until(async () => {
          const s = await ada.snapshot()
          return (s?.context as { count: number } | undefined)?.count === 2 && s
        })
        expect(snapshot.value).toBe('awake')
      })

      it('runs invoked promises as workers and hands their results and errors to the parent (I6)', async () => {
        await using host = await runHost({ actors: bossKinds, driver: await open(), forceReplay })
        const jobs = [
          { key: 'a', ms: 5 },
          { key: 'b', ms: 5, fail: true },
          { key: 'c', ms: 5 },
        ]
        const ref = host.ref(boss, 'b1')
        await ref.create({ jobs })
        const done = await until(async () => {
          const s = await ref.snapshot()
          return s?.status === 'done' && s
        })
        expect(done.output).toEqual(['done a', 'failed: no b', 'done c'])
      })

      it('lets entities talk to their children and back, in order (R5)', async () => {
        await using host = await runHost({ actors: [talker, echo], driver: await open(), forceReplay })
        const ref = host.ref(talker, 't1')
        for (let n = 1; n <= 5; n++) await ref.send({ type: 'tell', n })
        const heard = await until(async () => {
          const h = ((await ref.snapshot())?.context as { heard?: number[] } | undefined)?.heard
          return h?.length === 5 && h
        })
        expect(heard).toEqual([1, 2, 3, 4, 5])
      })
    })
  }

  it('stops a running child: its effect is aborted and a late result changes nothing (R12, I9)', async () => {
    const events: RuntimeEvent[] = []
    await using host = await runHost({
      actors: bossKinds,
      driver: await open(),
      observe: (e) => events.push(e),
    })
    const ref = host.ref(boss, 'halting')
    await ref.create({ jobs: [{ key: 'endless', ms: 60_000 }] })
    await until(() => calls.get('endless') !== undefined)
    await ref.send({ type: 'halt' })
    await until(async () => (await ref.snapshot())?.status === 'done')
    await until(() => events.some((e) => e.type === 'effect:completed' && !e.ok))
    const entries = []
    for await (const entry of host.journal(ref.address)) entries.push(entry.record)
    expect(entries.at(-1)?.outcome).toBe('stopped')
    calls.delete('endless')
  })

  it('gives a whole root in one order of cursors', async () => {
    await using host = await runHost({ actors: bossKinds, driver: await open() })
    const ref = host.ref(boss, 'ordered')
    await ref.create({ jobs: [{ key: 'x', ms: 1 }] })
    await until(async () => (await ref.snapshot())?.status === 'done')
    const seen: [number, string, string][] = []
    for await (const { cursor, record } of host.journal(ref.address))
      seen.push([cursor, record.actor, record.outcome])
    const cursors = seen.map(([cursor]) => cursor)
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b))
    expect(seen.map(([, actor, outcome]) => `${actor.split('/').length} ${outcome}`)).toEqual([
      '2 created',
      '3 claimed',
      '3 handled',
      '2 handled',
    ])
  })
})
