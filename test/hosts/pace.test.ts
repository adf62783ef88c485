/** What comes at once must not keep a host from its sockets: it would be taken for dead, and lose what it has in hand. */
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { Delivery } from '../../runtime/core/driver.ts'
import type { Message } from '../../runtime/core/message.ts'
import { begins } from '../../runtime/host/mailbox.ts'
import { DEFAULT_TURNS_AT_ONCE, Pace } from '../../runtime/host/pace.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

const ROOTS = 300

/** The most turns between two looks at the sockets, of a host that is sent so many messages at once. */
async function mostAtOnce(turnsAtOnce?: number): Promise<number> {
  let begun = 0
  let most = 0
  let done = 0
  await using host = await runHost({
    actors: [greeter],
    driver: memoryDriver(),
    ...(turnsAtOnce === undefined ? {} : { turnsAtOnce }),
    observe: ({ type }) => {
      if (type === 'turn:committing') begun += 1
      if (type === 'turn:committed') done += 1
    },
  })
  const look = () => {
    most = Math.max(most, begun)
    begun = 0
    if (done < 2 * ROOTS) setImmediate(look)
  }
  look()
  const refs = Array.from({ length: ROOTS }, (_, n) => host.ref(greeter, `n${n}`))
  await Promise.all(refs.map((ref) => ref.create(undefined)))
  await Promise.all(refs.map((ref) => ref.send({ type: 'greet' })))
  await until(() => done >= 2 * ROOTS)
  return most
}

describe('I4 a host that much is asked of at once', () => {
  it('looks at its sockets in between, where it would else decide everything first', async () => {
    expect(await mostAtOnce(2 * ROOTS)).toBeGreaterThan(2 * DEFAULT_TURNS_AT_ONCE)
    expect(await mostAtOnce()).toBeLessThanOrEqual(DEFAULT_TURNS_AT_ONCE)
  })

  it('goes on one by one if need be, and leaves nobody out', async () => {
    expect(await mostAtOnce(1)).toBe(1)
  })

  it('lets what is under way go on before what is new, which gets one turn in 32 all the same', async () => {
    const rounds: (() => void)[] = []
    const pace = new Pace({ ...systemClock, timer: (_, run) => (rounds.push(run), () => undefined) }, 8)
    const order: string[] = []
    const ask = async (name: string, isNew: boolean) => {
      await pace.next(isNew)
      order.push(name)
    }
    for (let n = 0; n < 8; n += 1) expect(pace.next(false)).toBeUndefined()
    for (let n = 0; n < 100; n += 1) void ask(`new ${n}`, true)
    for (let n = 0; n < 100; n += 1) void ask(`on ${n}`, false)
    for (let next = rounds.shift(); next !== undefined; next = rounds.shift()) {
      next()
      await Promise.resolve()
    }
    expect(order).toHaveLength(200)
    const before = order.slice(0, order.indexOf('on 99'))
    expect(before.filter((name) => name.startsWith('new'))).toEqual(['new 0', 'new 1', 'new 2'])
  })

  it('begins nothing new while as many turns are on their way to the store, whoever asks, and then in order', async () => {
    const rounds: (() => void)[] = []
    const pace = new Pace({ ...systemClock, timer: (_, run) => (rounds.push(run), () => undefined) }, 2)
    const stored: (() => void)[] = []
    const writes = Array.from({ length: 2 }, () =>
      pace.during(() => new Promise<void>((resolve) => stored.push(resolve))),
    )
    const order: string[] = []
    const ask = async (name: string, isNew: boolean) => {
      await pace.next(isNew)
      order.push(name)
    }
    const settle = async () => {
      for (let n = 0; n < 10; n += 1) {
        rounds.shift()?.()
        await Promise.resolve()
      }
    }
    void ask('new 1', true)
    void ask('on', false)
    await settle()
    expect(order).toEqual(['on'])
    stored[0]?.()
    await writes[0]
    void ask('new 2', true) // must not overtake the first
    await settle()
    expect(order).toEqual(['on', 'new 1', 'new 2'])
    stored[1]?.()
    await writes[1]
  })

  it('lets what is new begin once in a while, however many turns are on their way', async () => {
    const rounds: (() => void)[] = []
    const pace = new Pace({ ...systemClock, timer: (_, run) => (rounds.push(run), () => undefined) }, 1)
    const write = pace.during(() => new Promise<never>(() => undefined))
    let begun = false
    void Promise.resolve(pace.next(true)).then(() => (begun = true))
    for (let n = 0; n < 100; n += 1) {
      void pace.next(false)
      rounds.shift()?.()
      await Promise.resolve()
    }
    expect(begun).toBe(true)
    void write
  })

  it.each([
    ['the create of an actor', 'create', 1, true],
    ['a create that another host has had in hand', 'create', 2, false],
    ['a message for an actor that this host has not in memory', 'event', 1, false],
  ])('%s (%s, delivery %i) is new: %s', (_what, type, attempt, isNew) => {
    expect(begins({ value: { type }, attempt } as Delivery<Message>)).toBe(isNew)
  })
})
