/** What only the NATS driver has: servers that do not fit, partitions that stay, payloads from elsewhere. */
import { createServer } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DiscardPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../../runtime/core/message.ts'
import { rootAddress } from '../../runtime/core/address.ts'
import { runHost } from '../../runtime/host/host.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { greeter } from '../kit/machines.ts'
import { startTestNats, testNatsBinary, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { messageOf, recordOf } from './driver-contract.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

describe('servers that do not fit', () => {
  it('one that is too old is refused with both versions', async () => {
    const server = createServer((socket) => {
      socket.write(
        'INFO {"server_id":"x","version":"2.9.25","headers":true,"proto":1,"max_payload":1048576}\r\n',
      )
      socket.on('data', (data) => {
        if (data.toString().includes('PING')) socket.write('PONG\r\n')
      })
      socket.on('error', () => undefined)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    await expect(natsDriver({ servers: `127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'nats.server.too-old',
      message: expect.stringMatching(/2\.9\.25.*2\.12\.0/) as string,
    })
    server.close()
  })

  it('one without JetStream is refused', async () => {
    const server = spawn(await testNatsBinary(), ['-a', '127.0.0.1', '-p', '-1'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let log = ''
    server.stderr.on('data', (data: Buffer) => (log += data.toString()))
    const port = await until(() => /client connections on 127\.0\.0\.1:(\d+)/.exec(log)?.[1])
    await expect(natsDriver({ servers: `127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'nats.jetstream.off',
    })
    server.kill()
  })

  it('one that wants to know who asks says so, and is not called unreachable', async () => {
    const names = ['-a', '127.0.0.1', '-p', '-1', '--user', 'ada', '--pass', 'right']
    const server = spawn(await testNatsBinary(), names, { stdio: ['ignore', 'ignore', 'pipe'] })
    try {
      let log = ''
      server.stderr.on('data', (data: Buffer) => (log += data.toString()))
      const port = await until(() => /client connections on 127\.0\.0\.1:(\d+)/.exec(log)?.[1])
      for (const connection of [{}, { user: 'ada', pass: 'wrong' }]) {
        await expect(natsDriver({ servers: `127.0.0.1:${port}`, connection })).rejects.toMatchObject({
          code: 'nats.unauthorized',
          retryable: false,
          message: expect.not.stringContaining('wrong') as string,
        })
      }
    } finally {
      server.kill()
    }
  })

  it('one that is not there is unreachable, which may change', async () => {
    await expect(natsDriver({ servers: '127.0.0.1:1', connection: { timeout: 500 } })).rejects.toMatchObject({
      code: 'nats.unreachable',
      retryable: true,
    })
  })
})

describe('a store', () => {
  it('keeps the partitions that it was made with', async () => {
    await using first = await natsDriver({ servers: nats.url, prefix: 'kept', partitions: 3 })
    await using second = await natsDriver({ servers: nats.url, prefix: 'kept', partitions: 8 })
    expect([first.partitions, second.partitions]).toEqual([3, 3])
    await using other = await natsDriver({ servers: nats.url, prefix: 'other', partitions: 8 })
    expect(other.partitions).toBe(8)
  })

  it('that is full says so, and that it may change', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'full', partitions: 1 })
    const jsm = await jetstreamManager(driver.connection)
    const { config } = await jsm.streams.info('FULL_JOURNAL')
    await jsm.streams.update('FULL_JOURNAL', { ...config, max_bytes: 2_000, discard: DiscardPolicy.New })
    const noise = Array.from({ length: 300 }, (_, n) => Math.sin(n)).join()
    const actor = rootAddress('k', '1')
    await expect(driver.append(actor, recordOf(actor, 1, noise), 0)).rejects.toMatchObject({
      code: 'nats.no-space',
      retryable: true,
    })
  })

  it('leaves no consumers behind when readers are done', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'readers', partitions: 1 })
    const jsm = await jetstreamManager(driver.connection)
    const actor = rootAddress('k', '1')
    await driver.append(actor, recordOf(actor, 1), 0)
    for (let n = 0; n < 5; n++)
      for await (const entry of driver.read(actor, {})) expect(entry.record.turn).toBe(1)
    for (let n = 0; n < 5; n++) for await (const _ of driver.read(actor, { live: true })) break
    await until(async () => (await jsm.streams.info('READERS_JOURNAL')).state.consumer_count === 0)
  })
})

