/** Promises that cost nothing: their start needs no record, and a quick one shares that of its worker's claim (docs/adr/0014). */
import { expect, it } from 'vitest'
import { assign, fromPromise, setup } from 'xstate'
import { defineActor, type ActorDefinition, type RuntimeEvent } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost, type HostOptions } from '../../runtime/host/host.ts'
import { stopTurn } from '../../runtime/kernel/worker-turns.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'

/** An entity that has one thing looked up; `look` stands for its promise. */
function asker(look: (signal: AbortSignal) => Promise<string>, repeatable: readonly string[] = ['look']) {
  return defineActor({
    kind: 'asker',
    repeatable,
    machine: setup({
      types: { context: {} as { found: string }, events: {} as { type: 'ask' } },
      actors: { look: fromPromise<string>(({ signal }) => look(signal)) },
    }).createMachine({
      id: 'asker',
      context: { found: '' },
      initial: 'idle',
      states: {
        idle: { on: { ask: 'asking' } },
        asking: {
          invoke: {
            id: 'look',
            src: 'look',
            onDone: { target: 'done', actions: assign({ found: ({ event }) => event.output }) },
            onError: { target: 'done', actions: assign({ found: 'nothing' }) },
          },
        },
        done: { type: 'final' },
      },
      output: ({ context }) => context.found,
    }),
  })
}

const WORKER = parseAddress('asker/a/look.1')

async function journalOf(driver: Driver): Promise<readonly TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress('asker/a'), {})) all.push(record)
  return all.filter(({ type }) => type === 'worker')
}

async function hostOf(inner: Driver, actor: ActorDefinition, id: string, options: Partial<HostOptions> = {}) {
  const events: RuntimeEvent[] = []
  const driver = faultyDriver(inner, {})
  const observe = (event: RuntimeEvent) => void events.push(event)
  const host = await runHost({ actors: [actor], driver, id, drainMs: 50, observe, ...options })
  const ask = () => clientOf(inner).ref(actor, 'a').send({ type: 'ask' })
  const found = () =>
    until(async () => {
      const last = await clientOf(inner).ref(actor, 'a').snapshot()
      return last?.status === 'done' ? last.output : undefined
    })
  return { host, driver, events, ask, found }
}

const outcomesOf = (records: readonly TurnRecord[]) =>
  records.map(({ earlier = [], outcome }) => [...earlier.map((one) => one.outcome), outcome])

it('a quick one and its claim are one record', async () => {
  await using inner = memoryDriver()
  const { host, events, ask, found } = await hostOf(
    inner,
    asker(async () => 'gold'),
    'a',
  )
  await ask()
  expect(await found()).toBe('gold')
  const records = await journalOf(inner)
  expect(outcomesOf(records)).toEqual([['claimed', 'handled']])
  expect(records[0]).toMatchObject({ turn: 1, claim: { host: 'a', number: 1, beside: true } })
  expect(events.filter(({ type }) => type === 'worker:claimed')).toHaveLength(1)
  await host.stop()
})

it('R8: one that takes longer goes on after its claim is on record, and is not made again', async () => {
  await using inner = memoryDriver()
  const gate = Promise.withResolvers<void>()
  let calls = 0
  const look = async () => {
    calls += 1
    await gate.promise
    return 'gold'
  }
  const { host, ask, found } = await hostOf(inner, asker(look), 'a')
  await ask()
  await until(async () => (await journalOf(inner)).length === 1)
  gate.resolve()
  expect(await found()).toBe('gold')
  expect(outcomesOf(await journalOf(inner))).toEqual([['claimed'], ['handled']])
  expect(calls).toBe(1)
  await host.stop()
})

it('R8: without that word the start of a call is on record before it is made', async () => {
  await using inner = memoryDriver()
  let before = -1
  const look = async () => {
    before = (await journalOf(inner)).length
    return 'gold'
  }
  const { host, ask, found } = await hostOf(inner, asker(look, []), 'a')
  await ask()
  expect(await found()).toBe('gold')
  expect(before).toBe(1)
  expect(outcomesOf(await journalOf(inner))).toEqual([['claimed'], ['handled']])
  await host.stop()
})

it('a stored task is claimed first: others may be given it as well', async () => {
  await using inner = memoryDriver()
  const actor = asker(async () => 'gold')
  const { host, ask, found } = await hostOf(inner, actor, 'a', { beside: false })
  await ask()
  expect(await found()).toBe('gold')
  expect(outcomesOf(await journalOf(inner))).toEqual([['claimed'], ['handled']])
  await host.stop()
})

it('one that fails quickly is one record as well', async () => {
  await using inner = memoryDriver()
  const fails = () => Promise.reject(new Error('no luck'))
  const { host, ask, found } = await hostOf(inner, asker(fails), 'a')
  await ask()
  expect(await found()).toBe('nothing')
  expect(outcomesOf(await journalOf(inner))).toEqual([['claimed', 'handled']])
  await host.stop()
})

it('I2, I9: when the worker was stopped meanwhile, the result is dropped', async () => {
  await using inner = memoryDriver()
  const look = async () => {
    const by = { id: 'asker/a#9.0', tenant: 'default', now: 0 }
    const stopped = stopTurn(WORKER, 'asker-look', 'worker', undefined, by)
    if (stopped !== undefined) await inner.append(WORKER, { ...stopped, nonce: 'n', host: 'b' }, 0)
    return 'gold'
  }
  const { host, events, ask } = await hostOf(inner, asker(look), 'a')
  await ask()
  await until(() => events.some(({ type }) => type === 'turn:conflict'))
  await host.stop()
  expect(outcomesOf(await journalOf(inner))).toEqual([['stopped']])
  expect((await inner.tail(parseAddress('asker/a')))?.record.snapshot.value).toBe('asking')
})

it('I7: a host that dies before the record leaves the call to the next one', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300, hostTtlMs: 500 })
  let calls = 0
  const look = async () => {
    calls += 1
    if (calls === 1) dying.driver.crash()
    return `gold ${calls}`
  }
  const actor = asker(look)
  const dying = await hostOf(inner, actor, 'dying')
  await dying.ask()
  await until(() => calls === 1)
  expect(await journalOf(inner)).toEqual([])
  const next = await hostOf(inner, actor, 'next')
  expect(await next.found()).toBe('gold 2')
  expect((await journalOf(inner))[0]?.claim?.host).toBe('next')
  await next.host.stop()
})

it('what is called repeatable has to be a promise of the machine, and no other kind', () => {
  expect(() => asker(async () => 'gold', ['look', 'lok'])).toThrow(/"lok" is called repeatable/)
  const { machine } = asker(async () => 'gold')
  const bound = { kind: 'bound', machine, children: { look: { kind: 'elsewhere', type: 'worker' } } } as const
  expect(() => defineActor({ ...bound, repeatable: ['look'] })).toThrow(/"look" is called repeatable/)
})
