/** An agent that ends in error is restarted by its trip, and those who watch see it. */
import { expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import { TripView } from '../../gateway/trip-view.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import { CaravanError } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { until } from '../kit/until.ts'
import { REQUEST, SECTIONS } from './fixtures.ts'

it('a trip restarts an agent once, then does without it', async () => {
  const inner = memoryDriver()
  const tooLarge = { weather: 1, location: 2 } as Record<string, number>
  const driver: Driver = Object.assign(Object.create(inner) as Driver, {
    append: async (...[address, record, expected]: Parameters<Driver['append']>) => {
      const left = record.cause.type === 'effect.done' ? (tooLarge[record.kind] ?? 0) : 0
      if (left === 0 || record.outcome === 'failed') return inner.append(address, record, expected)
      tooLarge[record.kind] = left - 1
      throw new CaravanError('message.too-large', 'too large')
    },
  })
  const answer = async ({ task }: { task: { agent: keyof typeof SECTIONS } }) => ({
    provider: 'test',
    section: SECTIONS[task.agent],
  })
  const actors = travelActors({ answer })
  await using host = await runHost({ actors: actors.all, driver })
  const ref = host.ref(actors.trip, REQUEST.id)
  await ref.create(REQUEST, { tenant: REQUEST.tenant })
  const output = await until(async () => {
    const snapshot = await ref.snapshot()
    return snapshot?.status === 'done' && snapshot.output
  })
  expect(output).toMatchObject({ status: 'degraded', missing: [expect.stringMatching(/^location: /)] })

  const view = new TripView(REQUEST.id)
  const seen: string[] = []
  for await (const entry of inner.read(parseAddress(ref.address), {})) {
    const frame = view.apply(entry)
    if (frame.outcome !== 'restarted') continue
    const stood = view.agents.find(({ agent }) => agent === frame.cause.name)?.state
    seen.push(
      frame.cause.type === 'timer' ? `${frame.started?.join()} started` : `${frame.cause.name} ${stood}`,
    )
  }
  expect(seen.toSorted()).toEqual([
    'location restarting',
    'location started',
    'weather restarting',
    'weather started',
  ])
})
