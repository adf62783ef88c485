/** Which message of a parent may stand for its workers without a stored task (docs/adr/0013, I7). */
import { expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Delivery } from '../../runtime/core/driver.ts'
import type { Message } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import type { HostEntry } from '../../runtime/core/membership.ts'
import { takeCare } from '../../runtime/host/beside.ts'
import type { HostContext } from '../../runtime/host/context.ts'
import { Cover } from '../../runtime/host/cover.ts'
import { handedOver } from '../../runtime/host/hand-over.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { recordOf } from '../contract/driver-contract.ts'

const ADDRESS = parseAddress('team/a')
const acked: string[] = []

/** What a host has for its parts, as far as this one asks; `runs`: whether a worker runs without a stored task. */
function coverOn({ runs }: { readonly runs: () => boolean }): Cover {
  acked.length = 0
  const clock = { timer: () => () => undefined }
  const beside = { of: runs, runs: () => false, begin: () => undefined }
  const context = {
    clock,
    beside,
    hosts: () => [],
    held: () => true,
    observe: () => undefined,
    driver: memoryDriver(),
  }
  return new Cover(context as unknown as HostContext, 'team/a')
}

function message(id: string): Message & { readonly type: 'event' } {
  return { type: 'event', id, to: 'team/a', kind: 'team', sentAt: 0, event: { type: 'hire' } }
}

function stored(id: string): Delivery<Message> {
  return {
    value: message(id),
    attempt: 1,
    origin: { stream: 's', subject: 'inbox', sequence: 1 },
    ack: () => void acked.push(id),
    working: () => undefined,
    release: () => undefined,
  }
}

const turnOf = (turn: number, id: string): TurnRecord => ({ ...recordOf(ADDRESS, turn), cause: message(id) })

/** Its first message is kept for a worker that runs. */
function withOneKept(runs: () => boolean): Cover {
  const cover = coverOn({ runs })
  const hire = stored('first')
  expect(cover.committed(turnOf(1, 'first'), [hire])).toBe(true)
  cover.ack(hire, turnOf(1, 'first'))
  expect(acked).toEqual([])
  return cover
}

it('I7: a message that no worker needs any more stands for no later one, for another owner may have acked it', () => {
  let running = true
  const cover = withOneKept(() => running)
  running = false
  const { delivery } = handedOver(message('ended'))
  expect(cover.committed(turnOf(2, 'ended'), [delivery])).toBe(false)
  const next = stored('next')
  expect(cover.committed(turnOf(3, 'next'), [next])).toBe(true)
  running = true
  cover.ack(next, turnOf(3, 'next'))
  cover.letGo(turnOf(3, 'next'))
  expect(acked).toEqual(['first'])
})

it('I7: the latest one stays, for another owner may have acked an older one before it saw the workers of this turn', () => {
  const cover = withOneKept(() => true)
  const [next, beside] = [stored('next'), stored('beside')]
  const turn = {
    ...turnOf(2, 'next'),
    earlier: [{ cause: message('beside'), outcome: 'handled', value: '' }],
  } as const
  expect(cover.committed(turn, [next, beside])).toBe(true)
  cover.ack(next, turn)
  cover.ack(beside, turn)
  expect(acked).toEqual(['beside'])
  cover.letGo(turn)
  expect(acked).toEqual(['beside', 'first'])
  expect(cover.holds).toBe(true)
})

it('I7: nor does one from before a turn of another owner', async () => {
  const cover = withOneKept(() => true)
  const { delivery } = handedOver(message('ended'))
  expect(cover.committed(turnOf(2, 'ended'), [delivery])).toBe(true)
  await cover.adopt(turnOf(3, 'theirs'))
  expect(cover.committed(turnOf(4, 'ended'), [delivery])).toBe(false)
  cover.letGo(turnOf(4, 'ended'))
  expect(acked).toEqual([]) // for those that run it stays
})

it('I8: a worker of a host that has come since this one heard of the others is not begun again', async () => {
  await using driver = memoryDriver()
  const child = parseAddress('team/a/job.1')
  const claimed: TurnRecord = {
    ...recordOf(child, 1),
    kind: 'job',
    type: 'worker',
    at: 5,
    claim: { host: 'new', number: 1, beside: true },
    parent: {
      address: 'team/a',
      kind: 'team',
      child: { id: 'job', generation: 1 },
      sent: 0,
      received: [] as never,
    },
  }
  await driver.append(child, claimed, 0)
  const open = {
    generation: 1,
    kind: 'job',
    type: 'worker',
    src: 'job',
    sent: 0,
    received: [] as never,
  } as const
  const parent: TurnRecord = { ...recordOf(ADDRESS, 1), children: { job: open } }
  const context = {
    hostId: 'old',
    hosts: () => [],
    driver,
    clock: systemClock,
    signal: new AbortController().signal,
    jitter: () => 0,
    observe: () => undefined,
    beside: { of: () => false, runs: () => false, begin: () => undefined },
  } as unknown as HostContext
  const entry = { id: 'new', kinds: [], since: 1, beside: true, draining: false } as unknown as HostEntry
  await driver.membership.announce(entry)
  expect(await takeCare(context, parent)).toMatchObject([{ host: 'new' }])
  expect((await driver.pressure.read()).backlog).toBe(0)
  await driver.membership.withdraw('new')
  expect(await takeCare(context, parent)).toEqual([])
  expect((await driver.pressure.read()).backlog).toBe(1)
})
