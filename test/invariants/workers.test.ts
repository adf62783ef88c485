/** Invariants of workers: claims, leases, crashes, late results (I7, I8, R7, R8, R9, R12). */
import { describe, expect, it } from 'vitest'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Clock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { clientOf } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver, freezableClock, type Faults, type Taps } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'
import { callsOf, keeper, keeperKinds, openGate } from './actors.ts'

const ACK_WAIT_MS = 400

interface Setting extends Faults {
  readonly clock?: Clock
  readonly taps?: Taps
}
async function hostOn(inner: Driver, { clock, taps, ...faults }: Setting = {}) {
  const events: RuntimeEvent[] = []
  const driver = faultyDriver(inner, faults, taps)
  const host = await runHost({
    actors: keeperKinds,
    driver,
    observe: (event) => events.push(event),
    drainMs: 50,
    ...(clock === undefined ? {} : { clock }),
  })
  return { host, driver, events }
}

async function workerRecords(inner: Driver, key: string): Promise<TurnRecord[]> {
  const all: TurnRecord[] = []
  for await (const { record } of inner.read(parseAddress(`keeper/${key}`), {}))
    if (record.type === 'worker') all.push(record)
  return all
}

function keeperOf(inner: Driver, key: string) {
  const ref = clientOf(inner).ref(keeper, key)
  return {
    create: () => ref.create({ key }),
    halt: () => ref.send({ type: 'halt' }),
    done: () =>
      until(async () => {
        const snapshot = await ref.snapshot()
        return snapshot?.status === 'done' && snapshot
      }, 8_000),
  }
}

describe('I7, I8 a worker survives its host and pays once', () => {
  it('resumes after a crash without calling a completed effect again', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS })
    const key = 'crash'
    const first = await hostOn(inner)
    const trip = keeperOf(inner, key)
    openGate(`${key}-1`)
    await trip.create()
    await until(() => callsOf(`${key}-2`).started === 1)
    first.driver.crash()
    const second = await hostOn(inner)
    await until(() => callsOf(`${key}-2`).started === 2)
    openGate(`${key}-2`)
    expect((await trip.done()).output).toEqual([
      `${key}-1 by call 1`,
      expect.stringMatching(/^crash-2 by call/),
    ])
    expect(callsOf(`${key}-1`).started).toBe(1)
    const claims = (await workerRecords(inner, key)).filter((record) => record.outcome === 'claimed')
    expect(claims.map((record) => record.claim?.number)).toEqual([1, 2])
    expect(claims[1]?.effects['second']?.starts).toBe(2)
    // A call can be named: a start that the crash interrupted keeps its name, its successor has another.
    expect(callsOf(`${key}-1`).ids).toEqual(['keeper/crash/work.1~first.1.1'])
    expect(callsOf(`${key}-2`).ids).toEqual([
      'keeper/crash/work.1~second.2.1',
      'keeper/crash/work.1~second.2.2',
    ])
    await second.host.stop()
  })

  it('has every start on record before the call', async () => {
    await using inner = memoryDriver()
    const key = 'starts'
    openGate(`${key}-1`)
    openGate(`${key}-2`)
    const seen: boolean[] = []
    let current: TurnRecord | undefined
    const events: RuntimeEvent[] = []
    const driver = faultyDriver(inner, {
      appended: (record) => {
        if (record.type === 'worker') current = record
      },
    })
    const host = await runHost({
      actors: keeperKinds,
      driver,
      observe: (event) => {
        events.push(event)
        if (event.type === 'effect:started')
          seen.push(current?.effects[event.effect]?.starts === event.starts)
      },
    })
    const trip = keeperOf(inner, key)
    await trip.create()
    await trip.done()
    expect(seen).toEqual([true, true])
    await host.stop()
  })

  it('an append whose acknowledgement was lost runs nothing twice (R1)', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS })
    const key = 'ack-lost'
    openGate(`${key}-1`)
    openGate(`${key}-2`)
    const { host } = await hostOn(inner, { append: () => 'ack-lost' })
    const trip = keeperOf(inner, key)
    await trip.create()
    expect((await trip.done()).output).toEqual([`${key}-1 by call 1`, `${key}-2 by call 1`])
    await host.stop()
  })
})

describe('R8 two holders of one task', () => {
  it('one result counts, whoever loses the fence aborts its calls', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS, dedupe: false })
    const key = 'two'
    const taps: Taps = new Map()
    const a = await hostOn(inner, { taps })
    const b = await hostOn(inner, { taps })
    const trip = keeperOf(inner, key)
    await trip.create()
    await until(() => callsOf(`${key}-1`).started >= 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    openGate(`${key}-1`)
    openGate(`${key}-2`)
    const { output } = await trip.done()
    expect(output).toHaveLength(2)
    const records = await workerRecords(inner, key)
    expect(records.map((record) => record.turn)).toEqual(records.map((_, index) => index + 1))
    expect(
      records.filter((record) => record.cause.type === 'effect.done' && record.outcome === 'handled'),
    ).toHaveLength(2)
    await Promise.all([a.host.stop(), b.host.stop()])
  })
})

