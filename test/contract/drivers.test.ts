import { afterAll, beforeAll } from 'vitest'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { driverContract } from './driver-contract.ts'

let nats: TestNats
let installation = 0
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

driverContract('memory', async () => memoryDriver({ taskAckWaitMs: 300 }))
driverContract('nats', () =>
  natsDriver({ servers: nats.url, prefix: `contract.c${++installation}`, partitions: 2 }),
)
