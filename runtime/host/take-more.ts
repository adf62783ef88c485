/** Takes what else is in hand into the same turn: one append, one record, in the order in which they came. */
import type { Delivery } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import { decideMore } from '../kernel/batch.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState } from '../kernel/draft.ts'
import type { HostContext } from './context.ts'

export interface Turn {
  readonly state: ActorState
  readonly logs: readonly unknown[]
}

/** What was taken goes from the front of `queue` to the end of `inHand`. */
export function takeMore(
  { clock, forceReplay }: HostContext,
  definition: ActorDefinition,
  first: Turn,
  queue: Delivery<Message>[],
  inHand: Delivery<Message>[],
): Turn {
  let { state } = first
  const logs = [...first.logs]
  for (;;) {
    const next = queue[0]
    if (next === undefined) break
    const from = forceReplay ? { ...state, live: undefined } : state
    const more = decideMore(definition, from, next.value, clock.now())
    if (more === undefined) break
    inHand.push(next)
    queue.shift()
    state = more.state
    logs.push(...more.logs)
  }
  return { state, logs }
}
