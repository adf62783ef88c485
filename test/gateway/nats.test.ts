import { connect, consumerOpts, headers, JSONCodec, StringCodec, type NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { talk } from './talk.ts'
import { GATEWAY_DEFAULTS, startWorld, tripActors, type World } from './world.ts'
import { startGateway } from '../../gateway/index.ts'
import { clientOf } from '../../runtime/host/client.ts'

const json = JSONCodec<Record<string, unknown>>()
const REQUEST = { destinations: ['Tokyo', 'Kyoto'], durationDays: 6 }

let nats: TestNats
let world: World
/** The outside: another client library, which knows nothing but subjects and JSON. */
let outside: NatsConnection

beforeAll(async () => {
  nats = await startTestNats()
  const driver = await natsDriver({ servers: nats.url, partitions: 2 })
  world = await startWorld({ driver, gateway: { nats: driver.connection } })
  outside = await connect({ servers: nats.url })
})
afterAll(async () => {
  await outside.close()
  await world[Symbol.asyncDispose]()
  await nats[Symbol.asyncDispose]()
})

async function ask(verb: string, payload: Uint8Array, options = {}): Promise<Record<string, unknown>> {
  return json.decode(
    (await outside.request(`caravan.trips.${verb}`, payload, { timeout: 5_000, ...options })).data,
  )
}

describe('an outside integrator on NATS, with another client library', () => {
  it('asks for a trip and reads what becomes of it from the feed, stored and live', async () => {
    const live: string[] = []
    const subscription = outside.subscribe('caravan.feed.default.>')
    void (async () => {
      for await (const message of subscription) live.push(message.subject)
    })()
    const reply = await ask('plan', json.encode(REQUEST))
    expect(reply).toMatchObject({ status: 'accepted', links: { self: `/trips/${String(reply['id'])}` } })
    const id = String(reply['id'])

    const options = consumerOpts()
    options.orderedConsumer()
    const stored = await outside.jetstream().subscribe(`caravan.feed.default.trip.${id}.>`, options)
    const events: Record<string, unknown>[] = []
    for await (const message of stored) {
      events.push(json.decode(message.data))
      if (message.subject.endsWith('.trip.ready')) break
    }
    expect(events.map((event) => event['type'])).toEqual(['trip.accepted', 'trip.ready'])
    expect(events[1]).toMatchObject({
      id: expect.any(String),
      tenant: 'default',
      actor: { kind: 'trip', id },
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { trip: id, status: 'success' },
    })
    await until(() => live.length >= 2)
    expect(live).toEqual([
      `caravan.feed.default.trip.${id}.trip.accepted`,
      `caravan.feed.default.trip.${id}.trip.ready`,
    ])
    subscription.unsubscribe()
    expect(await ask('get', json.encode({ id }))).toMatchObject({ id, status: 'success', result: { id } })
    expect(await ask('cancel', json.encode({ id }))).toMatchObject({ error: { code: 'trip.ended' } })
    expect(await ask('top-up', json.encode({ id, usd: 1 }))).toMatchObject({ error: { code: 'trip.ended' } })
    expect(await ask('costs', json.encode({ id }))).toMatchObject({
      spentMicroUsd: 0,
      limitMicroUsd: 1_000_000,
    })
  })

  it('gets every problem of a bad request', async () => {
    const reply = await ask('plan', json.encode({ destinations: ['Lisbonn'], budget: -1 }))
    const error = reply['error'] as { code: string; message: string; problems: { path: string }[] }
    expect(error.code).toBe('request.invalid')
    expect(error.problems.map((problem) => problem.path).sort()).toEqual(['/budget', '/destinations/0'])
  })

  it.each<[string, string, Uint8Array, string]>([
    ['not JSON', 'plan', StringCodec().encode('{"destinations":'), 'request.malformed'],
    ['nothing', 'plan', new Uint8Array(), 'request.malformed'],
    ['not UTF-8', 'plan', new Uint8Array([0xff]), 'request.malformed'],
    ['too much', 'plan', json.encode({ constraints: ['x'.repeat(70_000)] }), 'request.too-large'],
    ['an unknown trip', 'get', json.encode({ id: 'never-heard-of' }), 'trip.unknown'],
    ['no id', 'get', json.encode({}), 'request.malformed'],
    ['nothing to get', 'get', new Uint8Array(), 'request.malformed'],
    ['a top-up of nothing', 'top-up', json.encode({ id: 'x', usd: 0 }), 'top-up.invalid'],
    ['a top-up of nobody', 'top-up', json.encode({ usd: 1 }), 'request.malformed'],
    ['nothing to cancel', 'cancel', StringCodec().encode('null'), 'request.malformed'],
  ])('%s is an error, not silence', async (_what, verb, payload, code) => {
    expect(await ask(verb, payload)).toMatchObject({ error: { code, message: expect.any(String) } })
  })

  it('asks twice under one key and gets one trip; without a reply subject it is accepted too', async () => {
    const keyed = headers()
    keyed.set('Idempotency-Key', 'from-nats')
    const first = await ask('plan', json.encode(REQUEST), { headers: keyed })
    const second = await ask('plan', json.encode({ ...REQUEST, requestId: 'from-nats' }))
    expect(second['id']).toBe(first['id'])

    outside.publish('caravan.trips.plan', json.encode({ ...REQUEST, requestId: 'told-nobody' }))
    const again = await until(async () => {
      const reply = await ask('plan', json.encode({ ...REQUEST, requestId: 'told-nobody' }))
      return reply['status'] === 'success' && reply
    })
    expect(again['id']).toEqual(expect.any(String))
    const accepted = world.events.filter(
      (event) => event.type === 'trip:accepted' && event.trip === again['id'],
    )
    expect(accepted.filter((event) => event.type === 'trip:accepted' && !event.repeated).length).toBeLessThan(
      3,
    )
  })

  it('is served by one gateway of several, and any gateway shows the trip', async () => {
    await using driver = await natsDriver({ servers: nats.url, partitions: 2 })
    const seen: string[] = []
    await using second = await startGateway({
      ...GATEWAY_DEFAULTS,
      client: clientOf(driver),
      trip: tripActors().trip,
      nats: driver.connection,
      onEvent: (event) => event.type === 'trip:accepted' && seen.push(event.trip),
    })
    const before = world.events.filter((event) => event.type === 'trip:accepted').length
    const asked = Array.from({ length: 20 }, () => ask('plan', json.encode(REQUEST)))
    const ids = (await Promise.all(asked)).map((reply) => String(reply['id']))
    expect(new Set(ids).size).toBe(20)
    const first = world.events.filter((event) => event.type === 'trip:accepted').length - before
    expect(first + seen.length).toBe(20)

    using client = await talk(`${second.url.replace('http', 'ws')}/agent-coordination`)
    await until(async () => (await ask('get', json.encode({ id: ids[0] })))['status'] === 'success')
    client.send({ type: 'trip.subscribe', trip: ids[0], cursor: 0 })
    expect(await client.frame('trip.result')).toMatchObject({ status: 'success' })
    const cursors = client.all('trip.transition').map((frame) => frame.cursor)
    expect(cursors.length).toBeGreaterThan(15)
    expect(cursors).toEqual([...new Set(cursors)].sort((a, b) => a - b))
  })

  it('goes on after the server was away: a watcher resumes by cursor and misses nothing', async () => {
    using client = await talk(world.socketUrl)
    const { id } = (await ask('plan', json.encode(REQUEST))) as { id: string }
    client.send({ type: 'trip.subscribe', trip: id, cursor: 0 })
    await client.frame('trip.transition')
    await nats.restart()
    await client.frame('trip.result')
    using whole = await talk(world.socketUrl)
    whole.send({ type: 'trip.subscribe', trip: id, cursor: 0 })
    await whole.frame('trip.result')
    const cursors = (of: typeof client) => of.all('trip.transition').map((frame) => frame.cursor)
    expect(cursors(client)).toEqual(cursors(whole))
  })
})
