import { expect, it } from 'vitest'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

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
