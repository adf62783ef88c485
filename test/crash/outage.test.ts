/**
 * A host lives through outages of the server that every lease lapses in. It reconnects, goes on, and makes no call twice:
 * what it was doing, or had done and not yet stored, is still in its hands (I8).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import { fixtureRequest } from '../../ops/bench/fixture-sections.ts'
import { readEvidence } from '../../ops/chaos/evidence.ts'
import { inboxSize } from '../../ops/chaos/history.ts'
import { HostProcesses } from '../../ops/chaos/processes.ts'
import { connectClient } from '../../runtime/index.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { HOST_ENTRY, HOST_SHAPE } from './points.ts'

const TRIPS = Array.from({ length: 12 }, (_, index) => `t${index + 1}`)
/** Longer than a task's lease. */
const OUTAGE_MS = 3_000
const PREFIX = 'outage'

it(
  'a host that lives makes no call twice, however long the server was away',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'caravan-outage-'))
    try {
      const evidence = join(folder, 'evidence.jsonl')
      await using nats = await startTestNats()
      await using keeper = new HostProcesses(HOST_ENTRY)
      await using client = await connectClient({ servers: nats.url, prefix: PREFIX })
      const { trip } = travelActors()
      const plan = { host: 'only', servers: nats.url, prefix: PREFIX, seed: 'outage', evidence }
      await keeper.start({ ...plan, ...HOST_SHAPE })
      await until(async () => (await readEvidence(evidence)).some(({ what }) => what === 'up'))
      await Promise.all(
        TRIPS.map((id) => client.ref(trip, id).create(fixtureRequest(id), { id: `create-${id}` })),
      )

      for (const after of [400, 700]) {
        await delay(after)
        await nats.kill()
        await delay(OUTAGE_MS)
        await nats.restart()
      }
      await until(async () => {
        const snapshots = TRIPS.map((id) => client.ref(trip, id).snapshot())
        const ends = await Promise.allSettled(snapshots) // a read that the outage swallowed is asked again
        return (
          ends.every((end) => end.status === 'fulfilled' && end.value?.status === 'done') &&
          (await inboxSize(nats.url, PREFIX)) === 0
        )
      }, 60_000)

      const calls = (await readEvidence(evidence)).filter((line) => line.what === 'started')
      expect(calls.length).toBe(TRIPS.length * 7)
      expect(keeper.ends).toEqual([])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)
