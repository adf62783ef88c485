/** The end of a worker reaches a parent in memory without the inbox (docs/adr/0011): when, and what is left when it fails. */
import { assign, fromPromise, sendParent, setup } from 'xstate'
import { afterEach, expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import { isFinal, type TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver, type MemoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver, type Faults } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'

let gate = Promise.withResolvers<void>()
afterEach(() => {
  gate = Promise.withResolvers()
})

const worker = (talks: boolean) =>
  defineActor({
    kind: talks ? 'talker' : 'silent',
    type: 'worker',
    machine: setup({ actors: { wait: fromPromise(() => gate.promise) } }).createMachine({
      id: 'worker',
      initial: 'waiting',
      states: {
        waiting: {
          ...(talks ? { entry: sendParent({ type: 'news' }) } : {}),
          invoke: { id: 'wait', src: 'wait', onDone: 'done' },
        },
        done: { type: 'final' },
      },
      output: { found: [1, 2] },
    }),
  })
const silent = worker(false)
const talker = worker(true)

function ownerOf(child: typeof silent) {
  return defineActor({
    kind: `owner-of-${child.kind}`,
    children: { child },
    machine: setup({
      types: { context: {} as { news: number; got: unknown } },
      actors: { child: child.machine },
    }).createMachine({
      id: 'owner',
      context: { news: 0, got: undefined },
      initial: 'open',
      on: { news: { actions: assign({ news: ({ context }) => context.news + 1 }) } },
      states: {
        open: {
          invoke: {
            id: 'child',
            src: 'child',
            onDone: { target: 'closed', actions: assign({ got: ({ event }) => event.output }) },
          },
        },
        closed: { type: 'final' },
      },
    }),
  })
}
const owner = ownerOf(silent)
const ownerOfTalker = ownerOf(talker)

async function recordsOf(driver: MemoryDriver, root: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of driver.read(parseAddress(root), {})) all.push(record)
  return all
}

/** What a host did, in order: appends, what it put into streams, acks. */
function told(): Faults & { readonly told: string[] } {
  const list: string[] = []
  return {
    told: list,
    relay: (name) => void list.push(name),
    appended: ({ kind, outcome, snapshot }) =>
      void list.push(`${kind} ${isFinal(snapshot) ? 'ended' : outcome}`),
    settled: (what, value) => {
      if (what === 'ack') list.push(`ack ${'type' in value ? value.type : 'task'}`)
    },
  }
}

it("I3: a worker's end is relayed by its parent's turn, and its task is acked only after that", async () => {
  await using inner = memoryDriver()
  const faults = told()
  const host = await runHost({ actors: [owner, silent], driver: faultyDriver(inner, faults), beside: false })
  const ref = clientOf(inner).ref(owner, 'o')
  await ref.create({})
  await until(() => faults.told.includes('silent claimed') && faults.told.includes('ack create'))
  faults.told.length = 0
  gate.resolve()
  await until(() => faults.told.includes('ack task'))
  expect(faults.told).toEqual(['silent ended', 'owner-of-silent ended', 'ack task'])
  expect((await ref.snapshot())?.context).toEqual({ news: 0, got: { found: [1, 2] } })
  const last = (await recordsOf(inner, 'owner-of-silent/o')).at(-1)
  expect(last?.cause).toMatchObject({ type: 'child.done', child: { id: 'child' } })
  await host.stop()
})

it('I9: what a worker has told its parent before comes before its end: both go through the inbox', async () => {
  await using inner = memoryDriver()
  const faults = told()
  const host = await runHost({ actors: [ownerOfTalker, talker], driver: faultyDriver(inner, faults) })
  const ref = clientOf(inner).ref(ownerOfTalker, 'o')
  await ref.create({})
  gate.resolve()
  await until(async () => (await ref.snapshot())?.status === 'done')
  expect((await ref.snapshot())?.context).toEqual({ news: 1, got: { found: [1, 2] } })
  expect(faults.told.filter((what) => what === 'send')).toHaveLength(2)
  await host.stop()
})

it("a parent on another host gets its worker's end through the inbox", async () => {
  await using inner = memoryDriver()
  const [here, there] = [told(), told()]
  const workers = await runHost({ actors: [silent], driver: faultyDriver(inner, here) })
  const owners = await runHost({ actors: [owner], driver: faultyDriver(inner, there) })
  const ref = clientOf(inner).ref(owner, 'o')
  await ref.create({})
  gate.resolve()
  await until(async () => (await ref.snapshot())?.status === 'done')
  await until(() => here.told.includes('ack task'))
  expect(here.told).toEqual(['silent claimed', 'silent ended', 'send', 'ack task'])
  await Promise.all([workers.stop(), owners.stop()])
})

it("I7: a host that dies between a worker's end and its parent's turn leaves the end to the next one, once (I4)", async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300 })
  const faults: Faults = {
    appended: ({ kind, snapshot }) => {
      if (kind === 'silent' && isFinal(snapshot)) dying.crash()
    },
  }
  const dying = faultyDriver(inner, faults)
  void runHost({ actors: [owner, silent], driver: dying, id: 'dying' })
  const ref = clientOf(inner).ref(owner, 'o')
  await ref.create({})
  gate.resolve()
  await until(() => dying.crashed)
  expect((await ref.snapshot())?.status).toBe('active')

  const next = await runHost({ actors: [owner, silent], driver: faultyDriver(inner), id: 'next' })
  await until(async () => (await ref.snapshot())?.status === 'done')
  const ends = (await recordsOf(inner, 'owner-of-silent/o')).filter(
    ({ cause }) => cause.type === 'child.done',
  )
  expect(ends).toHaveLength(1)
  await next.stop()
})

it('a parent whose turn does not come about in time gets the end through the inbox, and handles it once (I4)', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 300 })
  const sent: string[] = []
  let lost = 0
  const faults: Faults = {
    relay: (name) => void sent.push(name),
    // The parent's turn is never acknowledged, and not stored, until its worker has given up waiting for it.
    append: ({ kind, snapshot }) => {
      if (kind !== 'owner-of-silent' || !isFinal(snapshot) || sent.includes('send')) return undefined
      lost += 1
      return 'lost'
    },
  }
  const host = await runHost({ actors: [owner, silent], driver: faultyDriver(inner, faults) })
  const ref = clientOf(inner).ref(owner, 'o')
  await ref.create({})
  gate.resolve()
  await until(async () => (await ref.snapshot())?.status === 'done')
  expect(lost).toBeGreaterThan(0)
  expect(sent).toContain('send')
  const records = await recordsOf(inner, 'owner-of-silent/o')
  const ends = records.filter(({ cause, outcome }) => cause.type === 'child.done' && outcome === 'handled')
  expect(ends).toHaveLength(1)
  await host.stop()
})
