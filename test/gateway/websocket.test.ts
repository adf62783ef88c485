import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Client } from '../../runtime/index.ts'
import { until } from '../kit/until.ts'
import { answerAfter, answerCanned } from './canned-answers.ts'
import { talk, type Talk } from './talk.ts'
import { startWorld } from './world.ts'

const REQUEST = {
  destinations: ['Tokyo', 'Kyoto'],
  durationDays: 6,
  budget: { total: 2500, currency: 'EUR' },
}

async function planned(client: Talk): Promise<string> {
  client.send({ type: 'trip.plan', request: REQUEST, ref: 'p' })
  return (await client.frame('trip.accepted')).trip
}

function cursorsOf(client: Talk): readonly number[] {
  return client.all('trip.transition').map((frame) => frame.cursor)
}

describe('a trip over the WebSocket', () => {
  it('is planned and told from its first turn to its result', async () => {
    await using world = await startWorld()
    using client = await talk(world.socketUrl)
    expect(client.ws.protocol).toBe('caravan.v1')
    const trip = await planned(client)
    client.send({ type: 'trip.subscribe', trip, cursor: 0, ref: 's' })
    const result = await client.frame('trip.result')
    expect(result.status).toBe('success')
    expect(result.result).toMatchObject({ id: trip, tripPlan: { stops: [{}, {}] } })
    expect(await client.frame('trip.subscribed')).toMatchObject({ trip, resumed: true, from: 0, ref: 's' })
    const transitions = client.all('trip.transition')
    expect(transitions[0]).toMatchObject({ agent: 'trip', turn: 1, state: 'planning', started: ['planning'] })
    expect(transitions[0]?.request).toMatchObject({ id: trip })
    expect(new Set(transitions.map((frame) => frame.agent)).size).toBe(8)
    expect(transitions.find((frame) => frame.agent === 'weather')).toMatchObject({
      actor: expect.stringMatching(/^trip\/.*\/weather\.\d+$/),
      state: 'attempting',
      outcome: 'claimed',
      attempts: 1,
    })
    expect(cursorsOf(client)).toEqual([...new Set(cursorsOf(client))].sort((a, b) => a - b))
    // The result follows the transition that made the root final.
    const root = transitions.findLast((frame) => frame.agent === 'trip')
    expect(root).toMatchObject({ state: 'ready', status: 'done', cursor: result.cursor })
    expect(client.frames.findIndex((frame) => frame === root)).toBeLessThan(client.frames.indexOf(result))
  })

  it('resumes by cursor after a reconnect: nothing twice, nothing missing', async () => {
    await using world = await startWorld({ answer: answerAfter(150) })
    using first = await talk(world.socketUrl)
    const trip = await planned(first)
    first.send({ type: 'trip.subscribe', trip, cursor: 0 })
    await until(() => cursorsOf(first).length >= 3)
    first.ws.terminate()
    const seen = cursorsOf(first)
    await delay(100)
    using second = await talk(world.socketUrl)
    second.send({ type: 'trip.subscribe', trip, cursor: seen.at(-1) })
    await second.frame('trip.result')
    expect(await second.frame('trip.subscribed')).toMatchObject({ resumed: true, from: seen.at(-1) })
    using third = await talk(world.socketUrl)
    third.send({ type: 'trip.subscribe', trip, cursor: 0 })
    await third.frame('trip.result')
    expect([...seen, ...cursorsOf(second)]).toEqual(cursorsOf(third))
    expect(third.frames.findIndex((f) => f.type === 'trip.caughtUp')).toBeLessThan(
      third.frames.findIndex((f) => f.type === 'trip.result'),
    )
  })

  it('starts with a snapshot of every agent for who has no cursor, and only later transitions follow', async () => {
    const gate = Promise.withResolvers<void>()
    await using world = await startWorld({
      answer: async (input, signal) => {
        if (input.task.agent === 'weather') await gate.promise
        return answerCanned(input, signal)
      },
    })
    using client = await talk(world.socketUrl)
    const trip = await planned(client)
    client.send({ type: 'trip.subscribe', trip, cursor: 0 })
    await client.frame('trip.transition', (frame) => frame.agent === 'activity' && frame.state === 'answered')
    await client.frame('trip.transition', (frame) => frame.agent === 'weather')
    using late = await talk(world.socketUrl)
    late.send({ type: 'trip.subscribe', trip })
    const snapshot = await late.frame('trip.snapshot')
    expect(snapshot).toMatchObject({ trip, state: 'researching', status: 'running', request: { id: trip } })
    const states = Object.fromEntries(snapshot.agents.map((agent) => [agent.agent, agent.state]))
    expect(states).toMatchObject({ planning: 'answered', activity: 'answered', weather: 'attempting' })
    gate.resolve()
    await late.frame('trip.result')
    await client.frame('trip.result')
    // The snapshot is of one moment of the journal: what came later, all of it and nothing else, follows.
    expect(cursorsOf(client)).toContain(snapshot.cursor)
    expect(cursorsOf(late)).toEqual(cursorsOf(client).filter((cursor) => cursor > snapshot.cursor))
  })

  it('says what is missing when a cursor is of another journal', async () => {
    await using world = await startWorld()
    using client = await talk(world.socketUrl)
    const trip = await planned(client)
    client.send({ type: 'trip.subscribe', trip, cursor: 1_000_000 })
    expect(await client.frame('trip.subscribed')).toMatchObject({ resumed: false, missing: 'ahead' })
    await client.frame('trip.snapshot')
    await client.frame('trip.result')
  })

  it('is cancelled, and says so to everybody who watches', async () => {
    await using world = await startWorld({ answer: answerAfter(20_000) })
    using client = await talk(world.socketUrl)
    const trip = await planned(client)
    client.send({ type: 'trip.subscribe', trip, cursor: 0 })
    await client.frame('trip.transition', (frame) => frame.agent === 'planning')
    client.send({ type: 'trip.cancel', trip, ref: 'c' })
    expect(await client.frame('trip.cancelling')).toMatchObject({ trip, ref: 'c' })
    expect(await client.frame('trip.result')).toMatchObject({ status: 'cancelled' })
    await client.frame(
      'trip.transition',
      (frame) => frame.agent === 'planning' && frame.outcome === 'stopped',
    )
    const turns = cursorsOf(client).length
    client.send({ type: 'trip.cancel', trip })
    await until(() => client.all('trip.cancelling').length === 2)
    await delay(50)
    expect(cursorsOf(client)).toHaveLength(turns)
  })

  it('is read from the journal once, however many watch it, and history comes without duplicates or gaps', async () => {
    let readers = 0
    const counting = (client: Client): Client => ({
      ...client,
      journal: (root, options) => {
        readers++
        return client.journal(root, options)
      },
    })
    await using world = await startWorld({ answer: answerAfter(30), client: counting })
    using first = await talk(world.socketUrl)
    const trip = await planned(first)
    const others: Talk[] = []
    for (let n = 0; n < 8; n++) {
      const client = await talk(world.socketUrl)
      client.send({ type: 'trip.subscribe', trip, cursor: 0 })
      others.push(client)
      await delay(15)
    }
    for (const client of others) await client.frame('trip.result')
    await delay(50)
    const whole = others.map(cursorsOf)
    for (const cursors of whole) expect(cursors).toEqual(whole[0])
    expect(readers).toBe(1)
    expect(world.gateway.load).toMatchObject({ sockets: 9, watches: 1 })
    for (const client of others) client.ws.close()
  })

  it('waits in the inbox while no host runs: accepted is not unknown', async () => {
    await using world = await startWorld({ host: false })
    using client = await talk(world.socketUrl)
    const trip = await planned(client)
    client.send({ type: 'trip.subscribe', trip })
    expect(await client.frame('trip.snapshot')).toMatchObject({ state: 'accepted', cursor: 0, agents: [] })
  })
})

