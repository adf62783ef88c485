/** `caravan evaluate`, without its flags: plans, judges, compares with what was committed. */
import type { Config } from '../config.ts'
import { evaluate } from './evaluate.ts'
import type { EvaluationOptions } from './options.ts'
import { answerFromOpenData, type Answerer } from './planned-trip.ts'
import { fixedCases, randomCases, type Case } from './request-list.ts'
import { costText, planCost, type PlanCost } from './plan-cost.ts'
import { COMMITTED, linesOf, scorecardText, type Line } from './scorecard.ts'

/** The whole evaluation, as `--json` prints it. */
export interface EvaluationReport {
  readonly provider: string
  readonly seed: number
  readonly parts: readonly {
    readonly part: 'fixed' | 'random'
    readonly trips: number
    readonly lines: readonly Line[]
    readonly cpu: PlanCost
  }[]
  /** Names of the checks whose score is below the committed one. */
  readonly fell: readonly string[]
}

export interface RunPorts {
  /** Read only when a model is asked. */
  readonly config: () => Promise<Config>
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

const EVERY = 50

/** @throws CaravanError `evaluate.provider.unconfigured`, `models.invalid`, `config.invalid` */
export async function runEvaluation(
  { provider, fixed, requests, seed }: EvaluationOptions,
  { config, signal, say }: RunPorts,
): Promise<EvaluationReport> {
  const answer = await answererOf(provider, config)
  const judge = async (part: 'fixed' | 'random', cases: readonly Case[]) => {
    if (cases.length === 0) return []
    const onTrip = (done: number) => {
      if (done % EVERY === 0) say(`${done} of ${cases.length} ${part} requests`)
    }
    const evaluation = await evaluate(cases, { signal, answer, onTrip })
    return [
      {
        part,
        trips: evaluation.trips,
        lines: linesOf(evaluation, COMMITTED[part]),
        cpu: planCost(evaluation),
      },
    ]
  }
  const parts = [
    ...(await judge('fixed', spread(fixedCases(), fixed))),
    ...(await judge('random', randomCases(seed, requests))),
  ]
  const fell = parts.flatMap(({ part, lines }) =>
    lines.filter((line) => line.fell).map(({ check }) => `${check} (${part})`),
  )
  return { provider, seed, parts, fell }
}

async function answererOf(
  provider: EvaluationOptions['provider'],
  config: RunPorts['config'],
): Promise<Answerer> {
  if (provider === 'offline') return answerFromOpenData
  const { modelAnswerer } = await import('./model-answers.ts')
  return await modelAnswerer(await config(), provider)
}

/** So many of them, from all over the list. */
export function spread<T>(all: readonly T[], count: number | undefined): readonly T[] {
  if (count === undefined || count >= all.length) return all
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T)
}

export function reportText({ provider, seed, parts, fell }: EvaluationReport): string {
  const cards = parts.flatMap(({ part, trips, lines, cpu }) => {
    const which = part === 'fixed' ? 'fixed requests' : `random requests of seed ${seed}`
    return [...scorecardText(`${provider}: ${trips} ${which}`, lines), costText(cpu), '']
  })
  const end =
    fell.length === 0
      ? 'No score is below the committed one.'
      : `Below the committed score: ${fell.join(', ')}.`
  return `${[...cards, end].join('\n')}\n`
}
