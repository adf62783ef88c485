/**
 * R17: an actor of which this host has seen more than its store holds. The store was rolled back (an older copy, a power cut)
 * and neither of the two is guessed on: the actor is quarantined by a fenced record with the state that this host knows, which
 * was committed and may have been acted on. An operator compares, repairs and releases it.
 */
import type { Address } from '../core/address.ts'
import type { Tail } from '../core/driver.ts'
import { errorData, type CaravanError } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { quarantineTurn } from '../kernel/quarantine.ts'
import { commit, readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { rootHasEnded } from './ended-root.ts'

export { isRolledBack } from './rolled-back.ts'

/** Quarantines with what this host knows. What is the last record then: this one, or another host's. */
export async function setAheadAside(
  context: HostContext,
  address: Address,
  known: TurnDraft,
  cause: Cause,
  failure: CaravanError,
): Promise<Tail | undefined> {
  const tail = await readTail(context, address)
  // Not rolled back: retention has removed it with its ended root (R15), and this host remembers it still.
  if (tail === undefined && address.path.length > 0 && (await rootHasEnded(context, address)))
    return undefined
  if (tail?.record.quarantine !== undefined) return tail
  const record = context.sign(quarantineTurn(known, cause, errorData(failure), context.clock.now()))
  const result = await commit(context, address, record, tail?.sequence ?? 0)
  if (result.status === 'conflict') return setAheadAside(context, address, known, cause, failure)
  const { actor, kind } = record
  context.observe({ type: 'actor:quarantined', actor, kind, code: failure.code, reason: failure.message })
  return { sequence: result.sequence, bytes: result.bytes, record } // relayed by whoever takes it up (R2)
}
