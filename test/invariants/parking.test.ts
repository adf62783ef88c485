/** R11: a worker that waits long is parked: on record, brought back by a schedule, and no lease is held meanwhile. */
import { assign, fromPromise, setup } from 'xstate'
import { expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import { systemClock, type Clock } from '../../runtime/core/clock.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'

/** A clock on which everything takes a fraction of its time. */
function fasterClock(factor: number): Clock {
  const from = { now: systemClock.now(), monotonic: systemClock.monotonic() }
  return {
    now: () => from.now + (systemClock.now() - from.now) * factor,
    monotonic: () => from.monotonic + (systemClock.monotonic() - from.monotonic) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
    timer: (ms, run) => systemClock.timer(ms / factor, run),
  }
}

let calls = 0
const patient = defineActor({
  kind: 'patient',
  type: 'worker',
  machine: setup({
    types: { context: {} as { tries: number } },
    actors: {
      call: fromPromise(async () => {
        calls += 1
        if (calls === 1) throw new Error('retry after a minute')
        return calls
      }),
    },
  }).createMachine({
    id: 'patient',
    context: { tries: 0 },
    initial: 'calling',
    states: {
      calling: { invoke: { id: 'call', src: 'call', onDone: 'done', onError: 'waiting' } },
      waiting: {
        entry: assign({ tries: ({ context }) => context.tries + 1 }),
        after: { 60_000: 'calling' },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.tries,
  }),
})
const owner = defineActor({
  kind: 'owner',
  children: { patient },
  machine: setup({
    types: { context: {} as { got: unknown } },
    actors: { patient: patient.machine },
  }).createMachine({
    id: 'owner',
    context: { got: undefined },
    initial: 'open',
    states: {
      open: {
        invoke: {
          id: 'p',
          src: 'patient',
          onDone: { target: 'closed', actions: assign({ got: ({ event }) => event.output }) },
        },
      },
      closed: { type: 'final' },
    },
  }),
})

it('R11: a wait of a minute is parked; the task is acked and returns on time, or early, and goes on where it was', async () => {
  const clock = fasterClock(40)
  await using inner = memoryDriver({ clock, taskAckWaitMs: 30_000 })
  const settled: string[] = []
  const actors = [owner, patient]
  const host = await runHost({
    actors,
    clock,
    beside: false,
    driver: faultyDriver(inner, {
      settled: (what, value) => {
        if (!('type' in value) && what !== 'working') settled.push(what)
      },
    }),
  })
  const records = async () => {
    const all: TurnRecord[] = []
    for await (const { record } of inner.read(parseAddress('owner/o'), {}))
      if (record.type === 'worker') all.push(record)
    return all
  }
  const outcomes = async () => (await records()).map(({ outcome }) => outcome)
  const ref = clientOf(inner).ref(owner, 'o')
  await ref.send({ type: 'any' })
  await until(async () => (await outcomes()).includes('parked'))
  await until(() => settled.length === 1)
  expect(settled).toEqual(['ack']) // not given back: nobody holds a place for it
  const parked = (await records()).find(({ outcome }) => outcome === 'parked')
  expect(parked?.cause).toMatchObject({ type: 'park', until: Object.values(parked?.timers ?? {})[0]?.at })

  // Before its time, as after a redelivery: claimed, still too early, parked again.
  const [item] = parked?.outbox ?? []
  if (item?.do === 'park') await inner.enqueue({ ...item.task, id: 'early' })
  await until(async () => (await ref.snapshot())?.status === 'done')
  expect((await ref.snapshot())?.context).toEqual({ got: 1 })
  expect(calls).toBe(2)
  expect(await outcomes()).toEqual([
    'claimed',
    'handled',
    'parked',
    'claimed',
    'parked',
    'claimed',
    'handled',
    'handled',
  ])
  await host.stop()
})