describe('what comes from elsewhere or is too large', () => {
  it('an undecodable payload goes to the dead letters, its neighbours go on (I11)', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'alien', partitions: 1 })
    const js = jetstream(driver.connection)
    const jsm = await jetstreamManager(driver.connection)
    const to = rootAddress('k', '1')
    await driver.send(messageOf(to, 1))
    await js.publish('alien.inbox.k.0.k.1.root', 'not ours')
    await driver.send(messageOf(to, 2))
    const got: Message[] = []
    await new Promise((resolve) => setTimeout(resolve, 20))
    const taken = Date.now() // it has waited in the inbox until now
    await using _intake = await driver.takePartition('k', 0, (delivery) => {
      got.push(delivery.value)
      delivery.ack()
    })
    await until(() => got.length === 2)
    const [letter] = await until(async () => {
      const all = await Array.fromAsync(driver.dead.list())
      return all.length === 1 && all
    })
    expect(letter).toMatchObject({
      what: 'undecodable',
      code: 'message.undecodable',
      actor: 'k/1',
      kind: 'k',
      origin: { stream: 'ALIEN_INBOX', sequence: 2, subject: 'alien.inbox.k.0.k.1.root' },
      bytes: 8,
    })
    expect(letter?.at).toBeGreaterThanOrEqual(taken)
    await until(async () => (await jsm.streams.info('ALIEN_INBOX')).state.messages === 0)
    const number = letter?.number ?? 0
    const opened = await driver.dead.get(number)
    expect([opened?.message, Buffer.from(opened?.raw ?? []).toString()]).toEqual([undefined, 'not ours'])
    await expect(driver.dead.redrive(number)).rejects.toMatchObject({ code: 'dead-letter.unreadable' })
    // Raw it goes back as it was, and since nobody can read it yet it comes back, as a letter of its own.
    await driver.dead.redrive(number, { raw: true })
    const again = await until(async () => {
      const [first] = await Array.fromAsync(driver.dead.list())
      return first !== undefined && first.number !== number && first
    })
    expect(again).toMatchObject({ what: 'undecodable', bytes: 8 })
  })

  it('foreign subjects and payloads as large as the server takes are set aside too (I10, I11)', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'foreign', partitions: 1 })
    const js = jetstream(driver.connection)
    const most = driver.connection.info?.max_payload ?? 0
    await js.publish('foreign.inbox.k.0.who-is-this', new Uint8Array(most))
    await using _intake = await driver.takePartition('k', 0, (delivery) => delivery.ack())
    const [letter] = await until(async () => {
      const all = await Array.fromAsync(driver.dead.list())
      return all.length === 1 && all
    })
    expect(letter).toMatchObject({ what: 'undecodable', bytes: most })
    expect(letter?.actor).toBeUndefined()
    expect((await driver.dead.get(letter?.number ?? 0))?.raw.length).toBeLessThan(most)
    await expect(driver.dead.redrive(letter?.number ?? 0, { raw: true })).rejects.toMatchObject({
      code: 'dead-letter.unreadable',
    })
  })

  it('a list of dead letters leaves no consumer behind, and stops at what was there (I10)', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'many', partitions: 1 })
    const jsm = await jetstreamManager(driver.connection)
    const add = (n: number) =>
      driver.deadLetter({
        id: `d${n}`,
        what: 'message',
        code: 'c',
        reason: 'r',
        at: n,
        actor: 'k/1',
        kind: 'k',
        message: messageOf(rootAddress('k', '1'), n),
      })
    for (let n = 0; n < 250; n++) await add(n)
    let seen = 0
    for await (const _ of driver.dead.list()) {
      seen += 1
      if (seen % 50 === 0) await add(1_000 + seen)
    }
    expect(seen).toBe(250)
    for await (const _ of driver.dead.list()) break
    await until(async () => (await jsm.streams.info('MANY_DEAD')).state.consumer_count === 0)
  })

  it('a feed event that no message can hold goes to the dead letters and its actor goes on (I10)', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix: 'loud', partitions: 1 })
    const jsm = await jetstreamManager(driver.connection)
    const shared = { type: 'a', tenant: 't', actor: { kind: 'k', id: '1' }, at: new Date(0).toISOString() }
    await driver.publish({ ...shared, id: 'big', data: { text: 'x'.repeat(9_000_000) } })
    await driver.publish({ ...shared, id: 'small', data: {} })
    expect((await jsm.streams.info('LOUD_FEED')).state.messages).toBe(1)
    expect((await jsm.streams.info('LOUD_DEAD')).state.messages).toBe(1)
  })

  it('a tenant without name and an odd event type stall nobody', async () => {
    const driver = await natsDriver({ servers: nats.url, prefix: 'odd', partitions: 1 })
    await using host = await runHost({ actors: [greeter], driver })
    const ref = host.ref(greeter, 'a.b *')
    await ref.send({ type: 'greet' }, { tenant: '' })
    await ref.send({ type: 'greet' }, { tenant: '' })
    await until(async () => ((await ref.snapshot())?.context as { count: number } | undefined)?.count === 2)
    expect((await ref.record())?.tenant).toBe('')
    await host.stop()
  })
})
