/**
 * R15: retention removes the journals of a root's descendants. What was sent to one of them and comes after that would find
 * an empty journal and begin it anew; its root's tombstone says that it must not.
 */
import { parseAddress, rootOf, type Address } from '../core/address.ts'
import type { Delivery } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import { readTail } from './commit.ts'
import type { HostContext } from './context.ts'

/** Younger than this, a first delivery cannot have outlived a retention; looking would cost every task a read. */
const FRESH_MS = 60_000
/** How far the clocks of two hosts may be apart. */
const SKEW_MS = 10_000

/**
 * Whether a tombstone's stop of a child without a journal comes so late that nothing can make that child any more: what was
 * sent to it is older by then than a first delivery that is not looked at. Retention has removed its journal.
 */
export function isStoppedForGood({ clock }: HostContext, { actor, at, snapshot }: TurnRecord): boolean {
  return isFinal(snapshot) && parseAddress(actor).path.length === 0 && clock.now() - at > FRESH_MS + SKEW_MS
}

/** Whether something that finds no journal comes after the end of its root. */
export async function comesTooLate(
  context: HostContext,
  address: Address,
  { attempt, sentAt }: { readonly attempt: number; readonly sentAt: number },
): Promise<boolean> {
  if (address.path.length === 0) return false
  if (attempt === 1 && Math.abs(context.clock.now() - sentAt) < FRESH_MS) return false
  return rootHasEnded(context, address)
}

/** Whether a delivery is a create that comes too late; it is told as ignored. */
export async function createsTooLate(
  context: HostContext,
  address: Address,
  { value, attempt }: Delivery<Message>,
): Promise<boolean> {
  if (value.type !== 'create') return false
  const late = await comesTooLate(context, address, { attempt, sentAt: value.sentAt })
  if (late) tellIgnored(context, value)
  return late
}

/**
 * Whether a message for an actor without a journal comes too late: its own tree has sent it, and a child whose root has ended
 * is not made any more; or an operator has, which he can only to one that had a journal, so retention has removed it, and
 * there is nothing left to mend. Either has nowhere to go, and is told as ignored.
 */
export async function wasForNobody(
  context: HostContext,
  address: Address,
  message: Message,
): Promise<boolean> {
  const inside = 'child' in message || 'timer' in message || ('peer' in message && message.peer !== undefined)
  const audited = message.type === 'repair' || message.type === 'release'
  if (!(inside || audited) || address.path.length === 0 || !(await rootHasEnded(context, address)))
    return false
  tellIgnored(context, message)
  return true
}

function tellIgnored({ observe }: HostContext, { to, id }: Message): void {
  observe({ type: 'message:ignored', actor: to, id, reason: 'its root has ended' })
}

/** Whether the root of this actor, or it itself, is final on record. */
export async function rootHasEnded(context: HostContext, address: Address): Promise<boolean> {
  const root = await readTail(context, rootOf(address))
  return root !== undefined && isFinal(root.record.snapshot)
}
