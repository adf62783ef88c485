import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assign, emit, sendTo, setup } from 'xstate'
import { actorJournal } from '../../ops/operator/actor-journal.ts'
import { releaseActor, repairActor } from '../../ops/operator/actor-mend.ts'
import { showActor } from '../../ops/operator/actor-show.ts'
import { listActors } from '../../ops/operator/actors-list.ts'
import { listDeadLetters, redriveDeadLetters } from '../../ops/operator/dead-letters.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { RuntimeEvent } from '../../runtime/core/runtime-event.ts'
import { runHost } from '../../runtime/host/host.ts'
import { CaravanError, defineActor } from '../../runtime/index.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { deskOf } from './desk.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

const kid = defineActor({
  kind: 'kid',
  machine: setup({
    types: {
      context: {} as { size: number },
      events: {} as { type: 'grow' } | { type: 'mend'; size: number },
    },
  }).createMachine({
    id: 'kid',
    context: { size: 0 },
    on: {
      grow: {
        actions: [
          assign({ size: ({ context }) => context.size + 1 }),
          emit(({ context }) => ({ type: 'kid.grown', size: context.size })),
        ],
      },
      mend: { actions: assign({ size: ({ event }) => event.size }) },
    },
  }),
})

const family = defineActor({
  kind: 'family',
  children: { kid },
  machine: setup({
    types: { context: {} as { told: readonly string[] }, events: {} as { type: 'feed' } },
    actors: { kid: kid.machine },
  }).createMachine({
    id: 'family',
    context: { told: [] },
    invoke: {
      id: 'kid',
      src: 'kid',
      onError: {
        actions: assign({
          told: ({ context, event }) => [...context.told, (event.error as { code: string }).code],
        }),
      },
    },
    on: { feed: { actions: sendTo('kid', { type: 'grow' }) } },
  }),
})

/** A driver on which what one actor says cannot be published: a defect that waiting does not remove. */
function withPoison(driver: Driver, poisoned: () => string | undefined): Driver {
  return {
    ...driver,
    publish: async (event) => {
      const actor = poisoned()
      if (actor !== undefined && event.id.startsWith(actor))
        throw new CaravanError('feed.cursed', 'This event can never be published.')
      await driver.publish(event)
    },
  }
}

describe('a poisoned actor (I11, R13)', { timeout: 60_000 }, () => {
  it('R13, I11: is quarantined, found, looked into, mended, released; what came meanwhile is redriven, and it goes on', async () => {
    const prefix = 'poison'
    const desk = deskOf(nats.url, prefix)
    let poisoned: string | undefined
    const events: RuntimeEvent[] = []
    const driver = await natsDriver({ servers: nats.url, prefix, partitions: 2 })
    await using host = await runHost({
      actors: [family, kid],
      driver: withPoison(driver, () => poisoned),
      observe: (event) => events.push(event),
    })
    const [sick, healthy] = [host.ref(family, 'sick'), host.ref(family, 'healthy')]
    for (const ref of [sick, healthy]) await ref.send({ type: 'feed' })
    const addressOf = async (id: string) =>
      (await Array.fromAsync(host.journal(`family/${id}`))).find(({ address }) => address.path.length > 0)
        ?.record.actor
    const child = await until(() => addressOf('sick'))
    const neighbour = await until(() => addressOf('healthy'))
    const sizeOf = async (actor: string) => {
      const last = (await Array.fromAsync(host.journal(actor.split('/').slice(0, 2).join('/'))))
        .map(({ record }) => record)
        .findLast((record) => record.actor === actor)
      return (last?.snapshot.context as { size: number } | undefined)?.size
    }
    await until(async () => (await sizeOf(child)) === 1)

    poisoned = child
    await sick.send({ type: 'feed' })
    await until(() => events.some((event) => event.type === 'actor:quarantined'), 40_000)
    // Its parent knows.
    await until(async () => {
      const told = ((await sick.snapshot())?.context as { told: readonly string[] } | undefined)?.told
      return told?.includes('actor.quarantined')
    })
    // What comes for it is set aside, in order.
    for (let n = 0; n < 2; n++) await sick.send({ type: 'feed' })
    await until(
      async () =>
        (
          await Array.fromAsync(
            driver.dead.list({
              actor: {
                rootKind: 'family',
                rootId: 'sick',
                path: [{ id: 'kid', generation: Number(child.split('.')[1]) }],
              },
            }),
          )
        ).length >= 2,
    )
    // Its neighbour notices nothing.
    await healthy.send({ type: 'feed' })
    await until(async () => (await sizeOf(neighbour)) === 2)

    const listed = await desk((context) => listActors(context, { status: 'quarantined' }))
    expect(listed.out).toMatch(new RegExp(`${child} +quarantined`))
    expect(listed.out).not.toContain(neighbour)
    const shown = await desk((context) => showActor(context, child, {}))
    expect(shown.out).toMatch(/quarantine +for .*feed\.cursed: This event can never be published/s)
    const letters = await desk((context) => listDeadLetters(context, { actor: child }))
    expect(letters.out).toMatch(/actor\.quarantined/)
    expect((await desk((context) => showActor(context, 'family/sick', {}))).out).toMatch(
      /kid\.\d+ +kid +quarantined/,
    )

    // Mended by an event through its machine, with who and why; still quarantined.
    const mend = { event: '{"type":"mend","size":10}', reason: 'it said too much' }
    const repaired = await desk((context) => repairActor(context, child, mend, 'ada'))
    expect(repaired).toMatchObject({ code: 0, out: expect.stringContaining('still quarantined') as string })
    poisoned = undefined
    const released = await desk((context) =>
      releaseActor(context, child, { reason: 'the feed is well' }, 'ada'),
    )
    expect(released).toMatchObject({ code: 0, out: expect.stringContaining('released') as string })
    const journal = await desk((context) => actorJournal(context, child, {}))
    expect(journal.out.replaceAll(/\s+/g, ' ')).toMatch(/repair mend by ada: it said too much/)
    expect(journal.out.replaceAll(/\s+/g, ' ')).toMatch(/release by ada: the feed is well/)

    const driven = await desk((context) => redriveDeadLetters(context, [], { all: true, actor: child }))
    expect(driven).toMatchObject({ code: 0, err: '' })
    await until(async () => (await sizeOf(child)) === 12)
    await sick.send({ type: 'feed' })
    await until(async () => (await sizeOf(child)) === 13)
    expect((await desk((context) => listActors(context, { status: 'quarantined' }))).out).toMatch(/^No actor/)
    expect((await desk((context) => listDeadLetters(context, {}))).out).toMatch(/^No dead letters/)
    await host.stop(0)
  })
})
