/** One chaos run: load, faults by the schedule, healing, and a verdict on what is left. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '@nats-io/transport-node'
import { travelActors } from '../../actors/index.ts'
import { connectClient } from '../../runtime/index.ts'
import { DEFAULT_PARTITIONS } from '../../runtime/nats/topology.ts'
import { thisMachine } from '../bench/report.ts'
import { readEvidence } from './evidence.ts'
import { Fleet, type Happened } from './fleet.ts'
import { inboxSize, readHistory } from './history.ts'
import { drainsOf, failoverOf, longestStall } from './measures.ts'
import type { ChaosOptions } from './options.ts'
import { between, seededRandom } from './random.ts'
import { startOwnServer, type OwnServer } from './own-server.ts'
import { reportOf, slotsTaken, type ChaosReport } from './report.ts'
import { planFaults } from './schedule.ts'
import { Trips } from './trips.ts'
import { judge } from './verdict.ts'

const PREFIX = 'chaos'
/** The load runs before the first fault and after the last one: what works must work again. */
const WARM_UP_MS = 1_500
const AFTER_MS = 3_000
const UP_MS = 60_000
/** Once everything is healed, what was accepted has to end within this time. */
const SETTLE_MS = 60_000

/**
 * @param say one line per step, for whoever waits
 * @param stop gives up: everything is stopped, and the signal's reason thrown
 */
export async function chaos(
  options: ChaosOptions,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<ChaosReport> {
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'caravan-chaos-')))
  await mkdir(folder, { recursive: true })
  try {
    const report = await run(options, folder, say, stop)
    if (options.keep !== undefined)
      await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`)
    return report
  } finally {
    if (options.keep === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function run(
  options: ChaosOptions,
  folder: string,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<ChaosReport> {
  const { seed, agentsMs, slots } = options
  const evidence = join(folder, 'evidence.jsonl')
  const begun = Date.now()
  const tell = (line: string) => say(`${((Date.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${line}`)
  await using parts = new AsyncDisposableStack()
  const server = parts.use(await startOwnServer(join(folder, 'nats'), say))
  const fleet = parts.use(
    await Fleet.start({
      hosts: options.hosts,
      port: server.port,
      say: tell,
      plan: (place, host, servers) => ({
        host,
        servers,
        prefix: PREFIX,
        seed,
        evidence,
        slots,
        callMs: [agentsMs / 2, agentsMs * 1.5],
        skewMs: between(seededRandom(`${seed} clock ${place}`), -options.skewMs, options.skewMs),
      }),
    }),
  )
  const isUp = async () =>
    new Set((await readEvidence(evidence)).flatMap((l) => (l.what === 'up' ? [l.host] : [])))
  await eventually(async () => (await isUp()).size >= options.hosts, UP_MS, stop)
  const client = parts.use(await connectClient({ servers: server.url, prefix: PREFIX }))
  const connection = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 100 })
  parts.defer(() => connection.close())
  const { trip } = travelActors()
  const trips = new Trips({ connection, prefix: PREFIX, seed, ref: (id) => client.ref(trip, id) })
  parts.defer(() => trips.close())

  tell(`${options.hosts} hosts are up; ${options.inFlight} trips are kept in flight`)
  trips.keep(options.inFlight)
  await delay(WARM_UP_MS, undefined, { signal: stop })
  const outages = await makeFaults(options, fleet, server, tell, stop)
  tell('healed')
  const healedAt = Date.now()
  await delay(AFTER_MS, undefined, { signal: stop })
  while (trips.accepted.length < options.trips) await delay(50, undefined, { signal: stop })
  trips.keep(0)
  await trips.drained(SETTLE_MS)
  // What was handled by a former owner, or whose ack got lost, comes again after the ack wait of half a minute.
  await eventually(async () => (await inboxSize(server.url, PREFIX)) === 0, SETTLE_MS, stop).catch(
    () => undefined,
  )
  const settledAt = Date.now()
  tell(`${trips.finishes.length} trips ended; reading what they left`)
  await trips.close()

  const history = await readHistory(server.url, PREFIX)
  const lines = await readEvidence(evidence)
  const happened: readonly Happened[] = [...fleet.happened, ...outages].toSorted((a, b) => a.from - b.from)
  const { accepted, cancelled } = trips
  const starved = lines.flatMap((line) =>
    line.what === 'starved' ? [{ kind: line.what, host: line.host, from: line.since, to: line.at }] : [],
  )
  const lives = lines.flatMap(({ what, host, at }) => (what === 'up' ? [{ host, from: at }] : []))
  const interruptions = [...happened, ...starved]
  const most = slotsTaken(options)
  const verdict = judge({ history, evidence: lines, interruptions, accepted, cancelled, most })
  return reportOf({
    options,
    verdict,
    happened,
    evidence: lines,
    ends: fleet.ends,
    accepted: accepted.length,
    cancelled: cancelled.size,
    endedAfterHealing: trips.finishes.filter(({ at }) => at > healedAt).length,
    records: [...history.journal.values()].reduce((sum, { length }) => sum + length, 0),
    failover: failoverOf(history, happened, { lives, partitions: DEFAULT_PARTITIONS }),
    drain: drainsOf(happened),
    stall: longestStall(history, begun),
    seconds: { faults: (healedAt - begun) / 1_000, settling: (settledAt - healedAt) / 1_000 },
    machine: thisMachine(),
    natsServer: server.version,
  })
}

/** Makes every fault at its time; what still lasts at the end of the run is healed. @returns outages of the server */
async function makeFaults(
  options: ChaosOptions,
  fleet: Fleet,
  server: OwnServer,
  tell: (line: string) => void,
  stop: AbortSignal,
): Promise<readonly Happened[]> {
  const outages: Happened[] = []
  const heal = new AbortController()
  const healing = AbortSignal.any([heal.signal, stop])
  const plan = planFaults(options)
  const from = Date.now()
  const running: Promise<void>[] = []
  const until = (ms: number) => delay(Math.max(0, from + ms - Date.now()), undefined, { signal: stop })
  for (const fault of plan) {
    await until(fault.atMs)
    running.push(fault.kind === 'server' ? outage(fault.forMs) : fleet.suffer(fault, healing))
  }
  const last = plan.at(-1)
  await until(Math.max(options.seconds * 1_000, (last?.atMs ?? 0) + Math.min(last?.forMs ?? 0, 6_000)))
  heal.abort()
  await Promise.all(running)
  return outages

  async function outage(forMs: number): Promise<void> {
    tell(`server for ${(forMs / 1_000).toFixed(1)} s`)
    const at = Date.now()
    await server.kill()
    await delay(forMs)
    await server.restart()
    outages.push({ kind: 'server', from: at, to: Date.now() })
  }
}

/** @throws Error when it does not come true in time */
async function eventually(test: () => Promise<boolean>, ms: number, stop: AbortSignal): Promise<void> {
  const until = performance.now() + ms
  while (!(await test())) {
    if (performance.now() > until) throw new Error(`It did not come true within ${ms / 1_000} s.`)
    await delay(100, undefined, { signal: stop })
  }
}
