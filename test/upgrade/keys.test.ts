/** R18: encryption keys are rotated host by host; nobody writes with a key that a live host does not have. */
import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import { connectClient, encryptionKey, startHost } from '../../runtime/index.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { taps, v1 } from './machines.ts'

const keyOf = (id: string, byte: number) => encryptionKey(id, Buffer.alloc(32, byte))
const old = keyOf('2026', 1)
const next = keyOf('2027', 2)

it('R18: the new key is used by hosts and clients from the moment when every host has it', async () => {
  await using nats = await startTestNats()
  const servers = nats.url
  const onlyOld = await natsDriver({ servers, encryption: { keys: [old] } })
  const both = { servers, encryption: { keys: [next, old] } }
  const first = await startHost({ actors: [v1], servers, encryption: { keys: [old] }, id: 'old' })
  await using second = await startHost({ actors: [v1], ...both, id: 'new' })
  await using client = await connectClient(both)
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const tapAll = async (expected: number) => {
    for (const id of ids) await client.ref(v1, id).send({ type: 'tap' })
    for (const id of ids)
      await until(async () => taps((await client.ref(v1, id).snapshot())?.context) === expected, 45_000)
  }
  await tapAll(1)
  const tails = await Promise.all(ids.map((id) => onlyOld.tail(parseAddress(`tapper/${id}`))))
  expect(new Set(tails.map((tail) => tail?.record.host))).toEqual(new Set(['old', 'new']))

  await first.stop()
  await until(async () => (await client.hosts()).length === 1)
  await tapAll(2)
  for (const id of ids) {
    const read = onlyOld.tail(parseAddress(`tapper/${id}`))
    await expect(read).rejects.toMatchObject({ code: 'codec.key.unknown', retryable: false })
  }
  expect((await second.ref(v1, 'a').record())?.turn).toBe(2)
  await onlyOld[Symbol.asyncDispose]()
}, 120_000)
