import { jetstream } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorJournal } from '../../ops/operator/actor-journal.ts'
import { releaseActor, repairActor } from '../../ops/operator/actor-mend.ts'
import { showActor } from '../../ops/operator/actor-show.ts'
import { listActors } from '../../ops/operator/actors-list.ts'
import {
  dropDeadLetters,
  listDeadLetters,
  redriveDeadLetters,
  showDeadLetter,
} from '../../ops/operator/dead-letters.ts'
import { columnsOf } from '../../ops/terminal/layout.ts'
import { rootAddress } from '../../runtime/core/address.ts'
import type { Message } from '../../runtime/core/message.ts'
import { runHost, type Host } from '../../runtime/host/host.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { subjects } from '../../runtime/nats/subjects.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds, greeter } from '../kit/machines.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { deskOf } from './desk.ts'

let nats: TestNats
let host: Host
const prefix = 'desk'
let desk: ReturnType<typeof deskOf>

beforeAll(async () => {
  nats = await startTestNats()
  desk = deskOf(nats.url, prefix)
  host = await runHost({
    actors: [...bossKinds, greeter],
    driver: await natsDriver({ servers: nats.url, prefix, partitions: 2 }),
  })
})
afterAll(async () => {
  await host.stop(0)
  await nats[Symbol.asyncDispose]()
})

/** Sends what nobody can handle: an event for a boss that was never made. */
async function sendDead(id: string, to = 'boss/nobody'): Promise<void> {
  await using driver = await natsDriver({ servers: nats.url, prefix, partitions: 2 })
  const message: Message = { type: 'event', id, to, kind: 'boss', sentAt: 0, event: { type: 'halt' } }
  await driver.send(message)
  await until(async () => (await Array.fromAsync(driver.dead.list())).some((letter) => letter.id === id))
}

describe('caravan dead-letters (R14, I11)', { timeout: 30_000 }, () => {
  it('R14: lists what nobody could handle, opens it, redrives it, drops it', async () => {
    const empty = await desk((context) => listDeadLetters(context, {}))
    expect(empty).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^No dead letters: /) as string,
    })
    for (const id of ['one', 'two', 'three']) await sendDead(id)
    const listed = await desk((context) => listDeadLetters(context, { limit: '2' }))
    expect(listed).toMatchObject({ code: 0, err: '' })
    expect(listed.out).toMatch(/actor\.unknown +boss\/nobody/)
    expect(listed.out).toMatch(/2 dead letters, and more: --after 2 goes on\./)
    const rest = await desk((context) => listDeadLetters(context, { after: '2', json: true }))
    const { deadLetters } = rest.json() as { deadLetters: object[] }
    expect(deadLetters).toMatchObject([{ number: 3, id: 'three', origin: { stream: 'DESK_INBOX' } }])
    const none = await desk((context) => listDeadLetters(context, { kind: 'greeter' }))
    expect(none.out).toMatch(/^No dead letters for greeter/)

    const shown = await desk((context) => showDeadLetter(context, '1', {}))
    expect(shown.out).toMatch(/why +actor\.unknown: unknown actor/)
    expect(shown.out).toContain('"type": "halt"')
    expect(shown.out).toContain('caravan dead-letters redrive 1')
    expect(await desk((context) => showDeadLetter(context, '99', {}))).toMatchObject({ code: 1, out: '' })

    // The actor is made: what was sent before is handled now, once.
    const ref = host.ref(boss, 'nobody')
    await ref.create({ jobs: [{ key: 'never', ms: 60_000 }] })
    const driven = await desk((context) =>
      redriveDeadLetters(context, [], { all: true, actor: 'boss/nobody' }),
    )
    expect(driven).toMatchObject({ code: 0, out: '3 dead letters went back.\n', err: '' })
    await until(async () => (await ref.snapshot())?.status === 'done')
    const journal = await until(async () => {
      const all = await Array.fromAsync(host.journal(ref.address))
      return all.filter(({ record }) => record.cause.type === 'event').length === 3 && all
    })
    expect(journal.map(({ record }) => record.outcome)).toContain('handled')
    expect((await desk((context) => listDeadLetters(context, { json: true }))).json()).toEqual({
      deadLetters: [],
    })
    const gone = await desk((context) => redriveDeadLetters(context, ['1', '2'], {}))
    expect(gone).toMatchObject({ code: 1, out: '0 dead letters went back, 2 did not.\n' })
  })

  it('I11: what cannot be decoded is shown as bytes, goes back raw when asked, can be dropped', async () => {
    await using driver = await natsDriver({ servers: nats.url, prefix, partitions: 2 })
    await jetstream(driver.connection).publish(`${prefix}.task.worker.boss.b.root.job.1`, 'not ours')
    const letter = await until(async () => (await Array.fromAsync(driver.dead.list()))[0])
    const shown = await desk((context) => showDeadLetter(context, `${letter.number}`, {}))
    expect(shown.out).toMatch(/000000 {2}6e 6f 74 20 6f 75 72 73 +not ours/)
    expect(shown.out).toContain('--raw')
    const back = await desk((context) => redriveDeadLetters(context, [`${letter.number}`], { json: true }))
    expect(back).toMatchObject({ code: 1, err: expect.stringContaining('--raw') as string })
    const unsure = await desk((context) => dropDeadLetters(context, [], { all: true }))
    expect(unsure).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--yes') as string })
    expect(await desk((context) => dropDeadLetters(context, [], { all: true, yes: true }))).toMatchObject({
      code: 0,
      out: '1 dead letter dropped.\n',
    })
    expect(await desk((context) => dropDeadLetters(context, [], { all: true, yes: true }))).toMatchObject({
      code: 0,
      out: 'There is none.\n',
    })
  })

  it('tells everything that is wrong with a command line at once', async () => {
    const wrong = await desk((context) =>
      redriveDeadLetters(context, ['x'], { all: true, actor: 'nobody', nats: 'a b' }),
    )
    expect(wrong.code).toBe(2)
    expect(wrong.err.match(/^ {2}\S/gm)).toHaveLength(4)
  })
})

