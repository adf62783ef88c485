/**
 * Wakes its owner when the first of its moments has come. It holds a timer of the clock only for one that is near: what waits for
 * a model for seconds has deadlines in minutes, and a timer with what it calls takes 400 bytes.
 */
import type { Clock } from '../core/clock.ts'

export interface AlarmOwner {
  /** The first moment that was not rung for, in ms since 1970; Infinity without any. */
  readonly nextAt: number
  /** Everything up to this moment has come. */
  ring(until: number): void
}

export class Alarm {
  readonly #clock: Clock
  readonly #nearMs: number
  readonly #owner: AlarmOwner
  #cancel: (() => void) | undefined

  /** @param nearMs at least twice as long as it takes from one {@link look} to the next */
  constructor(clock: Clock, nearMs: number, owner: AlarmOwner) {
    this.#clock = clock
    this.#nearMs = nearMs
    this.#owner = owner
  }

  /** The moments have changed. */
  reset(): void {
    this.cancel()
    this.look()
  }

  /** Called again and again: what was far may be near. */
  look(): void {
    if (this.#cancel !== undefined) return
    const at = this.#owner.nextAt
    const wait = at - this.#clock.now()
    if (wait > this.#nearMs) return
    this.#cancel = this.#clock.timer(wait, () => {
      this.#cancel = undefined
      this.#owner.ring(Math.max(at, this.#clock.now())) // a clock that is set back meanwhile puts nothing off
      this.look()
    })
  }

  cancel(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
