/** What waits in memory for one entity, in order, and what of it is in hand. */
import type { Delivery } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import { giveBack } from './hand-over.ts'

/** Messages that wait for one actor and count as in hand; its neighbours need not wait behind the others (I11, I6). */
const MOST_IN_HAND = 16

export class Mailbox {
  readonly waiting: Delivery<Message>[] = []
  /** What is being handled: one message, or several in one turn. */
  inHand: Delivery<Message>[] = []
  #resting = false

  /** While its actor rests, everything that waits is held up. Resolves when `rest` has ended, also in an error. */
  async rest(rest: Promise<void>): Promise<void> {
    this.#resting = true
    for (const delivery of this.waiting) delivery.holdUp?.()
    await rest.catch(() => undefined)
    this.#resting = false
  }

  /**
   * What waits here longer than the ack wait is delivered again: it keeps its place, or a paused actor's queue would grow.
   * Told by where it lies, not by its id: of two stored copies of one message the younger must not take the place of the
   * older, or it would wait for that one for ever (R6).
   */
  add(delivery: Delivery<Message>): void {
    const { sequence } = delivery.origin
    const waiting =
      delivery.attempt > 1 ? this.waiting.findIndex(({ origin }) => origin.sequence === sequence) : -1
    if (waiting < 0) this.waiting.push(delivery)
    else this.waiting[waiting] = delivery
    if (this.#resting || this.waiting.length > MOST_IN_HAND) delivery.holdUp?.()
  }

  /**
   * Whatever else was delivered of a stored message that is set aside: it is acked, so nothing would bring about who relays a
   * turn of it, should its actor be made meanwhile and this host die (I3).
   */
  dropCopies({ origin }: Delivery<Message>): void {
    const others = this.waiting.filter((other) => other.origin.sequence !== origin.sequence)
    this.waiting.splice(0, this.waiting.length, ...others)
  }

  /** Takes the next one in hand. */
  take(): Delivery<Message> | undefined {
    const delivery = this.waiting.shift()
    this.inHand = delivery === undefined ? [] : [delivery] // what was handled last is not kept while nothing comes
    return delivery
  }

  /** Leaves only the first one in hand; the others of a turn that did not come about wait in their places again, if `ours`. */
  putBack(ours = true): void {
    const others = this.inHand.splice(1)
    if (ours) this.waiting.unshift(...others)
    else giveBack(others)
  }

  /** Others may handle what waits here, un-acked; what no store holds goes back to its sender. */
  clear(): void {
    giveBack(this.waiting.splice(0))
  }

  /** As {@link clear}, for what else a failed turn had in hand. @returns false when the first one itself was no store's */
  giveBack(): boolean {
    const [first, ...others] = this.inHand
    this.inHand = [...(first === undefined ? [] : [first]), ...giveBack(others)]
    return first === undefined || giveBack([first]).length > 0
  }
}

/** Whether it makes an actor that no host has had in hand before: it needs no read, and nothing of it is under way. */
export function begins({ value, attempt }: Delivery<Message>): boolean {
  return value.type === 'create' && attempt === 1
}
