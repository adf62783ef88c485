/** What lies in the streams and is not what it should be: malformed, damaged, newer, for other keys, too large. */
import { randomBytes } from 'node:crypto'
import { connect } from '@nats-io/transport-node'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootAddress } from '../../runtime/core/address.ts'
import type { DeadLetterHead } from '../../runtime/core/dead-letters.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { Message, Task } from '../../runtime/core/message.ts'
import type { RuntimeEvent } from '../../runtime/core/runtime-event.ts'
import { RECORD_VERSION } from '../../runtime/core/turn-record.ts'
import { runHost } from '../../runtime/host/host.ts'
import { encode } from '../../runtime/nats/codec.ts'
import { natsDriver, type NatsDriverOptions } from '../../runtime/nats/driver.ts'
import { encryptionKey } from '../../runtime/nats/sealed.ts'
import { messageOf, recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds, greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

let nats: TestNats
let installation = 0
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

/** A store of its own, one host's driver on it, and what a foreign client can do to it. */
async function store(options: Partial<NatsDriverOptions> = {}) {
  const prefix = `bad${++installation}`
  const events: RuntimeEvent[] = []
  const open = (more: Partial<NatsDriverOptions> = {}) =>
    natsDriver({
      servers: nats.url,
      prefix,
      partitions: 1,
      observe: (event) => events.push(event),
      ...options,
      ...more,
    })
  const driver = await open()
  const nc = await connect({ servers: nats.url })
  const publish = async (subject: string, payload: Uint8Array) =>
    (await jetstream(nc).publish(`${prefix}.${subject}`, payload)).seq
  const jsm = await jetstreamManager(nc)
  const letters = async (from: Driver = driver) => {
    const all: DeadLetterHead[] = []
    for await (const letter of from.dead.list()) all.push(letter)
    return all
  }
  return {
    prefix,
    driver,
    open,
    publish,
    jsm,
    letters,
    events,
    [Symbol.asyncDispose]: async () => {
      await driver[Symbol.asyncDispose]()
      await nc.close()
    },
  }
}
const count = (snapshot: { readonly context: unknown } | undefined) =>
  (snapshot?.context as { count: number } | undefined)?.count
const good = { id: 'm', to: 'greeter/x', kind: 'greeter', sentAt: 0 }
const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const flipped = (payload: Uint8Array, at: number) => payload.map((byte, n) => (n === at ? byte ^ 4 : byte))

describe('I11: malformed envelopes are set aside with every problem, neighbours go on', () => {
  it.each<[string, unknown, RegExp]>([
    ['no object', [1], /no object/],
    ['nothing', null, /no object/],
    ['an unknown type', { ...good, type: 'destroy' }, /type is none of/],
    [
      'no fields',
      { type: 'event' },
      /id is missing, to is missing, kind is missing, sentAt is missing, event/,
    ],
    ['wrong fields', { ...good, type: 'timer', sentAt: 'now', timer: 7 }, /sentAt is wrong, timer is wrong/],
    ['no address', { ...good, to: 'nowhere', type: 'event', event: { type: 'a' } }, /to is wrong/],
    ['another receiver', { ...good, to: 'greeter/y', type: 'event', event: { type: 'a' } }, /another actor/],
    ['another kind', { ...good, kind: 'boss', type: 'event', event: { type: 'a' } }, /another actor/],
    ['a half parent', { ...good, type: 'create', tenant: 't', parent: { kind: 'k' } }, /parent is wrong/],
  ])('%s', async (_name, envelope, reason) => {
    await using s = await store()
    await s.publish('inbox.greeter.0.greeter.x.root', encode(envelope, 1e6))
    await using host = await runHost({ actors: [greeter], driver: await s.open() })
    const ref = host.ref(greeter, 'x')
    await ref.send({ type: 'greet' })
    await until(async () => count(await ref.snapshot()) === 1)
    const letter = await until(async () => (await s.letters())[0])
    expect(letter).toMatchObject({
      code: 'message.malformed',
      what: 'undecodable',
      actor: 'greeter/x',
      reason: expect.stringMatching(reason) as string,
    })
    await until(
      async () => (await s.jsm.streams.info(`${s.prefix.toUpperCase()}_INBOX`)).state.messages === 0,
    )
  })

  it('a task that is none, and one for another actor', async () => {
    await using s = await store()
    await s.publish('task.worker.boss.b.root.job.1', encode({ id: 't' }, 1e6))
    const parent = { address: 'boss/b', kind: 'boss', child: { id: 'job', generation: 2 } }
    const task = { id: 't', to: 'boss/b/job.2', kind: 'worker', tenant: 't', input: 1, parent, sentAt: 0 }
    await s.publish('task.worker.boss.b.root.job.9', encode(task, 1e6))
    await s.publish('task.worker.boss.b.root.job.2', encode(task, 1e6))
    const got: Task[] = []
    await using _intake = await s.driver.takeTasks(
      'worker',
      () => 5,
      (delivery) => {
        got.push(delivery.value)
        delivery.ack()
      },
    )
    await until(async () => got.length === 1 && (await s.letters()).length === 2)
    expect(got[0]?.to).toBe('boss/b/job.2')
    expect((await s.letters()).map(({ code }) => code)).toEqual(['message.malformed', 'message.malformed'])
  })
})

describe('I11: damaged payloads are set aside with their bytes, neighbours go on', () => {
  const whole = encode({ ...good, type: 'event', first: { tenant: 't' }, event: { type: 'greet' } }, 1e6)
  it.each<[string, Uint8Array]>([
    ['cut short', whole.subarray(0, whole.length - 3)],
    ['a bit flipped', flipped(whole, 40)],
    ['empty', new Uint8Array()],
    ['foreign', text({ hello: 'world' })],
  ])('%s, in an inbox and as a task', async (_name, payload) => {
    await using s = await store()
    await s.publish('inbox.greeter.0.greeter.x.root', payload)
    await s.publish('task.worker.boss.b.root.job.1', payload)
    await using host = await runHost({ actors: [greeter, ...bossKinds], driver: await s.open() })
    const ref = host.ref(greeter, 'x')
    await ref.send({ type: 'greet' })
    const busy = host.ref(boss, 'c')
    await busy.create({ jobs: [{ key: `wire-${installation}`, ms: 1 }] })
    await until(async () => count(await ref.snapshot()) === 1)
    await until(async () => (await busy.snapshot())?.status === 'done')
    const letters = await until(async () => {
      const all = await s.letters()
      return all.length === 2 && all
    })
    expect(letters.map(({ code }) => code)).toEqual(['message.undecodable', 'message.undecodable'])
    for (const { number } of letters)
      expect(Buffer.from((await s.driver.dead.get(number))?.raw ?? [9])).toEqual(Buffer.from(payload))
  })

  it('a journal’s last record: its actor waits with an alarm, is not guessed on, and can be stopped', async () => {
    await using s = await store()
    const host = await runHost({
      actors: [greeter, ...bossKinds],
      driver: await s.open(),
      observe: (event) => s.events.push(event),
    })
    const broken = host.ref(greeter, 'broken')
    await broken.send({ type: 'greet' })
    await until(async () => count(await broken.snapshot()) === 1)
    const parent = host.ref(boss, 'p')
    await parent.create({ jobs: [{ key: `tail-${installation}`, ms: 60_000 }] })
    const child = await until(() => s.events.find((event) => event.type === 'effect:started')?.actor)
    await host.stop(0)
    await s.publish(
      'journal.greeter.broken.root',
      flipped(encode(recordOf(rootAddress('greeter', 'broken'), 2), 1e6), 60),
    )
    await s.publish(`journal.boss.p.root.${child.split('/')[2] ?? ''}`, Uint8Array.of(8, 1, 2))
    await expect(s.driver.tail(rootAddress('greeter', 'broken'))).rejects.toMatchObject({
      code: 'journal.damaged',
      retryable: false,
      data: { actor: 'greeter/broken' },
    })
    s.events.length = 0
    await using next = await runHost({
      actors: [greeter, ...bossKinds],
      driver: await s.open(),
      observe: (event) => s.events.push(event),
    })
    await next.ref(greeter, 'broken').send({ type: 'greet' })
    for (let n = 0; n < 3; n++) await next.ref(greeter, 'fine').send({ type: 'greet' })
    await until(async () => count(await next.ref(greeter, 'fine').snapshot()) === 3)
    await until(() =>
      s.events.some((event) => event.type === 'actor:paused' && event.actor === 'greeter/broken'),
    )
    await until(() => s.events.some((event) => event.type === 'actor:paused' && event.actor === child))
    expect(await s.letters()).toEqual([])
    // Its message waits: nothing was lost, nothing guessed.
    const inbox = await s.jsm.streams.info(`${s.prefix.toUpperCase()}_INBOX`, { subjects_filter: '>' })
    expect(Object.keys(inbox.state.subjects ?? {})).toContain(
      `${s.prefix}.inbox.greeter.0.greeter.broken.root`,
    )
    // A parent stops a child whose state nobody can read.
    await next.ref(boss, 'p').send({ type: 'halt' })
    await until(async () => (await next.ref(boss, 'p').snapshot())?.status === 'done')
    await until(async () => {
      const subject = `${s.prefix}.journal.boss.p.root.${child.split('/')[2] ?? ''}`
      const last = await s.jsm.streams.getMessage(`${s.prefix.toUpperCase()}_JOURNAL`, {
        last_by_subj: subject,
      })
      return last?.string().includes('"stopped"')
    })
  })
  it('a record in the middle: readers pass it over and say so', async () => {
    await using s = await store()
    const root = rootAddress('greeter', 'm')
    await s.driver.append(root, recordOf(root, 1), 0)
    const cursor = await s.publish('journal.greeter.m.root', Uint8Array.of(8, 1))
    const newer = { ...recordOf(root, 3), v: RECORD_VERSION + 1 }
    await s.publish('journal.greeter.m.root', encode(newer, 1e6))
    await s.publish('journal.greeter.m.nonsense', encode(recordOf(root, 4), 1e6))
    await s.driver.append(root, recordOf(root, 5), cursor + 1)
    const turns: number[] = []
    for await (const { record } of s.driver.read(root, {})) turns.push(record.turn)
    expect(turns).toEqual([1, 5])
    const told = s.events.flatMap((event) => (event.type === 'journal:unreadable' ? [event.error.code] : []))
    expect(told).toEqual(['message.undecodable', 'record.version.newer', 'address.invalid'])
  })
})

describe('R18: what is newer, or needs another key, pauses its actor and is no poison', () => {
  const [old, next] = [encryptionKey('k1', randomBytes(32)), encryptionKey('k2', randomBytes(32))]

  it.each<[string, (address: ReturnType<typeof rootAddress>) => Uint8Array]>([
    ['a record of a newer version', (root) => encode({ ...recordOf(root, 1), v: RECORD_VERSION + 1 }, 1e6)],
    ['a format of a newer version', () => Uint8Array.of(11, 1, 2, 3)],
  ])('%s', async (_name, payload) => {
    await using s = await store()
    await s.publish('journal.greeter.new.root', payload(rootAddress('greeter', 'new')))
    await using host = await runHost({
      actors: [greeter],
      driver: await s.open(),
      observe: (event) => s.events.push(event),
    })
    await host.ref(greeter, 'new').send({ type: 'greet' })
    await host.ref(greeter, 'fine').send({ type: 'greet' })
    await until(async () => count(await host.ref(greeter, 'fine').snapshot()) === 1)
    await until(() =>
      s.events.some((event) => event.type === 'actor:paused' && event.actor === 'greeter/new'),
    )
    expect(await s.letters()).toEqual([])
  })

  it('messages for a key that is not here wait, in order, until a host has it', async () => {
    await using s = await store()
    await using sealing = await s.open({ encryption: { keys: [next, old] } })
    const to = rootAddress('k', '1')
    await sealing.send(messageOf(to, 1))
    await s.driver.send(messageOf(to, 2)) // not encrypted, but after one that is
    await s.driver.send(messageOf(rootAddress('k', '2'), 3))
    const seen = async (driver: Driver, enough: number) => {
      const got: unknown[] = []
      await using _intake = await driver.takePartition('k', 0, ({ value }) => got.push(numberOf(value)))
      await until(() => got.length >= enough)
      return got
    }
    const numberOf = (message: Message) => (message.type === 'event' ? message.event['n'] : undefined)
    expect(await seen(s.driver, 1)).toEqual([3])
    expect(s.events.filter((event) => event.type === 'actor:paused')).toMatchObject([
      { actor: 'k/1', kind: 'k' },
    ])
    expect(await seen(sealing, 3)).toEqual([1, 2, 3])
    expect(await s.letters()).toEqual([])
  })

  it('keys can be changed while hosts run: old and new records, messages and timers are read', async () => {
    await using s = await store()
    const turnOn = async (keys: NonNullable<NatsDriverOptions['encryption']>['keys'], greetings: number) => {
      await using host = await runHost({ actors: [greeter], driver: await s.open({ encryption: { keys } }) })
      const ref = host.ref(greeter, 'ada')
      await ref.send({ type: 'greet' })
      await until(async () => count(await ref.snapshot()) === greetings)
      await host.stop()
    }
    await using plain = await runHost({ actors: [greeter], driver: await s.open() })
    await plain.ref(greeter, 'ada').send({ type: 'greet' })
    await until(async () => count(await plain.ref(greeter, 'ada').snapshot()) === 1)
    await plain.stop()
    await turnOn([old], 2)
    await turnOn([next, old], 3)
    await turnOn([next], 4)
    const raw = await s.jsm.streams.getMessage(`${s.prefix.toUpperCase()}_JOURNAL`, {
      last_by_subj: `${s.prefix}.journal.greeter.ada.root`,
    })
    expect(raw?.string()).not.toContain('count')
  })
})

describe('I10: what is large is stored apart, what is too large is refused', () => {
  const large = randomBytes(1_500_000).toString('base64')

  it('messages keep their order, records come back, and all of it goes with its root', async () => {
    await using s = await store({
      maxMessageBytes: 10_000,
      encryption: { keys: [encryptionKey('k1', randomBytes(32))] },
    })
    const payloads = async () =>
      (await s.jsm.streams.info(`${s.prefix.toUpperCase()}_PAYLOADS`)).state.messages
    const root = rootAddress('k', '1')
    await s.driver.send({ ...messageOf(root, 1), event: { type: 'e', n: 1, large } })
    await s.driver.send(messageOf(root, 2))
    const got: Message[] = []
    await using _intake = await s.driver.takePartition('k', 0, (delivery) => {
      got.push(delivery.value)
      delivery.ack()
    })
    await until(() => got.length === 2)
    expect(got.map((m) => m.type === 'event' && m.event['n'])).toEqual([1, 2])
    expect(got[0]).toMatchObject({ event: { large } })

    const first = await s.driver.append(root, recordOf(root, 1, { large }), 0)
    if (first.status !== 'committed') throw new Error(first.status)
    expect((await s.driver.tail(root))?.record.snapshot.context).toEqual({ large })
    const before = await payloads()
    expect(await s.driver.append(root, recordOf(root, 1, { large }), 0)).toEqual({ status: 'conflict' })
    await until(async () => (await payloads()) === before) // what was refused leaves nothing behind
    await s.driver.append(root, recordOf(root, 2, { large, last: true }), first.sequence)
    const contexts: unknown[] = []
    for await (const { record } of s.driver.read(root, {})) contexts.push(record.snapshot.context)
    expect(contexts).toEqual([{ large }, { large, last: true }])

    await s.driver.purgePayloads(root)
    expect((await s.driver.tail(root))?.record.snapshot.context).toEqual({ large, last: true })
    expect(await payloads()).toBeLessThan(before)
    await s.driver.append(root, recordOf(root, 3), (await s.driver.tail(root))?.sequence ?? 0)
    await s.driver.purgePayloads(root)
    expect(await payloads()).toBe(0)
  })

  it('a reference to what is gone is said clearly: a message is set aside, an actor waits', async () => {
    await using s = await store({ maxMessageBytes: 1_000 })
    const root = rootAddress('k', '1')
    const noise = randomBytes(6_000).toString('base64')
    await s.driver.send({ ...messageOf(root, 1), event: { type: 'e', noise } })
    await s.driver.append(root, recordOf(root, 1, { noise }), 0)
    await s.jsm.streams.purge(`${s.prefix.toUpperCase()}_PAYLOADS`)
    await using _intake = await s.driver.takePartition('k', 0, () => undefined)
    expect(await until(async () => (await s.letters())[0])).toMatchObject({
      code: 'payload.missing',
      actor: 'k/1',
    })
    await expect(s.driver.tail(root)).rejects.toMatchObject({
      code: 'journal.damaged',
      message: expect.stringContaining('stored apart') as string,
    })
  })

  it.each([
    ['of a size that cannot be', { object: 'k.1.abc.1000', bytes: 2 ** 40 }],
    ['with a subject of its own', { object: 'k.1.>.1000', bytes: 10 }],
  ])('a forged reference %s is damage', async (_name, reference) => {
    await using s = await store()
    await s.publish('inbox.k.0.k.1.root', Uint8Array.of(7, ...text(reference)))
    await using _intake = await s.driver.takePartition('k', 0, () => undefined)
    expect(await until(async () => (await s.letters())[0])).toMatchObject({ code: 'message.undecodable' })
  })

  it('a message or a snapshot above the hard limit is refused for good', async () => {
    await using s = await store()
    const root = rootAddress('k', '1')
    const huge = 'x'.repeat(70_000_000)
    const refused = { code: 'message.too-large', retryable: false }
    await expect(s.driver.send({ ...messageOf(root, 1), event: { type: 'e', huge } })).rejects.toMatchObject(
      refused,
    )
    await expect(s.driver.append(root, recordOf(root, 1, huge), 0)).rejects.toMatchObject(refused)
  }, 90_000)
})
