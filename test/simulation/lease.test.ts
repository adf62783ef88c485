/** What the simulation has found of the hold that a worker has on its task, told again without it. */
import { expect, it } from 'vitest'
import { emit, fromPromise, setup } from 'xstate'
import { parseAddress } from '../../runtime/core/address.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { NOTHING_RECEIVED } from '../../runtime/core/received.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { HostContext } from '../../runtime/host/context.ts'
import { Pace } from '../../runtime/host/pace.ts'
import { park } from '../../runtime/host/park.ts'
import { defineActor } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

it('R10: a timer that is over renews no lease while what comes of it is on its way', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 1_000 })
  const machine = setup({ actors: { work: fromPromise(async () => undefined) } }).createMachine({
    id: 'rester',
    initial: 'resting',
    states: {
      resting: { after: { 50: { target: 'calling', actions: emit({ type: 'rester.rested' }) } } },
      calling: { invoke: { id: 'work', src: 'work', onDone: 'done' } },
      done: { type: 'final' },
    },
  })
  const rester = defineActor({ kind: 'rester', type: 'worker', machine })
  const told = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  let renewals = 0
  const driver: Driver = {
    ...inner,
    publish: async (event) => {
      begun.resolve()
      await told.promise
      return inner.publish(event)
    },
    takeTasks: (kind, free, deliver) =>
      inner.takeTasks(kind, free, (delivery) =>
        deliver({ ...delivery, working: () => ((renewals += 1), delivery.working()) }),
      ),
    [Symbol.asyncDispose]: async () => undefined,
  }
  await using _host = await runHost({ actors: [...bossKinds, rester], driver })
  const parent = { address: 'boss/b', kind: boss.kind, child: { id: 'job', generation: 1 } }
  const about = { to: 'boss/b/job.1', kind: rester.kind, tenant: 'acme', input: {}, parent }
  await inner.enqueue({ ...about, id: 't', sentAt: Date.now() })
  await begun.promise
  const before = renewals
  await new Promise((resolve) => setTimeout(resolve, 700)) // it would be renewed every 250 ms
  const after = renewals
  told.resolve()
  await until(async () => (await inner.pressure.read()).backlog === 0)
  expect(after).toBe(before)
})

it.each([
  ['may be acked when it could be scheduled', false],
  ['is not acked when others have claimed it before it could be scheduled', true],
])('R7, R11: the task of a parked worker %s', async (_what, overtaken) => {
  await using inner = memoryDriver()
  const address = parseAddress('boss/b/job.1')
  const parent = { address: 'boss/b', kind: boss.kind, child: { id: 'job', generation: 1 } }
  const link = { ...parent, sent: 0, received: NOTHING_RECEIVED }
  const last = { ...recordOf(address, 1), kind: 'worker', type: 'worker', parent: link } as const
  await inner.append(address, last, 0)
  const driver: Driver = {
    ...inner,
    scheduleTask: async (task, at) => {
      await inner.scheduleTask(task, at)
      if (!overtaken) return
      await inner.append(address, { ...last, turn: 3, nonce: 'theirs', host: 'other' }, 2)
      throw new Error('Nobody heard of it.')
    },
  }
  const { signal } = new AbortController()
  const parts = {
    driver,
    signal,
    draining: signal,
    jitter: () => 0,
    clock: systemClock,
    pace: new Pace(systemClock, 8),
    observe: () => undefined,
    heldUntil: () => Infinity,
  }
  const sign: HostContext['sign'] = (draft) => ({ ...draft, nonce: 'ours', host: 'h' })
  const context = { ...parts, sign } as unknown as HostContext
  expect(await park(context, address, last, 1, Date.now() + 60_000)).toBe(!overtaken)
})
