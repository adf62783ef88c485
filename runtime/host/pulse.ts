/**
 * Since when this process has been awake without a break. A delivery that comes out of a socket may have lain there while
 * the process stood still; how long is unknown, but not longer than since it was last seen awake (R7).
 */
import type { Clock } from '../core/clock.ts'

/** Beats per ack wait: a lease is taken for up to two of them shorter than it is. */
const BEATS = 10

export class Pulse {
  readonly #clock: Clock
  readonly #beatMs: number
  #last: number
  #before: number
  #cancel: () => void = () => undefined

  /** @param ackWaitMs how long a task may stay un-acked */
  constructor(clock: Clock, ackWaitMs: number) {
    this.#clock = clock
    this.#beatMs = ackWaitMs / BEATS
    this.#last = this.#before = clock.monotonic()
  }

  /**
   * By the monotonic clock; one or two beats ago in a process that runs well. Not the last beat but the one before: after
   * a standstill the first beat may come ahead of what the sockets still hold.
   */
  get awakeAt(): number {
    return this.#before
  }

  start(): void {
    this.#cancel = every(this.#clock, this.#beatMs, () => {
      this.#before = this.#last
      this.#last = this.#clock.monotonic()
      return true
    })
  }

  stop(): void {
    this.#cancel()
  }
}

/** Calls `run` each `ms` until it answers false or the returned function is called. */
export function every(clock: Clock, ms: number, run: () => boolean): () => void {
  let ended = false
  let cancel: () => void = () => undefined
  const arm = () => {
    cancel = clock.timer(ms, () => {
      if (run() && !ended) arm()
    })
  }
  arm()
  return () => {
    ended = true
    cancel()
  }
}
