/** Which faults one seed has: how often each, on which hosts, until when. */
import type { Faults, Fate } from '../../runtime/testing/faults.ts'
import { noFaults } from '../../runtime/testing/faults.ts'
import type { Random } from '../../runtime/testing/random.ts'

export interface Trouble {
  /** Faults are over by then, and everything has to come right. */
  readonly ms: number
  readonly hosts: number
  readonly slots: number
  readonly dedupe: boolean
  /** How long a host's announcement lives. */
  readonly hostTtlMs: number
  readonly forceReplay: boolean
  /** Whether somebody reads the journals meanwhile. */
  readonly readers: boolean
  readonly maxSkewMs: number
  /** Probabilities, per step. */
  readonly badFate: number
  readonly settlementLost: number
  readonly crash: number
  readonly stall: number
  readonly copy: number
  readonly hold: number
  readonly stray: number
  readonly deliveryLost: number
  readonly unheard: number
  /** How many of each there may be at most. */
  readonly crashes: number
  readonly stalls: number
  /** Whether many come before anybody works (R16). */
  readonly rush: boolean
  /** Whether history goes in the end, and late repeats come after it (R15). */
  readonly afterlife: boolean
  /** Whether the store comes back older than it was, in the end (R17). */
  readonly rolledBack: boolean
  /** When hosts get newer code, and from when on some get the older one again (R18). */
  readonly upgrade: { readonly at: number; readonly back: number } | undefined
  /** Times of what happens to whole hosts, in ms. */
  readonly drains: readonly number[]
  readonly jumps: readonly number[]
  readonly outages: readonly { readonly from: number; readonly to: number }[]
  readonly maxLatencyMs: number
}

export function troubleOf(random: Random): Trouble {
  const ms = random.pick([8_000, 20_000])
  const rush = random.chance(0.05)
  const afterlife = random.chance(0.06)
  const rate = (...rates: readonly number[]) => random.pick([0, ...rates])
  const times = (most: number) => Array.from({ length: random.below(most + 1) }, () => random.between(0, ms))
  return {
    ms,
    hosts: 1 + random.below(3),
    slots: random.pick([1, 2, 5, 50]),
    dedupe: random.chance(0.5) && !afterlife,
    hostTtlMs: random.pick([2_000, 8_000]),
    forceReplay: random.chance(0.3),
    readers: random.chance(0.3),
    maxSkewMs: random.pick([0, 0, 50, 3_000]),
    badFate: rate(0, 0.01, 0.05),
    settlementLost: rate(0, 0.02, 0.2),
    crash: rate(0.002, 0.01, 0.03),
    stall: rate(0, 0.005, 0.02),
    copy: rate(0, 0.05, 0.3),
    hold: rate(0, 0.05, 0.3),
    stray: rate(0, 0.05, 0.3),
    deliveryLost: rate(0, 0, 0.02),
    unheard: rate(0, 0.1, 0.9),
    crashes: random.below(7),
    stalls: random.below(4),
    rush,
    afterlife,
    rolledBack: !afterlife && random.fork('rollback').chance(0.06),
    upgrade:
      !rush && random.chance(0.25)
        ? { at: random.between(0, ms / 2), back: random.chance(0.3) ? random.between(ms / 2, ms) : ms }
        : undefined,
    drains: times(2),
    jumps: times(2),
    outages: times(1).map((from) => ({ from, to: from + random.between(100, 6_000) })),
    maxLatencyMs: random.pick([1, 5, 40]),
  }
}

const BAD: readonly Fate[] = ['lost', 'unheard', 'late', 'refused']

/** `now` in ms of virtual time. */
export function faultsOf(trouble: Trouble, random: Random, now: () => number): Faults {
  let { crashes, stalls } = trouble
  const latencyMs = () => random.between(0.1, trouble.maxLatencyMs)
  const out = () => trouble.outages.some(({ from, to }) => now() >= from && now() < to)
  return {
    ...noFaults(latencyMs),
    timeoutMs: () => random.between(200, 5_000),
    fate: () => {
      if (out()) return random.pick(['lost', 'refused'] as const)
      return random.chance(trouble.badFate) ? random.pick(BAD) : 'heard'
    },
    settlementLost: () => out() || random.chance(trouble.settlementLost),
    deliveries: (_intake, believers) => {
      if (random.chance(trouble.deliveryLost)) return []
      const holdMs = () => (random.chance(trouble.hold) ? random.between(0, 400) : 0)
      const to = () => (random.chance(trouble.stray) ? random.below(believers) : 0)
      const list = [{ to: to(), holdMs: holdMs() }]
      while (list.length < 4 && random.chance(trouble.copy)) list.push({ to: to(), holdMs: holdMs() })
      return list
    },
    unheard: () => out() || random.chance(trouble.unheard),
    at: ({ when, what }) => {
      if (crashes > 0 && random.chance(trouble.crash)) {
        crashes -= 1
        return 'crash'
      }
      // Between the last look at its lease and the call itself nothing can stop a process from standing still (I8).
      const atTheCall = when === 'before' && what === 'effect'
      if (stalls > 0 && !atTheCall && random.chance(trouble.stall)) {
        stalls -= 1
        return 'stall'
      }
      return undefined
    },
  }
}
