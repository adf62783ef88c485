/** R18: today's code reads every record that was ever written, and goes on from each of them to the end. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import { systemClock, type Clock } from '../../runtime/core/clock.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { checkUpgrade } from '../../runtime/kernel/upgrade-check.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'
import { fixtureActors, readHistory } from './history.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json.gz'))
const { all, trip } = fixtureActors()
const definitions = new Map(all.map((definition) => [definition.kind, definition]))

/** The time of the recording, going on from there: deadlines that lay ahead then lie ahead now. */
function clockFrom(at: number): Clock {
  const begun = systemClock.now()
  return { ...systemClock, now: () => at + systemClock.now() - begun }
}

/** A store that holds these records, and whatever they sent: who was killed then had acked nothing for certain. */
async function restore(records: readonly TurnRecord[], driver: Driver): Promise<void> {
  const sequences = new Map<string, number>()
  for (const record of records) {
    const result = await driver.append(parseAddress(record.actor), record, sequences.get(record.actor) ?? 0)
    if (result.status !== 'committed') throw new Error(result.status)
    sequences.set(record.actor, result.sequence)
    if (record.cause.type === 'create' && record.parent === undefined) await driver.send(record.cause)
    for (const item of record.outbox) {
      if (item.do === 'create' || item.do === 'send') await driver.send(item.message)
      if (item.do === 'task') await driver.enqueue(item.task)
      if (item.do === 'schedule') await driver.schedule(item.message, item.at)
    }
  }
}

it('there are recorded journals', () => expect(files).not.toEqual([]))

describe.each(files)('R18: %s', (file) => {
  it('every record fits a machine that this code has', async () => {
    const { records } = await readHistory(join(import.meta.dirname, file))
    const broken = records.flatMap((record) => {
      const { status, reason } = checkUpgrade(definitions.get(record.kind), record, record.at)
      return status === 'breaks' || status === 'stays'
        ? [`${record.actor} turn ${record.turn}: ${reason}`]
        : []
    })
    expect(broken).toEqual([])
    expect(new Set(records.map(({ kind }) => kind)).size).toBe(definitions.size)
  })

  it('a host that finds the journal as it was after any record brings it to the same end', async () => {
    const { records } = await readHistory(join(import.meta.dirname, file))
    const ends = records.filter(({ kind, snapshot }) => kind === trip.kind && snapshot.status === 'done')
    const end = ends[0]?.snapshot.output as { readonly status: string } | undefined
    expect(end?.status).toBe('success')
    for (let cut = 1; cut < records.length; cut++) {
      const kept = records.slice(0, cut)
      const clock = clockFrom(kept.at(-1)?.at ?? 0)
      await using inner = memoryDriver({ clock, taskAckWaitMs: 300 })
      await restore(kept, inner)
      const events: RuntimeEvent[] = []
      const observe = (event: RuntimeEvent) => events.push(event)
      const host = await runHost({ actors: all, driver: faultyDriver(inner), clock, observe, drainMs: 0 })
      const ref = host.ref(trip, 'recorded')
      await until(async () => (await ref.snapshot())?.status !== 'active')
      const result = (await ref.snapshot())?.output
      await host.stop()
      expect({ cut, result }).toMatchObject({ cut, result: { status: 'success' } })
      const bad = events.filter(({ type }) => type === 'actor:paused' || type === 'turn:failed')
      expect({ cut, bad }).toEqual({ cut, bad: [] })
    }
  }, 120_000)
})
