import { afterAll, beforeAll } from 'vitest'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { deadLettersContract } from './dead-letters-contract.ts'
import { driverContract } from './driver-contract.ts'
import { historyContract } from './history-contract.ts'

let nats: TestNats
let installation = 0
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

const drivers = {
  memory: async () => memoryDriver({ taskAckWaitMs: 300, hostTtlMs: 300 }),
  nats: () => natsDriver({ servers: nats.url, prefix: `contract.c${++installation}`, partitions: 2 }),
}
for (const [name, open] of Object.entries(drivers)) {
  driverContract(name, open)
  deadLettersContract(name, open)
  historyContract(name, open)
}
