/**
 * A worker's hold on its task. Acks are not fenced in JetStream: a late one would delete the task of the next holder (R7).
 * So past its own deadline, by a clock that cannot jump, a holder sends nothing for that delivery.
 */
import type { Clock } from '../core/clock.ts'
import type { Delivery } from '../core/driver.ts'
import type { Task } from '../core/message.ts'
import type { HostContext } from './context.ts'

export class Lease {
  readonly #delivery: Delivery<Task>
  readonly #clock: Clock
  readonly #ackWaitMs: number
  #until: number

  /** @param sentAt the earliest time, by the monotonic clock, at which the server can have sent the delivery */
  constructor(delivery: Delivery<Task>, clock: Clock, ackWaitMs: number, sentAt: number) {
    this.#delivery = delivery
    this.#clock = clock
    this.#ackWaitMs = ackWaitMs
    this.#until = sentAt + ackWaitMs
  }

  get valid(): boolean {
    return this.#clock.monotonic() < this.#until
  }

  /** False when it was too late. */
  renew(): boolean {
    if (!this.valid) return false
    this.#delivery.working()
    this.#until = this.#clock.monotonic() + this.#ackWaitMs
    return true
  }

  ack(): void {
    if (this.valid) this.#delivery.ack()
    this.#until = 0
  }

  release(delayMs: number): void {
    if (this.valid) this.#delivery.release(delayMs)
    this.#until = 0
  }
}

/** The hold that a delivery gives: it may have lain in a socket since the process was last seen awake. */
export function leaseOf(delivery: Delivery<Task>, { clock, driver, awakeAt }: HostContext): Lease {
  return new Lease(delivery, clock, driver.taskAckWaitMs, awakeAt())
}
