import { expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { greeter } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

const TTL_MS = 400

it('R6: what came while an announcement was overdue is asked for again, however short that was', async () => {
  await using inner = memoryDriver({ hostTtlMs: TTL_MS })
  let now = 0
  let late: (() => Promise<void>) | undefined
  const driver: Driver = {
    ...faultyDriver(inner),
    membership: {
      ...inner.membership,
      announce: async (entry) => {
        await inner.membership.announce(entry)
        const run = late
        late = undefined
        await run?.()
      },
    },
  }
  const events: RuntimeEvent[] = []
  const clock = { ...systemClock, monotonic: () => now }
  const observe = (event: RuntimeEvent) => void events.push(event)
  const host = await runHost({ actors: [greeter], driver, clock, observe })
  const ada = host.ref(greeter, 'ada')

  now = TTL_MS / 4
  late = async () => {
    now = TTL_MS + 50 // the one before is over, this one is not
    await ada.send({ type: 'greet' })
    await new Promise((resolve) => setTimeout(resolve, 20)) // it is delivered, and not accepted
  }
  await until(async () => (await ada.snapshot()) !== undefined, 20_000)
  expect(events.some(({ type }) => type === 'host:lapsed')).toBe(true)
  await host.stop()
})
