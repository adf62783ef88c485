/** A worker's timers: absolute deadlines in its record, told by the process that runs it and again on resume. */
import type { Clock } from '../core/clock.ts'
import type { TimerMessage } from '../core/message.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { Alarm, type AlarmOwner } from './alarm.ts'

/** What hears of a timer that is due. */
interface Listener {
  tell(message: TimerMessage): void
}

export class WorkerTimers implements AlarmOwner {
  readonly #clock: Clock
  readonly #listener: Listener
  readonly #alarm: Alarm
  #record: Pick<TurnDraft, 'actor' | 'kind' | 'timers'> | undefined
  /** Those that were told of and are open still, as `id.generation`. */
  #told: readonly string[] = NONE

  /** @param nearMs see {@link Alarm} */
  constructor(clock: Clock, nearMs: number, listener: Listener) {
    this.#clock = clock
    this.#listener = listener
    this.#alarm = new Alarm(clock, nearMs, this)
  }

  /** Milliseconds until the first open one is due, negative when it was told of already; Infinity without any. */
  get nextIn(): number {
    return this.firstAt - this.#clock.now()
  }

  /** Moment at which the first open one is or was due, ms since 1970; Infinity without any. */
  get firstAt(): number {
    let first = Infinity
    for (const { at } of Object.values(this.#open)) first = Math.min(first, at)
    return first
  }

  get nextAt(): number {
    let next = Infinity
    for (const [id, { at, generation }] of Object.entries(this.#open))
      if (!this.#told.includes(`${id}.${generation}`)) next = Math.min(next, at)
    return next
  }

  get #open(): TurnDraft['timers'] {
    return this.#record?.timers ?? {}
  }

  /** From now on those that this record says are open. */
  sync(record: TurnDraft): void {
    this.#record = record
    if (this.#told.length > 0) {
      const open = new Set(Object.entries(record.timers).map(([id, { generation }]) => `${id}.${generation}`))
      this.#told = this.#told.filter((name) => open.has(name))
    }
    this.#alarm.reset()
  }

  /** To be called in each beat. */
  beat(): void {
    this.#alarm.look()
  }

  ring(until: number): void {
    if (this.#record === undefined) return
    const { actor, kind } = this.#record
    const due = Object.entries(this.#open).filter(
      ([id, { at, generation }]) => at <= until && !this.#told.includes(`${id}.${generation}`),
    )
    for (const [id, { at, generation }] of due.toSorted(([, a], [, b]) => a.at - b.at)) {
      const name = `${id}.${generation}`
      this.#told = this.#told.concat(name)
      const envelope = { id: `${actor}~${name}`, to: actor, kind, sentAt: at }
      this.#listener.tell({ ...envelope, type: 'timer', timer: { id, generation } })
    }
  }

  cancelAll(): void {
    this.#record = undefined
    this.#told = NONE
    this.#alarm.cancel()
  }
}

const NONE: readonly string[] = []
