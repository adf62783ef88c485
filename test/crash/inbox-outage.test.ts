import { expect, it } from 'vitest'
import type { Delivery } from '../../runtime/core/driver.ts'
import type { Message } from '../../runtime/core/message.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

const message: Message = {
  id: 'm1',
  to: 'greeter/ada',
  kind: 'greeter',
  sentAt: 0,
  type: 'event',
  event: { type: 'greet' },
}

it('what an outage left un-acked in an inbox comes again at once, not after the ack wait', async () => {
  await using nats = await startTestNats()
  await using driver = await natsDriver({ servers: nats.url, prefix: 'inbox', partitions: 1 })
  const deliveries: Delivery<Message>[] = []
  await using _intake = await driver.takePartition('greeter', 0, (delivery) => deliveries.push(delivery))
  await driver.send(message)
  await until(() => deliveries.length === 1)

  await nats.kill() // as if the delivery had been lost with the connection
  await nats.restart()

  await until(() => deliveries.length === 2, 10_000)
  expect(deliveries[1]?.value.id).toBe('m1')
})
