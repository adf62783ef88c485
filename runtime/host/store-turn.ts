/** A worker's turn, stored as it is, or what stands in its place when it never can be. */
import type { Address } from '../core/address.ts'
import { isUnstorable } from '../core/encode-json.ts'
import type { ActorState } from '../kernel/draft.ts'
import { instead } from '../kernel/failure.ts'
import { isRolledBack, setAheadAside } from './ahead.ts'
import { commit } from './commit.ts'
import type { HostContext } from './context.ts'

export interface WorkerTurn {
  readonly address: Address
  /** What it follows. */
  readonly before: ActorState | undefined
  readonly state: ActorState
  /** Sequence of the last record. */
  readonly expected: number
}

/** A turn that is too large ends the worker in error instead of being tried for ever. */
export async function storeTurn(context: HostContext, turn: WorkerTurn) {
  const { address, before, state, expected } = turn
  const record = context.sign(state.record)
  try {
    return { ...(await commit(context, address, record, expected)), state, record }
  } catch (error) {
    if (isRolledBack(error) && before !== undefined) {
      const { cause } = record.earlier?.[0] ?? record
      const tail = await setAheadAside(context, address, before.record, cause, error)
      return { status: 'conflict' as const, tail, state, record }
    }
    if (!isUnstorable(error)) throw error
    const smaller = instead(before, state, context.clock.now(), error)
    const signed = context.sign(smaller.record)
    return { ...(await commit(context, address, signed, expected)), state: smaller, record: signed }
  }
}
