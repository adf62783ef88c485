/** Measures trips per second of one host on a nats-server of its own, and beside it what the bare writes cost. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { travelActors } from '../../actors/index.ts'
import { connectClient } from '../../runtime/index.ts'
import { launchNatsServer } from '../nats-server/launch.ts'
import { defaultCacheDir, locateNatsServer } from '../nats-server/locate.ts'
import { startProcess } from './child.ts'
import type { HostRequest } from './host-process.ts'
import { Load } from './load.ts'
import type { BenchOptions } from './options.ts'
import type { RawAnswer, RawRequest } from './raw-process.ts'
import { quantile, summaryOf, thisMachine, type BenchReport, type BenchRun } from './report.ts'
import { sampleWrites, type SampledWrite } from './sample.ts'
import { withUsage, type Usage } from './usage.ts'

const WHAT =
  'durable seven-agent trips: production machines, schemas and journal; the agents answer 2 KB each; host in its own process'
/** Enough that no trip waits for a slot. */
const SLOTS_PER_TRIP = 7
const MIN_SLOTS = 100
/** Trips before the first measured one: code gets compiled, streams and consumers get made. */
const WARM_UP_TRIPS = 200

/** @param say one line per step, for whoever waits */
export async function bench(options: BenchOptions, say: (line: string) => void): Promise<BenchReport> {
  const binary = await locateNatsServer({
    env: process.env,
    cacheDir: defaultCacheDir(process.env),
    onNotice: say,
  })
  const dataDir = await mkdtemp(join(tmpdir(), 'caravan-bench-'))
  const slots = Math.max(MIN_SLOTS, options.concurrency * SLOTS_PER_TRIP)
  try {
    const runs: BenchRun[] = []
    let about: Pick<BenchReport, 'store' | 'perTrip'> | undefined
    for (let run = 1; run <= options.runs; run++) {
      const result = await oneRun(options, slots, binary.path, join(dataDir, String(run)))
      about = result.about
      runs.push(result.run)
      say(`run ${run}: ${result.run.tripsPerSecond.toFixed(1)} trips/s, ratio ${result.run.ratio.toFixed(2)}`)
    }
    if (about === undefined) throw new Error('A bench has at least one run.')
    const { trips, concurrency, agentsMs } = options
    const fixed = {
      what: WHAT,
      trips,
      concurrency,
      hosts: 1,
      slots,
      agentsMs,
      machine: thisMachine(),
    } as const
    return { ...fixed, ...about, runs, ...summaryOf(runs) }
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Each run has a server, a store and a host of its own. */
async function oneRun(
  options: BenchOptions,
  slots: number,
  binary: string,
  dataDir: string,
): Promise<{ readonly run: BenchRun; readonly about: Pick<BenchReport, 'store' | 'perTrip'> }> {
  const { trips, concurrency, agentsMs, sync, profile } = options
  const prefix = 'bench'
  await using nats = await launchNatsServer({ binary, dataDir, ...(sync ? { syncInterval: 'always' } : {}) })
  const measured = await measureTrips()

  await using raw = startProcess<RawRequest, RawAnswer>('raw-process.ts')
  const { writes } = measured
  const ask = () => raw.ask({ servers: nats.url, prefix: 'raw', trips, concurrency, writes })
  const [reference, [writer, server]] = await withUsage([raw.pid, nats.pid], ask)
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
      trips: cpuMs(trips, measured.run.processes.host, measured.run.processes.natsServer),
      raw: cpuMs(trips, writer, server),
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

  async function measureTrips() {
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
    await using host = startProcess<HostRequest, string>('host-process.ts', profiling)
    await host.ask({ servers: nats.url, prefix, slots, agentsMs })
    await using client = await connectClient({ servers: nats.url, prefix })
    const nc = await connect({ servers: nats.url })
    try {
      const { trip } = travelActors()
      const load = new Load(nc, prefix, (id) => client.ref(trip, id))
      await load.run(Math.min(WARM_UP_TRIPS, trips), concurrency)
      const sampled = await sampleWrites(nc, prefix, () => load.run(1, 1))
      const pids = [host.pid, nats.pid, process.pid]
      const [{ seconds, latencies }, used] = await withUsage(pids, () => load.run(trips, concurrency))
      const jsm = await jetstreamManager(nc)
      const consumers = await jsm.consumers.list('BENCH_INBOX').next()
      return {
        writes: sampled,
        partitions: consumers.filter(({ name }) => name.startsWith('inbox-trip-')).length,
        run: {
          seconds,
          tripsPerSecond: trips / seconds,
          latencyMs: {
            p50: quantile(latencies, 0.5),
            p95: quantile(latencies, 0.95),
            p99: quantile(latencies, 0.99),
          },
          processes: { host: used[0] ?? null, natsServer: used[1] ?? null, client: used[2] ?? null },
        },
      }
    } finally {
      await nc.close()
    }
  }
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
