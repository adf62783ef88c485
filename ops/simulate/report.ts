/** What a simulation says to people. */
import type { SimulateReport } from './simulate.ts'

/** Lines of a trace that are shown; the last ones say most. */
const TRACE_LINES = 400

export function textOf(report: SimulateReport): string {
  const { failed, seeds, seconds, seedsPerSecond, turns, from } = report
  const what = report.breaks === undefined ? '' : ` with ${report.breaks} broken`
  const lines = [
    `${seeds} seeds from ${from} on${what}: ${turns} turns in ${seconds.toFixed(1)} s, ${seedsPerSecond.toFixed(0)} seeds/s`,
  ]
  if (failed !== undefined) {
    const { seed, violation, trace } = failed
    const left = trace.length - TRACE_LINES
    if (left > 0) lines.push(`(${left} lines before these; --json has them all)`)
    lines.push(...trace.slice(-TRACE_LINES))
    lines.push(`Seed ${seed} breaks ${violation.rule}: ${violation.text}`)
    const flag = report.breaks === undefined ? '' : ` --break ${report.breaks}`
    lines.push(`Again: npx caravan simulate --seed ${seed}${flag}`)
  } else {
    lines.push(...(report.trace ?? []), 'Every invariant held.')
  }
  return `${lines.join('\n')}\n`
}
