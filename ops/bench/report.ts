/** What a bench reports, as data and as a table. */
import { cpus, totalmem } from 'node:os'
import type { Usage } from './usage.ts'

export interface BenchRun {
  readonly seconds: number
  readonly tripsPerSecond: number
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly processes: {
    readonly hosts: readonly (Usage | null)[]
    readonly natsServer: Usage | null
    readonly client: Usage | null
  }
  /** CPU of hosts and server per trip, in ms, for each thousand trips of a longer run: it must not grow. */
  readonly growth: readonly (number | null)[]
  /** Of all hosts, when asked for: what is alive on their heaps after so many actors that nobody talks to any more. */
  readonly passivated?: {
    readonly actors: number
    readonly heapMbBefore: number
    readonly heapMbAfter: number
  }
  readonly raw: {
    readonly tripsPerSecond: number
    readonly publishesPerSecond: number
    readonly deliveriesPerSecond: number
    readonly processes: { readonly writer: Usage | null; readonly natsServer: Usage | null }
  }
  /** Trips per second over those of the raw reference. */
  readonly ratio: number
  /**
   * CPU of hosts and server per trip, and of writer and server per raw trip, in ms. On a machine that does other things as
   * well, these are what can still be compared.
   */
  readonly cpuMsPerTrip: { readonly trips: number | null; readonly raw: number | null }
}

export interface BenchReport {
  readonly what: string
  readonly trips: number
  /** Trips before the measured ones. */
  readonly warmUp: number
  readonly concurrency: number
  readonly hosts: number
  readonly slots: number
  /** How long each agent took to answer, in ms. */
  readonly agentsMs: number
  readonly smallHeap: boolean
  /** Whether the start of each call was put on record first (R8); else they were free, as offline answers are. */
  readonly paid: boolean
  readonly machine: {
    readonly cpu: string
    readonly cores: number
    readonly memoryMb: number
    readonly node: string
  }
  readonly store: {
    readonly natsServer: string
    readonly storage: 'file'
    readonly replicas: 1
    readonly syncInterval: string
    readonly partitions: number
  }
  /** Of one trip, as listened to on the wire. */
  readonly perTrip: {
    readonly journalWrites: number
    readonly deliveries: number
    readonly plainWrites: number
    readonly bytes: number
  }
  readonly runs: readonly BenchRun[]
  readonly median: {
    readonly tripsPerSecond: number
    readonly rawTripsPerSecond: number
    readonly ratio: number
  }
  readonly spread: {
    readonly tripsPerSecond: readonly [number, number]
    readonly ratio: readonly [number, number]
  }
}

export function thisMachine(): BenchReport['machine'] {
  const all = cpus()
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryMb: Math.round(totalmem() / 1_048_576),
    node: process.versions.node,
  }
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}

export function summaryOf(runs: readonly BenchRun[]): Pick<BenchReport, 'median' | 'spread'> {
  const sorted = (pick: (run: BenchRun) => number) => runs.map(pick).sort((a, b) => a - b)
  const range = (values: readonly number[]): [number, number] => [values[0] ?? 0, values.at(-1) ?? 0]
  const trips = sorted((run) => run.tripsPerSecond)
  const ratios = sorted((run) => run.ratio)
  return {
    median: {
      tripsPerSecond: quantile(trips, 0.5),
      rawTripsPerSecond: quantile(
        sorted((run) => run.raw.tripsPerSecond),
        0.5,
      ),
      ratio: quantile(ratios, 0.5),
    },
    spread: { tripsPerSecond: range(trips), ratio: range(ratios) },
  }
}

/** For people. */
export function tableOf(report: BenchReport): string {
  const { machine, store, perTrip, median, spread } = report
  const header = [
    'run',
    'trips/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'host CPU',
    'server CPU',
    'client CPU',
    'peak MB',
    'raw trips/s',
    'ratio',
    'CPU ms/trip',
    'raw',
  ]
  const rows = report.runs.map((run, index) => [
    String(index + 1),
    run.tripsPerSecond.toFixed(1),
    run.latencyMs.p50.toFixed(0),
    run.latencyMs.p95.toFixed(0),
    run.latencyMs.p99.toFixed(0),
    share(sum(run.processes.hosts), run.seconds),
    share(run.processes.natsServer, run.seconds),
    share(run.processes.client, run.seconds),
    sum(run.processes.hosts)?.peakMb.toFixed(0) ?? '?',
    run.raw.tripsPerSecond.toFixed(1),
    run.ratio.toFixed(2),
    run.cpuMsPerTrip.trips?.toFixed(1) ?? '?',
    run.cpuMsPerTrip.raw?.toFixed(1) ?? '?',
  ])
  const extras = report.runs.flatMap((run, index) => [
    ...(run.growth.length === 0
      ? []
      : [
          `run ${index + 1}, CPU ms/trip by thousand: ${run.growth.map((ms) => ms?.toFixed(1) ?? '?').join(' ')}`,
        ]),
    ...(run.passivated === undefined
      ? []
      : [
          `run ${index + 1}, heap with ${run.passivated.actors} passivated actors: ${run.passivated.heapMbAfter.toFixed(1)} MB, before them ${run.passivated.heapMbBefore.toFixed(1)} MB`,
        ]),
  ])
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')
  return [
    report.what,
    `${report.trips} trips a run after ${report.warmUp} to warm up, ${report.concurrency} at a time, ${report.hosts} hosts, ${report.slots} slots, agents take ${report.agentsMs} ms, ${report.paid ? 'calls as with models: on record before they are made' : 'calls that cost nothing, as offline'}`,
    `${machine.cores} x ${machine.cpu}, ${machine.memoryMb} MB, Node ${machine.node}${report.smallHeap ? ', hosts with a small heap' : ''}`,
    `nats-server ${store.natsServer}, ${store.storage} storage, ${store.replicas} replica, sync interval ${store.syncInterval}, ${store.partitions} partitions`,
    `one trip: ${perTrip.journalWrites} journal writes, ${perTrip.deliveries} deliveries, ${perTrip.plainWrites} other writes, ${(perTrip.bytes / 1_024).toFixed(0)} KB`,
    '',
    line(header),
    ...rows.map(line),
    '',
    ...extras,
    `median ${median.tripsPerSecond.toFixed(1)} trips/s (${spread.tripsPerSecond.map((n) => n.toFixed(1)).join(' to ')}), raw ${median.rawTripsPerSecond.toFixed(1)}, ratio ${median.ratio.toFixed(2)} (${spread.ratio.map((n) => n.toFixed(2)).join(' to ')})`,
  ].join('\n')
}

/** CPU of all, and the largest memory. */
function sum(all: readonly (Usage | null)[]): Usage | null {
  const known = all.filter((usage) => usage !== null)
  if (known.length < all.length || known.length === 0) return null
  return {
    cpuSeconds: known.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
    memoryMb: Math.max(...known.map(({ memoryMb }) => memoryMb)),
    peakMb: Math.max(...known.map(({ peakMb }) => peakMb)),
  }
}

/** Of one core. */
function share(usage: Usage | null, seconds: number): string {
  return usage === null ? '?' : `${((100 * usage.cpuSeconds) / seconds).toFixed(0)} %`
}
