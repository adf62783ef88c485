/**
 * What a host cannot read, told apart: what a newer host wrote is sound and waits for a host that can read it (R18); what
 * is damaged can be read by nobody (I11).
 */
import { CaravanError } from './errors.ts'

/** Sound, but not for this process: another version, or a process with other keys, reads it. */
const NEWER: ReadonlySet<string> = new Set([
  'actor.version.unreadable',
  'codec.format.unknown',
  'codec.key.unknown',
  'record.version.newer',
])

/** True for an error about something that another host may well read: no poison, nothing to set aside (R18). */
export function isNewer(error: unknown): boolean {
  return error instanceof CaravanError && NEWER.has(error.code)
}

/**
 * True for an error that holds one actor until somebody acts: its state is a newer host's (R18), or cannot be read by
 * anybody. It waits un-acked with an alarm; nothing is guessed, nothing set aside, its neighbours go on.
 */
export function pausesActor(error: unknown): boolean {
  return isNewer(error) || (error instanceof CaravanError && error.code === 'journal.damaged')
}
