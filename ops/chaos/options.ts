/** What a chaos run is asked for. */
import { randomInt } from 'node:crypto'
import { CaravanError } from '../../runtime/index.ts'

export interface ChaosOptions {
  /** Trips at least; the load goes on for as long as faults do. */
  readonly trips: number
  /** Trips under way at any time. */
  readonly inFlight: number
  readonly hosts: number
  /** How long faults are made, in seconds. */
  readonly seconds: number
  /** Mean length of an agent's call; each takes between half and one and a half of it. */
  readonly agentsMs: number
  /** Concurrent tasks on one host, over all agents. */
  readonly slots: number
  /** How far the clocks of hosts are off, at most, in milliseconds to either side. */
  readonly skewMs: number
  /** Decides the schedule of faults, the lengths of calls, and which trips are cancelled when. */
  readonly seed: string
  /** Folder for evidence, store and report; absent: a temporary one that goes with the run. */
  readonly keep?: string
}

/** Flags as they were typed. */
export interface ChaosFlags {
  readonly trips?: string
  readonly inFlight?: string
  readonly hosts?: string
  readonly seconds?: string
  readonly agentsMs?: string
  readonly slots?: string
  readonly skewMs?: string
  readonly seed?: string
  readonly keep?: string
}

/**
 * Slots as a host has them by default. 40 calls of 150 ms at once are some 38 trips a second: the hosts keep room to catch
 * up, and tasks wait in the queue while hosts die.
 */
export const CHAOS_DEFAULTS = {
  trips: 500,
  'in-flight': 100,
  hosts: 4,
  seconds: 90,
  'agents-ms': 150,
  slots: 10,
  'skew-ms': 1_000,
} as const

/** Lowest and highest accepted; below 12 seconds not every kind of fault has its time. */
const LIMITS: Readonly<Record<keyof typeof CHAOS_DEFAULTS, readonly [number, number]>> = {
  trips: [1, 100_000],
  'in-flight': [1, 2_000],
  hosts: [2, 16],
  seconds: [12, 3_600],
  'agents-ms': [1, 5_000],
  slots: [1, 1_000],
  'skew-ms': [0, 60_000],
}

/** @throws CaravanError `chaos.option.invalid` that names everything wrong at once */
export function readChaosOptions(flags: ChaosFlags): ChaosOptions {
  const problems: string[] = []
  const number = (name: keyof typeof CHAOS_DEFAULTS, text: string | undefined): number => {
    if (text === undefined) return CHAOS_DEFAULTS[name]
    const [least, most] = LIMITS[name]
    const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN
    if (!(value >= least && value <= most))
      problems.push(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`)
    return value
  }
  const { seed = String(randomInt(1_000_000_000)), keep } = flags
  if (!/^[\w-]{1,64}$/.test(seed)) problems.push(`--seed must be 1 to 64 letters, digits, "-" or "_"`)
  const options = {
    trips: number('trips', flags.trips),
    inFlight: number('in-flight', flags.inFlight),
    hosts: number('hosts', flags.hosts),
    seconds: number('seconds', flags.seconds),
    agentsMs: number('agents-ms', flags.agentsMs),
    slots: number('slots', flags.slots),
    skewMs: number('skew-ms', flags.skewMs),
    seed,
  }
  if (problems.length > 0) throw new CaravanError('chaos.option.invalid', `${problems.join('; ')}.`)
  return { ...options, ...(keep === undefined ? {} : { keep }) }
}
