/** Which message of a parent may stand for its workers without a stored task (docs/adr/0013, I7). */
import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Delivery } from '../../runtime/core/driver.ts'
import type { Message } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
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
  const { clock } = { clock: { timer: () => () => undefined } }
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

it('I7: nor does one from before a turn of another owner', async () => {
  const cover = withOneKept(() => true)
  const { delivery } = handedOver(message('ended'))
  expect(cover.committed(turnOf(2, 'ended'), [delivery])).toBe(true)
  await cover.adopt(turnOf(3, 'theirs'))
  expect(cover.committed(turnOf(4, 'ended'), [delivery])).toBe(false)
  cover.letGo(turnOf(4, 'ended'))
  expect(acked).toEqual([]) // for those that run it stays
})