describe('what the WebSocket does not take', () => {
  it.each([
    ['binary', Buffer.from('{"type":"ping"}'), 'frame.binary'],
    ['not JSON', '{"type":', 'frame.malformed'],
    ['no object', '[]', 'frame.unknown'],
    ['an unknown type', { type: 'trip.subscirbe', trip: 'x' }, 'frame.unknown'],
    ['a type of the prototype', { type: 'constructor' }, 'frame.unknown'],
    ['a misspelled field', { type: 'trip.subscribe', trip: 'x', curser: 3 }, 'frame.invalid'],
    ['a negative cursor', { type: 'trip.subscribe', trip: 'x', cursor: -1 }, 'frame.invalid'],
    ['an unknown trip', { type: 'trip.subscribe', trip: 'never-heard-of' }, 'trip.unknown'],
    ['a trip with wildcards', { type: 'trip.subscribe', trip: '>' }, 'trip.unknown'],
    ['cancelling an unknown trip', { type: 'trip.cancel', trip: 'never-heard-of' }, 'trip.unknown'],
    ['leaving what was not watched', { type: 'trip.unsubscribe', trip: 'x' }, 'subscription.unknown'],
    ['a request with problems', { type: 'trip.plan', request: { destinations: [] } }, 'request.invalid'],
    ['a request that is none', { type: 'trip.plan', request: 7 }, 'request.invalid'],
    ['no request', { type: 'trip.plan' }, 'frame.invalid'],
  ])('%s gets an error frame and the socket goes on', async (_what, frame, code) => {
    await using world = await startWorld({ host: false })
    using client = await talk(world.socketUrl)
    // What can carry a reference gets it back.
    const ref = typeof frame === 'object' && !Buffer.isBuffer(frame) ? { ...frame, ref: 'r7' } : frame
    client.send(ref)
    const error = await client.frame('error')
    expect(error.code).toBe(code)
    expect((error.problems ?? []).length > 0).toBe(code === 'request.invalid')
    expect(error.ref).toBe(ref === frame ? undefined : 'r7')
    client.send({ type: 'ping', ref: 'still there' })
    expect(await client.frame('pong')).toMatchObject({ ref: 'still there' })
  })

  it('a frame over the limit closes with 1009', async () => {
    await using world = await startWorld({ host: false })
    using client = await talk(world.socketUrl)
    client.send({ type: 'trip.plan', request: { constraints: ['x'.repeat(80_000)] } })
    expect(await client.closed).toBe(1009)
  })

  it('more subscriptions than allowed', async () => {
    await using world = await startWorld({ host: false, gateway: { limits: { subscriptions: 2 } } })
    using client = await talk(world.socketUrl)
    for (const requestId of ['a', 'b', 'c'])
      client.send({ type: 'trip.plan', request: { ...REQUEST, requestId } })
    await until(() => client.all('trip.accepted').length === 3)
    const [a, b, c] = client.all('trip.accepted').map((frame) => frame.trip)
    for (const trip of [a, b, c]) client.send({ type: 'trip.subscribe', trip })
    expect(await client.frame('error')).toMatchObject({ code: 'subscription.limit', trip: c })
    client.send({ type: 'trip.unsubscribe', trip: a })
    await client.frame('trip.unsubscribed')
    client.send({ type: 'trip.subscribe', trip: c })
    await client.frame('trip.subscribed', (frame) => frame.trip === c)
  })

  it('an unknown subprotocol, another origin, another path; no subprotocol at all is fine', async () => {
    await using world = await startWorld({ host: false, gateway: { origins: ['https://ok.example'] } })
    await expect(talk(world.socketUrl, { protocols: ['caravan.v9'] })).rejects.toThrow('400')
    await expect(talk(world.socketUrl, { origin: 'https://evil.example' })).rejects.toThrow('403')
    await expect(talk(world.socketUrl.replace('agent', 'agents'))).rejects.toThrow('404')
    using bare = await talk(world.socketUrl, { protocols: [] })
    await bare.frame('hello')
    using own = await talk(world.socketUrl, { origin: world.url })
    await own.frame('hello')
    using allowed = await talk(world.socketUrl, {
      origin: 'https://ok.example',
      protocols: ['x', 'caravan.v1'],
    })
    await allowed.frame('hello')
  })
})

