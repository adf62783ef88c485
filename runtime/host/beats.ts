/**
 * One timer for what many do again and again. Each is told once per period, in groups one after the other, so that thousands
 * of workers neither hold a timer each nor all send in the same moment.
 */
import type { Clock } from '../core/clock.ts'

const GROUPS = 4

export interface Beating {
  beat(): void
}

export class Beats {
  readonly #clock: Clock
  readonly #stepMs: number
  readonly #groups: readonly Set<Beating>[] = Array.from({ length: GROUPS }, () => new Set())
  /** Groups that were told since {@link #since}, by the monotonic clock; the last one of them is the place of who comes next. */
  #told = 0
  #since = 0
  #isArmed = false

  /** @param periodMs how often each is told; the first time comes after three quarters of it or later */
  constructor(clock: Clock, periodMs: number) {
    this.#clock = clock
    this.#stepMs = periodMs / GROUPS
  }

  join(member: Beating): void {
    this.#group(this.#told).add(member)
    if (this.#isArmed) return
    this.#since = this.#clock.monotonic() - this.#told * this.#stepMs
    this.#arm()
  }

  leave(member: Beating): void {
    for (const group of this.#groups) group.delete(member)
  }

  #group(at: number): Set<Beating> {
    return this.#groups[at % GROUPS] as Set<Beating>
  }

  /** No timer without members: a host that does nothing holds no clock up. */
  #arm(): void {
    this.#isArmed = this.#groups.some((group) => group.size > 0)
    if (!this.#isArmed) return
    const next = this.#since + (this.#told + 1) * this.#stepMs
    this.#clock.timer(Math.max(0, next - this.#clock.monotonic()), () => this.#tell())
  }

  /** A timer that comes late, as under load, puts off nobody's next turn; who missed several is told once. */
  #tell(): void {
    const due = Math.floor((this.#clock.monotonic() - this.#since) / this.#stepMs)
    const last = Math.max(due, this.#told + 1)
    this.#told = Math.max(this.#told, last - GROUPS)
    try {
      while (this.#told < last) for (const member of this.#group(++this.#told)) member.beat()
    } finally {
      this.#arm()
    }
  }
}
