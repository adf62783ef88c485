/** A work queue with ack waits: an item is gone when acked, and comes back when its holder neither acks nor renews. */
import type { Clock } from '../core/clock.ts'
import type { Delivery, Intake } from '../core/driver.ts'

interface Item<T> {
  readonly value: T
  readonly order: number
  attempt: number
  state: 'waiting' | 'delivered' | 'gone'
  /** Which delivery the ack wait belongs to. */
  cancelWait: () => void
}

interface Taker<T> {
  readonly free: () => number
  readonly deliver: (delivery: Delivery<T>) => void
}

export class WorkQueue<T> {
  #items: Item<T>[] = []
  #takers: Taker<T>[] = []
  #order = 0
  #scheduled = false
  readonly #clock: Clock
  readonly #ackWaitMs: number
  readonly #name: string
  readonly #owned: boolean

  /** @param of `owner`: whoever takes it last has it alone (R6); `all`: its takers share it */
  constructor(clock: Clock, ackWaitMs: number, { name, of }: { name: string; of: 'owner' | 'all' }) {
    this.#clock = clock
    this.#ackWaitMs = ackWaitMs
    this.#name = name
    this.#owned = of === 'owner'
  }

  put(value: T): void {
    this.#items.push({
      value,
      order: this.#order++,
      attempt: 0,
      state: 'waiting',
      cancelWait: () => undefined,
    })
    this.#wake()
  }

  /** Everything that is not acked. */
  get size(): number {
    return this.#items.length
  }

  count(matches: (value: T) => boolean): number {
    return this.#items.filter(({ value }) => matches(value)).length
  }

  drop(matches: (value: T) => boolean): void {
    for (const item of this.#items) if (matches(item.value)) this.#remove(item)
  }

  /** Whether one that matches is un-acked; `sequence` is that of its {@link Delivery.origin}. */
  holds(matches: (value: T, sequence: number) => boolean): boolean {
    return this.#items.some((item) => matches(item.value, item.order + 1))
  }

  /** Un-acked items return at once, in order, to whoever takes over (R6). */
  async take(free: () => number, deliver: (delivery: Delivery<T>) => void): Promise<Intake> {
    const taker: Taker<T> = { free, deliver }
    if (this.#owned || this.#takers.length === 0) for (const item of this.#items) this.#back(item)
    this.#takers.push(taker)
    this.#wake()
    return {
      more: () => this.#wake(),
      [Symbol.asyncDispose]: async () => {
        const last = this.#takers.at(-1) === taker
        this.#takers = this.#takers.filter((t) => t !== taker)
        // Who was taken over from, and still believes, has it again.
        if (this.#owned && last && this.#takers.length > 0) for (const item of this.#items) this.#back(item)
      },
    }
  }

  close(): void {
    this.#takers = []
    for (const item of this.#items) item.cancelWait()
  }

  #wake(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#deliverWaiting()
    })
  }

  #deliverWaiting(): void {
    for (const item of this.#items) {
      if (item.state !== 'waiting') continue
      const able = this.#owned ? this.#takers.slice(-1) : this.#takers
      const taker = able.find((t) => t.free() > 0)
      if (taker === undefined) return
      // In turn, as a server does: what one taker cannot take must reach another.
      if (!this.#owned) this.#takers = [...this.#takers.filter((t) => t !== taker), taker]
      this.#deliver(item, taker)
    }
  }

  #deliver(item: Item<T>, taker: Taker<T>): void {
    item.state = 'delivered'
    item.attempt += 1
    this.#wait(item)
    taker.deliver({
      value: item.value,
      attempt: item.attempt,
      origin: { stream: 'memory', sequence: item.order + 1, subject: this.#name },
      ack: () => this.#remove(item),
      working: () => this.#wait(item),
      release: (delayMs = 0) => {
        item.cancelWait()
        item.cancelWait = this.#clock.timer(delayMs, () => this.#back(item))
      },
    })
  }

  #wait(item: Item<T>): void {
    item.cancelWait()
    if (item.state === 'delivered')
      item.cancelWait = this.#clock.timer(this.#ackWaitMs, () => this.#back(item))
  }

  #back(item: Item<T>): void {
    if (item.state === 'gone') return
    item.cancelWait()
    item.state = 'waiting'
    this.#wake()
  }

  #remove(item: Item<T>): void {
    item.state = 'gone'
    item.cancelWait()
    this.#items = this.#items.filter((i) => i !== item)
  }
}
