/** The calls of one agent of one trip: a completed one is never made again, and the journal shows every other (I8). */
import type { Evidence } from './evidence.ts'
import type { Outcome } from './scenario.ts'
import type { Records } from './verdict.ts'

type Started = Extract<Evidence, { readonly what: 'started' | 'completed' }>

/** Clocks of processes on one machine agree to less than this many milliseconds. */
const CLOCK_MS = 2

export function callProblems(actor: string, records: Records, outcome: Outcome): string[] {
  const problems: string[] = []
  const bad = (what: string) => problems.push(`${actor}: ${what}`)
  const starts = startsOf(actor, outcome)
  const answered = records.findIndex(
    ({ value }) => value.outcome === 'handled' && value.cause.type === 'effect.done',
  )
  const ended = records.findIndex(({ value }) => value.snapshot.status !== 'active')
  const after = ended < 0 ? [] : records.slice(ended + 1)
  if (ended < 0) bad('it never ended')
  if (after.some(({ value }) => value.outcome !== 'ignored'))
    bad('something other than ignoring came after its end')
  if (answered >= 0 && starts.length === 0) bad('it was answered, but no call started')

  const answeredAt = records[answered]?.at ?? Infinity
  for (const { at, host } of starts) {
    if (at > answeredAt + CLOCK_MS)
      bad(`host ${host} called again ${Math.round(at - answeredAt)} ms after the answer was journaled`)
  }
  const claims = records.filter(({ value }) => value.outcome === 'claimed')
  if (starts.length > claims.length)
    bad(`${starts.length} calls started, but the journal shows ${claims.length} claims`)
  claims.forEach(({ value }, index) => {
    if (value.claim?.number !== index + 1)
      bad(`claim ${index + 1} says it is number ${value.claim?.number ?? 'none'}`)
    const shown = value.effects['attempt']?.starts
    if (shown !== index + 1) bad(`claim ${index + 1} shows ${shown ?? 'no'} starts`)
  })
  starts.forEach(({ at, host }, index) => {
    const next = starts[index + 1]
    if (next !== undefined && !interrupted(at, next.at, outcome))
      bad(`host ${next.host} called again after host ${host} did, with no crash in between`)
  })
  return problems
}

/** In time order, as the hosts wrote them down. */
function startsOf(actor: string, { evidence }: Outcome): readonly Started[] {
  const [, trip, step] = actor.split('/')
  const agent = step?.split('.')[0]
  return evidence
    .filter((line): line is Started => line.what === 'started')
    .filter((line) => line.trip === trip && line.agent === agent)
    .sort((a, b) => a.at - b.at)
}

/** Whether a host or the server died after a call had started and before it was made again. */
function interrupted(from: number, to: number, { ends, outages }: Outcome): boolean {
  const deaths = [...ends.map((end) => end.to), ...outages.map((outage) => outage.from)]
  return deaths.some((death) => death >= from && death <= to + CLOCK_MS)
}
