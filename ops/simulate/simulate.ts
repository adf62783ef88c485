/** Runs many seeds in child processes, and the first failing one again with its trace. */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Violation } from '../../runtime/testing/journal-rules.ts'
import type { SimulateOptions } from './options.ts'
import type { SeedJob, SeedReport } from './seed-process.ts'

export interface SimulateReport {
  readonly seeds: number
  readonly from: number
  readonly seconds: number
  readonly seedsPerSecond: number
  /** Turn records that were stored and judged. */
  readonly turns: number
  readonly breaks?: string
  /** The lowest failing seed that was found. */
  readonly failed?: {
    readonly seed: number
    readonly violation: Violation
    readonly trace: readonly string[]
  }
  /** Of a single seed. */
  readonly trace?: readonly string[]
}

/** A seed leaves nothing behind: in a wide nursery nearly all of it is gone before anybody looks. */
const FLAGS = ['--max-semi-space-size=32']

/** More children than this only share the same cores. */
const MAX_CHILDREN = 8
/** A seed takes milliseconds; a child that says nothing for so long hangs, which no code under test may do. */
const SILENCE_MS = 60_000

/** @param tell progress, for people */
export async function simulate(
  options: SimulateOptions,
  tell: (line: string) => void = () => undefined,
): Promise<SimulateReport> {
  const { from, seeds, breaks } = options
  const children = Math.max(1, Math.min(MAX_CHILDREN, options.jobs ?? availableParallelism(), seeds))
  const begun = performance.now()
  const totals = { seeds: 0, turns: 0 }
  const abort = new AbortController()
  const first = seeds === 1
  let failed: SimulateReport['failed']
  let trace: readonly string[] | undefined
  let told = begun
  const hear = (report: SeedReport) => {
    if (report.type === 'failed') {
      const { seed, violation, trace } = report.result
      if (violation !== undefined && (failed === undefined || seed < failed.seed))
        failed = { seed, violation, trace }
      abort.abort()
    } else if (report.type === 'passed') {
      trace = report.trace
    } else {
      totals.seeds += report.seeds
      totals.turns += report.turns
      if (performance.now() - told > 5_000) {
        told = performance.now()
        tell(
          `${totals.seeds} of ${seeds} seeds, ${Math.round(totals.seeds / ((told - begun) / 1_000))} a second`,
        )
      }
    }
  }
  await Promise.all(
    Array.from({ length: children }, (_, index) => {
      const job = { from: from + index, count: seeds - index, stride: children, trace: first }
      return runChild(breaks === undefined ? job : { ...job, breaks }, hear, abort.signal)
    }),
  )
  const seconds = (performance.now() - begun) / 1_000
  if (failed !== undefined && !first && options.again !== false && failed.violation.rule !== 'hang') {
    const { seed } = failed
    const again = await simulate({ ...options, from: seed, seeds: 1, jobs: 1 })
    failed = again.failed ?? {
      ...failed,
      violation: { rule: failed.violation.rule, text: `${failed.violation.text} (but not when run again)` },
    }
  }
  return {
    seeds: totals.seeds,
    from,
    seconds,
    seedsPerSecond: totals.seeds / seconds,
    turns: totals.turns,
    ...(breaks === undefined ? {} : { breaks }),
    ...(failed === undefined ? {} : { failed }),
    ...(trace === undefined ? {} : { trace }),
  }
}

function runChild(job: SeedJob, hear: (report: SeedReport) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('seed-process.ts', import.meta.url))
    const child = spawn(process.execPath, [...FLAGS, program, JSON.stringify(job)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let last = ''
    let heard = job.from
    const hang = () => {
      child.kill('SIGKILL')
      hear({
        type: 'failed',
        result: {
          seed: heard,
          violation: { rule: 'hang', text: `no seed was done in ${SILENCE_MS} ms` },
          trace: [],
        },
      })
    }
    let silence = setTimeout(hang, SILENCE_MS)
    const stop = () => child.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    child.stderr.on('data', (chunk: Buffer) => (last = `${last}${String(chunk)}`.slice(-4_000)))
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      clearTimeout(silence)
      silence = setTimeout(hang, SILENCE_MS)
      const report = JSON.parse(line) as SeedReport
      if (report.type === 'progress') heard += report.seeds * job.stride
      hear(report)
    })
    child.on('error', reject)
    child.on('close', (code, killed) => {
      clearTimeout(silence)
      signal.removeEventListener('abort', stop)
      if (code === 0 || signal.aborted) resolve()
      else reject(new Error(`A child of the simulation ended with ${code ?? killed}: ${last}`))
    })
  })
}
