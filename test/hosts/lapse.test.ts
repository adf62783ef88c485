import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { greeter } from '../kit/machines.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { until } from '../kit/until.ts'
import { v2 } from '../upgrade/machines.ts'

type Gate = PromiseWithResolvers<void>
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it('I4, R6: what arrives while a host may be taken for dead is not lost to an ack wait', async () => {
  const inner = memoryDriver({ hostTtlMs: 300 })
  let slow = false
  const announce: typeof inner.membership.announce = async (entry) => {
    if (slow) await sleep(450)
    await inner.membership.announce(entry)
  }
  const events: RuntimeEvent[] = []
  await using host = await runHost({
    actors: [greeter],
    driver: { ...inner, membership: { ...inner.membership, announce } },
    observe: (event) => events.push(event),
  })
  const names = Array.from({ length: 10 }, (_, n) => `n${n}`)
  slow = true
  for (let round = 0; round < 40; round++) {
    await Promise.all(names.map((name) => host.ref(greeter, name).send({ type: 'greet' })))
    await sleep(30)
    if (round === 35) slow = false
  }
  await until(async () => {
    const all = await Promise.all(names.map((name) => host.ref(greeter, name).snapshot()))
    return all.every((snapshot) => (snapshot?.context as { count: number } | undefined)?.count === 40)
  }, 15_000) // half the ack wait
  expect(events.some(({ type }) => type === 'host:lapsed')).toBe(true)
  expect(inner.deadLetters).toEqual([])
})

it('R18: a turn in hand of a host that was taken for dead moves no actor into a version that others may not read', async () => {
  const inner = memoryDriver({ hostTtlMs: 300 })
  const address = parseAddress('tapper/a')
  const { snapshot, ...old } = recordOf(address, 1)
  const context = { n: 0 }
  await inner.append(
    address,
    { ...old, machine: { id: 'tapper', version: '1' }, snapshot: { ...snapshot, value: 'hall', context } },
    0,
  )
  const [alone, reading, read] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [Gate, Gate, Gate]
  let cutOff = false
  const events: RuntimeEvent[] = []
  await using host = await runHost({
    actors: [v2],
    driver: {
      ...inner,
      membership: {
        ...inner.membership,
        announce: async (entry) => {
          if (cutOff) await alone.promise
          await inner.membership.announce(entry)
        },
      },
      tail: async (of) => {
        reading.resolve()
        await read.promise
        return inner.tail(of)
      },
    },
    observe: (event) => events.push(event),
  })
  await host.ref(v2, 'a').send({ type: 'tap' })
  await reading.promise
  cutOff = true
  await until(() => events.some(({ type }) => type === 'host:lapsed'))
  read.resolve()
  const last = await until(async () => {
    const tail = await inner.tail(address)
    return tail !== undefined && tail.record.turn > 1 && tail.record
  })
  expect(last).toMatchObject({
    outcome: 'handled',
    machine: { version: '1' },
    snapshot: { context: { n: 1 } },
  })
  alone.resolve() // it hears of the others again, and nobody needs the older version
  await host.ref(v2, 'a').send({ type: 'tap' })
  await until(async () => (await inner.tail(address))?.record.machine.version === '2')
})
