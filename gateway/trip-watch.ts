/**
 * One journal reader for one trip, however many sockets look at it. What it reads becomes a log of ready-made frames in
 * memory; every subscription is only a position in that log, so that a socket that does not keep up costs nothing but
 * its position and holds neither the reader nor its neighbours (I12).
 */
import { CaravanError, errorData, type Client, type Clock, type JournalEntry } from '../runtime/index.ts'
import type { OnGatewayEvent } from './events.ts'
import type { AgentProgress, ProgressFeed } from '../storage/progress/port.ts'
import type { ServerFrame, TransitionFrame } from './frames.ts'
import { TripView, type Ending } from './trip-view.ts'

/** Transitions kept per watched trip; some 400 bytes each. A trip has about 50. */
export const MAX_LOG = 2_000

/** How long somebody waits for a journal to be read before it counts as unreachable. */
const READY_MS = 5_000

const RETRY_MS = { first: 250, most: 5_000 }

export interface WatchOptions {
  readonly clock: Clock
  /** Transitions kept. Default {@link MAX_LOG}. */
  readonly maxLog?: number
  /** Makes the trip's end into what is told of it. Default: as it is in the journal. */
  readonly complete?: (trip: string, end: Ending) => Promise<Ending>
  /** What agents are writing at the moment; without it nobody hears of it. */
  readonly progress?: Pick<ProgressFeed, 'watch'>
}

/** One line of the log: a transition, and the same as the text that every socket sends. */
export interface LogLine {
  readonly transition: TransitionFrame
  readonly text: string
}

/** A trip's agents are seven; who else claims to be one is not passed on. */
const MAX_WRITERS = 16

export class TripWatch {
  readonly view: TripView
  readonly #ready: Promise<void>
  readonly #log: LogLine[] = []
  /** Position of the log's first line. */
  #base = 0
  #cursor = 0
  #beginsWithCreation = true
  /** `text` is undefined while it is being completed. */
  #result: { readonly cursor: number; readonly text: string | undefined } | undefined
  readonly #wakers = new Set<() => void>()
  readonly #end = new AbortController()
  readonly #maxLog: number
  readonly #clock: Clock
  readonly #complete: WatchOptions['complete']
  /** The latest words of each agent that is writing; older ones are let go, whoever has not seen them. */
  readonly #writing = new Map<string, { readonly number: number; readonly text: string }>()
  #pieces = 0

