/** What the ways in say of a trip whose history retention has removed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorJournal } from '../../ops/operator/actor-journal.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { sweep } from '../../runtime/host/retention.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { ask, post } from '../gateway/ask.ts'
import { talk } from '../gateway/talk.ts'
import { startWorld } from '../gateway/world.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { deskOf } from './desk.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

describe('a trip whose history is gone (R15)', { timeout: 60_000 }, () => {
  it('R15: its result is still answered; its history is expired over HTTP, WebSocket and in the terminal, never unknown', async () => {
    const prefix = 'expired'
    const driver = await natsDriver({ servers: nats.url, prefix, partitions: 2 })
    await using world = await startWorld({ driver, gateway: { limits: { lingerMs: 10 } } })
    const accepted = await post(world, '/trips', { destinations: ['Lisbon'], durationDays: 3 })
    const { id } = accepted.body as { id: string }
    const before = await until(async () => {
      const { body } = await ask(world, `/trips/${id}`)
      return (body as { result?: unknown }).result !== undefined && body
    })
    const { body } = await ask(world, `/trips/${id}/journal`)
    const { transitions } = body as { transitions: { cursor: number }[] }
    expect(transitions.length).toBeGreaterThan(8)

    const clock = { ...systemClock, now: () => systemClock.now() + 3_600_000 }
    const swept = await until(async () => {
      const one = await sweep({ driver, clock, observe: () => undefined }, 60_000)
      return one.roots === 1 && one
    })
    expect(swept.records).toBeGreaterThan(8)

    // The reader that watched it has to be gone: it remembers what it read.
    await until(async () => world.events.some((event) => event.type === 'watch:closed' && event.trip === id))
    expect((await ask(world, `/trips/${id}`)).body).toEqual(before)
    for (const after of [0, transitions[3]?.cursor ?? 0]) {
      const answer = await ask(world, `/trips/${id}/journal?after=${after}`)
      expect(answer).toMatchObject({ status: 200, body: { missing: 'expired', transitions: [] } })
    }
    using socket = await talk(world.socketUrl)
    socket.send({ type: 'trip.subscribe', trip: id, cursor: 0 })
    expect(await socket.frame('trip.subscribed')).toMatchObject({ resumed: false, missing: 'expired' })
    expect(await socket.frame('trip.snapshot')).toMatchObject({ status: 'success' })
    expect(await socket.frame('trip.result')).toMatchObject({ status: 'success' })

    const desk = deskOf(nats.url, prefix)
    const shown = await desk((context) => actorJournal(context, `trip/${id}`, {}))
    expect(shown).toMatchObject({ code: 0, err: expect.stringContaining('was removed') as string })
    expect(shown.out.trim().split('\n').length).toBeLessThan(6)
    const told = await desk((context) => actorJournal(context, `trip/${id}`, { json: true }))
    expect(told.out.split('\n')[0]).toContain('"missing":"expired"')
  })
})
