/** I7 for workers that began without a stored task: an un-acked message of their parent brings about who stores one. */
import type { Message, Task } from '../core/message.ts'
import { isFinal } from '../core/turn-record.ts'
import type { ActorView } from './actor-view.ts'

/** The open workers of `parent` that nobody would resume if their host died now. */
export function uncovered(
  parent: ActorView | undefined,
  actors: ReadonlyMap<string, ActorView>,
  unacked: Iterable<Message | Task>,
): readonly string[] {
  if (parent === undefined || isFinal(parent.last.snapshot)) return []
  const { actor, children } = parent.last
  const workers = Object.entries(children)
    .map(([id, { generation }]) => actors.get(`${actor}/${id}.${generation}`))
    .filter((child) => child !== undefined && hasNoTask(child))
    .map((child) => child?.last.actor ?? '')
  if (workers.length === 0) return []
  const receivers = new Set([...unacked].map(({ to }) => to))
  return receivers.has(actor) ? [] : workers.filter((worker) => !receivers.has(worker))
}

/** Whether it was claimed without a stored task, and no task has been stored for it since on record. */
function hasNoTask({ last }: ActorView): boolean {
  if (last.claim?.beside !== true || isFinal(last.snapshot) || last.quarantine !== undefined) return false
  return !['parked', 'repaired', 'released', 'migrated'].includes(last.outcome)
}