  constructor(client: Client, address: string, trip: string, onEvent: OnGatewayEvent, options: WatchOptions) {
    const { clock, complete, maxLog = MAX_LOG, progress } = options
    this.#clock = clock
    this.#complete = complete
    this.view = new TripView(trip)
    this.#maxLog = maxLog
    const stop = progress?.watch(trip, (piece) => this.#hear(piece))
    if (stop !== undefined) this.#end.signal.addEventListener('abort', stop, { once: true })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#ready = promise
    void this.#read(client, address, onEvent, resolve)
  }

  /** Cursor of the last transition; 0 when there is none. */
  get cursor(): number {
    return this.#cursor
  }

  /** Position after the last line. */
  get end(): number {
    return this.#base + this.#log.length
  }

  /**
   * Resolves once everything that was stored when the watch began has been read, or the signal aborts.
   * @throws CaravanError `journal.unreachable`, retryable
   */
  async settled(signal?: AbortSignal): Promise<void> {
    const waiting = new AbortController()
    const either = signal === undefined ? waiting.signal : AbortSignal.any([waiting.signal, signal])
    const late = pause(this.#clock, READY_MS, either).then(() => {
      if (either.aborted) return
      throw new CaravanError('journal.unreachable', 'The journal was not read in time.', { retryable: true })
    })
    await Promise.race([this.#ready, late]).finally(() => waiting.abort())
  }

  /**
   * The `trip.result` frame, once the root is final and was so at `seen` or before, and what is told of it is known. Written
   * once for every socket: a result is large.
   */
  resultAfter(seen: number): string | undefined {
    const { root, trip } = this.view
    if (root?.end === undefined || seen < root.cursor) return undefined
    const { cursor, end } = root
    if (this.#result?.cursor !== cursor) {
      this.#result = { cursor, text: undefined }
      const told = (known: Ending) => {
        const frame: ServerFrame = { type: 'trip.result', trip, cursor, ...known }
        this.#result = { cursor, text: JSON.stringify(frame) }
      }
      if (this.#complete === undefined) told(end)
      else void this.#completed(this.#complete(trip, end), told)
    }
    return this.#result?.text
  }

  async #completed(end: Promise<Ending>, told: (end: Ending) => void): Promise<void> {
    told(await end)
    for (const wake of this.#wakers) wake()
  }

  /** The line at a position; undefined beyond the end, `lost` when it was let go. */
  line(position: number): LogLine | 'lost' | undefined {
    return position < this.#base ? 'lost' : this.#log[position - this.#base]
  }

  /** Every line from a position on. */
  linesFrom(position: number): readonly LogLine[] {
    return this.#log.slice(Math.max(0, position - this.#base))
  }

  /**
   * Where to go on for somebody who has seen everything up to `cursor`; `expired` when some of what came after is gone,
   * `ahead` when the cursor is of another journal than this one.
   */
  positionAfter(cursor: number): number | 'expired' | 'ahead' {
    if (cursor > this.#cursor) return 'ahead'
    const index = this.#log.findIndex((line) => line.transition.cursor > cursor)
    if (index === -1) return this.end
    const whole = this.#base === 0 && this.#beginsWithCreation
    return index === 0 && !whole && cursor < (this.#log[0]?.transition.cursor ?? 0)
      ? 'expired'
      : this.#base + index
  }

  /** The next `trip.progress` frame after a number; undefined when everything that is still of interest was told. */
  progressAfter(number: number): { readonly number: number; readonly text: string } | undefined {
    let next: { readonly number: number; readonly text: string } | undefined
    for (const piece of this.#writing.values())
      if (piece.number > number && piece.number < (next?.number ?? Infinity)) next = piece
    return next
  }

  /** Calls `wake` after every new line and whenever an agent writes until the returned function is called. */
  onLine(wake: () => void): () => void {
    this.#wakers.add(wake)
    return () => this.#wakers.delete(wake)
  }

  /** Stops reading. */
  close(): void {
    this.#end.abort()
  }

  async #read(client: Client, address: string, onEvent: OnGatewayEvent, onReady: () => void): Promise<void> {
    const { signal } = this.#end
    let wait = RETRY_MS.first
    while (!signal.aborted) {
      try {
        const read = { after: this.#cursor, live: true, partial: true, signal, onCaughtUp: onReady }
        for await (const entry of client.journal(address, read)) {
          if (signal.aborted) return
          this.#append(entry)
          wait = RETRY_MS.first
        }
      } catch (error) {
        if (signal.aborted) return
        onEvent({ type: 'watch:retry', trip: this.view.trip, error: errorData(error) })
      }
      await pause(this.#clock, wait, signal)
      wait = Math.min(wait * 2, RETRY_MS.most)
    }
  }

  #hear({ trip, agent, attempt, provider, model, characters, text, at }: AgentProgress): void {
    if (!this.#writing.has(agent) && this.#writing.size >= MAX_WRITERS) return
    const about = { trip, agent, attempt, provider, model, characters, text }
    const frame: ServerFrame = { type: 'trip.progress', ...about, at: new Date(at).toISOString() }
    this.#writing.set(agent, { number: ++this.#pieces, text: JSON.stringify(frame) })
    for (const wake of this.#wakers) wake()
  }

  #append(entry: JournalEntry): void {
    if (entry.cursor <= this.#cursor) return // a reader that began again
    if (this.#cursor === 0) {
      // Retention leaves a root's last record only: then what came before is gone, and nobody may be told otherwise.
      this.#beginsWithCreation = entry.address.path.length === 0 && entry.record.turn === 1
    }
    const transition = this.view.apply(entry)
    this.#cursor = entry.cursor
    this.#writing.delete(transition.agent) // what it was writing has come to something
    this.#log.push({ transition, text: JSON.stringify(transition) })
    if (this.#log.length > this.#maxLog) {
      this.#log.shift()
      this.#base++
    }
    for (const wake of this.#wakers) wake()
  }
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.timer(ms, done)
    signal.addEventListener('abort', done, { once: true })
    if (signal.aborted) done()
  })
}
