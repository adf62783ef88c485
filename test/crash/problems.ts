/** What is wrong with a run: what the verdict says, points that were not hit, hosts that ended by themselves. */
import { judge } from '../../ops/chaos/verdict.ts'
import { POINT_NAMES } from './points.ts'
import type { Outcome } from './scenario.ts'

export function problemsOf({ run, ends, outages }: Outcome): readonly string[] {
  const problems = [...judge(run).problems]
  const hit = new Set(run.evidence.flatMap((line) => (line.what === 'died' ? [line.point] : [])))
  for (const point of POINT_NAMES) if (!hit.has(point)) problems.push(`no host died ${point}`)
  for (const { host, from, to, signal, code, complaints } of ends) {
    if (signal === 'SIGKILL') continue
    // A host that finds no server at its start says so and exits; whoever started it tries again.
    const hadNoServer = outages.some((outage) => outage.from < to && outage.to > from)
    if (!hadNoServer) problems.push(`host ${host} ended by itself (${code ?? signal}): ${complaints}`)
  }
  return problems
}
