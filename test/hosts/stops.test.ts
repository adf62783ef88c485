/** A stop reaches what runs, and what waits, on other hosts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setup } from 'xstate'
import type { Driver } from '../../runtime/core/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import { defineActor, type ActorDefinition, type RuntimeEvent } from '../../runtime/index.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { boss, bossKinds, calls } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

let nats: TestNats
let installation = 0
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

const worker = bossKinds.find(({ kind }) => kind === 'worker') as ActorDefinition
/** Has a boss as its child, so that a worker is its grandchild. */
const chief = defineActor({
  kind: 'chief',
  children: { boss },
  machine: setup({
    types: { input: {} as { key: string }, context: {} as { key: string }, events: {} as { type: 'enough' } },
    actors: { boss: boss.machine },
  }).createMachine({
    id: 'chief',
    context: ({ input }) => input,
    initial: 'busy',
    states: {
      busy: {
        invoke: {
          id: 'boss',
          src: 'boss',
          input: ({ context }) => ({ jobs: [{ key: context.key, ms: 60_000 }] }),
        },
        on: { enough: 'over' },
      },
      over: { type: 'final' },
    },
  }),
})

async function hostOf(
  prefix: string,
  actors: readonly ActorDefinition[],
  change = (driver: Driver) => driver,
) {
  const events: RuntimeEvent[] = []
  const driver = change(await natsDriver({ servers: nats.url, prefix, partitions: 2 }))
  const host = await runHost({ actors, driver, drainMs: 500, observe: (event) => events.push(event) })
  const aborted = () => events.some((event) => event.type === 'effect:completed' && !event.ok)
  return { ...host, aborted }
}

describe('R12 a stop across hosts', () => {
  it('aborts the call of a grandchild that runs elsewhere, and its record says why', async () => {
    const prefix = `stop${++installation}`
    await using chiefs = await hostOf(prefix, [chief])
    await using _bosses = await hostOf(prefix, [boss])
    await using workers = await hostOf(prefix, [worker])
    const ref = chiefs.ref(chief, 'c')
    await ref.create({ key: 'far' })
    await until(() => calls.get('far') === 1)
    await ref.send({ type: 'enough' })
    await until(() => workers.aborted())
    const last = new Map<string, string>()
    for await (const { record } of chiefs.journal(ref.address)) last.set(record.kind, record.outcome)
    expect(Object.fromEntries(last)).toEqual({ chief: 'handled', boss: 'stopped', worker: 'stopped' })
  })

  it('what is still queued never starts', async () => {
    const prefix = `stop${++installation}`
    await using bosses = await hostOf(prefix, [boss])
    const ref = bosses.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'queued', ms: 5 }] })
    await until(async () => (await ref.record())?.turn === 1)
    await ref.send({ type: 'halt' })
    await until(async () => (await ref.snapshot())?.status === 'done')
    await using _workers = await hostOf(prefix, [worker])
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(calls.get('queued')).toBeUndefined()
  })

  it('arrives without its hint as well, by a look into the journal', async () => {
    const prefix = `stop${++installation}`
    await using bosses = await hostOf(prefix, [boss])
    await using workers = await hostOf(prefix, [worker], (driver) => ({
      ...driver,
      onStopHint: () => () => undefined,
    }))
    const ref = bosses.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'unheard', ms: 60_000 }] })
    await until(() => calls.get('unheard') === 1)
    await ref.send({ type: 'halt' })
    await until(() => workers.aborted())
    expect((await ref.snapshot())?.status).toBe('done')
  })
})
