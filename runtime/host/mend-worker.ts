/** A repair or release of a quarantined worker: one audited turn; the release's outbox brings its task back (R13). */
import { parseAddress } from '../core/address.ts'
import type { Task } from '../core/message.ts'
import { decide } from '../kernel/decide.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { relay } from './relay.ts'
import { storeTurn } from './store-turn.ts'
import { checkFormat, commitMigration, VersionChoice } from './version-choice.ts'

export async function mendWorker(
  context: HostContext,
  definition: ActorDefinition,
  task: Task,
  mending: NonNullable<Task['mending']>,
): Promise<void> {
  const address = parseAddress(task.to)
  for (;;) {
    const tail = await readTail(context, address)
    if (tail === undefined) return
    checkFormat(tail.record)
    await relay(context, tail.record) // R2
    if (tail.record.quarantine === undefined) return // released by now, or ended
    const choice = new VersionChoice(context, definition).of(task.to, tail.record)
    if (choice.status === 'migrated') {
      await commitMigration(context, address, choice.state, tail.sequence)
      continue
    }
    const state = { record: tail.record, live: undefined }
    const decision = decide(choice.definition, state, mending, context.clock.now())
    if (decision.status !== 'turn') return
    const turn = { address, before: state, state: decision.state, expected: tail.sequence }
    const result = await storeTurn(context, turn)
    if (result.status === 'conflict') continue
    await relay(context, result.record)
    return
  }
}
