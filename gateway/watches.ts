/** The watched trips of one gateway: one reader each, shared and counted. */
import type { Client, Clock } from '../runtime/index.ts'
import type { OnGatewayEvent } from './events.ts'
import { answered, refused, type Outcome } from './refusal.ts'
import { TripWatch, type WatchOptions } from './trip-watch.ts'

export interface WatchesOptions {
  readonly client: Client
  readonly clock: Clock
  /** Address text of a trip's root. */
  readonly addressOf: (trip: string) => string
  readonly onEvent: OnGatewayEvent
  /** How many trips are watched at once. */
  readonly max: number
  /** How long an unused reader is kept, so that a reload of a page or a poller does not read everything again. */
  readonly lingerMs: number
  /** Of each watch. */
  readonly watch: WatchOptions
}

/** A counted use of a watch. */
export interface WatchLease {
  readonly watch: TripWatch
  /** Idempotent. */
  release(): void
}

interface Entry {
  readonly watch: TripWatch
  uses: number
  /** Ends the wait for somebody who uses it again. */
  linger: (() => void) | undefined
}

export class Watches {
  readonly #options: WatchesOptions
  readonly #entries = new Map<string, Entry>()

  constructor(options: WatchesOptions) {
    this.#options = options
  }

  /** How many journals are being read. */
  get size(): number {
    return this.#entries.size
  }

  /** Whether a trip's records are being read here already. */
  hasSeen(trip: string): boolean {
    return (this.#entries.get(trip)?.watch.cursor ?? 0) > 0
  }

  /** Uses a trip's reader, which is started if there is none. */
  acquire(trip: string): Outcome<WatchLease> {
    const entry = this.#entries.get(trip) ?? this.#open(trip)
    if (entry === undefined) {
      return refused(
        'gateway.busy',
        `This gateway already watches ${this.#options.max} trips: try another one, or later.`,
      )
    }
    entry.linger?.()
    entry.linger = undefined
    entry.uses++
    let held = true
    const release = () => {
      if (!held) return
      held = false
      entry.uses--
      if (entry.uses > 0 || this.#entries.get(trip) !== entry) return
      entry.linger = this.#options.clock.timer(this.#options.lingerMs, () => this.#close(trip))
    }
    return answered({ watch: entry.watch, release })
  }

  /** Stops every reader. */
  close(): void {
    for (const trip of this.#entries.keys()) this.#close(trip)
  }

  #open(trip: string): Entry | undefined {
    const { client, addressOf, onEvent, max, watch: options } = this.#options
    if (this.#entries.size >= max) {
      const idle = [...this.#entries].find(([, entry]) => entry.uses === 0)
      if (idle === undefined) return undefined
      this.#close(idle[0])
    }
    const watch = new TripWatch(client, addressOf(trip), trip, onEvent, options)
    const entry = { watch, uses: 0, linger: undefined }
    this.#entries.set(trip, entry)
    onEvent({ type: 'watch:opened', trip })
    return entry
  }

  #close(trip: string): void {
    const entry = this.#entries.get(trip)
    if (entry === undefined) return
    entry.linger?.()
    entry.watch.close()
    this.#entries.delete(trip)
    this.#options.onEvent({ type: 'watch:closed', trip })
  }
}
