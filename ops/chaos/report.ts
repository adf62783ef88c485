/** What a chaos run reports, as data and as text. */
import type { BenchReport } from '../bench/report.ts'
import type { Interruption, Repeat } from './calls.ts'
import type { Evidence } from './evidence.ts'
import type { Happened } from './fleet.ts'
import type { Failover, Spread, Stall } from './measures.ts'
import type { ChaosOptions } from './options.ts'
import type { HostEnd } from './processes.ts'
import { FAULT_KINDS, type FaultKind } from './schedule.ts'
import type { Verdict } from './verdict.ts'

export interface ChaosReport {
  readonly ok: boolean
  readonly seed: string
  readonly options: Omit<ChaosOptions, 'seed' | 'keep'>
  /** How often each kind of fault happened. */
  readonly faults: Readonly<Record<FaultKind, number>>
  readonly accepted: number
  readonly finished: number
  /** Of the accepted ones, how many were told to stop while they ran. */
  readonly cancelled: number
  readonly lost: number
  readonly finishedTwice: number
  /** Calls that were made although their result was in the journal. */
  readonly paidTwice: number
  /** Calls that were in flight when something happened to their host, and were made again. */
  readonly repeatedInFlight: number
  readonly repeated: readonly Repeat[]
  readonly longestStall: Stall
  /** In milliseconds. */
  readonly failover: Failover
  /** From SIGTERM to the end of the process, in milliseconds. */
  readonly drain: Spread
  readonly endedAfterHealing: number
  readonly seconds: { readonly faults: number; readonly settling: number }
  readonly journalRecords: number
  readonly calls: number
  /** How often a host got no processor time for half a second or longer, pauses included; many: the machine is too busy. */
  readonly starved: number
  /** What hosts told of themselves, by kind, as often as they did. */
  readonly told: Readonly<Record<string, number>>
  readonly machine: BenchReport['machine']
  readonly natsServer: string
  /** Everything that is wrong; the first of many. */
  readonly problems: readonly string[]
}

export interface Findings {
  readonly options: ChaosOptions
  readonly verdict: Verdict
  readonly happened: readonly Happened[]
  readonly evidence: readonly Evidence[]
  readonly ends: readonly HostEnd[]
  readonly accepted: number
  readonly cancelled: number
  readonly endedAfterHealing: number
  readonly records: number
  readonly failover: Failover
  readonly drain: Spread
  readonly stall: Stall
  readonly seconds: ChaosReport['seconds']
  readonly machine: BenchReport['machine']
  readonly natsServer: string
}

const MOST_PROBLEMS = 50

export function reportOf(findings: Findings): ChaosReport {
  const { options, verdict, happened, evidence } = findings
  const { seed, keep: _, ...rest } = options
  const problems = [...verdict.problems, ...faultProblems(findings), ...hostProblems(findings)]
  const counts = tally(happened.map(({ kind }) => kind))
  return {
    ok: problems.length === 0,
    seed,
    options: rest,
    faults: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, counts[kind] ?? 0])) as Record<
      FaultKind,
      number
    >,
    accepted: findings.accepted,
    finished: verdict.finished,
    cancelled: findings.cancelled,
    lost: verdict.lost.length,
    finishedTwice: verdict.finishedTwice.length,
    paidTwice: verdict.paidTwice.length,
    repeatedInFlight: verdict.repeats.length,
    repeated: verdict.repeats,
    longestStall: findings.stall,
    failover: findings.failover,
    drain: findings.drain,
    endedAfterHealing: findings.endedAfterHealing,
    seconds: findings.seconds,
    journalRecords: findings.records,
    calls: evidence.filter(({ what }) => what === 'started').length,
    starved: evidence.filter(({ what }) => what === 'starved').length,
    told: toldBy(evidence),
    machine: findings.machine,
    natsServer: findings.natsServer,
    problems: problems.slice(0, MOST_PROBLEMS),
  }
}

/** How many calls a fault can have interrupted: those of its host, or of all of them. */
export function slotsTaken({
  slots,
  hosts,
}: Pick<ChaosOptions, 'slots' | 'hosts'>): (fault: Interruption) => number {
  return ({ host }) => (host === undefined ? slots * hosts : slots)
}

