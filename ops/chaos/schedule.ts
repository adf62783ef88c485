/** The plan of faults: a pure function of the seed, so that a run can be repeated as far as the operating system allows. */
import { between, seededRandom } from './random.ts'

/**
 * `kill` SIGKILL, `pause` SIGSTOP for longer than a lease and an announcement last, `drain` SIGTERM, `server` SIGKILL of
 * nats-server, `cut` connections reset, `delay` a slow line, `half-open` a line that is open and carries nothing.
 */
export const FAULT_KINDS = ['kill', 'pause', 'drain', 'server', 'cut', 'delay', 'half-open'] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface PlannedFault {
  /** Milliseconds after the first. */
  readonly atMs: number
  readonly kind: FaultKind
  /** Which host's place it hits, 0 for the first; absent for the server. */
  readonly place?: number
  /** How long it lasts: until the host is replaced, goes on, or can be reached again. */
  readonly forMs: number
  /** What is added to each way of a slow line. */
  readonly addedMs?: number
  /** Whether what a half-open line holds back arrives late (`true`), or is lost with the connection. */
  readonly resumes?: boolean
}

/** After the first of each kind, in these proportions. */
const BAG: readonly FaultKind[] = [
  'kill',
  'kill',
  'kill',
  'pause',
  'pause',
  'drain',
  'drain',
  'server',
  'cut',
  'cut',
  'delay',
  'half-open',
]
const MEAN_GAP_MS = 1_500
/** Longer than the lease of a task and than a host's announcement, which are 2 s both. */
const PAUSE_MS = [2_500, 6_000] as const
const LONG_PAUSE_MS = [15_000, 30_000] as const
/** From when on runs are long enough for a pause of half a minute. */
const LONG_RUN_MS = 60_000
/** A place is left alone this long after a fault: a new host needs time to connect. */
const REST_MS = 1_500
/** The last fault is done by the end. */
const TAIL_MS = 2_600

/** Every kind comes once before any comes twice, if need be later than asked; no place has two faults at a time. */
export function planFaults(options: {
  readonly seed: string
  readonly hosts: number
  readonly seconds: number
}): readonly PlannedFault[] {
  const random = seededRandom(`faults ${options.seed}`)
  const endMs = options.seconds * 1_000
  const gapMs = Math.min(MEAN_GAP_MS, (endMs - TAIL_MS) / (FAULT_KINDS.length + 1))
  const freeAt = Array.from({ length: options.hosts }, () => 0)
  let serverFreeAt = 0
  let bag = shuffled(FAULT_KINDS, random)
  const faults: PlannedFault[] = []
  const over = (atMs: number) => atMs > endMs - TAIL_MS && faults.length >= FAULT_KINDS.length
  for (let atMs = 0; !over(atMs); atMs += Math.round(gapMs * (0.5 + random()))) {
    const kind = bag.shift() as FaultKind
    if (bag.length === 0) bag = shuffled(BAG, random)
    const fault = drawFault(kind, random, endMs)
    if (kind === 'server') {
      if (serverFreeAt > atMs) atMs = serverFreeAt
      serverFreeAt = atMs + fault.forMs + REST_MS
      faults.push({ atMs, ...fault })
      continue
    }
    const soonest = Math.min(...freeAt)
    if (soonest > atMs) atMs = soonest
    const free = freeAt.flatMap((at, place) => (at <= atMs ? [place] : []))
    const place = free[between(random, 0, free.length - 1)] ?? 0
    freeAt[place] = atMs + fault.forMs + REST_MS
    faults.push({ atMs, place, ...fault })
  }
  return faults
}

function drawFault(
  kind: FaultKind,
  random: () => number,
  endMs: number,
): Omit<PlannedFault, 'atMs' | 'place'> {
  switch (kind) {
    case 'kill':
    case 'drain':
      return { kind, forMs: between(random, 0, 1_500) }
    case 'pause': {
      const long = endMs >= LONG_RUN_MS && random() < 0.2
      const [least, most] = long ? LONG_PAUSE_MS : PAUSE_MS
      return { kind, forMs: between(random, least, most) }
    }
    case 'server':
      return { kind, forMs: between(random, 0, 3_000) }
    case 'cut':
      return { kind, forMs: random() < 0.5 ? 0 : between(random, 200, 3_000) }
    case 'delay':
      return { kind, forMs: between(random, 1_000, 4_000), addedMs: between(random, 50, 400) }
    case 'half-open':
      return { kind, forMs: between(random, 1_500, 5_000), resumes: random() < 0.5 }
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items]
  for (let last = all.length - 1; last > 0; last--) {
    const other = between(random, 0, last)
    ;[all[last], all[other]] = [all[other] as T, all[last] as T]
  }
  return all
}
