/** What happens to one actor in this process, one thing at a time, in order. */
import type { Clock } from '../core/clock.ts'
import type { Cause } from '../core/message.ts'
import type { EffectEnd } from './effects.ts'

/** `wake`: something else is to be looked at. */
export type Happening = EffectEnd | Extract<Cause, { readonly type: 'timer' }> | { readonly type: 'wake' }

export class Happenings {
  readonly #waiting: Happening[] = []
  #wake: (() => void) | undefined

  get none(): boolean {
    return this.#waiting.length === 0
  }

  tell(happening: Happening): void {
    this.#waiting.push(happening)
    this.#wake?.()
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
    return this.#waiting.shift()
  }

  /** Comes first again. */
  giveBack(happening: Happening): void {
    this.#waiting.unshift(happening)
  }

  async next(): Promise<Happening> {
    for (;;) {
      const happening = this.#waiting.shift()
      if (happening !== undefined) return happening
      await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#wake = undefined
    }
  }
}
