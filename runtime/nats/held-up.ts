/**
 * What a partition has in hand is bounded (I10), and messages that wait for long in one actor's mailbox must not use that up:
 * its neighbours would starve (I11, I6). So what is held up is counted apart, and the consumer may give that much more.
 */

/** Messages of one partition in hand at once, those that are held up apart. */
const IN_HAND = 1_024
const STEP = IN_HAND / 2
/** Held-up messages that a partition makes up for, so many and so large together; beyond that it waits as well. */
const MOST_HELD_UP = 32 * IN_HAND
const MOST_HELD_UP_BYTES = 16 * 1_024 * 1_024

export class HeldUp {
  /** Bytes in memory of each message, by its sequence. */
  readonly #messages = new Map<number, number>()
  readonly #change: (inHand: number) => Promise<void>
  #bytes = 0
  #wanted = IN_HAND
  #changing = false

  /** @param change tells the server how many un-acked messages the partition may have from now on; does not reject */
  constructor(change: (inHand: number) => Promise<void>) {
    this.#change = change
  }

  /** How many un-acked messages the partition may have. */
  get inHand(): number {
    return this.#wanted
  }

  /** @param bytes what it keeps in memory while it waits: nothing, when it is not kept */
  add(sequence: number, bytes: number): void {
    if (this.#messages.has(sequence)) return
    if (this.#messages.size >= MOST_HELD_UP || this.#bytes + bytes > MOST_HELD_UP_BYTES) return
    this.#messages.set(sequence, bytes)
    this.#bytes += bytes
    this.#adjust()
  }

  /** Its turn has come. */
  remove(sequence: number): void {
    const bytes = this.#messages.get(sequence)
    if (bytes === undefined) return
    this.#messages.delete(sequence)
    this.#bytes -= bytes
    if (this.#messages.size === 0) this.#adjust()
  }

  /** In steps, so that ordinary load changes nothing and half is always left; back when nothing is held up any more. */
  #adjust(): void {
    const { size } = this.#messages
    const enough = IN_HAND + Math.floor(size / STEP) * STEP
    if (enough === this.#wanted || (size > 0 && enough < this.#wanted)) return
    this.#wanted = enough
    if (!this.#changing) void this.#tell()
  }

  async #tell(): Promise<void> {
    this.#changing = true
    for (let told = -1; told !== this.#wanted;) {
      told = this.#wanted
      await this.#change(told)
    }
    this.#changing = false
  }
}
