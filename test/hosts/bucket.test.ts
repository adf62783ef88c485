import { jetstreamManager } from '@nats-io/jetstream'
import { expect, it } from 'vitest'
import { runHost } from '../../runtime/host/host.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { greeter } from '../kit/machines.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

it('a bucket that was deleted under a host’s feet is made again, and the host is in it', async () => {
  await using nats = await startTestNats()
  const driver = await natsDriver({ servers: nats.url, prefix: 'bucket', partitions: 2 })
  await using host = await runHost({ actors: [greeter], driver, id: 'me' })
  const jsm = await jetstreamManager(driver.connection)
  await jsm.streams.delete('KV_BUCKET_HOSTS')
  await until(async () => {
    const hosts = await driver.membership.list().catch(() => [])
    return hosts.some(({ id }) => id === 'me')
  })
  await host.ref(greeter, 'ada').send({ type: 'greet' })
  const snapshot = await until(() => host.ref(greeter, 'ada').snapshot())
  expect(snapshot.context).toEqual({ count: 1 })
})
