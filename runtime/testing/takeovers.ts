/**
 * R6: who takes a partition over gets what its predecessor left un-acked before anything newer for the same receiver. Seen
 * where the store delivers; what a network then makes of it is another matter.
 */
import type { Delivery, Intake } from '../core/driver.ts'
import type { Message, Task } from '../core/message.ts'

interface Partition {
  takers: number
  /** Delivered and not acked, by sequence: whom for. */
  readonly unacked: Map<number, string>
  /** What of it the present taker has not been given. */
  readonly owed: Map<number, string>
}

export class Takeovers {
  readonly #partitions = new Map<string, Partition>()
  readonly #blame: (rule: 'R6', text: string) => void

  constructor(blame: (rule: 'R6', text: string) => void) {
    this.#blame = blame
  }

  /** Starts an intake. Two at once share what there is (I2): only who comes when nobody is there takes over. */
  async take(intake: string, start: () => Promise<Intake>): Promise<Intake> {
    const partition = this.#of(intake)
    if (partition.takers === 0) {
      partition.owed.clear()
      for (const [sequence, to] of partition.unacked) partition.owed.set(sequence, to)
    }
    partition.takers += 1
    let left = false
    const taking = await start()
    return {
      ...taking,
      [Symbol.asyncDispose]: async () => {
        if (!left) partition.takers -= 1
        left = true
        await taking[Symbol.asyncDispose]()
      },
    }
  }

  delivered(intake: string, { value, origin }: Delivery<Message | Task>): void {
    const { owed, unacked } = this.#of(intake)
    owed.delete(origin.sequence)
    unacked.set(origin.sequence, value.to)
    const older = owed.entries().find(([sequence, to]) => to === value.to && sequence < origin.sequence)
    if (older !== undefined)
      this.#blame(
        'R6',
        `${value.to}: ${value.id} came to a new owner before number ${older[0]}, which its predecessor had not acked`,
      )
  }

  acked(intake: string, sequence: number): void {
    const { owed, unacked } = this.#of(intake)
    owed.delete(sequence)
    unacked.delete(sequence)
  }

  #of(intake: string): Partition {
    const partition = this.#partitions.get(intake) ?? { takers: 0, unacked: new Map(), owed: new Map() }
    this.#partitions.set(intake, partition)
    return partition
  }
}
