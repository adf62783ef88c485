import { readdirSync, readFileSync } from 'node:fs'
import { connect } from '@nats-io/transport-node'
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { AckInbox } from '../../runtime/nats/ack-inbox.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

const BODY = Buffer.from('{}')

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(async () => nats[Symbol.asyncDispose]())

async function inbox(stream: string) {
  const nc = await connect({ servers: nats.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 })
  const jsm = await jetstreamManager(nc)
  await jsm.streams.add({ name: stream, subjects: [`${stream}.>`] })
  return { nc, jsm, out: new AckInbox(nc), [Symbol.asyncDispose]: () => nc.close() }
}

it('I2: says where a fenced publish was stored, and that a second one with the same fence was refused', async () => {
  await using at = await inbox('fence')
  const expectFirst = { expect: { lastSubjectSequence: 0 } }
  const ack = await at.out.publish('fence.a', BODY, expectFirst)
  expect(ack).toMatchObject({ seq: 1 })
  const refused = at.out.publish('fence.a', BODY, expectFirst)
  await expect(refused).rejects.toBeInstanceOf(JetStreamApiError)
  await expect(refused).rejects.toMatchObject({ code: 10071 })
})

it('sends everything of one go in order', async () => {
  await using at = await inbox('order')
  const acks = await Promise.all([1, 2, 3].map((n) => at.out.publish('order.a', Buffer.from(String(n)))))
  expect(acks.map(({ seq }) => seq)).toEqual([1, 2, 3])
  const stored = await at.jsm.streams.getMessage('order', { seq: 2 })
  expect(stored?.string()).toBe('2')
})

it('I4: lets so many be on their way that whatever else is asked of the server is answered soon', async () => {
  await using at = await inbox('window')
  const sent = vi.spyOn(at.nc, 'publish')
  const pending = new Set<number>()
  let most = 0
  const publish = async (n: number) => {
    pending.add(n)
    const { seq } = await at.out.publish('window.a', Buffer.from(String(n)))
    pending.delete(n)
    // What has been sent and not been answered: never more than the window, though 3,000 wait.
    most = Math.max(most, sent.mock.calls.length - (3_000 - pending.size))
    return seq
  }
  const sequences = await Promise.all(Array.from({ length: 3_000 }, (_, n) => publish(n)))
  expect(sequences).toEqual(Array.from({ length: 3_000 }, (_, n) => n + 1))
  expect(most).toBeGreaterThan(200)
  expect(most).toBeLessThanOrEqual(512)
})

it('keeps an id with line breaks within its header, and ids that look alike apart', async () => {
  await using at = await inbox('ids')
  const evil = 'x\r\nNats-Expected-Last-Sequence: 99'
  await at.out.publish('ids.a', BODY, { msgID: evil })
  expect((await at.out.publish('ids.a', BODY, { msgID: evil })).duplicate).toBe(true)
  for (const msgID of ['a%0Ab', 'a\nb']) {
    expect((await at.out.publish('ids.a', BODY, { msgID })).duplicate ?? false).toBe(false)
  }
})

it('R1: what was on its way when the server died is unknown at once, not after a timeout', async () => {
  await using at = await inbox('lost')
  process.kill(nats.pid, 'SIGSTOP') // it takes what is sent, and answers nothing
  await until(() => standsStill(nats.pid))
  const pending = at.out.publish('lost.a', BODY)
  const outcome = pending.then(
    () => 'stored',
    (error: unknown) => error,
  )
  void (async () => {
    for await (const { type } of at.nc.status()) if (type === 'disconnect') at.out.disconnected()
  })()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await nats.kill()
  expect(await outcome).toMatchObject({ message: expect.stringMatching(/connection broke/) as string })
  await nats.restart()
})

/** Whether every thread of a process is stopped: the signal reaches one after the other. */
function standsStill(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.every((thread) => / [Tt] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')))
}