describe('I12: a slow socket hurts nobody', () => {
  it('holds no other socket, costs bounded memory, and is let go by the heartbeat', async () => {
    const gateway = { limits: { bufferBytes: 16_384, heartbeatMs: 2_000 } }
    await using world = await startWorld({ gateway })
    using fast = await talk(world.socketUrl)
    const trip = await planned(fast)
    fast.send({ type: 'trip.subscribe', trip, cursor: 0 })
    const { result } = await fast.frame('trip.result')
    const size = JSON.stringify(result).length

    using slow = await talk(world.socketUrl)
    await slow.frame('hello')
    slow.ws.pause()
    // Far more than the kernel's buffers on both ends hold.
    for (let asked = 0; asked < 30_000_000 / size; asked++) {
      slow.send({ type: 'trip.subscribe', trip, cursor: 0 })
      // Both ends share this process: in one go the work would hold up the heartbeat of everybody.
      if (asked % 20 === 0) await delay(1)
    }

    for (let n = 0; n < 20; n++) {
      // Each is answered although the slow one's answers are stuck.
      fast.send({ type: 'trip.subscribe', trip, cursor: 0, ref: `again ${n}` })
      await fast.frame('trip.subscribed', (frame) => frame.ref === `again ${n}`)
    }
    const dead = await until(() => world.events.find((event) => event.type === 'socket:dead'))
    expect(dead.unsentBytes).toBeGreaterThan(0)
    expect(dead.unsentBytes).toBeLessThan(16_384 + 3 * size)
    expect(fast.ws.readyState).toBe(fast.ws.OPEN)
  })

  it('a live socket stays open over many heartbeats', async () => {
    await using world = await startWorld({ host: false, gateway: { limits: { heartbeatMs: 100 } } })
    using client = await talk(world.socketUrl)
    await delay(1_000)
    client.send({ type: 'ping' })
    await client.frame('pong')
    expect(world.events.filter((event) => event.type === 'socket:dead')).toEqual([])
  })
})

describe('the end of a gateway', () => {
  it('says 1001 to its sockets and lets the trips be', async () => {
    const world = await startWorld({ host: false })
    using client = await talk(world.socketUrl)
    await client.frame('hello')
    await world.gateway[Symbol.asyncDispose]()
    expect(await client.closed).toBe(1001)
    await expect(fetch(`${world.url}/ready`)).rejects.toThrow('fetch failed')
    await world[Symbol.asyncDispose]()
  })
})
