import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Delivery } from '../../runtime/core/driver.ts'
import type { Task } from '../../runtime/core/message.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
})

const task = (name: string): Task => ({
  id: `task-${name}`,
  to: `boss/b/${name}.1`,
  kind: 'work',
  tenant: 'test',
  input: undefined,
  parent: { address: 'boss/b', kind: 'boss', child: { id: name, generation: 1 } },
  sentAt: 0,
})

it('drops one task and no other, also when tasks around it are in hand (I7, R12)', async () => {
  await using driver = await natsDriver({ servers: nats.url, prefix: 'drop' })
  const deliveries: Delivery<Task>[] = []
  await using _intake = await driver.takeTasks(
    'work',
    () => 10,
    (delivery) => deliveries.push(delivery),
  )
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await driver.enqueue(task(name))
  await until(() => deliveries.length === 6)

  await driver.dropTask(parseAddress('boss/b/c.1'), 'work')
  deliveries[3]?.ack()

  // Nobody renews the others' leases: they must come again.
  await until(() => deliveries.length >= 10, 10_000).catch(() => undefined)
  expect(deliveries.slice(6).map(({ value, attempt }) => `${value.id} ${attempt}`)).toEqual([
    'task-a 2',
    'task-b 2',
    'task-e 2',
    'task-f 2',
  ])
})
