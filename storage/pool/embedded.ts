/** The pool within one process: what was used longest ago makes room, counted in bytes. */
import type { Clock } from '../../runtime/core/clock.ts'
import { checkKey, closedError } from './keys.ts'
import type { Making, ObservePool, Pool, PoolState } from './port.ts'
import { SingleFlight } from './single-flight.ts'

/** Room for some ten thousand answers of a few hundred bytes (I10). */
export const DEFAULT_POOL_BYTES = 16 * 1_024 * 1_024
/** What an entry costs beside its text: key, map slot, object. */
const ENTRY_BYTES = 128
/** No single answer may push out everything else. */
const LARGEST_SHARE = 1 / 8

export interface EmbeddedPoolOptions {
  readonly clock: Clock
  /** Default {@link DEFAULT_POOL_BYTES}. */
  readonly maxBytes?: number
  readonly observe?: ObservePool
}

interface Entry {
  readonly text: string
  readonly bytes: number
  /** On the monotonic clock: a wall clock that is set back must not keep an answer for longer. */
  readonly expires: number
}

export class EmbeddedPool implements Pool {
  /** In the order of last use, longest ago first. */
  readonly #entries = new Map<string, Entry>()
  readonly #flights = new SingleFlight<string>()
  readonly #clock: Clock
  readonly #maxBytes: number
  readonly #observe: ObservePool
  #bytes = 0
  #closed = false

  constructor({ clock, maxBytes = DEFAULT_POOL_BYTES, observe = () => undefined }: EmbeddedPoolOptions) {
    this.#clock = clock
    this.#maxBytes = maxBytes
    this.#observe = observe
  }

  /** Bytes that the stored answers take. */
  get bytes(): number {
    return this.#bytes
  }

  async getOrMake<T>(key: string, making: Making<T>, signal: AbortSignal): Promise<T> {
    checkKey(key)
    if (this.#closed) throw closedError()
    signal.throwIfAborted()
    const stored = this.#get(key)
    const known = stored === undefined ? undefined : making.read(JSON.parse(stored))
    if (known !== undefined) return known
    const make = async (ended: AbortSignal) => {
      const text = JSON.stringify(await making.make(ended))
      this.#put(key, text, making.ttlMs)
      return text
    }
    // All who ask the same question share one answer, so the first one's maker speaks for all. As text, so that each gets a
    // copy of its own that nobody else can change.
    return JSON.parse(await this.#flights.fly(key, make, signal)) as T
  }

  async state(): Promise<PoolState> {
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
    const detail = `in this process: ${this.#entries.size} answers, ${mb(this.#bytes)} of ${mb(this.#maxBytes)}`
    return { shared: false, detail }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#flights.abortAll(closedError())
    this.#entries.clear()
    this.#bytes = 0
    return Promise.resolve()
  }

  #get(key: string): string | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (entry.expires <= this.#clock.monotonic()) {
      this.#bytes -= entry.bytes
      return undefined
    }
    this.#entries.set(key, entry)
    return entry.text
  }

  #put(key: string, text: string, ttlMs: number): void {
    if (this.#closed) return
    const bytes = 2 * (text.length + key.length) + ENTRY_BYTES
    if (bytes > this.#maxBytes * LARGEST_SHARE) {
      this.#observe({ type: 'pool:unstored', key, reason: `${bytes} bytes are too many for this pool` })
      return
    }
    this.#drop(key)
    this.#entries.set(key, { text, bytes, expires: this.#clock.monotonic() + ttlMs })
    this.#bytes += bytes
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }
}
