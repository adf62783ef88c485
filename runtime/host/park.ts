/** R11: a worker that waits long gives its task back until then, on record. */
import type { Address } from '../core/address.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { parkTurn } from '../kernel/worker-turns.ts'
import { commit } from './commit.ts'
import type { HostContext } from './context.ts'
import { relay } from './relay.ts'

/**
 * True when the record is stored and the task is scheduled; then its delivery may be acked. False when the fence was lost, also
 * after the record: whoever has claimed the actor since may hold the same task, which an ack would delete (R7).
 */
export async function park(
  context: HostContext,
  address: Address,
  last: TurnDraft,
  expected: number,
  until: number,
): Promise<boolean> {
  const record: TurnRecord = context.sign(parkTurn(last, until, context.clock.now()))
  const result = await commit(context, address, record, expected)
  if (result.status === 'conflict') return false
  if ((await relay(context, record)) === 'overtaken') return false
  context.observe({ type: 'worker:parked', actor: record.actor, kind: record.kind, until })
  return true
}
