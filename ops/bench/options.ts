/** What a bench is asked for. */
import { CaravanError } from '../../runtime/index.ts'

export interface BenchOptions {
  /** Trips that are measured, per run. */
  readonly trips: number
  /** Trips under way at any time. */
  readonly concurrency: number
  readonly runs: number
  /** The server forces every write to disk before it acknowledges (`sync_interval: always`). */
  readonly sync: boolean
  /** How long each agent takes to answer, in ms. */
  readonly agentsMs: number
  /** Folder for CPU profiles of the host. */
  readonly profile?: string
}

/** Flags as they were typed. */
export interface BenchFlags {
  readonly trips?: string
  readonly concurrency?: string
  readonly hosts?: string
  readonly runs?: string
  readonly sync?: boolean
  readonly agentsMs?: string
  readonly profile?: string
}

export const BENCH_DEFAULTS = { trips: 1_000, concurrency: 100, hosts: 1, runs: 1 } as const

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
  const options = { trips: count('trips'), concurrency: count('concurrency'), runs: count('runs') }
  const agentsMs = flags.agentsMs ?? '0'
  if (!/^\d{1,5}$/.test(agentsMs))
    problems.push(`--agents-ms must be whole milliseconds from 0 to 99999, not "${agentsMs}"`)
  const hosts = count('hosts')
  if (problems.length === 0 && hosts !== 1) {
    problems.push(
      `--hosts must be 1: several hosts do not share the partitions of trips yet, so ${hosts} would measure one`,
    )
  }
  if (problems.length > 0) throw new CaravanError('bench.option.invalid', `${problems.join('; ')}.`)
  const how = { sync: flags.sync ?? false, agentsMs: Number(agentsMs) }
  return { ...options, ...how, ...(flags.profile === undefined ? {} : { profile: flags.profile }) }
}
