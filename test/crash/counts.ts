/** What happened in a run, in numbers. */
import type { Outcome } from './scenario.ts'

export function countsOf(outcome: Outcome): Readonly<Record<string, unknown>> {
  const { run, ends, outages, underWay, seconds } = outcome
  const { history, evidence, accepted, cancelled } = run
  const records = [...history.journal.values()].flat()
  const having = (test: (record: (typeof records)[number]) => boolean) => records.filter(test).length
  const points = tally(evidence.flatMap((line) => (line.what === 'died' ? [line.point] : [])))
  const atPoints = Object.values(points).reduce((sum, n) => sum + n, 0)
  const killed = ends.filter(({ signal }) => signal === 'SIGKILL').length
  const starts = evidence.filter((line) => line.what === 'started').length
  const agents = new Set(
    evidence.flatMap((line) => (line.what === 'started' ? [`${line.trip}/${line.agent}`] : [])),
  ).size
  return {
    kills: { hosts: killed, atPoints, atRandom: killed - atPoints, natsServer: outages.length, points },
    restarts: ends.length,
    foundNoServer: ends.length - killed,
    trips: { all: accepted.length, cancelled: cancelled.size, underWay },
    turns: records.length,
    claims: having(({ outcome }) => outcome === 'claimed'),
    claimsAgain: having(({ outcome, claim }) => outcome === 'claimed' && (claim ?? 1) > 1),
    calls: { agents, starts, again: starts - agents },
    stopped: having(({ outcome }) => outcome === 'stopped'),
    ignored: having(({ outcome }) => outcome === 'ignored'),
    seconds,
    told: tally(
      evidence.flatMap((line) => {
        if (line.what !== 'note') return []
        const { event } = line
        return [
          [event.type, 'what' in event ? event.what : '', 'error' in event ? event.error.code : '']
            .filter(Boolean)
            .join(' '),
        ]
      }),
    ),
  }
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
