/** A relay that is tried again, and what the actor's next owner has done meanwhile (R2, I3). */
import { setup } from 'xstate'
import { expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { rootAddress } from '../../runtime/core/address.ts'
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

it('R2: a timer that the next owner may have cancelled is not set again by whoever was cut off', async () => {
  await using inner = memoryDriver()
  const address = rootAddress('alarm', 'a')
  let scheduled = 0
  let acked = 0
  const cutOff = {
    ...inner,
    schedule: async () => {
      scheduled += 1
      const tail = await inner.tail(address)
      if (tail === undefined) throw new Error('The turn is committed before it is relayed.')
      // The next owner relays it, handles something, and cancels the timer.
      const next: TurnRecord = {
        ...tail.record,
        turn: 2,
        nonce: 'next',
        host: 'next',
        timers: {},
        outbox: [],
      }
      await inner.append(address, next, tail.sequence)
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
