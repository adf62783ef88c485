/** Plans the requests of an evaluation and judges every plan: a score per check, with examples of what failed. */
import type { Check } from './check.ts'
import { FEASIBLE } from './checks-feasible.ts'
import { TRUE } from './checks-true.ts'
import { WISHES } from './checks-wishes.ts'
import { diversityOf, LONGEST_WAY, MOST_SHARED, zigzagOf } from './compare.ts'
import { planTrip, type Answerer, type PlannedTrip } from './planned-trip.ts'
import type { Case } from './request-list.ts'

/** A trip that fails a check, with what is wrong with it. */
export interface Example {
  readonly name: string
  readonly about: string
  readonly faults: readonly string[]
}

export interface Score {
  readonly check: string
  readonly what: string
  /** Trips that the check had something to say about. */
  readonly judged: number
  readonly passed: number
  /** The first that failed, at most {@link MOST_EXAMPLES}. */
  readonly examples: readonly Example[]
}

export interface Evaluation {
  readonly trips: number
  readonly scores: readonly Score[]
  /** Processor time of each plan in the order of the trips, judging left out. Milliseconds. */
  readonly cpuMs: readonly number[]
}

export interface EvaluateOptions {
  readonly signal: AbortSignal
  /** Default: the offline provider. */
  readonly answer?: Answerer
  /** Told after each trip how many are done. */
  readonly onTrip?: (done: number) => void
}

const MOST_EXAMPLES = 5
const MOST_FAULTS = 3

/** The checks of one plan, in the order of the scorecard. */
export const CHECKS: readonly Check[] = [...FEASIBLE, ...WISHES, ...TRUE]

const PLANNED = 'a plan'
const DIVERSITY = 'diversity'

const ZIGZAG: Check = {
  name: 'zigzag',
  what: `four and more stops: the way is at most ${LONGEST_WAY} times as long as the shortest one`,
  faults: (trip) => {
    const ratio = zigzagOf(trip)
    if (ratio === undefined) return undefined
    return ratio <= LONGEST_WAY + 1e-9 ? [] : [`${ratio.toFixed(2)} times the shortest way`]
  },
}

/** Score of a check: the share of the trips it judged that pass, from 0 to 1; 1 when it judged none. */
export function shareOf({ judged, passed }: Pick<Score, 'judged' | 'passed'>): number {
  return judged === 0 ? 1 : passed / judged
}

/** Plans and judges one after the other. @throws whatever `answer` throws */
export async function evaluate(
  cases: readonly Case[],
  { signal, answer, onTrip }: EvaluateOptions,
): Promise<Evaluation> {
  const tally = new Map<string, { what: string; judged: number; passed: number; examples: Example[] }>()
  const note = (
    check: string,
    what: string,
    { name, about }: Case,
    faults: readonly string[] | undefined,
  ) => {
    const score = tally.get(check) ?? { what, judged: 0, passed: 0, examples: [] }
    tally.set(check, score)
    if (faults === undefined) return
    score.judged += 1
    if (faults.length === 0) score.passed += 1
    else if (score.examples.length < MOST_EXAMPLES)
      score.examples.push({ name, about, faults: faults.slice(0, MOST_FAULTS) })
  }
  const cpuMs: number[] = []
  for (const [i, one] of cases.entries()) {
    signal.throwIfAborted()
    const before = process.cpuUsage()
    const trip = await planTrip(one.request, signal, answer)
    const { user, system } = process.cpuUsage(before)
    cpuMs.push((user + system) / 1_000)
    const whole = 'plan' in trip
    note(
      PLANNED,
      'every agent answers, and the answer fits its schema',
      one,
      whole ? [] : [`${trip.agent}: ${trip.why}`],
    )
    if (whole)
      for (const check of [...CHECKS, ZIGZAG]) note(check.name, check.what, one, faultsOf(check, trip))
    const shared = await diversityOf(one, signal, answer)
    const much = shared
      ?.filter(({ share }) => share >= MOST_SHARED)
      .map(({ share, titles }) => `${Math.round(share * 100)} % in common: ${titles.join(', ')}`)
    note(DIVERSITY, 'plans for opposite preferences share less than half of their sights', one, much)
    onTrip?.(i + 1)
  }
  return { trips: cases.length, scores: [...tally].map(([check, score]) => ({ check, ...score })), cpuMs }
}

/** A model can write what a check cannot read: that is a fault of the plan, not of the evaluation. */
function faultsOf(check: Check, trip: PlannedTrip): readonly string[] | undefined {
  try {
    return check.faults(trip)
  } catch (error) {
    return [`it cannot be judged: ${error instanceof Error ? error.message : String(error)}`]
  }
}
