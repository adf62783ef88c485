/**
 * One socket's look at one trip: a position in the trip's log, and what has to be said before and after. It is asked for
 * its next frame when the socket has room; it never holds frames of its own.
 */
import type { ServerFrame } from './frames.ts'
import type { TripWatch } from './trip-watch.ts'

export interface SubscriptionOptions {
  readonly watch: TripWatch
  /** What the client has seen; undefined: nothing, and it wants to know where things stand instead of what happened. */
  readonly cursor: number | undefined
  readonly ref: string | undefined
  readonly onGap: () => void
}

/** The watch must be ready when it is made. */
export class Subscription {
  readonly #watch: TripWatch
  readonly #onGap: () => void
  /** Frames that go before the log. */
  readonly #opening: ServerFrame[] = []
  #position: number
  /** Cursor of the last transition that was handed out or covered by a snapshot. */
  #seen: number
  /** Until this cursor is passed the client reads history. */
  readonly #until: number
  #caughtUp = false
  /** Number of the last progress that was handed out. */
  #told = 0
  #ended = false

  constructor({ watch, cursor, ref, onGap }: SubscriptionOptions) {
    this.#watch = watch
    this.#onGap = onGap
    const { trip } = watch.view
    const to = watch.cursor
    this.#until = to
    const position = cursor === undefined ? undefined : watch.positionAfter(cursor)
    const resumed = typeof position === 'number'
    this.#opening.push({
      type: 'trip.subscribed',
      trip,
      resumed,
      from: cursor ?? to,
      to,
      ...(position === undefined || resumed ? {} : { missing: position }),
      ...(ref === undefined ? {} : { ref }),
    })
    if (resumed) {
      this.#position = position
      this.#seen = cursor ?? 0
    } else {
      this.#position = watch.end
      this.#seen = to
      this.#opening.push(this.#snapshot())
    }
  }

  /** The next frame as text; undefined when there is nothing to say now. */
  next(): string | undefined {
    const first = this.#opening.shift()
    if (first !== undefined) return JSON.stringify(first)
    const { trip } = this.#watch.view
    if (!this.#caughtUp && this.#seen >= this.#until) {
      this.#caughtUp = true
      return JSON.stringify({ type: 'trip.caughtUp', trip, cursor: this.#seen } satisfies ServerFrame)
    }
    const line = this.#watch.line(this.#position)
    if (line === 'lost') return this.#gap()
    // The result follows the transition that made the root final, also for who comes later.
    const result = this.#ended || !this.#caughtUp ? undefined : this.#watch.resultAfter(this.#seen)
    if (result === undefined) return this.#advance(line) ?? this.#progress()
    this.#ended = true
    return result
  }

  /** What agents are writing comes after everything else, and only to who has nothing else to read (I12). */
  #progress(): string | undefined {
    if (!this.#caughtUp || this.#ended) return undefined
    const piece = this.#watch.progressAfter(this.#told)
    if (piece === undefined) return undefined
    this.#told = piece.number
    return piece.text
  }

  #advance(line: Exclude<ReturnType<TripWatch['line']>, 'lost'>): string | undefined {
    if (line === undefined) return undefined
    this.#position++
    this.#seen = line.transition.cursor
    return line.text
  }

  /** The log moved on without this socket: it is told so, told where things stand, and goes on from there. */
  #gap(): string {
    this.#onGap()
    const { trip } = this.#watch.view
    const until = this.#watch.cursor
    const gap: ServerFrame = { type: 'trip.gap', trip, after: this.#seen, until }
    this.#position = this.#watch.end
    this.#seen = until
    this.#opening.push(this.#snapshot())
    return JSON.stringify(gap)
  }

  #snapshot(): ServerFrame {
    const { view, cursor } = this.#watch
    const { root } = view
    const common = { type: 'trip.snapshot', trip: view.trip, cursor } as const
    if (root === undefined) return { ...common, state: 'accepted', status: 'running', agents: [] }
    const { state, status, request, reports } = root
    return { ...common, state, status, agents: view.agents, request, reports }
  }
}
