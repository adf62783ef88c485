/** A worker's timers: absolute deadlines in its record, armed in the process that runs it and armed again on resume. */
import type { Clock } from '../core/clock.ts'
import type { TimerMessage } from '../core/message.ts'
import type { TurnRecord } from '../core/turn-record.ts'

export class WorkerTimers {
  readonly #clock: Clock
  readonly #fire: (message: TimerMessage) => void
  readonly #armed = new Map<
    string,
    { readonly generation: number; readonly at: number; readonly cancel: () => void }
  >()

  constructor(clock: Clock, fire: (message: TimerMessage) => void) {
    this.#clock = clock
    this.#fire = fire
  }

  /** Moment at which the next one is due, ms since 1970; Infinity without any. */
  get nextAt(): number {
    let next = Infinity
    for (const { at } of this.#armed.values()) next = Math.min(next, at)
    return next
  }

  /** Milliseconds until the next one is due; Infinity without any. */
  get nextIn(): number {
    return this.nextAt - this.#clock.now()
  }

  /** Makes what is armed equal to what the record says is open. */
  sync(record: TurnRecord): void {
    for (const [id, armed] of this.#armed) {
      if (record.timers[id]?.generation === armed.generation) continue
      armed.cancel()
      this.#armed.delete(id)
    }
    for (const [id, { at, generation }] of Object.entries(record.timers)) {
      if (this.#armed.has(id)) continue
      const envelope = {
        id: `${record.actor}~${id}.${generation}`,
        to: record.actor,
        kind: record.kind,
        sentAt: at,
      }
      const fire = () => this.#fire({ ...envelope, type: 'timer', timer: { id, generation } })
      this.#armed.set(id, { generation, at, cancel: this.#clock.timer(at - this.#clock.now(), fire) })
    }
  }

  cancelAll(): void {
    for (const { cancel } of this.#armed.values()) cancel()
    this.#armed.clear()
  }
}
