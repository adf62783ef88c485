/**
 * What XState's live snapshot need not hold while its actor waits. For every child that it spawns XState makes an actor of
 * 1.2 KB, which nothing here ever starts (R19): of a child a later transition asks its id and its source.
 */
import type { AnyMachineSnapshot } from 'xstate'

/** Stands in a live snapshot for a child. */
class ChildName {
  readonly id: string
  readonly src: unknown

  constructor(id: string, src: unknown) {
    this.id = id
    this.src = src
  }
}

/** A set takes 200 bytes also when it is empty. XState makes new ones, and adds to none. */
const NO_TAGS: AnyMachineSnapshot['tags'] = new Set()

interface Changeable {
  tags: AnyMachineSnapshot['tags']
  readonly children: Record<string, { readonly id: string; readonly src: unknown } | undefined>
}

/** Changes what a transition has just made, in place; nobody else has it. */
export function lean(live: AnyMachineSnapshot): AnyMachineSnapshot {
  const made: Changeable = live
  if (made.tags.size === 0) made.tags = NO_TAGS
  for (const [id, child] of Object.entries(made.children)) {
    if (child !== undefined && !(child instanceof ChildName))
      made.children[id] = new ChildName(child.id, child.src)
  }
  return live
}
