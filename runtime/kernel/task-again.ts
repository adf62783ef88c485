import type { Task } from '../core/message.ts'
import type { TurnDraft } from './draft.ts'

/** A worker's task once more. Its input is in the record by now: a task that finds one never looks at its own. */
export function taskAgain(
  { actor, kind, tenant, parent }: TurnDraft,
  id: string,
  now: number,
): Task | undefined {
  if (parent === undefined) return undefined // only a parent makes workers
  const link = { address: parent.address, kind: parent.kind, child: parent.child }
  return { id, to: actor, kind, tenant, input: undefined, parent: link, sentAt: now }
}
