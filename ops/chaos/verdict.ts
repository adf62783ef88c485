/** Joins what the journal says with what the hosts wrote down about themselves, and names everything that does not fit. */
import { endsTrip } from '../../machines/trip/trip-events.ts'
import { blame } from './blame.ts'
import { judgeCalls, startsByAgent, type CallVerdict, type Interruption, type Repeat } from './calls.ts'
import type { Evidence } from './evidence.ts'
import type { History, Step, StoredEvent } from './history.ts'

/** A run, as far as it has to be judged. */
export interface Run {
  readonly history: History
  readonly evidence: readonly Evidence[]
  readonly interruptions: readonly Interruption[]
  /** Whose create the server acknowledged. */
  readonly accepted: readonly string[]
  /** Who was told to stop while they ran; they may have been done by then. */
  readonly cancelled: ReadonlySet<string>
  /** How many calls a fault can have interrupted: the slots that it took away. Default: any number. */
  readonly most?: (fault: Interruption) => number
}

export interface Verdict {
  readonly finished: number
  /** Trips that were accepted and have no end. */
  readonly lost: readonly string[]
  /** Trips with more than one end, in the journal or on the feed. */
  readonly finishedTwice: readonly string[]
  readonly paidTwice: readonly string[]
  readonly repeats: readonly Repeat[]
  /** Everything that is wrong, the above included; empty when nothing is. */
  readonly problems: readonly string[]
}

/** Agents of a trip. */
const AGENTS = 7

export function judge(run: Run): Verdict {
  const { history, evidence, interruptions, most = () => Infinity } = run
  const starts = startsByAgent(evidence)
  const problems: string[] = []
  const paidTwice: string[] = []
  const repeated: CallVerdict['repeats'][number][] = []
  for (const [actor, steps] of history.journal) {
    steps.forEach(({ turn }, index) => {
      if (turn !== index + 1) problems.push(`${actor}: record ${index + 1} is turn ${turn}`)
    })
    const [, trip, step] = actor.split('/')
    if (step === undefined) continue
    const mine = starts.get(`${trip}/${step.split('.')[0]}`) ?? []
    const calls = judgeCalls(actor, steps, mine, interruptions)
    problems.push(...calls.problems)
    paidTwice.push(...calls.paidTwice)
    repeated.push(...calls.repeats)
  }
  const reasons = blame(repeated, most)
  const repeats = repeated.map(({ actor, first, again, reasons: [likeliest] }, index) => {
    return { actor, first, again, because: reasons[index] ?? likeliest } satisfies Repeat
  })
  const onFeed = Map.groupBy(history.feed, ({ root }) => root)
  const trips = run.accepted.map((id) => {
    const steps = history.journal.get(`trip/${id}`) ?? []
    return { id, steps, ends: endsOf(steps), events: onFeed.get(id) ?? [] }
  })
  const finishedTwice: string[] = []
  for (const { id, steps, ends, events } of trips) {
    const told = new Set(events.filter(({ type }) => endsTrip(type)).map((event) => event.id))
    if (ends.length > 1 || told.size > 1) finishedTwice.push(id)
    problems.push(...tripProblems(id, steps, ends, run.cancelled.has(id)))
    problems.push(...feedProblems(id, steps, events))
  }
  const lost = trips.filter(({ ends }) => ends.length === 0).map(({ id }) => id)
  return {
    finished: trips.length - lost.length,
    lost,
    finishedTwice,
    paidTwice,
    repeats,
    problems: [
      ...lost.map((id) => `trip ${id}: it was accepted and has no end`),
      ...finishedTwice.map((id) => `trip ${id}: it ended more than once`),
      ...paidTwice,
      ...problems,
      ...history.dead.map((letter) => `dead letter: ${JSON.stringify(letter).slice(0, 500)}`),
      ...history.inbox.map((subject) => `left in the work queue: ${subject}`),
    ],
  }
}

/** Records with which it ended; one of them is right. */
function endsOf(steps: readonly Step[]): readonly Step[] {
  return steps.filter(
    ({ status }, index) => status !== 'active' && (steps[index - 1]?.status ?? 'active') === 'active',
  )
}

/** It saw the end of every agent once, and none of them had to try again (I3, I4). */
function tripProblems(
  id: string,
  steps: readonly Step[],
  ends: readonly Step[],
  cancelled: boolean,
): string[] {
  const problems: string[] = []
  const bad = (what: string) => problems.push(`trip ${id}: ${what}`)
  const [end] = ends
  if (end === undefined) return problems
  if (end.status !== 'done') bad(`it ended as ${end.status}`)
  const { result } = end
  const expected = cancelled ? ['cancelled', 'success'] : ['success']
  if (result === undefined || !expected.includes(result.status))
    bad(`its result is "${result?.status ?? 'none'}": ${result?.missing.join(' ') ?? ''}`)
  for (const { agent, outcome, attempts } of result?.agents ?? []) {
    if (outcome === 'answered' && attempts !== 1) bad(`${agent} took ${attempts} attempts`)
  }
  const seen = new Map<string, number>()
  for (const { cause, child = '', outcome, error } of steps.flatMap((s) => [...(s.earlier ?? []), s])) {
    if (cause === 'child.error') bad(`${child} ended in error: ${error ?? ''}`)
    if (cause === 'child.done' && outcome === 'handled') seen.set(child, (seen.get(child) ?? 0) + 1)
  }
  for (const [child, times] of seen) if (times !== 1) bad(`it saw the end of ${child} ${times} times`)
  if (result?.status === 'success' && seen.size !== AGENTS) bad(`it saw the end of ${seen.size} agents`)
  return problems
}

/**
 * What its turns emitted is on the feed, and nothing else. A turn that was relayed again after the server had forgotten
 * the first time (its dedupe window is two minutes) is there again under the same id: readers tell by the id (R5).
 */
function feedProblems(id: string, steps: readonly Step[], events: readonly StoredEvent[]): string[] {
  const emitted = new Set(steps.flatMap((step) => step.emitted))
  const stored = new Set(events.map((event) => `${event.type} ${event.id}`))
  if (emitted.symmetricDifference(stored).size === 0) return []
  return [`trip ${id}: it emitted [${[...emitted].join()}], but the feed has [${[...stored].join()}]`]
}
