/** R8: on every delivery a worker first appends a fenced claim. Until then nothing of it runs here that costs anything. */
import type { Address } from '../core/address.ts'
import type { Tail } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { Task } from '../core/message.ts'
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState } from '../kernel/draft.ts'
import { isBarren } from '../kernel/quarantine.ts'
import { firstClaim, nextClaim } from '../kernel/worker-turns.ts'
import type { Begun } from './beside.ts'
import { readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { comesTooLate } from './ended-root.ts'
import type { Lease } from './lease.ts'
import { mayComeFirst } from './quick-call.ts'
import { relay } from './relay.ts'
import { setBarrenAside } from './set-aside.ts'
import { storeTurn } from './store-turn.ts'
import type { Turn } from './take-more.ts'
import { checkFormat, commitMigration, VersionChoice } from './version-choice.ts'

/** How often somebody else may come first before the delivery is left to a later one. */
const TRIES = 3

interface Taken {
  readonly task: Task
  readonly attempt: number
  readonly address: Address
  readonly served: ActorDefinition
  readonly lease: Lease
  /** Present while no task is stored for it. */
  readonly begun: Begun | undefined
  /** Makes calls that need not be on record first; the claim, with what came of them (quick-call.ts). */
  readonly ahead: (definition: ActorDefinition, claim: Turn) => Promise<Turn>
}

export interface Claimed {
  /** The definition of the actor's machine version (R18). */
  readonly definition: ActorDefinition
  readonly state: ActorState
  readonly record: TurnRecord
  readonly sequence: number
}

/**
 * @returns `over` when nothing is left to do with the delivery, `lost` when others have come first
 * @throws CaravanError for which `pauseReason` has a reason when this host must not run the actor (R18)
 */
export async function claim(context: HostContext, taken: Taken): Promise<Claimed | 'over' | 'lost'> {
  const { task, attempt, address, served, lease, begun, ahead } = taken
  const { clock, hostId } = context
  const version = new VersionChoice(context, served)
  // A first delivery appends at 0: the fence itself reads whether a stop or another claim came before (R12).
  let tail: Tail | undefined = attempt === 1 ? undefined : await readTail(context, address)
  if (tail === undefined && (await comesTooLate(context, address, { attempt, sentAt: task.sentAt }))) {
    lease.ack() // unrun: its root has ended (R15)
    return 'over'
  }
  for (let tries = 0; tries < TRIES; tries++) {
    if (tail !== undefined) {
      checkFormat(tail.record)
      await relay(context, tail.record) // R2
      if (isFinal(tail.record.snapshot) || tail.record.quarantine !== undefined) {
        lease.ack()
        return 'over'
      }
      if (begun !== undefined) {
        lease.release(0) // others have a task for it: theirs is the next claim
        return 'over'
      }
      if (isBarren(tail.record)) {
        tail = await setBarrenAside(context, address, task)
        continue
      }
    }
    const choice = version.of(task.to, tail?.record)
    if (choice.status === 'migrated') {
      const moved = await commitMigration(context, address, choice.state, tail?.sequence ?? 0)
      tail = moved.tail
      version.forget()
      continue
    }
    const { definition } = choice
    const now = clock.now()
    let turn: Turn =
      tail === undefined
        ? first(definition, task, { host: hostId, beside: begun !== undefined }, now)
        : { state: nextClaim(definition, tail.record, task, hostId, now), logs: [] }
    // Only beside its parent: whoever was given a task claims it first, for others may be given it as well.
    const isQuick = tail === undefined && begun !== undefined && mayComeFirst(definition, turn.state.record)
    if (isQuick) turn = await ahead(definition, turn)
    const before = tail && { record: tail.record, live: undefined }
    const expected = tail?.sequence ?? 0
    const result = await storeTurn(context, { address, before, state: turn.state, expected })
    if (result.status === 'committed') {
      const { actor, kind, claim: held } = turn.state.record
      for (const value of turn.logs) context.observe({ type: 'machine:log', actor, value })
      context.observe({ type: 'worker:claimed', actor, kind, claim: held?.number ?? 1 })
      return { definition, ...result }
    }
    if (result.tail === undefined) return 'lost' // its history has gone with its root meanwhile (R15): nothing is made anew
    tail = result.tail
    version.forget()
  }
  return 'lost'
}

function first(...claim: Parameters<typeof firstClaim>): Turn {
  const decision = firstClaim(...claim)
  if (decision.status !== 'turn') throw new CaravanError('kernel.bug', 'A task always creates its actor.')
  return decision
}
