/** Dead letters in memory: the oldest go first when there are too many (I10). */
import { addressText } from '../core/address.ts'
import type {
  DeadLetter,
  DeadLetterFilter,
  DeadLetterHead,
  DeadLetterStore,
  StoredDeadLetter,
} from '../core/dead-letters.ts'
import { CaravanError } from '../core/errors.ts'
import type { Message, Task } from '../core/message.ts'

const MAX_LETTERS = 10_000

export class MemoryDeadLetters implements DeadLetterStore {
  readonly #letters = new Map<number, StoredDeadLetter>()
  readonly #back: (what: 'message' | 'task', value: Message | Task) => void
  #count = 0

  /** @param back puts something into its inbox, past the window of repeated ids */
  constructor(back: (what: 'message' | 'task', value: Message | Task) => void) {
    this.#back = back
  }

  /** What is stored, oldest first. */
  get all(): readonly StoredDeadLetter[] {
    return [...this.#letters.values()]
  }

  put(letter: DeadLetter): void {
    const raw = 'raw' in letter ? letter.raw : new TextEncoder().encode(JSON.stringify(letter.message))
    const message: unknown = 'raw' in letter ? undefined : JSON.parse(new TextDecoder().decode(raw))
    const number = ++this.#count
    this.#letters.set(number, { ...letter, number, message, raw, bytes: raw.length })
    const [oldest] = this.#letters.keys()
    if (this.#letters.size > MAX_LETTERS && oldest !== undefined) this.#letters.delete(oldest)
  }

  async *list({ kind, actor, after = 0 }: DeadLetterFilter = {}): AsyncGenerator<DeadLetterHead> {
    const address = actor === undefined ? undefined : addressText(actor)
    for (const letter of this.all) {
      if (letter.number <= after || (kind !== undefined && letter.kind !== kind)) continue
      if (address !== undefined && letter.actor !== address) continue
      const { message: _message, raw: _raw, ...head } = letter
      yield head
    }
  }

  async get(number: number): Promise<StoredDeadLetter | undefined> {
    return this.#letters.get(number)
  }

  async drop(number: number): Promise<boolean> {
    return this.#letters.delete(number)
  }

  async redrive(number: number): Promise<void> {
    const letter = this.#letters.get(number)
    if (letter === undefined)
      throw new CaravanError(
        'dead-letter.unknown',
        `There is no dead letter ${number}; it may be gone already.`,
      )
    const { what, message } = letter
    if (what === 'feed') {
      throw new CaravanError(
        'dead-letter.feed',
        `Dead letter ${number} is an event that was too large for the feed; it can only be dropped.`,
      )
    }
    if (what === 'undecodable') {
      throw new CaravanError(
        'dead-letter.unreadable',
        `Dead letter ${number} is no message that memory can hold.`,
      )
    }
    this.#back(what, message as Message | Task)
    this.#letters.delete(number)
  }
}
