/** The measured half of a run: hosts, a client, and trips. */
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { travelActors } from '../../actors/index.ts'
import { CaravanError, connectClient, untilAborted } from '../../runtime/index.ts'
import { DEFAULT_CACHE_BYTES } from '../../runtime/host/resident-cache.ts'
import { SMALL_HEAP, SMALL_HEAP_ENV } from '../small-heap.ts'
import type { NatsServerProcess } from '../nats-server/launch.ts'
import { startProcess, type BenchProcess } from './child.ts'
import { DORMANT_BYTES, makeDormant } from './dormant.ts'
import type { HostAnswer, HostRequest } from './host-process.ts'
import { Load } from './load.ts'
import type { BenchOptions } from './options.ts'
import { quantile, type BenchRun } from './report.ts'
import { sampleWrites, type SampledWrite } from './sample.ts'
import { usageOf, withUsage, type Usage } from './usage.ts'

const PREFIX = 'bench'
/** How long hosts may take to agree on who owns what. */
const SHARING_MS = 2_000
/** More than a host keeps in memory: what is made after these has another one passivated each. */
const RESIDENT = Math.ceil(DEFAULT_CACHE_BYTES / DORMANT_BYTES)
const POLL_MS = 100
const DORMANT_LIMIT_MS = 300_000
const THOUSAND = 1_000

type HostProcess = BenchProcess<HostRequest, HostAnswer>

export interface Measured {
  readonly writes: readonly SampledWrite[]
  readonly partitions: number
  readonly run: Pick<
    BenchRun,
    'seconds' | 'tripsPerSecond' | 'latencyMs' | 'processes' | 'growth' | 'passivated'
  >
}

/**
 * @param slots of all hosts together
 * @param stop gives up: hosts are stopped, and the signal's reason thrown
 */
export async function measureTrips(
  options: BenchOptions,
  slots: number,
  nats: NatsServerProcess,
  stop: AbortSignal,
): Promise<Measured> {
  const {
    trips,
    concurrency,
    hosts: wanted,
    agentsMs,
    paid,
    passivated,
    warmUp,
    profile,
    smallHeap,
  } = options
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const nodeOptions = smallHeap ? [...SMALL_HEAP, ...profiling] : profiling
  await using started = new AsyncDisposableStack()
  const hosts = Array.from({ length: wanted }, () =>
    started.use(
      startProcess<HostRequest, HostAnswer>('host-process.ts', nodeOptions, smallHeap ? SMALL_HEAP_ENV : {}),
    ),
  )
  const shared = { servers: nats.url, prefix: PREFIX, agentsMs, paid, slots: Math.ceil(slots / wanted) }
  const starts = hosts.map((host, index) => host.ask({ start: { ...shared, id: `bench-${index + 1}` } }))
  await untilAborted(Promise.all(starts), stop)
  if (wanted > 1) await delay(SHARING_MS, undefined, { signal: stop })

  const dormantHeap =
    passivated === 0 ? undefined : await untilAborted(heapOfDormant(hosts, nats.url, passivated), stop)
  const client = started.use(await connectClient({ servers: nats.url, prefix: PREFIX }))
  const nc = await connect({ servers: nats.url })
  started.defer(() => nc.close())
  const { trip } = travelActors()
  const load = new Load(nc, PREFIX, (id) => client.ref(trip, id))
  await untilAborted(load.run(warmUp, concurrency), stop)
  const writes = await sampleWrites(nc, PREFIX, () => load.run(1, 1))

  const working = [...hosts.map(({ pid }) => pid), nats.pid]
  const marks = [cpuOf(working)]
  const mark = (done: number) => {
    if (done % THOUSAND === 0 && trips > THOUSAND) marks.push(cpuOf(working))
  }
  const measured = () => untilAborted(load.run(trips, concurrency, mark), stop)
  const [{ seconds, latencies }, used] = await withUsage([...working, process.pid], measured)
  const jsm = await jetstreamManager(nc)
  const consumers = await jsm.consumers.list(`${PREFIX.toUpperCase()}_INBOX`).next()
  return {
    writes,
    partitions: consumers.filter(({ name }) => name.startsWith('inbox-trip-')).length,
    run: {
      seconds,
      tripsPerSecond: trips / seconds,
      latencyMs: {
        p50: quantile(latencies, 0.5),
        p95: quantile(latencies, 0.95),
        p99: quantile(latencies, 0.99),
      },
      processes: {
        hosts: used.slice(0, wanted),
        natsServer: used[wanted] ?? null,
        client: used[wanted + 1] ?? null,
      },
      growth: growthOf(await Promise.all(marks)),
      ...(dormantHeap === undefined ? {} : { passivated: dormantHeap }),
    },
  }
}

async function cpuOf(pids: readonly number[]): Promise<number | undefined> {
  const all: (Usage | undefined)[] = await Promise.all(pids.map(usageOf))
  return all.some((usage) => usage === undefined)
    ? undefined
    : all.reduce((sum, usage) => sum + (usage?.cpuSeconds ?? 0), 0)
}

/** CPU seconds over a thousand trips are milliseconds over one. */
function growthOf(marks: readonly (number | undefined)[]): (number | null)[] {
  return marks.slice(1).map((after, index) => {
    const before = marks[index]
    return before === undefined || after === undefined ? null : after - before
  })
}

/** Fills what every host keeps in memory first: the heap before and after `count` actors more. */
async function heapOfDormant(hosts: readonly HostProcess[], servers: string, count: number) {
  const resident = RESIDENT * hosts.length
  await makeDormant(servers, PREFIX, 0, resident)
  const heapMbBefore = await heapWhenHandled(hosts, resident)
  await makeDormant(servers, PREFIX, resident, count)
  return { actors: count, heapMbBefore, heapMbAfter: await heapWhenHandled(hosts, resident + count) }
}

async function heapWhenHandled(hosts: readonly HostProcess[], wanted: number): Promise<number> {
  for (const until = performance.now() + DORMANT_LIMIT_MS; performance.now() < until;) {
    const answers = await Promise.all(hosts.map((host) => host.ask({ memory: true })))
    if (answers.reduce((sum, { handled }) => sum + handled, 0) >= wanted)
      return answers.reduce((sum, { heapMb }) => sum + heapMb, 0)
    await delay(POLL_MS)
  }
  throw new CaravanError(
    'bench.process.failed',
    'The hosts of the bench did not handle every message in time.',
  )
}
