/** What the agents of a trip know of each other, in a real NATS. */
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Codec } from '../../runtime/nats/codec.ts'
import { encryptionKey } from '../../runtime/index.ts'
import { natsTripContext, type NatsTripContextOptions } from '../../storage/trip-context/nats.ts'
import type { TripContextEvent } from '../../storage/trip-context/port.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

let nats: TestNats
let connection: NatsConnection
beforeAll(async () => {
  nats = await startTestNats()
  connection = await connect({ servers: nats.url, maxReconnectAttempts: -1, reconnectTimeWait: 100 })
}, 120_000)
afterAll(async () => {
  await connection.close()
  await nats[Symbol.asyncDispose]()
})

const signal = new AbortController().signal
const open = (options: Partial<NatsTripContextOptions> = {}) =>
  natsTripContext({ connection, ttlMs: 3_600_000, codec: new Codec(), ...options })
let trips = 0
const weatherOf = (trip = `trip${trips++}`) => ({ tenant: 'default', trip, section: 'weather' })

/** What lies in the bucket, as the server has it. */
async function raw(subject: string): Promise<{ data: Uint8Array; ttl: string } | undefined> {
  const jsm = await jetstreamManager(connection)
  const message = await jsm.streams
    .getMessage('KV_CARAVAN_CONTEXT', { last_by_subj: subject })
    .catch(() => null)
  return message === null ? undefined : { data: message.data, ttl: message.header.get('Nats-TTL') }
}

it('gives a section as it was written, to every host, with a revision that grows', async () => {
  await using context = await open()
  await using other = await open()
  const name = weatherOf()
  expect(await context.read(name, signal)).toBeUndefined()
  const first = (await context.write(name, { days: [1] }, signal)) ?? 0
  const second = (await context.write(name, { days: [1, 2] }, signal)) ?? 0
  expect(second).toBeGreaterThan(first)
  expect(await other.read(name, signal)).toEqual({ value: { days: [1, 2] }, revision: second })
})

it('keeps trips, tenants and sections apart, whatever they are called', async () => {
  await using context = await open()
  const name = weatherOf()
  await context.write(name, 'mine', signal)
  for (const other of [
    { ...name, tenant: 'other' },
    { ...name, trip: `${name.trip}.x` },
    { ...name, trip: '*' },
    { ...name, section: '>' },
    { ...name, section: 'location' },
  ])
    expect(await context.read(other, signal)).toBeUndefined()
})

it('compresses what is large, when it should', async () => {
  const value = { text: 'a quiet street near the river, '.repeat(1_000) }
  const bytes = async (compress: boolean) => {
    await using context = await open({ codec: new Codec({ compress }) })
    const name = weatherOf()
    await context.write(name, value, signal)
    expect(await context.read(name, signal)).toMatchObject({ value })
    return (await raw(`$KV.CARAVAN_CONTEXT.default.${name.trip}.weather`))?.data.length ?? 0
  }
  expect(await bytes(true)).toBeLessThan(1_000)
  expect(await bytes(false)).toBeGreaterThan(30_000)
})

it('is sealed where payloads are, and unreadable without the key', async () => {
  const events: TripContextEvent[] = []
  const key = encryptionKey('k1', Buffer.alloc(32, 7))
  await using context = await open({ codec: new Codec({ keys: [key] }) })
  await using without = await open({ observe: (event) => events.push(event) })
  const name = weatherOf()
  await context.write(name, { note: 'a secret wish' }, signal)
  const stored = await raw(`$KV.CARAVAN_CONTEXT.default.${name.trip}.weather`)
  expect(Buffer.from(stored?.data ?? []).toString('latin1')).not.toContain('secret wish')
  expect(await context.read(name, signal)).toMatchObject({ value: { note: 'a secret wish' } })
  expect(await without.read(name, signal)).toBeUndefined()
  expect(events).toMatchObject([{ type: 'context:failed', what: 'read', trip: name.trip }])
})

it('is gone some time after the end of its trip, and only of that one', async () => {
  await using context = await open({ ttlMs: 1_000 })
  const name = weatherOf()
  const going = weatherOf()
  await context.write(name, 'stays', signal)
  for (const section of ['weather', 'location']) await context.write({ ...going, section }, 'goes', signal)
  expect(await raw(`$KV.CARAVAN_CONTEXT.default.${name.trip}.weather`)).toMatchObject({ ttl: '86400s' })
  await Promise.all([context.ended(going.trip), context.ended(going.trip)])
  await until(async () => (await context.read(going, signal)) === undefined)
  await until(async () => (await context.read({ ...going, section: 'location' }, signal)) === undefined)
  expect(await context.read(name, signal)).toMatchObject({ value: 'stays' })
})

it('gives a trip that has ended no second life, however often that is told', async () => {
  await using context = await open({ ttlMs: 60_000 })
  const name = weatherOf()
  const revision = await context.write(name, 'x', signal)
  await context.ended(name.trip)
  const ended = await context.read(name, signal)
  expect(ended?.revision).toBeGreaterThan(revision ?? 0)
  await context.ended(name.trip)
  expect(await context.read(name, signal)).toEqual(ended)
  await context.ended('nobody')
})

it('does not store what is too large, and says so', async () => {
  const events: TripContextEvent[] = []
  await using context = await open({
    codec: new Codec({ compress: false }),
    observe: (event) => events.push(event),
  })
  const name = weatherOf()
  expect(await context.write(name, 'x'.repeat(600_000), signal)).toBeUndefined()
  expect(await context.read(name, signal)).toBeUndefined()
  expect(events).toMatchObject([{ type: 'context:failed', what: 'write', trip: name.trip }])
})

it('is not there while NATS is away, which fails nobody, and there again afterwards', async () => {
  await using own = await startTestNats()
  const events: TripContextEvent[] = []
  const link = await connect({ servers: own.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 })
  try {
    await using context = await open({ connection: link, observe: (event) => events.push(event) })
    const name = weatherOf()
    await context.write(name, 'before', signal)
    await own.kill()
    expect(await context.read(name, signal)).toBeUndefined()
    expect(await context.write(name, 'during', signal)).toBeUndefined()
    expect(await context.state()).toMatchObject({ ok: false })
    expect(events.map(({ what }) => what)).toEqual(['read', 'write'])
    await own.restart()
    await until(async () => (await context.read(name, signal)) !== undefined, 30_000)
    expect(await context.state()).toMatchObject({ ok: true })
  } finally {
    await link.close()
  }
}, 120_000)
