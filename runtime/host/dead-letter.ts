/** Puts a delivery away that nobody can take (I11); the caller acks it then. Tried until the store has it. */
import type { Delivery } from '../core/driver.ts'
import type { Message, Task } from '../core/message.ts'
import { untilDone } from '../core/retry.ts'
import type { HostContext } from './context.ts'

export async function deadLetter(
  context: HostContext,
  what: 'message' | 'task',
  { value: message, origin }: Delivery<Message | Task>,
  { code, reason }: { readonly code: string; readonly reason: string },
): Promise<void> {
  const { driver, clock, signal, jitter, observe } = context
  const { id, to: actor, kind } = message
  const letter = { id, what, code, reason, at: clock.now(), actor, kind, origin, message } as const
  await untilDone(() => driver.deadLetter(letter), { clock, signal, jitter })
  observe({ type: 'message:dead', actor, id, reason })
}

/** What lies where it does not belong; its neighbours go on. */
export function setMisplacedAside(
  context: HostContext,
  what: 'message' | 'task',
  delivery: Delivery<Message | Task>,
  reason: string,
): void {
  void deadLetter(context, what, delivery, { code: 'message.misplaced', reason }).then(
    () => delivery.ack(),
    () => undefined, // this host gives up; un-acked, it comes to the next one
  )
}
