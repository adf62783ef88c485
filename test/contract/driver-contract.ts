/** What every driver must do: run over memory and over JetStream. */
import { describe, expect, it } from 'vitest'
import {
  addressText,
  childAddress,
  parseAddress,
  rootAddress,
  type Address,
} from '../../runtime/core/address.ts'
import type { Delivery, Driver } from '../../runtime/core/driver.ts'
import type { HostEntry } from '../../runtime/core/membership.ts'
import type { EventMessage, Message, Task } from '../../runtime/core/message.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { until } from '../kit/until.ts'

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
let serial = 0
const fresh = (kind = 'k') => rootAddress(kind, `id.${++serial} *>`)

export function recordOf(address: Address, turn: number, context: unknown = { turn }): TurnRecord {
  return {
    v: 1,
    actor: addressText(address),
    kind: address.rootKind,
    type: 'entity',
    tenant: 'acme',
    machine: { id: 'm', version: '1' },
    turn,
    nonce: `n${turn}`,
    host: 'h',
    at: 0,
    cause: { type: 'stop', id: 's', by: 'x' },
    outcome: 'handled',
    snapshot: { status: 'active', value: 'a', context },
    children: {},
    timers: {},
    effects: {},
    serial: 0,
    seen: [],
    outbox: [],
  }
}
export function messageOf(to: Address, n: number, id = `m${++serial}`): EventMessage {
  return { type: 'event', id, to: addressText(to), kind: to.rootKind, sentAt: 0, event: { type: 'e', n } }
}
function timerOf(to: Address, id: string, generation = 1): Message & { readonly type: 'timer' } {
  const envelope = { id: `t${++serial}`, to: addressText(to), kind: to.rootKind, sentAt: 0 }
  return { ...envelope, type: 'timer', timer: { id, generation } }
}
function taskOf(root: Address, kind: string): Task {
  const child = childAddress(root, 'job', ++serial)
  const parent = { address: addressText(root), kind: root.rootKind, child: { id: 'job', generation: serial } }
  return { id: `task${serial}`, to: addressText(child), kind, tenant: 'acme', input: 1, parent, sentAt: 0 }
}
export function hostOf(id: string, draining = false): HostEntry {
  const kinds = [{ kind: 'k', type: 'entity', slots: 0, versions: ['1'] }] as const
  const load = { tasks: 0, residents: 0 }
  return { id, version: '1', kinds, slots: 1, load, codecs: [1], keyIds: [], since: 0, draining }
}
const numberOf = (delivery: Delivery<Message>) =>
  delivery.value.type === 'event' ? delivery.value.event['n'] : undefined

/** Takes every partition of a kind. */
async function takeAll(driver: Driver, kind: string, ack = true) {
  const got: Delivery<Message>[] = []
  const intakes = await Promise.all(
    Array.from({ length: driver.partitions }, (_, partition) =>
      driver.takePartition(kind, partition, (delivery) => {
        got.push(delivery)
        if (ack) delivery.ack()
      }),
    ),
  )
  const close = async () => void (await Promise.all(intakes.map((intake) => intake[Symbol.asyncDispose]())))
  return { got, close }
}

async function readAll(driver: Driver, root: Address, after = 0) {
  const all: { cursor: number; actor: string; turn: number }[] = []
  for await (const { cursor, record } of driver.read(root, { after }))
    all.push({ cursor, actor: record.actor, turn: record.turn })
  return all
}

