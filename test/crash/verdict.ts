/** Joins what the journal says with what the hosts wrote down about themselves, and names everything that does not fit. */
import type { TripResult } from '../../machines/messages/index.ts'
import type { TurnRecord } from '../../runtime/index.ts'
import { callProblems } from './calls.ts'
import type { Stored } from './history.ts'
import { POINT_NAMES } from './points.ts'
import type { Outcome } from './scenario.ts'

export type Records = readonly Stored<TurnRecord>[]

/** Everything that is wrong with a run; empty when nothing is. */
export function problemsOf(outcome: Outcome): readonly string[] {
  const byActor = Map.groupBy(outcome.history.journal, ({ value }) => value.actor)
  const problems: string[] = []
  for (const [actor, records] of byActor) {
    records.forEach(({ value }, index) => {
      if (value.turn !== index + 1) problems.push(`${actor}: record ${index + 1} is turn ${value.turn}`)
    })
    if (actor.split('/').length > 2) problems.push(...callProblems(actor, records, outcome))
  }
  for (const id of outcome.trips) {
    problems.push(...tripProblems(id, byActor.get(`trip/${id}`) ?? [], outcome))
    problems.push(...feedProblems(id, byActor.get(`trip/${id}`) ?? [], outcome))
  }
  for (const { value } of outcome.history.dead) problems.push(`dead letter: ${JSON.stringify(value)}`)
  for (const subject of outcome.history.inbox) problems.push(`left in the work queue: ${subject}`)
  return [...problems, ...processProblems(outcome)]
}

/** It finished, its result appears once, and it saw the end of every agent once (I3, I4). */
function tripProblems(id: string, records: Records, outcome: Outcome): string[] {
  const problems: string[] = []
  const bad = (what: string) => problems.push(`trip ${id}: ${what}`)
  const ended = records.filter(
    ({ value }, index) =>
      value.snapshot.status !== 'active' &&
      (records[index - 1]?.value.snapshot.status ?? 'active') === 'active',
  )
  if (ended.length !== 1) bad(`its result appears ${ended.length} times`)
  const end = ended[0]?.value
  if (end === undefined) return problems
  if (end.snapshot.status !== 'done') bad(`it ended as ${end.snapshot.status}`)
  const result = end.snapshot.output as TripResult
  const expected = outcome.cancelled.has(id) ? ['cancelled', 'success'] : ['success']
  if (!expected.includes(result.status)) bad(`its result is "${result.status}": ${result.missing.join(' ')}`)
  for (const { agent, outcome: how, attempts } of result.agentCoordination.agents) {
    if (how === 'answered' && attempts !== 1) bad(`${agent} took ${attempts} attempts`)
  }
  const seen = new Map<string, number>()
  for (const { value } of records) {
    const { cause } = value
    if (cause.type === 'child.error') bad(`${cause.child.id} ended in error: ${cause.error.message}`)
    if (cause.type !== 'child.done' || value.outcome !== 'handled') continue
    const child = `${cause.child.id}.${cause.child.generation}`
    seen.set(child, (seen.get(child) ?? 0) + 1)
  }
  for (const [child, times] of seen) if (times !== 1) bad(`it saw the end of ${child} ${times} times`)
  if (result.status === 'success' && seen.size !== 7) bad(`it saw the end of ${seen.size} agents`)
  return problems
}

/** What its turns emitted is on the feed, each event under one id and stored once. */
function feedProblems(id: string, records: Records, { history }: Outcome): string[] {
  const emitted = records.flatMap(({ value }) =>
    value.outbox.filter((item) => item.do === 'feed').map((item) => `${item.event.type} ${item.id}`),
  )
  const stored = history.feed
    .filter(({ value }) => value.actor.id === id)
    .map(({ value }) => `${value.type} ${value.id}`)
  const same = emitted.toSorted().join() === stored.toSorted().join()
  return same ? [] : [`trip ${id}: it emitted [${emitted.join()}], but the feed has [${stored.join()}]`]
}

/** Every named point was hit, and no host ended in any other way than by being killed. */
function processProblems({ evidence, ends, outages }: Outcome): string[] {
  const problems: string[] = []
  const hit = new Set(evidence.flatMap((line) => (line.what === 'died' ? [line.point] : [])))
  for (const point of POINT_NAMES) if (!hit.has(point)) problems.push(`no host died ${point}`)
  for (const { host, from, to, signal, code, complaints } of ends) {
    if (signal === 'SIGKILL') continue
    // A host that finds no server at its start says so and exits; whoever started it tries again.
    const hadNoServer = outages.some((outage) => outage.from < to && outage.to > from)
    if (!hadNoServer) problems.push(`host ${host} ended by itself (${code ?? signal}): ${complaints}`)
  }
  return problems
}
