/** What an evaluation is asked for. */
import { PROVIDERS, type ProviderName } from '../../actors/models/port.ts'
import { CaravanError } from '../../runtime/index.ts'

export interface EvaluationOptions {
  readonly provider: ProviderName | 'offline'
  /** Fixed requests, spread over the list; undefined: all. */
  readonly fixed: number | undefined
  /** Random requests beside them. */
  readonly requests: number
  readonly seed: number
}

/** Flags as they were typed. */
export interface EvaluateFlags {
  readonly provider?: string
  readonly fixed?: string
  readonly requests?: string
  readonly seed?: string
}

export const EVALUATE_DEFAULTS = { requests: 0, seed: 1 } as const
const MOST_REQUESTS = 100_000

/** @throws CaravanError `evaluate.option.invalid` that names everything wrong at once */
export function readEvaluateOptions(flags: EvaluateFlags): EvaluationOptions {
  const problems: string[] = []
  const count = (name: 'fixed' | 'requests' | 'seed'): number | undefined => {
    const text = flags[name]
    if (text === undefined) return undefined
    const number = Number(text)
    if (/^\d{1,9}$/.test(text) && (name === 'seed' || number <= MOST_REQUESTS)) return number
    const most = name === 'seed' ? '999999999' : String(MOST_REQUESTS)
    problems.push(`--${name} must be a whole number from 0 to ${most}, not "${text}"`)
    return undefined
  }
  const [fixed, requests, seed] = [count('fixed'), count('requests'), count('seed')]
  const known = ['offline', ...PROVIDERS] as const
  const provider = known.find((name) => name === (flags.provider ?? 'offline'))
  if (provider === undefined)
    problems.push(`--provider must be one of ${known.join(', ')}, not "${flags.provider}"`)
  if (fixed === 0 && (requests ?? EVALUATE_DEFAULTS.requests) === 0)
    problems.push('--fixed 0 leaves nothing to plan: give --requests as well')
  if (problems.length > 0) throw new CaravanError('evaluate.option.invalid', `${problems.join('; ')}.`)
  return {
    provider: provider ?? 'offline',
    fixed,
    requests: requests ?? EVALUATE_DEFAULTS.requests,
    seed: seed ?? EVALUATE_DEFAULTS.seed,
  }
}