/** Each kind has happened, drains ended by themselves, and no fault made more calls run twice than there were slots. */
function faultProblems({ options, happened, verdict, accepted, endedAfterHealing }: Findings): string[] {
  const problems: string[] = []
  const did = new Set(happened.map(({ kind }) => kind))
  for (const kind of FAULT_KINDS) if (!did.has(kind)) problems.push(`the fault "${kind}" did not happen`)
  for (const { host, orderly } of happened)
    if (orderly === false) problems.push(`${host ?? ''} did not end by itself when it was drained`)
  for (const [fault, repeats] of Map.groupBy(verdict.repeats, ({ because }) => because)) {
    const most = slotsTaken(options)(fault)
    if (repeats.length > most)
      problems.push(
        `${fault.kind} of ${fault.host ?? 'the server'} made ${repeats.length} calls run twice, with ${most} slots`,
      )
  }
  if (accepted < options.trips) problems.push(`only ${accepted} trips were accepted`)
  if (endedAfterHealing === 0) problems.push('no trip ended after everything was healed')
  return problems
}

/** A host that finds no server at its start says so and exits; none ends by itself later. */
function hostProblems({ ends, happened, evidence }: Findings): string[] {
  const wereUp = new Set(evidence.flatMap((line) => (line.what === 'up' ? [line.host] : [])))
  const ended = new Set(
    happened.flatMap(({ kind, host }) =>
      host !== undefined && (kind === 'kill' || kind === 'drain') ? [host] : [],
    ),
  )
  return ends
    .filter(({ host }) => !ended.has(host) && wereUp.has(host))
    .map(({ host, code, signal, complaints }) => `${host} ended by itself (${code ?? signal}): ${complaints}`)
}

function toldBy(evidence: readonly Evidence[]): Readonly<Record<string, number>> {
  return tally(
    evidence.flatMap((line) => {
      if (line.what !== 'note') return []
      const { event } = line
      const words = [event.type, 'why' in event ? event.why : '', 'error' in event ? event.error.code : '']
      return [words.filter(Boolean).join(' ')]
    }),
  )
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** For people. */
export function chaosText(report: ChaosReport): string {
  const { options, faults, failover, drain, longestStall: stall, seconds, machine } = report
  const rows: readonly (readonly [string, string, string])[] = [
    ['accepted', String(report.accepted), `${report.cancelled} of them told to stop while they ran`],
    ['finished', String(report.finished), `${report.endedAfterHealing} after everything was healed`],
    ['lost', String(report.lost), ''],
    ['finished twice', String(report.finishedTwice), ''],
    ['paid twice', String(report.paidTwice), `of ${report.calls} calls`],
    ['repeated in flight', String(report.repeatedInFlight), 'calls that a fault interrupted'],
    [
      'longest stall',
      millis(stall.ms),
      stall.trip === '' ? '' : `${stall.trip}, from ${stall.atSeconds.toFixed(1)} s on`,
    ],
    ['failover', spread(failover.all), ''],
    ['  undisturbed', spread(failover.undisturbed), 'with no other fault in between'],
    ['  workers', spread(failover.workers), ''],
    ['  entities', spread(failover.entities), ''],
    ['drain', spread(drain), ''],
    ['starved', String(report.starved), 'times that a host got no processor time for half a second'],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(
    ([name, value, more]) => `  ${name.padEnd(width)}  ${value}${more === '' ? '' : `  (${more})`}`,
  )
  return [
    `${options.hosts} hosts of ${options.slots} slots, ${options.inFlight} trips in flight, calls of about ${options.agentsMs} ms; ${seconds.faults.toFixed(0)} s of faults, settled in ${seconds.settling.toFixed(1)} s`,
    `${machine.cores} x ${machine.cpu}, ${machine.memoryMb} MB, Node ${machine.node}, nats-server ${report.natsServer}`,
    `faults: ${Object.entries(faults)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')}`,
    '',
    ...lines,
    '',
    ...report.problems.map((problem) => `  PROBLEM  ${problem}`),
    report.ok
      ? `Nothing was lost and nothing was done twice. Again with the same faults: --seed ${report.seed}`
      : `This run FAILED. Again with the same faults: --seed ${report.seed}`,
  ].join('\n')
}

function spread({ samples, p50, p99, most }: Spread): string {
  if (samples === 0) return 'none'
  return `p50 ${millis(p50)}, p99 ${millis(p99)}, most ${millis(most)}  (${samples} samples)`
}

function millis(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(2)} s`
}
