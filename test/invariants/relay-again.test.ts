/** A relay that is tried again, and what the actor's next owner has done meanwhile (R2, I3). */
import { setup } from 'xstate'
import { expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { addressText, rootAddress } from '../../runtime/core/address.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { until } from '../kit/until.ts'

const alarm = defineActor({
  kind: 'alarm',
  machine: setup({}).createMachine({
    id: 'alarm',
    initial: 'set',
    states: { set: { after: { 60_000: 'over' } }, over: { type: 'final' } },
  }),
})

const address = rootAddress('alarm', 'a')

/** The next owner relays the first turn, handles something, and cancels the timer. */
async function goOnElsewhere(driver: Driver): Promise<void> {
  const tail = await driver.tail(address)
  if (tail === undefined) throw new Error('The turn is committed before it is relayed.')
  const next: TurnRecord = { ...tail.record, turn: 2, nonce: 'next', host: 'next', timers: {}, outbox: [] }
  await driver.append(address, next, tail.sequence)
}

it('R2: a timer that the next owner may have cancelled is not set again by whoever was cut off', async () => {
  await using inner = memoryDriver()
  let scheduled = 0
  let acked = 0
  const cutOff = {
    ...inner,
    schedule: async () => {
      scheduled += 1
      await goOnElsewhere(inner)
      throw new CaravanError('nats.unreachable', 'Cut off.', { retryable: true })
    },
    takePartition: (...[kind, partition, deliver]: Parameters<typeof inner.takePartition>) =>
      inner.takePartition(kind, partition, (delivery) =>
        deliver({
          ...delivery,
          ack: () => {
            acked += 1
            delivery.ack()
          },
        }),
      ),
  }
  const host = await runHost({ actors: [alarm], driver: cutOff })
  await clientOf(inner).ref(alarm, 'a').create({})
  await until(() => acked === 1)
  expect(scheduled).toBe(1)
  await host.stop()
})

it('R2: a host that stood still after its commit takes back the timer that it sets too late', async () => {
  await using inner = memoryDriver()
  let stoodStill = 0
  const cancelled: unknown[] = []
  const late: Driver = {
    ...inner,
    schedule: async (message, at) => {
      if (message.to === 'alarm/a') {
        stoodStill += 60_000
        await goOnElsewhere(inner)
      }
      await inner.schedule(message, at)
    },
    cancel: async (of, kind, timer) => {
      cancelled.push([addressText(of), timer])
      await inner.cancel(of, kind, timer)
    },
  }
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + stoodStill }
  const host = await runHost({ actors: [alarm], driver: late, clock })
  const client = clientOf(inner)
  await client.ref(alarm, 'in time').create({})
  await until(async () => (await client.ref(alarm, 'in time').record()) !== undefined)
  await client.ref(alarm, 'a').create({})
  await until(() => cancelled.length > 0)
  const { timers = {} } = (await client.ref(alarm, 'in time').record()) ?? {}
  const [[id, { generation }] = ['', { generation: 0 }]] = Object.entries(timers)
  expect(cancelled).toEqual([['alarm/a', { id, generation }]]) // the same machine: the same timer, of the other actor
  await host.stop()
})
