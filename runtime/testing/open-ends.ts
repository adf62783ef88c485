/** What an actor's last record leaves open, once all work should be done. */
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import type { Violation } from './journal-rules.ts'

/**
 * @param undone what of its outbox has not been carried out
 * @param lastOf the last record of an actor, by address
 * @param now ms since the epoch
 */
export function openEnds(
  last: TurnRecord,
  undone: readonly string[],
  lastOf: (actor: string) => TurnRecord | undefined,
  now: number,
): readonly Violation[] {
  const left: Violation[] = []
  const say = (rule: string, text: string) => void left.push({ rule, text: `${last.actor}: ${text}` })
  if (undone.length > 0) say('I3', `not relayed: ${undone.join(', ')}`)
  if (last.quarantine !== undefined) say('R13', 'it is still quarantined')
  if (isFinal(last.snapshot)) return left
  if (last.type === 'worker') say('I7', 'the worker has not ended')
  for (const [id, timer] of Object.entries(last.timers))
    if (timer.at < now) say('I7', `timer "${id}" never came`)
  for (const [id, child] of Object.entries(last.children)) {
    const end = lastOf(`${last.actor}/${id}.${child.generation}`)
    if (end === undefined) say('I3', `child "${id}" was never made`)
    else if (isFinal(end.snapshot)) say('I3', `it was never told that child "${id}" has ended`)
  }
  return left
}

export function hasEnded(last: TurnRecord | undefined): boolean {
  return last !== undefined && isFinal(last.snapshot)
}