describe('R7, R9 a holder that stalled past its lease', () => {
  it('sends nothing for its delivery; its completed call is appended late, once, and used', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS })
    const key = 'stall'
    openGate(`${key}-2`)
    const clock = freezableClock()
    const sent: { what: string; at: number }[] = []
    const a = await hostOn(inner, {
      clock,
      settled: (what, value) => {
        if ('input' in value && !('type' in value)) sent.push({ what, at: performance.now() })
      },
    })
    const trip = keeperOf(inner, key)
    await trip.create()
    await until(() => callsOf(`${key}-1`).started === 1)
    a.driver.stalled = true
    clock.freeze()
    const b = await hostOn(inner)
    await until(() => callsOf(`${key}-1`).started === 2) // the task came to b, which calls again: the call was in flight
    const overdue = performance.now()
    clock.thaw()
    await until(() => a.events.some((event) => event.type === 'worker:lost'))
    a.driver.stalled = false
    openGate(`${key}-1`) // both calls end now, one of them counts
    const { output } = await trip.done()
    expect(output).toHaveLength(2)
    await until(() => [...a.events, ...b.events].some((event) => event.type === 'effect:late'))
    expect(sent.filter(({ at }) => at >= overdue)).toEqual([])
    const ends = (await workerRecords(inner, key)).filter((record) => record.cause.type === 'effect.done')
    const firsts = ends.filter(
      (record) => record.cause.type === 'effect.done' && record.cause.effect.id === 'first',
    )
    expect(firsts.map((record) => record.outcome)).toEqual(['handled', 'ignored']) // its cost is counted all the same
    await Promise.all([a.host.stop(), b.host.stop()])
  })
})

describe('I8, R7 a process that stood still between its claim and its call', () => {
  it('makes no call: its lease is over, and another has made it and been answered', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS })
    const key = 'late-start'
    openGate(`${key}-1`)
    openGate(`${key}-2`)
    const clock = freezableClock()
    const { promise: awake, resolve: wake } = Promise.withResolvers<void>()
    const claimed = Promise.withResolvers<void>()
    const stalling = faultyDriver(inner)
    const entities = await runHost({
      actors: keeperKinds.slice(0, 1),
      driver: faultyDriver(inner),
      drainMs: 50,
    })
    const a = await runHost({
      actors: keeperKinds.slice(1),
      clock,
      drainMs: 50,
      driver: {
        ...stalling,
        append: async (address, record, expected) => {
          const result = await stalling.append(address, record, expected)
          if (record.outcome !== 'claimed') return result
          stalling.stalled = true
          clock.freeze()
          claimed.resolve()
          await awake
          return result
        },
      },
    })
    const trip = keeperOf(inner, key)
    await trip.create()
    await claimed.promise
    const b = await runHost({ actors: keeperKinds.slice(1), driver: faultyDriver(inner), drainMs: 50 })
    await trip.done()
    expect(callsOf(`${key}-1`).started).toBe(1)
    wake() // what had come in is seen before any timer is
    await new Promise((resolve) => setTimeout(resolve, ACK_WAIT_MS / 4))
    clock.thaw()
    stalling.stalled = false
    await Promise.all([a.stop(), b.stop(), entities.stop()])
    expect(callsOf(`${key}-1`).started).toBe(1)
    expect(callsOf(`${key}-2`).started).toBe(1)
  })
})

describe('R12 stopping', () => {
  it('a stopped worker is aborted, its task is gone, and it never starts again', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS })
    const key = 'stop'
    const { host } = await hostOn(inner)
    const trip = keeperOf(inner, key)
    await trip.create()
    await until(() => callsOf(`${key}-1`).started === 1)
    await trip.halt()
    await trip.done()
    await until(() => callsOf(`${key}-1`).aborted === 1)
    await new Promise((resolve) => setTimeout(resolve, 3 * ACK_WAIT_MS))
    expect(callsOf(`${key}-1`).started).toBe(1)
    expect((await workerRecords(inner, key)).at(-1)?.outcome).toBe('stopped')
    await host.stop()
  })

  it('wins against a task that nobody has claimed yet, and without its hint', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: ACK_WAIT_MS })
    const key = 'unclaimed'
    const entities = await runHost({
      actors: keeperKinds.slice(0, 1),
      driver: faultyDriver(inner, {
        relay: (name) => {
          if (name === 'dropTask') throw new Error('no answer')
        },
      }),
      drainMs: 50,
    })
    const trip = keeperOf(inner, key)
    await trip.create()
    await until(async () => (await inner.tail(parseAddress(`keeper/${key}`))) !== undefined)
    await trip.halt()
    await until(
      async () => (await inner.tail(parseAddress(`keeper/${key}/work.1`)))?.record.outcome === 'stopped',
    )
    const workers = await runHost({ actors: keeperKinds.slice(1), driver: faultyDriver(inner) })
    await new Promise((resolve) => setTimeout(resolve, 2 * ACK_WAIT_MS))
    expect(callsOf(`${key}-1`).started).toBe(0)
    await workers.stop()
    await entities.stop()
  })
})

describe('draining', () => {
  it('hands a running task over at once, and the next host resumes it', async () => {
    await using inner = memoryDriver({ taskAckWaitMs: 60_000 })
    const key = 'drain'
    openGate(`${key}-1`)
    const first = await hostOn(inner)
    const trip = keeperOf(inner, key)
    await trip.create()
    await until(() => callsOf(`${key}-2`).started === 1)
    await first.host.stop(20)
    expect(callsOf(`${key}-2`).aborted).toBe(1)
    const second = await hostOn(inner)
    openGate(`${key}-2`)
    expect((await trip.done()).output).toEqual([`${key}-1 by call 1`, `${key}-2 by call 2`])
    await second.host.stop()
  })
})