/** @param open a driver with partitions and a task ack wait of its own */
export function driverContract(name: string, open: () => Promise<Driver>): void {
  describe(`${name}: journal (I2, R1)`, () => {
    it('appends at the expected sequence only', async () => {
      await using driver = await open()
      const actor = fresh()
      expect(await driver.tail(actor)).toBeUndefined()
      const first = await driver.append(actor, recordOf(actor, 1), 0)
      if (first.status !== 'committed') throw new Error(first.status)
      expect(await driver.append(actor, recordOf(actor, 1), 0)).toEqual({ status: 'conflict' })
      expect(await driver.append(actor, recordOf(actor, 2), first.sequence + 1)).toEqual({
        status: 'conflict',
      })
      expect((await driver.append(fresh(), recordOf(actor, 1), 0)).status).toBe('committed')
      expect((await driver.append(actor, recordOf(actor, 2), first.sequence)).status).toBe('committed')
    })

    it('lets exactly one of many concurrent appends in', async () => {
      await using driver = await open()
      const actor = fresh()
      let sequence = 0
      for (let turn = 1; turn <= 5; turn++) {
        const tries = Array.from({ length: 10 }, () => driver.append(actor, recordOf(actor, turn), sequence))
        const results = await Promise.all(tries)
        const won = results.flatMap((result) => (result.status === 'committed' ? [result.sequence] : []))
        expect(won).toHaveLength(1)
        sequence = won[0] ?? -1
      }
      expect((await readAll(driver, actor)).map(({ turn }) => turn)).toEqual([1, 2, 3, 4, 5])
    })

    it('reads its own writes at the tail', async () => {
      await using driver = await open()
      const actor = fresh()
      let sequence = 0
      for (let turn = 1; turn <= 20; turn++) {
        const result = await driver.append(actor, recordOf(actor, turn), sequence)
        if (result.status !== 'committed') throw new Error(result.status)
        sequence = result.sequence
        expect(await driver.tail(actor)).toMatchObject({ sequence, record: { turn } })
      }
    })

    it('reads a root with its descendants in one order, from a cursor on', async () => {
      await using driver = await open()
      const root = fresh()
      const other = { ...root, rootId: `${root.rootId}0` }
      const child = childAddress(root, 'kid', 1)
      for (const actor of [root, other, child, childAddress(child, 'kid', 1)])
        await driver.append(actor, recordOf(actor, 1), 0)
      const all = await readAll(driver, root)
      expect(all.map(({ actor }) => actor.split('/').length)).toEqual([2, 3, 4])
      expect(all.map(({ cursor }) => cursor)).toEqual(
        all.map(({ cursor }) => cursor).toSorted((a, b) => a - b),
      )
      expect(await readAll(driver, root, all[0]?.cursor)).toEqual(all.slice(1))
      expect(await readAll(driver, root, all[2]?.cursor)).toEqual([])
      expect(await readAll(driver, fresh())).toEqual([])
    })

    it('reads live until aborted, and says once when it has caught up', async () => {
      await using driver = await open()
      const root = fresh()
      const one = await driver.append(root, recordOf(root, 1), 0)
      const abort = new AbortController()
      const seen: (number | string)[] = []
      const done = (async () => {
        const options = { live: true, signal: abort.signal, onCaughtUp: () => seen.push('caught up') }
        for await (const { record } of driver.read(root, options)) seen.push(record.turn)
      })()
      await until(() => seen.length === 2)
      await driver.append(root, recordOf(root, 2), one.status === 'committed' ? one.sequence : -1)
      await until(() => seen.length === 3)
      abort.abort()
      await done
      expect(seen).toEqual([1, 'caught up', 2])
      const empty: string[] = []
      for await (const { record } of driver.read(fresh(), { onCaughtUp: () => empty.push('caught up') }))
        empty.push(record.actor)
      expect(empty).toEqual(['caught up'])
    })

    it('refuses what is too large and what is no JSON, for good', async () => {
      await using driver = await open()
      const actor = fresh()
      for (const [context, code] of [
        ['x'.repeat(70_000_000), 'message.too-large'],
        [10n, 'message.unserialisable'],
      ] as const) {
        const refused = driver.append(actor, recordOf(actor, 1, context), 0)
        await expect(refused).rejects.toMatchObject({ code, retryable: false })
      }
      expect(await driver.tail(actor)).toBeUndefined()
    })
  })

  describe(`${name}: inbox (R5, R6)`, () => {
    it('delivers to one receiver in order, and what is acked is gone', async () => {
      await using driver = await open()
      const to = fresh()
      for (let n = 0; n < 30; n++) await driver.send(messageOf(to, n))
      const taken = await takeAll(driver, 'k')
      await until(() => taken.got.length === 30)
      expect(taken.got.map(numberOf)).toEqual(Array.from({ length: 30 }, (_, n) => n))
      expect(taken.got.every(({ attempt }) => attempt === 1)).toBe(true)
      await sleep(50) // acks do not wait for the server
      await taken.close()
      const again = await takeAll(driver, 'k')
      await sleep(200)
      expect(again.got).toEqual([])
      await again.close()
    })

    it('tells whether an older message for the same receiver is un-acked', async () => {
      await using driver = await open()
      const [to, other] = [fresh('k'), fresh('k')]
      const got = new Map<string, Delivery<Message>>()
      const intakes = await Promise.all(
        Array.from({ length: driver.partitions }, (_, partition) =>
          driver.takePartition('k', partition, (delivery) => got.set(delivery.value.id, delivery)),
        ),
      )
      const [alien, first, second] = [messageOf(other, 0), messageOf(to, 1), messageOf(to, 2)]
      for (const message of [alien, first, second]) await driver.send(message)
      const older = (message: Message) => driver.olderWaits(got.get(message.id) as Delivery<Message>)
      await until(() => got.has(alien.id) && got.has(first.id) && got.has(second.id))
      expect([await older(alien), await older(first), await older(second)]).toEqual([false, false, true])
      got.get(first.id)?.ack()
      await until(async () => !(await older(second)))
      got.get(second.id)?.ack()
      await until(async () => !(await older(second)))
      got.get(alien.id)?.ack()
      await Promise.all(intakes.map((intake) => intake[Symbol.asyncDispose]()))
    })

    it('gives a taker-over what its predecessor left, at once and in order', async () => {
      await using driver = await open()
      const to = fresh()
      for (let n = 0; n < 5; n++) await driver.send(messageOf(to, n))
      const first = await takeAll(driver, 'k', false)
      await until(() => first.got.length === 5)
      first.got[0]?.ack()
      await sleep(50)
      await first.close()
      await driver.send(messageOf(to, 5))
      const from = performance.now()
      const second = await takeAll(driver, 'k')
      await until(() => second.got.length === 5)
      expect(performance.now() - from).toBeLessThan(15_000) // an ack wait is 30 s
      expect(second.got.map(numberOf)).toEqual([1, 2, 3, 4, 5])
      await second.close()
    })

    it('drops a repeated id within its window, and brings a released one back later', async () => {
      await using driver = await open()
      const to = fresh()
      await driver.send(messageOf(to, 1, `same${serial}`))
      await driver.send(messageOf(to, 2, `same${serial}`))
      const taken = await takeAll(driver, 'k', false)
      await until(() => taken.got.length === 1)
      const released = performance.now()
      taken.got[0]?.release(300)
      await until(() => taken.got.length === 2)
      expect(performance.now() - released).toBeGreaterThan(250)
      expect(taken.got.map(({ attempt }) => attempt)).toEqual([1, 2])
      taken.got[1]?.ack()
      await taken.close()
    })

    it('keeps kinds apart', async () => {
      await using driver = await open()
      const taken = await takeAll(driver, 'other')
      await driver.send(messageOf(fresh(), 1))
      await driver.send(messageOf(fresh('other'), 2))
      await until(() => taken.got.length === 1)
      await sleep(100)
      expect(taken.got.map(numberOf)).toEqual([2])
      await taken.close()
    })
  })

  describe(`${name}: tasks (R7, R10, R12)`, () => {
    it('gives no more than there are free slots', async () => {
      await using driver = await open()
      const got: Delivery<Task>[] = []
      let busy = 0
      let most = 0
      for (let n = 0; n < 8; n++) await driver.enqueue(taskOf(fresh(), 'job'))
      await using intake = await driver.takeTasks(
        'job',
        () => 3 - busy,
        (delivery) => {
          got.push(delivery)
          busy += 1
          most = Math.max(most, busy)
          setTimeout(() => {
            delivery.ack()
            busy -= 1
            intake.more?.()
          }, 30)
        },
      )
      await until(() => got.length === 8)
      expect(most).toBeLessThanOrEqual(3)
      expect(new Set(got.map(({ value }) => value.id)).size).toBe(8)
    })

    it('brings a task back after the ack wait unless it is worked on', async () => {
      await using driver = await open()
      const got: Delivery<Task>[] = []
      await driver.enqueue(taskOf(fresh(), 'lease'))
      await using _intake = await driver.takeTasks(
        'lease',
        () => 5,
        (delivery) => got.push(delivery),
      )
      await until(() => got.length === 1)
      let said = performance.now()
      let silence = 0
      for (let n = 0; n < 12; n++) {
        await sleep(driver.taskAckWaitMs / 6)
        got[0]?.working()
        silence = Math.max(silence, performance.now() - said)
        said = performance.now()
      }
      // A process that stood still itself was silent for as long, and its task may well be back.
      expect(got.length === 1 || silence >= driver.taskAckWaitMs * 0.8).toBe(true)
      await until(() => got.length === 2)
      expect(got.map(({ attempt }) => attempt)).toEqual([1, 2])
      got[1]?.ack()
    })

    it('drops a task that nobody has taken', async () => {
      await using driver = await open()
      const dropped = taskOf(fresh(), 'drop')
      const kept = taskOf(fresh(), 'drop')
      await driver.enqueue(dropped)
      await driver.enqueue(kept)
      const [root, step = ''] = [dropped.parent.address, dropped.to.split('/')[2]]
      const [kind = '', id = ''] = root.split('/')
      const address = {
        rootKind: kind,
        rootId: unescapeId(id),
        path: [{ id: 'job', generation: Number(step.split('.')[1]) }],
      }
      await driver.dropTask(address, 'drop')
      const got: string[] = []
      await using _intake = await driver.takeTasks(
        'drop',
        () => 5,
        (delivery) => {
          got.push(delivery.value.id)
          delivery.ack()
        },
      )
      await until(() => got.length > 0)
      await sleep(100)
      expect(got).toEqual([kept.id])
    })
  })

  describe(`${name}: parked tasks (R11)`, () => {
    it('come back at their time, however the delivery that parked them ends, and not when dropped', async () => {
      await using driver = await open()
      const [parked, dropped, past, twice] = [1, 2, 3, 4].map(() => taskOf(fresh(), 'park'))
      if (!parked || !dropped || !past || !twice) return
      await driver.enqueue(parked)
      const got: { id: string; at: number }[] = []
      let due = Infinity
      await using _intake = await driver.takeTasks(
        'park',
        () => 5,
        (delivery) => {
          got.push({ id: delivery.value.id, at: Date.now() })
          // As a worker does: parked first, acked then. Only the first delivery parks.
          if (delivery.value.id !== parked.id || got.filter(({ id }) => id === parked.id).length > 1)
            return delivery.ack()
          due = Date.now() + 900
          void driver.scheduleTask(parked, due).then(() => delivery.ack())
        },
      )
      await until(() => got.length === 1)
      const now = Date.now()
      await driver.scheduleTask(dropped, now + 1_500)
      await driver.dropTask(parseAddress(dropped.to), 'park')
      const droppedAt = Date.now()
      await driver.scheduleTask(past, now - 60_000)
      await driver.scheduleTask(twice, now + 60_000)
      await driver.scheduleTask(twice, now + 300) // replaces the one before
      const times = ({ id }: { readonly id: string }) => got.filter((one) => one.id === id).length
      await until(() => times(parked) === 2 && times(past) === 1 && times(twice) === 1)
      await sleep(now + 1_800 - Date.now())
      // Dropped too late only by a process that stood still.
      expect(times(dropped) === 0 || droppedAt >= now + 1_400).toBe(true)
      expect([times(parked), times(past), times(twice)]).toEqual([2, 1, 1])
      expect(got.findLast(({ id }) => id === parked.id)?.at).toBeGreaterThanOrEqual(due - 5)
    })
  })

  describe(`${name}: timers`, () => {
    it('fire at their time, at once when it is past, and not when cancelled', async () => {
      await using driver = await open()
      const taken: { to: string; id: string; at: number }[] = []
      const intakes = await Promise.all(
        Array.from({ length: driver.partitions }, (_, partition) =>
          driver.takePartition('k', partition, (delivery) => {
            const { value } = delivery
            if (value.type === 'timer') taken.push({ to: value.to, id: value.timer.id, at: Date.now() })
            delivery.ack()
          }),
        ),
      )
      // What takes until then to set up, on a busy machine, is set up again with more time.
      const setUp = async (to: Address, inMs: number): Promise<number | undefined> => {
        const soonAt = Date.now() + inMs
        await driver.schedule(timerOf(to, 'soon'), soonAt)
        await driver.schedule(timerOf(to, 'past'), soonAt - 60_000)
        await driver.schedule(timerOf(to, 'never'), soonAt - 200)
        await driver.cancel(to, 'k', { id: 'never', generation: 1 })
        await driver.cancel(to, 'k', { id: 'unknown', generation: 1 })
        // Cancelled and set again: a new generation, which is a timer of its own.
        await driver.schedule(timerOf(to, 'again'), soonAt - 300)
        await driver.cancel(to, 'k', { id: 'again', generation: 1 })
        await driver.schedule(timerOf(to, 'again', 2), soonAt - 100)
        // Relayed twice after a crash: still one timer.
        await driver.schedule(timerOf(to, 'soon'), soonAt)
        return Date.now() < soonAt - 400 ? soonAt : undefined
      }
      let to = fresh()
      let soonAt: number | undefined
      for (let inMs = 1_200; soonAt === undefined; inMs *= 2) soonAt = await setUp((to = fresh()), inMs)
      const mine = () => taken.filter((timer) => timer.to === addressText(to))
      await until(() => mine().length >= 3)
      await sleep(400)
      expect(mine().map(({ id }) => id)).toEqual(['past', 'again', 'soon'])
      expect(mine()[2]?.at ?? 0).toBeGreaterThanOrEqual(soonAt - 5)
      await Promise.all(intakes.map((intake) => intake[Symbol.asyncDispose]()))
    })
  })

  describe(`${name}: membership (R18)`, () => {
    it('shows who announced himself, as he last did, until he withdraws', async () => {
      await using driver = await open()
      const { membership } = driver
      expect(await membership.list()).toEqual([])
      await membership.announce(hostOf('b'))
      await membership.announce(hostOf('a'))
      await membership.announce(hostOf('b', true))
      expect(await membership.list()).toEqual([hostOf('a'), hostOf('b', true)])
      await membership.withdraw('a')
      await membership.withdraw('nobody')
      expect((await membership.list()).map(({ id }) => id)).toEqual(['b'])
    })

    it('forgets who falls silent, and tells who watches of everything', async () => {
      await using driver = await open()
      const { membership } = driver
      await membership.announce(hostOf('old.one *'))
      const told: string[] = []
      const stop = await membership.watch((hosts) =>
        told.push(hosts.map(({ id, draining }) => (draining ? `${id} leaves` : id)).join()),
      )
      expect(told).toEqual(['old.one *'])
      await membership.announce(hostOf('quick'))
      await until(() => told.at(-1) === 'old.one *,quick')
      await membership.announce(hostOf('quick', true))
      await until(() => told.at(-1) === 'old.one *,quick leaves')
      await membership.withdraw('quick')
      await until(() => told.at(-1) === 'old.one *')
      // By and by the silent one is gone, while the other keeps saying that it is there.
      let [said, silence] = [performance.now(), 0]
      const sayAgain = async () => {
        await membership.announce(hostOf('steady'))
        silence = Math.max(silence, performance.now() - said)
        said = performance.now()
        await sleep(membership.ttlMs / 6)
      }
      await until(async () => {
        await sayAgain()
        return told.at(-1) === 'steady'
      })
      const from = told.length
      silence = 0
      for (let n = 0; n < 9; n++) await sayAgain()
      // Unless this process stood still for so long itself.
      expect(!told.slice(from).includes('') || silence >= membership.ttlMs * 0.8).toBe(true)
      await until(() => told.at(-1) === '')
      stop()
      await membership.announce(hostOf('late'))
      await sleep(50)
      expect(told.at(-1)).toBe('')
    })

    it('carries stop hints to everybody who listens (R12)', async () => {
      await using driver = await open()
      const heard: string[] = []
      const end = driver.onStopHint((actor) => heard.push(`1 ${actor}`))
      driver.onStopHint((actor) => heard.push(`2 ${actor}`))
      driver.hintStop('k/1/job.1')
      await until(() => heard.length === 2)
      end()
      driver.hintStop('k/2/job.1')
      await until(() => heard.length === 3)
      expect(heard.toSorted()).toEqual(['1 k/1/job.1', '2 k/1/job.1', '2 k/2/job.1'])
    })
  })

  describe(`${name}: what goes out`, () => {
    it('takes feed events and dead letters, odd names included', async () => {
      await using driver = await open()
      for (const [tenant, type] of [
        ['acme', 'a.b'],
        ['', 'a..b'],
        ['a.*', '.>'],
      ] as const) {
        const event = {
          id: `f${++serial}`,
          type,
          tenant,
          actor: { kind: 'k', id: '东 1' },
          at: new Date(0).toISOString(),
          data: {},
        }
        await driver.publish(event)
        await driver.publish(event)
      }
      await expect(
        driver.deadLetter({
          id: 'd',
          what: 'message',
          code: 'c',
          reason: 'why',
          at: 0,
          message: { any: 'thing' },
        }),
      ).resolves.toBeUndefined()
    })
  })
}

function unescapeId(token: string): string {
  return decodeURIComponent(token.replace(/=([0-9A-F]{2})/g, '%$1'))
}
