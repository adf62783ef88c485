/**
 * One fenced append, carried through lost acknowledgements (R1). After a timeout or a wrong-sequence answer only the tail
 * tells the truth: one's own nonce there means committed. The error alone proves nothing.
 */
import type { Address } from '../core/address.ts'
import type { Tail } from '../core/driver.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import { untilDone } from '../core/retry.ts'
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import type { HostContext } from './context.ts'
import { rolledBack } from './rolled-back.ts'

export type Committed =
  | { readonly status: 'committed'; readonly sequence: number; readonly bytes: number }
  | { readonly status: 'conflict'; readonly tail: Tail | undefined }

/**
 * @throws CaravanError `message.too-large` when the record can never be stored, `store.rolled-back` (R17); the signal's reason
 * when the host gave up.
 */
export async function commit(
  context: HostContext,
  address: Address,
  record: TurnRecord,
  expected: number,
): Promise<Committed> {
  const { driver, clock, observe } = context
  const turn = { actor: record.actor, kind: record.kind, turn: record.turn }
  observe({ type: 'turn:committing', ...turn, cause: record.cause.type })
  const committed = ({ sequence, bytes }: Pick<Tail, 'sequence' | 'bytes'>): Committed => {
    observe({
      type: 'turn:committed',
      ...turn,
      cause: record.cause.type,
      outcome: record.outcome,
      final: isFinal(record.snapshot),
      sequence,
      at: record.at,
    })
    return { status: 'committed', sequence, bytes }
  }
  return untilDone(
    async () => {
      const result = await context.pace.during(() => driver.append(address, record, expected))
      if (result.status === 'committed') return committed(result)
      if (result.status === 'unknown')
        observe({ type: 'driver:retry', what: 'append', error: errorData(result.cause) })
      const tail = await readTail(context, address)
      if (tail?.record.nonce === record.nonce) return committed(tail)
      // An unacknowledged append may still arrive; appending again with the same fence lets only one of the two in.
      if (result.status === 'unknown' && (tail?.sequence ?? 0) === expected) throw result.cause
      // A journal only grows: one that ends before what this host has seen of it is not the same any more (R17).
      if ((tail?.sequence ?? 0) < expected) throw rolledBack(record.actor, expected, tail?.sequence ?? 0)
      observe({ type: 'turn:conflict', ...turn })
      return { status: 'conflict', tail }
    },
    { clock, signal: context.signal, jitter: context.jitter, onRetry: tellRefusal },
  )

  /** What the store itself refused, for want of space for example; a lost acknowledgement has been told above. */
  function tellRefusal(error: unknown): void {
    if (error instanceof CaravanError)
      observe({ type: 'driver:retry', what: 'append', error: errorData(error) })
  }
}

export function readTail(context: HostContext, address: Address): Promise<Tail | undefined> {
  return untilDone(() => context.driver.tail(address), {
    clock: context.clock,
    signal: context.signal,
    jitter: context.jitter,
    onRetry: (error) => context.observe({ type: 'driver:retry', what: 'tail', error: errorData(error) }),
  })
}
