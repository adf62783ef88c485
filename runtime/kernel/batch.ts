/**
 * Several messages of one actor that are in hand become one turn: one record whose `earlier` holds all but the last of them
 * (docs/adr/0008). Each is decided as if it were alone, on what the one before left; only the append is shared, so either all
 * of them have happened or none has (I1, I4), and their outbox is one list in their order (I3).
 */
import type { Cause } from '../core/message.ts'
import { isFinal, type EarlierTurn } from '../core/turn-record.ts'
import { decide } from './decide.ts'
import type { ActorDefinition } from './definition.ts'
import type { ActorState, TurnDraft } from './draft.ts'

/** Messages in one turn, at most: a record that cannot be stored costs its turn to be decided again, one by one. */
export const MAX_BATCH = 64

/**
 * Decides one more message in the turn that `state` is the outcome of so far. Undefined when it needs a turn of its own:
 * duplicates, failures and whatever else is not just an event for a living actor.
 */
export function decideMore(
  definition: ActorDefinition,
  state: ActorState,
  cause: Cause,
  now: number,
): { readonly state: ActorState; readonly logs: readonly unknown[] } | undefined {
  const { earlier = [], ...so } = state.record
  const isOpen = isPlain(state.record) || so.outcome === 'claimed' // a claim goes on with what its quick calls give
  if (!isOpen || isFinal(so.snapshot) || earlier.length + 1 >= MAX_BATCH) return undefined
  const decision = decide(definition, state, cause, now, true)
  if (decision.status !== 'turn' || !isPlain(decision.state.record)) return undefined
  const step: EarlierTurn = {
    cause: so.cause,
    outcome: so.outcome,
    ...(so.reason === undefined ? {} : { reason: so.reason }),
    value: so.snapshot.value,
    ...(so.at < now && { at: so.at }),
  }
  const record = { ...decision.state.record, earlier: [...earlier, step] }
  return { state: { ...decision.state, record }, logs: decision.logs }
}

function isPlain({ outcome, quarantine }: TurnDraft): boolean {
  return (outcome === 'handled' || outcome === 'ignored') && quarantine === undefined
}
