/** A worker's turn, stored as it is or as the failure that it becomes when it never can be. */
import type { Address } from '../core/address.ts'
import { isUnstorable } from '../core/encode-json.ts'
import type { Cause } from '../core/message.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState } from '../kernel/draft.ts'
import { fail } from '../kernel/failure.ts'
import { isRolledBack, setAheadAside } from './ahead.ts'
import { commit } from './commit.ts'
import type { HostContext } from './context.ts'

export interface WorkerTurn {
  readonly address: Address
  readonly definition: ActorDefinition
  /** What it follows. */
  readonly before: ActorState | undefined
  readonly state: ActorState
  /** Sequence of the last record. */
  readonly expected: number
  /** What is recorded as failed; default: the turn's own cause. */
  readonly cause?: Cause | undefined
}

/** A turn that is too large ends the worker in error instead of being tried for ever. */
export async function storeTurn(context: HostContext, turn: WorkerTurn) {
  const { address, definition, before, state, expected, cause = turn.state.record.cause } = turn
  const record = context.sign(state.record)
  try {
    return { ...(await commit(context, address, record, expected)), state, record }
  } catch (error) {
    if (isRolledBack(error) && before !== undefined) {
      const tail = await setAheadAside(context, address, before.record, cause, error)
      return { status: 'conflict' as const, tail, state, record }
    }
    if (!isUnstorable(error) || state.record.outcome === 'failed') throw error
    const failure = fail(definition, before, cause, context.clock.now(), error, state.record)
    // A claim that failed is one all the same: whoever takes its parent over has to see whose it was, and that no task is stored.
    const { claim } = state.record
    const ended = { ...failure, record: { ...failure.record, ...(claim && { claim }) } }
    const failed = context.sign(ended.record)
    return { ...(await commit(context, address, failed, expected)), state: ended, record: failed }
  }
}
