/**
 * Which fault made which call run twice. Faults overlap, and what follows from one lingers: a call may have several
 * explanations. Each fault explains at most as many as it can have interrupted, so the explanations are dealt out such that
 * as many calls as possible have one; a count by whatever came first would accuse a fault of another's calls.
 */
import type { Interruption } from './calls.ts'

/** A call that was made again, and everything that can be the reason, the likeliest first; never empty. */
export interface Unexplained {
  readonly reasons: readonly [Interruption, ...Interruption[]]
}

/**
 * One reason for each call, in order. A call that no fault has room for keeps its likeliest, which then has too many.
 * @param most how many calls a fault can have interrupted
 */
export function blame(
  calls: readonly Unexplained[],
  most: (fault: Interruption) => number,
): readonly Interruption[] {
  const explained = new Map<Interruption, Unexplained[]>()
  const of = (fault: Interruption): Unexplained[] => {
    const list = explained.get(fault) ?? []
    explained.set(fault, list)
    return list
  }
  /** Finds room for a call, if need be by giving another call another of its reasons (an augmenting path). */
  const place = (call: Unexplained, tried: Set<Interruption>): boolean => {
    for (const fault of call.reasons) {
      if (tried.has(fault)) continue
      tried.add(fault)
      const mine = of(fault)
      if (mine.length < most(fault)) return mine.push(call) > 0
      const moved = mine.findIndex((other) => place(other, tried))
      if (moved < 0) continue
      mine[moved] = call
      return true
    }
    return false
  }
  for (const call of calls) if (!place(call, new Set())) of(call.reasons[0]).push(call)
  const reasons = new Map<Unexplained, Interruption>()
  for (const [fault, list] of explained) for (const call of list) reasons.set(call, fault)
  return calls.map((call) => reasons.get(call) ?? call.reasons[0])
}
