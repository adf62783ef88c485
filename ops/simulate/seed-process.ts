/** A child process of the simulation: runs seeds and says on standard output what came of them, one JSON document a line. */
import { install, mutationFor } from './mutate.ts'
import type { SeedResult } from './seed-run.ts'

/** What a child is told, as its one argument. */
export interface SeedJob {
  readonly from: number
  readonly count: number
  /** Only every so many-th seed: the others are another child's. */
  readonly stride: number
  readonly breaks?: string
  readonly trace?: boolean
}

export type SeedReport =
  | { readonly type: 'progress'; readonly seeds: number; readonly turns: number }
  | { readonly type: 'failed'; readonly result: Pick<SeedResult, 'seed' | 'violation' | 'trace'> }
  | { readonly type: 'passed'; readonly seed: number; readonly trace: readonly string[] }

const REPORT_EVERY_MS = 500

async function main(job: SeedJob): Promise<void> {
  if (job.breaks !== undefined) install(mutationFor(job.breaks))
  const { runSeed } = await import('./seed-run.ts')
  let seed = job.from
  const say = (report: SeedReport) => process.stdout.write(`${JSON.stringify(report)}\n`)
  const fail = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    say({ type: 'failed', result: { seed, violation: { rule: 'crash', text }, trace: [] } })
    process.exit(1)
  }
  process.on('unhandledRejection', fail)
  process.on('uncaughtException', fail)
  let [seeds, turns, said] = [0, 0, performance.now()]
  for (; seed < job.from + job.count; seed += job.stride) {
    const result = await runSeed(seed, { trace: job.trace ?? false })
    seeds += 1
    turns += result.turns
    if (result.violation !== undefined) say({ type: 'failed', result })
    else if (job.trace === true) say({ type: 'passed', seed, trace: result.trace })
    if (result.violation !== undefined) break
    if (performance.now() - said < REPORT_EVERY_MS) continue
    said = performance.now()
    say({ type: 'progress', seeds, turns })
    ;[seeds, turns] = [0, 0]
  }
  say({ type: 'progress', seeds, turns })
}

await main(JSON.parse(process.argv[2] ?? '{}') as SeedJob)
