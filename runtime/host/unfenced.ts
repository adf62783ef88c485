/**
 * What no fence stands behind: a dead letter, and whether a message other than a create comes first to an actor. For both,
 * what a host believes is not enough (I2). While two hosts have a partition in hand, a message can come to one of
 * them while the other still has the create of its receiver (R6, R14).
 */
import type { Delivery } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import { untilDone } from '../core/retry.ts'
import type { HostContext } from './context.ts'

/** How soon it is looked again whether an older message is still in another host's hands. */
const LOOK_AGAIN_MS = 100

/** Where a delivery waits. */
interface Place {
  /** What else waits here for the receiver; a delivery that comes too early is put behind all that are older. */
  readonly queue: Delivery<Message>[]
  /** Sequence of a message that is handled and stays un-acked (cover.ts); 0 without one. */
  readonly kept: number
  /** Whether the partition has become another host's. */
  readonly left: () => boolean
}

/**
 * Waits until no older message for the same receiver is un-acked.
 * @returns true when this is not the delivery's time: it has another place, or another owner
 */
export async function olderComesFirst(
  { driver, clock, signal, jitter, draining }: HostContext,
  delivery: Delivery<Message>,
  { queue, kept, left }: Place,
): Promise<boolean> {
  while (await untilDone(() => driver.olderWaits(delivery, kept), { clock, signal, jitter })) {
    if (left() || draining.aborted) return true
    const older = queue.findLastIndex(({ origin }) => origin.sequence < delivery.origin.sequence)
    if (older >= 0) {
      queue.splice(older + 1, 0, delivery)
      return true
    }
    await clock.sleep(LOOK_AGAIN_MS, draining).catch(() => undefined) // the next look finds that it drains
  }
  return false
}
