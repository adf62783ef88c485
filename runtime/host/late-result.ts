/**
 * R9: a call that completed was paid for. Its holder lost the fence, so it appends the result at the new tail; it counts if
 * that generation is still open and unanswered, and its successor's own call is then superseded.
 */
import { addressText, type Address } from '../core/address.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { lateTurn } from '../kernel/worker-turns.ts'
import { readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import type { EffectEnd } from './effects.ts'
import { relay } from './relay.ts'
import { storeTurn } from './store-turn.ts'
import { checkFormat } from './version-choice.ts'

/** What calls end with when the runtime ended them: it says nothing of the call. */
const ENDED_BY_US: ReadonlySet<string> = new Set([
  'effect.stopped',
  'host.draining',
  'worker.fenced',
  'worker.stopped',
  'worker.superseded',
])

/**
 * A call that failed counts too: of two copies of one task each would else take a long failing call from the other for ever.
 * @throws CaravanError `actor.version.unreadable` when only newer code can add to the journal.
 */
export async function recordLate(
  context: HostContext,
  definition: ActorDefinition,
  address: Address,
  end: EffectEnd,
): Promise<void> {
  if (context.signal.aborted || (end.type === 'effect.error' && ENDED_BY_US.has(end.error.code))) return
  for (;;) {
    const tail = await readTail(context, address)
    if (tail === undefined) return
    checkFormat(tail.record)
    await relay(context, tail.record)
    const draft = lateTurn(definition, tail.record, end, context.clock.now())
    if (draft === undefined) return
    const before = { record: tail.record, live: undefined }
    const state = { record: draft, live: undefined }
    const result = await storeTurn(context, { address, before, state, expected: tail.sequence })
    if (result.status === 'conflict') continue
    const { record } = result
    const used = record.outcome !== 'ignored'
    context.observe({ type: 'effect:late', actor: addressText(address), effect: end.effect.id, used })
    await relay(context, record)
    return
  }
}
