/** How long things took: how soon others went on after a host had fallen, how long drains took, what stood still longest. */
import { quantile } from '../bench/report.ts'
import type { Interruption } from './calls.ts'
import { isDisturbed, type Scene } from './disturbed.ts'
import type { Happened } from './fleet.ts'
import type { History, Step } from './history.ts'

/** In milliseconds. */
export interface Spread {
  readonly samples: number
  readonly p50: number
  readonly p99: number
  readonly most: number
}

export interface Failover {
  /** Every actor that had something to do when its host was killed or paused: until its next record. */
  readonly all: Spread
  /** Without those that something else can have held up as well ({@link isDisturbed}). */
  readonly undisturbed: Spread
  readonly workers: Spread
  readonly entities: Spread
  /** Where it took longest with no other fault in between, slowest first. */
  readonly slowest: readonly Sample[]
}

export interface Stall {
  readonly ms: number
  readonly trip: string
  /** Where in the run it began, in seconds. */
  readonly atSeconds: number
}

/** Nobody can have noticed a death by then: a message that comes within it still waits for the next owner. */
const UNNOTICED_MS = 1_000

export interface Sample {
  readonly ms: number
  readonly type: 'worker' | 'entity'
  readonly actor: string
  /** `kill h1-2`, and who went on. */
  readonly fault: string
  readonly by: string
  readonly disturbed: boolean
}

const SLOWEST = 5

export function failoverOf(
  history: History,
  happened: readonly Interruption[],
  hosts: Pick<Scene, 'lives' | 'partitions'>,
): Failover {
  const falls = happened.filter(
    ({ kind, host }) => host !== undefined && (kind === 'kill' || kind === 'pause'),
  )
  const samples = falls.flatMap((fall) => {
    const scene = { ...hosts, others: happened.filter((one) => one !== fall) }
    return [...history.journal].flatMap(([actor, steps]) => {
      const waited =
        actor.split('/').length > 2 ? waitOfWorker(steps, fall) : waitOfEntity(actor, steps, fall, history)
      if (waited === undefined) return []
      const { until, by, type, sender } = waited
      const involved = [fall.host, by, sender].filter((host) => host !== undefined)
      const disturbed = isDisturbed({ actor, type, from: fall.from, until, hosts: involved }, scene)
      const fault = `${fall.kind} ${fall.host ?? ''}`
      return [{ ms: Math.round(until - fall.from), type, actor, fault, by, disturbed } satisfies Sample]
    })
  })
  const spread = (test: (sample: Sample) => boolean) => spreadOf(samples.filter(test).map(({ ms }) => ms))
  return {
    all: spread(() => true),
    undisturbed: spread(({ disturbed }) => !disturbed),
    workers: spread(({ type }) => type === 'worker'),
    entities: spread(({ type }) => type === 'entity'),
    slowest: samples
      .filter(({ disturbed }) => !disturbed)
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, SLOWEST),
  }
}

interface Waited {
  readonly until: number
  readonly by: string
  readonly type: Sample['type']
  /** Who had to send what it waited for. */
  readonly sender?: string
}

/** A worker that the host had claimed and not ended: its next record. */
function waitOfWorker(steps: readonly Step[], { host, from }: Interruption): Waited | undefined {
  const next = steps.findIndex(({ at }) => at > from)
  const last = steps[next - 1]
  const step = steps[next]
  if (last === undefined || step === undefined || last.host !== host || last.status !== 'active')
    return undefined
  return { until: step.at, by: step.host, type: 'worker' }
}

/** An entity that the host had written last, and that had a message waiting. */
function waitOfEntity(
  actor: string,
  steps: readonly Step[],
  { host, from }: Interruption,
  { journal }: History,
): Waited | undefined {
  const next = steps.findIndex(({ at }) => at > from)
  const last = steps[next - 1]
  const step = steps[next]
  if (last === undefined || step === undefined || last.host !== host || last.status !== 'active')
    return undefined
  const { child } = step.earlier?.[0] ?? step
  if (child === undefined) return undefined
  const sent = journal.get(`${actor}/${child}`)?.find(({ status }) => status !== 'active')
  if (sent === undefined || sent.at > from + UNNOTICED_MS) return undefined
  return { until: step.at, by: step.host, type: 'entity', sender: sent.host }
}

/** From SIGTERM to the end of the process. */
export function drainsOf(happened: readonly Happened[]): Spread {
  return spreadOf(happened.filter(({ kind }) => kind === 'drain').map(({ from, to }) => to - from))
}

/** The longest time in which a trip that had not ended got no record, its own or its agents'. */
export function longestStall(history: History, begun: number): Stall {
  let longest = { ms: 0, trip: '', atSeconds: 0 }
  const times = new Map<string, number[]>()
  for (const [actor, steps] of history.journal) {
    const trip = actor.split('/')[1] ?? ''
    const all = times.get(trip) ?? []
    for (const { at } of steps) all.push(at)
    times.set(trip, all)
  }
  for (const [trip, all] of times) {
    all.sort((a, b) => a - b)
    const end = history.journal.get(`trip/${trip}`)?.find(({ status }) => status !== 'active')?.at ?? Infinity
    for (let i = 1; i < all.length && (all[i] ?? 0) <= end; i++) {
      const before = all[i - 1] ?? 0
      const ms = (all[i] ?? 0) - before
      if (ms > longest.ms) longest = { ms: Math.round(ms), trip, atSeconds: (before - begun) / 1_000 }
    }
  }
  return longest
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    samples: sorted.length,
    p50: Math.round(quantile(sorted, 0.5)),
    p99: Math.round(quantile(sorted, 0.99)),
    most: Math.round(sorted.at(-1) ?? 0),
  }
}
