/** Real processes that are killed, paused and drained on one nats-server. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectClient, type Client } from '../../runtime/index.ts'
import { boss, greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { startProcess, type HostProcess } from './processes.ts'

const PATIENCE_MS = 60_000
/** How long a host stands still at least. */
const PAUSE_MS = Number(process.env['PAUSE_MS'] ?? 6_000)
let nats: TestNats
let installation = 0
const started: HostProcess[] = []
beforeAll(async () => {
  nats = await startTestNats()
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.kill()))
})
afterAll(() => nats[Symbol.asyncDispose]())

async function world(ids: readonly string[], kinds?: readonly string[]) {
  const prefix = `still${++installation}`
  const client = await connectClient({ servers: nats.url, prefix, partitions: 4 })
  const plan = { servers: nats.url, prefix, partitions: 4, ...(kinds === undefined ? {} : { kinds }) }
  const processes = await Promise.all(ids.map((id) => startProcess({ ...plan, id })))
  started.push(...processes)
  await until(() => processes.flatMap((one) => one.owned()).length === 4, PATIENCE_MS)
  return {
    client,
    processes: processes as [HostProcess, HostProcess],
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}
const NAMES = Array.from({ length: 24 }, (_, n) => `n${n}`)
const greetAll = (client: Client) =>
  Promise.all(NAMES.map((name) => client.ref(greeter, name).send({ type: 'greet' })))
const countsReach = (client: Client, count: number, withinMs = PATIENCE_MS) =>
  until(async () => {
    const all = await Promise.all(NAMES.map((name) => client.ref(greeter, name).snapshot()))
    return all.every((snapshot) => (snapshot?.context as { count: number } | undefined)?.count === count)
  }, withinMs)

describe('a host that stands still', { timeout: 3 * PATIENCE_MS }, () => {
  it('I2, I4, R7: wakes up harmless: its actors went on elsewhere, it acks and counts nothing twice', async () => {
    await using all = await world(['a', 'b'])
    const [a, b] = all.processes
    await greetAll(all.client)
    await countsReach(all.client, 1)
    // What is committed may still have to be acked, which is right at any time.
    const acks = () => [a, b].flatMap(({ events }) => events.filter(({ type }) => type === 'message:acking'))
    await until(() => acks().length === NAMES.length, PATIENCE_MS)
    const stopped = performance.now()
    a.child.kill('SIGSTOP')
    await until(() => b.owned().length === 4, PATIENCE_MS)
    await greetAll(all.client)
    // Elsewhere, and before the inbox's ack wait: the server still held the pulls of the one that stands still.
    await countsReach(all.client, 2, 20_000)
    for (let round = 0; round < 5; round++) await greetAll(all.client)
    // Long past lease and announcement.
    await new Promise((resolve) => setTimeout(resolve, stopped + PAUSE_MS - performance.now()))
    const before = a.events.length
    a.child.kill('SIGCONT')
    await until(() => a.events.some((event) => event.type === 'host:lapsed'), PATIENCE_MS)
    await until(() => a.owned().length + b.owned().length === 4 && a.owned().length > 0, PATIENCE_MS)
    await greetAll(all.client)
    await countsReach(all.client, 8)
    const lapsed = a.events.findIndex((event) => event.type === 'host:lapsed')
    const asleep = a.events.slice(before, lapsed).map(({ type }) => type)
    expect(asleep).not.toContain('turn:committed')
    expect(asleep).not.toContain('message:acking')
    expect(asleep).not.toContain('worker:claimed')
  })

  it('I7, I8: its task goes on elsewhere; awake again it takes nothing back', async () => {
    await using all = await world(['a', 'b'])
    const [a, b] = all.processes
    const ref = all.client.ref(boss, 'b')
    await ref.create({ jobs: [{ key: 'long', ms: 4_000 }] })
    const runs = (one: HostProcess) => one.events.filter(({ type }) => type === 'effect:started').length
    await until(() => runs(a) + runs(b) === 1, PATIENCE_MS)
    const [holder, other] = runs(a) === 1 ? [a, b] : [b, a]
    holder.child.kill('SIGSTOP')
    await until(() => runs(other) === 1, PATIENCE_MS)
    holder.child.kill('SIGCONT')
    await until(async () => (await ref.snapshot())?.status === 'done', PATIENCE_MS)
    expect((await ref.snapshot())?.output).toEqual(['done long'])
    expect([runs(holder), runs(other)]).toEqual([1, 1])
  })
})

describe('a host that leaves', { timeout: 3 * PATIENCE_MS }, () => {
  it('R6: killed, its entities go on elsewhere from their journals', async () => {
    await using all = await world(['a', 'b'])
    const [a, b] = all.processes
    await greetAll(all.client)
    await countsReach(all.client, 1)
    await a.kill()
    await greetAll(all.client)
    await countsReach(all.client, 2)
    expect(b.owned()).toEqual([0, 1, 2, 3])
  })

  it('drained, it hands partitions and waiting tasks over and ends by itself', async () => {
    await using all = await world(['a', 'b'])
    const [a, b] = all.processes
    await greetAll(all.client)
    a.child.kill('SIGTERM')
    await greetAll(all.client)
    await countsReach(all.client, 2)
    await until(() => a.child.exitCode === 0, PATIENCE_MS)
    expect(b.owned()).toEqual([0, 1, 2, 3])
    expect((await all.client.hosts()).map(({ id }) => id)).toEqual(['b'])
  })
})
