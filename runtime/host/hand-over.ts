/**
 * The end of a worker goes to its parent without a stop in the inbox when the parent is in memory here: two writes, a
 * delivery and an ack less for each worker. It is relayed (I3) once the parent's turn about it is committed; until then the
 * worker's task is un-acked, so whoever resumes it relays the end through the inbox (I7), and a repeat finds the child
 * closed (R4). Only the first relay after one's own commit takes this way.
 */
import type { Delivery } from '../core/driver.ts'
import type { Origin } from '../core/dead-letters.ts'
import type { Message } from '../core/message.ts'
import type { OutboxItem, TurnRecord } from '../core/turn-record.ts'
import type { HostContext } from './context.ts'

/** Where a message lies that is in no stream: younger than everything that is in one. */
export const IN_MEMORY: Origin = { stream: '', subject: '', sequence: Infinity }

/** True for a delivery that no store holds: it is acked once handled, or released for its sender to store it. */
export function isHandedOver({ origin }: Delivery<Message>): boolean {
  return origin === IN_MEMORY
}

/**
 * Whether an item may go past the inbox. A worker that has sent its parent events before might overtake one of them, which
 * would then come from a child that has ended (I9); quarantine and supervision of other sorts are rare enough to be stored.
 */
export function mayBeHandedOver(
  { type, parent }: TurnRecord,
  item: OutboxItem,
): item is OutboxItem & { readonly do: 'send' } {
  return item.do === 'send' && item.message.type === 'child.done' && type === 'worker' && parent?.sent === 0
}

/** A message in memory; `settled` is true once its receiver's turn is committed and relayed, false when there will be none. */
export function handedOver(message: Message): {
  readonly delivery: Delivery<Message>
  readonly settled: Promise<boolean>
} {
  const { promise: settled, resolve } = Promise.withResolvers<boolean>()
  const delivery: Delivery<Message> = {
    value: message,
    attempt: 1,
    origin: IN_MEMORY,
    ack: () => resolve(true),
    release: () => resolve(false),
    working: () => undefined,
  }
  return { delivery, settled }
}

/** What no store holds goes back to its sender, who stores it then; returns the rest. */
export function giveBack(deliveries: readonly Delivery<Message>[]): Delivery<Message>[] {
  const stored: Delivery<Message>[] = []
  for (const delivery of deliveries) {
    if (isHandedOver(delivery)) delivery.release()
    else stored.push(delivery)
  }
  return stored
}

/** Waits for it, as long as a stored message waits un-acked. False: the sender has to store it after all. */
export async function handOver(context: HostContext, message: Message): Promise<boolean> {
  const handed = context.hand(message)
  if (handed === undefined) return false
  const { clock, driver, signal } = context
  const { promise: given, resolve: giveUp } = Promise.withResolvers<boolean>()
  const stop = () => giveUp(false)
  const cancel = clock.timer(driver.taskAckWaitMs, stop)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([handed, given])
  } finally {
    cancel()
    signal.removeEventListener('abort', stop)
  }
}
