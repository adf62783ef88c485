/** What a bench is asked for. */
import { CaravanError } from '../../runtime/index.ts'

export interface BenchOptions {
  /** Trips that are measured, per run. */
  readonly trips: number
  /** Trips under way at any time. */
  readonly concurrency: number
  readonly runs: number
  /** Trips before the measured ones, and as many raw ones: code gets compiled, streams and consumers get made. */
  readonly warmUp: number
  /** Host processes that share the partitions of trips and the agents' tasks. */
  readonly hosts: number
  /** Actors that are made and left alone before the trips, to see what they cost in memory. */
  readonly passivated: number
  /** The server forces every write to disk before it acknowledges (`sync_interval: always`). */
  readonly sync: boolean
  /** How long each agent takes to answer, in ms. */
  readonly agentsMs: number
  /** Whether answers count as paid for: the start of each call is on record before it is made, as with models (R8). */
  readonly paid: boolean
  /** Whether hosts run with the options of the container image (`ops/small-heap.ts`). */
  readonly smallHeap: boolean
  /** Folder for CPU profiles of the host. */
  readonly profile?: string
}

/** Flags as they were typed. */
export interface BenchFlags {
  readonly trips?: string
  readonly concurrency?: string
  readonly hosts?: string
  readonly runs?: string
  readonly warmUp?: string
  readonly sync?: boolean
  readonly agentsMs?: string
  readonly paid?: boolean
  readonly passivated?: string
  readonly smallHeap?: boolean
  readonly profile?: string
}

export const BENCH_DEFAULTS = { trips: 1_000, concurrency: 100, hosts: 1, runs: 1 } as const

/** For each host: so long V8 still compiles what a trip runs through (docs/performance.md has the figures of a fresh one). */
const WARM_UP_TRIPS = 2_000
/** More than the partitions of trips could not all own one. */
const MAX_HOSTS = 16

/** @throws CaravanError `bench.option.invalid` that names everything wrong at once */
export function readBenchOptions(flags: BenchFlags): BenchOptions {
  const problems: string[] = []
  const count = (name: keyof typeof BENCH_DEFAULTS): number => {
    const text = flags[name]
    if (text === undefined) return BENCH_DEFAULTS[name]
    if (!/^[1-9]\d{0,6}$/.test(text))
      problems.push(`--${name} must be a whole number from 1 on, not "${text}"`)
    return Number(text)
  }
  const options = {
    trips: count('trips'),
    concurrency: count('concurrency'),
    runs: count('runs'),
    hosts: count('hosts'),
  }
  if (options.hosts > MAX_HOSTS) problems.push(`--hosts must be at most ${MAX_HOSTS}`)
  const natural = (name: string, text: string): number => {
    if (!/^\d{1,5}$/.test(text))
      problems.push(`--${name} must be a whole number from 0 to 99999, not "${text}"`)
    return Number(text)
  }
  const agentsMs = natural('agents-ms', flags.agentsMs ?? '0')
  const passivated = natural('passivated', flags.passivated ?? '0')
  const warmUp =
    flags.warmUp === undefined
      ? Math.min(WARM_UP_TRIPS * options.hosts, 2 * options.trips)
      : natural('warm-up', flags.warmUp)
  if (problems.length > 0) throw new CaravanError('bench.option.invalid', `${problems.join('; ')}.`)
  const { sync = false, paid = false, smallHeap = false } = flags
  const how = { sync, paid, smallHeap, agentsMs, passivated, warmUp }
  return { ...options, ...how, ...(flags.profile === undefined ? {} : { profile: flags.profile }) }
}
