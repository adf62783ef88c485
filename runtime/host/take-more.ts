/** Takes what else is in hand into the same turn: one append, one record, in the order in which they came. */
import { decideMore } from '../kernel/batch.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState } from '../kernel/draft.ts'
import type { HostContext } from './context.ts'
import type { Mailbox } from './mailbox.ts'

export interface Turn {
  readonly state: ActorState
  readonly logs: readonly unknown[]
}

/** What was taken goes from the front of what waits to the end of what is in hand. */
export function takeMore(
  { clock, forceReplay }: HostContext,
  definition: ActorDefinition,
  first: Turn,
  { waiting, inHand }: Mailbox,
): Turn {
  let { state } = first
  const logs = [...first.logs]
  for (;;) {
    const next = waiting[0]
    if (next === undefined) break
    const from = forceReplay ? { ...state, live: undefined } : state
    const more = decideMore(definition, from, next.value, clock.now())
    if (more === undefined) break
    inHand.push(next)
    waiting.shift()
    state = more.state
    logs.push(...more.logs)
  }
  return { state, logs }
}
