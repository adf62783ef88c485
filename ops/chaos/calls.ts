/** The calls of one agent of one trip: a completed one is never made again, and the journal shows every other (I8). */
import type { Unexplained } from './blame.ts'
import type { CallLine, Evidence } from './evidence.ts'
import type { Step } from './history.ts'
import type { FaultKind } from './schedule.ts'

/** What happened to a host, or to all of them, and when: milliseconds since the epoch. */
export interface Interruption {
  /** `starved`: its process got no processor time, which no fault of the run asked for. */
  readonly kind: FaultKind | 'starved'
  /** Absent: every host. */
  readonly host?: string
  readonly from: number
  readonly to: number
}

/** A call that was in flight when something happened to its host, and that another made again. */
export interface Repeat {
  readonly actor: string
  readonly first: string
  readonly again: string
  readonly because: Interruption
}

export interface CallVerdict {
  readonly problems: readonly string[]
  /** Sentences, one per call that was made although its result was in the journal. */
  readonly paidTwice: readonly string[]
  /** Calls that were made again, and what can be the reason. */
  readonly repeats: readonly (Omit<Repeat, 'because'> & Unexplained)[]
}

/** Clocks of processes on one machine agree to less than this many milliseconds. */
const CLOCK_MS = 2
/** For how long after its claim a holder that stood still may still call; the server's ack wait and some slack. */
const LEASE_MS = 2_250
/** What follows from an outage follows within this time: leases of 2 s lapse, and clients wait before they connect anew. */
const LINGER_MS = 3_500

/** By `trip/agent`, in time order. */
export function startsByAgent(evidence: readonly Evidence[]): ReadonlyMap<string, readonly CallLine[]> {
  const started = evidence.filter((line): line is CallLine => line.what === 'started')
  return Map.groupBy(
    started.toSorted((a, b) => a.at - b.at),
    ({ trip, agent }) => `${trip}/${agent}`,
  )
}

export function judgeCalls(
  actor: string,
  steps: readonly Step[],
  starts: readonly CallLine[],
  interruptions: readonly Interruption[],
): CallVerdict {
  const problems: string[] = []
  const paidTwice: string[] = []
  const repeats: CallVerdict['repeats'][number][] = []
  const bad = (what: string) => problems.push(`${actor}: ${what}`)
  const answered = steps.find(({ outcome, cause }) => outcome === 'handled' && cause === 'effect.done')
  const ended = steps.findIndex(({ status }) => status !== 'active')
  const after = ended < 0 ? [] : steps.slice(ended + 1)
  if (ended < 0) bad('it never ended')
  if (after.some((step) => [...(step.earlier ?? []), step].some(({ outcome }) => outcome !== 'ignored')))
    bad('something other than ignoring came after its end')
  if (answered !== undefined && starts.length === 0) bad('it was answered, but no call started')

  const answeredAt = answered?.at ?? Infinity
  for (const { at, host } of starts) {
    if (at <= answeredAt + CLOCK_MS || startedBefore(answeredAt, { at, host }, steps)) continue
    paidTwice.push(
      `${actor}: ${host} called ${Math.round(at - answeredAt)} ms after the answer was journaled`,
    )
  }
  const claims = steps.filter(({ outcome }) => outcome === 'claimed')
  if (starts.length > claims.length)
    bad(`${starts.length} calls started, but the journal shows ${claims.length} claims`)
  claims.forEach(({ claim, starts: shown }, index) => {
    if (claim !== index + 1) bad(`claim ${index + 1} says it is number ${claim ?? 'none'}`)
    if (shown['attempt'] !== index + 1) bad(`claim ${index + 1} shows ${shown['attempt'] ?? 'no'} starts`)
  })
  starts.forEach((start, index) => {
    const next = starts[index + 1]
    if (next === undefined) return
    const [likeliest, ...others] = reasonsOf(interruptions, start, next)
    if (likeliest !== undefined)
      repeats.push({ actor, first: start.host, again: next.host, reasons: [likeliest, ...others] })
    else
      bad(
        `${next.host} called ${Math.round(next.at - start.at)} ms after ${start.host} did, and nothing had happened`,
      )
  })
  return { problems, paidTwice, repeats }
}

/**
 * Whether the call's start was on record before the answer was: its holder's claim came first, and the answer of a holder
 * that had been taken for dead was appended while the claim's acknowledgement was on its way (R9). Such a call was in
 * flight, and is listed as repeated; past its lease a holder calls no more.
 */
function startedBefore(
  answeredAt: number,
  call: Pick<CallLine, 'at' | 'host'>,
  steps: readonly Step[],
): boolean {
  const claim = steps.findLast(({ claim: n, host, at, outcome }) => {
    return n !== undefined && outcome === 'claimed' && host === call.host && at <= call.at + CLOCK_MS
  })
  return claim !== undefined && claim.at < answeredAt && call.at - claim.at < LEASE_MS
}

/**
 * Everything that can have made a call run again: what befell its own host while it ran, the last of it first, then what
 * befell the server, then the host that made it again, and what only lingered of each.
 */
function reasonsOf(
  interruptions: readonly Interruption[],
  start: CallLine,
  next: CallLine,
): readonly Interruption[] {
  const unlikely = ({ host, from, to }: Interruption): number => {
    const lingered = from > next.at || to < start.at ? 3 : 0
    return lingered + (host === start.host ? 0 : host === undefined ? 1 : 2)
  }
  return interruptions
    .filter((one) => interrupts(one, start, next))
    .toSorted((a, b) => unlikely(a) - unlikely(b) || b.from - a.from)
}

/** Whether something happened to one of the two hosts, or to the server, between a call's start and the next. */
function interrupts({ kind, host, from, to }: Interruption, start: CallLine, next: CallLine): boolean {
  if (host !== undefined && host !== start.host && host !== next.host) return false
  const over = kind === 'kill' ? to + CLOCK_MS : to + LINGER_MS // the dead do nothing more
  return from <= next.at + CLOCK_MS && over >= start.at
}
