/** Whether a host renews its lease on a task for a reason: something runs, or a timer is due soon (R10). */
import type { RuntimeEvent } from '../core/runtime-event.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import type { SimulatedCalls } from './simulated-calls.ts'
import type { HostClock } from './virtual-time.ts'
import type { World } from './world.ts'

/** A timer due sooner than this may hold a lease, in ms. */
const HOLD_FOR_TIMER_MS = 10_000

export class Renewals {
  readonly #world: World
  readonly #host: string
  readonly #clock: HostClock
  readonly #calls: SimulatedCalls
  /** The last record of each actor that this host has tried to store, and the last one that it knows to be stored. */
  readonly #tried = new Map<string, TurnRecord>()
  readonly #known = new Map<string, TurnRecord>()

  constructor(world: World, host: string, clock: HostClock, calls: SimulatedCalls) {
    this.#world = world
    this.#host = host
    this.#clock = clock
    this.#calls = calls
  }

  /** A stop is another part's doing: the run hears of it by a hint, or when it loses its fence. */
  appending(record: TurnRecord): void {
    if (record.cause.type !== 'stop') this.#tried.set(record.actor, record)
  }

  /** It need not be the last one any more: others may have added to the journal before this host heard of its own. */
  committed(event: Extract<RuntimeEvent, { readonly type: 'turn:committed' }>): void {
    const record = this.#tried.get(event.actor)
    if (record?.turn === event.turn && event.cause !== 'stop') this.#known.set(event.actor, record)
  }

  check(actor: string): void {
    if (this.#calls.runsFor(actor)) return
    const record = this.#known.get(actor)
    const now = this.#clock.now()
    if (record === undefined || Object.values(record.timers).some(({ at }) => at - now <= HOLD_FOR_TIMER_MS))
      return
    this.#world.judge.blame('R10', `${actor}: ${this.#host} renews its lease while nothing runs`)
  }
}