describe('caravan actors', { timeout: 30_000 }, () => {
  it('lists, shows and reads actors, at 80 columns and for programs', async () => {
    const working = host.ref(boss, 'working')
    await working.create({ jobs: [{ key: 'long', ms: 60_000 }] })
    const ended = host.ref(greeter, 'ended')
    await ended.send({ type: 'greet' })
    await ended.send({ type: 'leave' })
    await until(async () => (await ended.snapshot())?.status === 'done')
    const all = await until(async () => {
      const listed = await desk((context) => listActors(context, { json: true, all: true }))
      const { actors } = listed.json() as { actors: { address: string }[] }
      return actors.some(({ address }) => address === 'boss/working/job.2') && actors
    })
    expect(all).toContainEqual(expect.objectContaining({ address: 'greeter/ended', status: 'final' }))
    const listed = await desk((context) => listActors(context, { kind: 'boss', status: 'active' }))
    expect(listed.out).toMatch(/boss\/working +active +working +1 /)
    expect(listed.out).not.toContain('greeter')
    expect((await desk((context) => listActors(context, { kind: 'worker' }))).out).toContain(
      'boss/working/job.2',
    )
    expect((await desk((context) => listActors(context, { status: 'quarantined' }))).out).toBe(
      'No actor is quarantined.\n',
    )
    expect(await desk((context) => listActors(context, { status: 'dead', limit: '0' }))).toMatchObject({
      code: 2,
    })

    const shown = await desk((context) => showActor(context, 'boss/working', {}))
    expect(shown.out).toMatch(/job\.2 +worker +active, working +\S+/)
    expect(shown.out).toMatch(/in \d+ s|in 60 s|min/)
    const worker = await desk((context) => showActor(context, 'boss/working/job.2', {}))
    expect(worker.out).toMatch(/claim 1\)/)
    expect(worker.out).toMatch(/work\.\d+ {2}work, since/)
    for (const { out } of [listed, shown, worker])
      for (const line of out.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(88)
    const detail = (await desk((context) => showActor(context, 'boss/working', { json: true }))).json()
    expect(detail).toMatchObject({ kind: 'boss', descendants: [{ kind: 'worker' }], record: { turn: 1 } })

    const journal = await desk((context) => actorJournal(context, 'boss/working', {}))
    expect(journal.out).toMatch(/#1 create: created → working/)
    expect(journal.out).toMatch(/job\.2 #1 claim 1 by \w{8}: claimed → working/)
    const later = await desk((context) =>
      actorJournal(context, 'boss/working/job.2', { json: true, after: '1' }),
    )
    expect(later.json()).toMatchObject({ record: { actor: 'boss/working/job.2' } })
    await working.send({ type: 'halt' })
  })

  it('says which records of a journal it cannot read, and never that there are none', async () => {
    const root = rootAddress('greeter', 'damaged')
    await using driver = await natsDriver({ servers: nats.url, prefix, partitions: 2 })
    await driver.append(root, recordOf(root, 1), 0)
    const subject = subjects(prefix, 2).journal(root)
    const { seq } = await jetstream(driver.connection).publish(subject, Uint8Array.of(8, 1))
    const told = `The record at cursor ${seq} cannot be read and is passed over (message.undecodable)`
    const rest = await desk((context) => actorJournal(context, 'greeter/damaged', {}))
    expect(rest).toMatchObject({ code: 0, err: expect.stringContaining(told) as string })
    expect(rest.out).toMatch(/#1 /)
    const after = { after: String(seq - 1) }
    const none = await desk((context) => actorJournal(context, 'greeter/damaged', after))
    expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining(told) as string })
  })

  it('says which actor may have been meant', async () => {
    for (const [wrong, right] of [
      ['greeter/endd', 'greeter/ended'],
      ['boss/workin', 'boss/working'],
      ['boss/working/jab.2', 'boss/working/job.2'],
    ] as const) {
      const answer = await desk((context) => showActor(context, wrong, {}))
      expect(answer).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining(`Did you mean ${right}?`) as string,
      })
    }
    expect(await desk((context) => actorJournal(context, 'boss/zzzzzzzzz', {}))).toMatchObject({
      code: 1,
      err: expect.stringContaining('may still wait for a host') as string,
    })
    // What was accepted is no actor before a host has handled it, so nobody is told that nothing was asked.
    await using _fresh = await natsDriver({ servers: nats.url, prefix: 'fresh', partitions: 2 })
    const none = await deskOf(nats.url, 'fresh')((context) => listActors(context, {}))
    expect(none).toMatchObject({
      code: 0,
      out: expect.stringContaining('may still wait for a host') as string,
    })
  })

  it('R13: mends only what is quarantined, and wants to know who and why', async () => {
    const healthy = await desk((context) => releaseActor(context, 'greeter/ended', { reason: 'x' }, 'ada'))
    expect(healthy).toMatchObject({ code: 1, err: expect.stringContaining('is not quarantined') as string })
    const unsaid = await desk((context) => repairActor(context, 'greeter/ended', { event: '[]' }, undefined))
    expect(unsaid.code).toBe(2)
    for (const flag of ['--reason', '--by', '--event']) expect(unsaid.err).toContain(flag)
    const event = '{"type":"xstate.done"}'
    expect(
      await desk((context) => repairActor(context, 'greeter/ended', { event, reason: 'x' }, 'ada')),
    ).toMatchObject({ code: 1, err: expect.stringContaining('only the runtime sends') as string })
  })
})
