/**
 * Children that have ended and that XState still lists: those of a state that is still active, and every spawned one. An
 * entity that lives long and names each child anew would carry all of them in every record (I10), so the oldest are
 * forgotten, in the live snapshot as in the record, so that both decide alike (R3).
 */
import type { AnyMachineSnapshot } from 'xstate'
import type { Draft } from './draft.ts'

/** An event for one that ended longer ago fails its sender, as one for a child that never was. */
export const MOST_ENDED = 200

/** By id, in the order in which they ended. */
export function endedChildren(
  { children, effects, ended }: Draft,
  live: AnyMachineSnapshot,
): Record<string, string> {
  const listed = live.children as Record<string, { readonly src: unknown } | undefined>
  const isEnded = (id: string) => id in listed && !(id in children) && !(id in effects)
  const before = Object.keys(ended).filter(isEnded)
  const known = new Set(before)
  const now = Object.keys(listed).filter((id) => !known.has(id) && isEnded(id))
  return Object.fromEntries(
    [...before, ...now.toSorted()].slice(-MOST_ENDED).map((id) => [id, String(listed[id]?.src)]),
  )
}

/** The snapshot without the children that its record has forgotten. */
export function withoutForgotten(live: AnyMachineSnapshot, draft: Draft): AnyMachineSnapshot {
  const { children, effects, ended } = draft
  if (Object.keys(ended).length < MOST_ENDED) return live
  const kept = Object.entries(live.children).filter(([id]) => id in children || id in effects || id in ended)
  return { ...live, children: Object.fromEntries(kept) } as AnyMachineSnapshot
}
