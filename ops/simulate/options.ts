/** What a simulation is asked for. */
import { CaravanError } from '../../runtime/core/errors.ts'
import { MUTATIONS } from './mutations.ts'

export interface SimulateOptions {
  /** The first seed. */
  readonly from: number
  readonly seeds: number
  /** The invariant or rule whose mutation is applied. */
  readonly breaks?: string
  /** Child processes. Default: as many as there are cores. */
  readonly jobs?: number
  /** Whether a seed that fails is run once more, for its trace. Default true. */
  readonly again?: boolean
}

/** Flags as they were typed. */
export interface SimulateFlags {
  readonly seeds?: string
  readonly from?: string
  readonly seed?: string
  readonly break?: string
  readonly jobs?: string
}

export const SIMULATE_DEFAULTS = { seeds: 1_000, from: 1 } as const

/** @throws CaravanError `simulate.option.invalid` that names everything wrong at once */
export function readSimulateOptions(flags: SimulateFlags): SimulateOptions {
  const problems: string[] = []
  const count = (name: 'seeds' | 'from' | 'seed' | 'jobs'): number | undefined => {
    const text = flags[name]
    if (text === undefined) return undefined
    if (!/^[1-9]\d{0,9}$/.test(text))
      problems.push(`--${name} must be a whole number from 1 on, not "${text}"`)
    return Number(text)
  }
  const [seed, seeds, from, jobs] = [count('seed'), count('seeds'), count('from'), count('jobs')]
  if (seed !== undefined && (seeds !== undefined || from !== undefined))
    problems.push('--seed runs one seed: it goes with neither --seeds nor --from')
  const breaks = flags.break
  if (breaks !== undefined && !MUTATIONS.some((mutation) => mutation.breaks === breaks))
    problems.push(`--break must be one of ${MUTATIONS.map((m) => m.breaks).join(', ')}, not "${breaks}"`)
  if (problems.length > 0) throw new CaravanError('simulate.option.invalid', `${problems.join('; ')}.`)
  return {
    from: seed ?? from ?? SIMULATE_DEFAULTS.from,
    seeds: seed === undefined ? (seeds ?? SIMULATE_DEFAULTS.seeds) : 1,
    ...(breaks === undefined ? {} : { breaks }),
    ...(jobs === undefined ? {} : { jobs }),
  }
}
