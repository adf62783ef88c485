/**
 * How many turns begin before the process looks at its sockets again. What comes at once - a thousand new roots, the seven
 * workers of each, their answers - would else be decided in one go, for seconds: long enough for the others, and for this
 * host itself, to take it for dead. It then reads again everything that it held, is late once more, and gets nowhere: with
 * 1,000 roots in flight on a busy machine 9 to 22 a second, and a lapse every second or two. The later turns of a worker are
 * not counted: what came of its call must not wait in hand where a drain takes it for idle (I7).
 *
 * What is under way goes on before anything new begins, and nothing new begins while many turns are on their way to the store:
 * of a thousand roots at once a few are far along and the others a message each, where else all of them would be in memory, with
 * five workers each that wait for their turn. Roots that wait for calls keep nobody from beginning.
 */
import type { Clock } from '../core/clock.ts'

/** A turn takes about a millisecond, so that what else the process has to do waits some 30 ms where nothing else runs. */
export const DEFAULT_TURNS_AT_ONCE = 32
/** One turn in so many is given to what is new, however much is under way. */
const NEW_EVERY = 32

type Begin = () => void

export class Pace {
  readonly #clock: Clock
  readonly #atOnce: number
  readonly #underWay: Begin[] = []
  readonly #new: Begin[] = []
  #begun = 0
  #count = 0
  #writes = 0
  #goesOn = false

  constructor(clock: Clock, atOnce: number) {
    this.#clock = clock
    this.#atOnce = atOnce
  }

  /** Runs `write`, which stores a turn: while as many are on their way as may begin at once, nothing new does. */
  async during<T>(write: () => Promise<T>): Promise<T> {
    this.#writes += 1
    try {
      return await write()
    } finally {
      this.#writes -= 1
      if (this.#new.length > 0 && this.#writes < this.#atOnce) this.#goOnSoon()
    }
  }

  /**
   * Undefined when a turn may begin at once; else resolves when it may, in the order of the calls.
   * @param isNew whether nothing of it is under way: it gives way to what is, and to what comes from a host that has fallen
   */
  next(isNew: boolean): Promise<void> | undefined {
    if (this.#begun === 0) this.#goOnSoon()
    const waits = isNew && (this.#isBusy(this.#begun) || this.#new.length > 0)
    if (this.#begun < this.#atOnce && !waits) {
      this.#begun += 1
      return undefined
    }
    return new Promise((resolve) => (isNew ? this.#new : this.#underWay).push(resolve))
  }

  #goOnSoon(): void {
    if (this.#goesOn) return
    this.#goesOn = true
    this.#clock.timer(0, () => {
      this.#goesOn = false
      const next: Begin[] = []
      while (next.length < this.#atOnce) {
        const begin = this.#take(next.length)
        if (begin === undefined) break
        next.push(begin)
      }
      this.#begun = next.length
      if (next.length > 0) this.#goOnSoon()
      for (const begin of next) begin()
    })
  }

  /** @param begun turns of this round, which are not on their way yet */
  #take(begun: number): Begin | undefined {
    this.#count += 1
    if (this.#count % NEW_EVERY === 0) return this.#new.shift() ?? this.#underWay.shift()
    return this.#underWay.shift() ?? (this.#isBusy(begun) ? undefined : this.#new.shift())
  }

  #isBusy(begun: number): boolean {
    return this.#writes + begun >= this.#atOnce
  }
}
