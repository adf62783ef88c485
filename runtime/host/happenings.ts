/** What happens to one actor in this process, one thing at a time, in order. */
import type { Clock } from '../core/clock.ts'
import type { Cause } from '../core/message.ts'
import type { EffectEnd } from './effects.ts'

/** `wake`: something else is to be looked at. */
export type Happening = EffectEnd | Extract<Cause, { readonly type: 'timer' }> | { readonly type: 'wake' }

export class Happenings {
  #waiting: Happening[] = []
  #wake: (() => void) | undefined

  get none(): boolean {
    return this.#waiting.length === 0
  }

  tell(happening: Happening): void {
    this.#waiting.push(happening)
    this.#wake?.()
    this.#wake = undefined
  }

  /** The next one, if there is one within so many milliseconds. */
  async soon(clock: Clock, ms: number): Promise<Happening | undefined> {
    if (this.none) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const cancel = clock.timer(ms, resolve)
      this.#wake = resolve
      await promise
      this.#wake = undefined
      cancel()
    }
    return this.take()
  }

  /** Comes first again. */
  giveBack(happening: Happening): void {
    this.#waiting.unshift(happening)
  }

  /** Resolves when there is one; no function waits in here, for that would take half a kilobyte. */
  some(): Promise<void> {
    if (!this.none) return Promise.resolve()
    return new Promise((resolve) => (this.#wake = resolve))
  }

  take(): Happening | undefined {
    const happening = this.#waiting.shift()
    if (this.none) this.#waiting = [] // what an array had room for it keeps
    return happening
  }
}
