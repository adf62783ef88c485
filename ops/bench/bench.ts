/** Measures trips per second on a nats-server of its own, and beside it what the bare writes cost. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { untilAborted } from '../../runtime/index.ts'
import { launchNatsServer } from '../nats-server/launch.ts'
import { defaultCacheDir, locateNatsServer } from '../nats-server/locate.ts'
import { startProcess } from './child.ts'
import { measureTrips } from './measure.ts'
import type { BenchOptions } from './options.ts'
import type { RawAnswer, RawRequest } from './raw-process.ts'
import { summaryOf, thisMachine, type BenchReport, type BenchRun } from './report.ts'
import type { SampledWrite } from './sample.ts'
import { withUsage, type Usage } from './usage.ts'

const WHAT =
  'durable seven-agent trips: production machines, schemas and journal; the agents answer 2 KB each; hosts in processes of their own'
/** Enough that no trip waits for a slot. */
const SLOTS_PER_TRIP = 7
const MIN_SLOTS = 100

/**
 * @param say one line per step, for whoever waits
 * @param stop gives up: everything that was started is stopped, and the signal's reason thrown
 */
export async function bench(
  options: BenchOptions,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<BenchReport> {
  const binary = await locateNatsServer({
    env: process.env,
    cacheDir: defaultCacheDir(process.env),
    onNotice: say,
    signal: stop,
  })
  const dataDir = await mkdtemp(join(tmpdir(), 'caravan-bench-'))
  const slots = Math.max(MIN_SLOTS, options.concurrency * SLOTS_PER_TRIP)
  try {
    const runs: BenchRun[] = []
    let about: Pick<BenchReport, 'store' | 'perTrip'> | undefined
    for (let run = 1; run <= options.runs; run++) {
      const result = await oneRun(options, slots, binary.path, join(dataDir, String(run)), stop)
      about = result.about
      runs.push(result.run)
      say(`run ${run}: ${result.run.tripsPerSecond.toFixed(1)} trips/s, ratio ${result.run.ratio.toFixed(2)}`)
    }
    if (about === undefined) throw new Error('A bench has at least one run.')
    const { trips, warmUp, concurrency, hosts, agentsMs, paid, smallHeap } = options
    const fixed = {
      what: WHAT,
      trips,
      warmUp,
      concurrency,
      hosts,
      slots,
      agentsMs,
      paid,
      smallHeap,
      machine: thisMachine(),
    } as const
    return { ...fixed, ...about, runs, ...summaryOf(runs) }
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Each run has a server, a store and hosts of its own. */
async function oneRun(
  options: BenchOptions,
  slots: number,
  binary: string,
  dataDir: string,
  stop: AbortSignal,
): Promise<{ readonly run: BenchRun; readonly about: Pick<BenchReport, 'store' | 'perTrip'> }> {
  const { trips, warmUp, concurrency, sync } = options
  await using nats = await launchNatsServer({ binary, dataDir, ...(sync ? { syncInterval: 'always' } : {}) })
  const measured = await measureTrips(options, slots, nats, stop)

  await using raw = startProcess<RawRequest, RawAnswer>('raw-process.ts')
  const { writes } = measured
  const ask = () => raw.ask({ servers: nats.url, prefix: 'raw', warmUp, trips, concurrency, writes })
  const [reference, [writer, server]] = await withUsage([raw.pid, nats.pid], () => untilAborted(ask(), stop))
  const rawTrips = trips / reference.seconds
  const run = {
    ...measured.run,
    raw: {
      tripsPerSecond: rawTrips,
      publishesPerSecond: reference.publishes / reference.seconds,
      deliveriesPerSecond: reference.deliveries / reference.seconds,
      processes: { writer: writer ?? null, natsServer: server ?? null },
    },
    ratio: measured.run.tripsPerSecond / rawTrips,
    cpuMsPerTrip: {
      trips: cpuMs(trips, ...measured.run.processes.hosts, measured.run.processes.natsServer),
      raw: cpuMs(warmUp + trips, writer, server),
    },
  }
  const { partitions } = measured
  const store = {
    natsServer: nats.version,
    storage: 'file',
    replicas: 1,
    syncInterval: sync ? 'always' : '2m (default)',
    partitions,
  } as const
  return { run, about: { store, perTrip: perTrip(writes) } }
}

function cpuMs(trips: number, ...used: readonly (Usage | null | undefined)[]): number | null {
  let sum = 0
  for (const usage of used) {
    if (usage === null || usage === undefined) return null
    sum += usage.cpuSeconds
  }
  return (1_000 * sum) / trips
}

function perTrip(writes: readonly SampledWrite[]): BenchReport['perTrip'] {
  const count = (wanted: SampledWrite['kind']) => writes.filter(({ kind }) => kind === wanted).length
  return {
    journalWrites: count('journal'),
    deliveries: count('delivered'),
    plainWrites: count('plain'),
    bytes: writes.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
