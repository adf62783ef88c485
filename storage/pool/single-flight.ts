/**
 * One flight per key: the first caller starts it, the others wait for it. It belongs to all of them, so one caller's abort
 * only takes that caller away; when the last one has left, the flight itself is aborted.
 */
import { untilAborted } from '../../runtime/core/until-aborted.ts'

interface Flight<T> {
  readonly result: Promise<T>
  readonly abort: AbortController
  waiting: number
}

export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>()

  /** How many keys are under way. */
  get size(): number {
    return this.#flights.size
  }

  /** @throws what `start` throws; the signal's reason when aborted */
  async fly(key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    const flight = this.#flights.get(key) ?? this.#start(key, start)
    flight.waiting++
    try {
      return await untilAborted(flight.result, signal)
    } finally {
      if (--flight.waiting === 0) this.#leave(key, flight, signal)
    }
  }

  /** Aborts everything that is under way; the callers get the reason. */
  abortAll(reason: unknown): void {
    for (const [key, { abort }] of this.#flights) {
      this.#flights.delete(key)
      abort.abort(reason)
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController()
    const stopped = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error), { once: true })
    })
    const flight: Flight<T> = {
      // What ignores its signal must not hold those who wait.
      result: Promise.race([start(abort.signal), stopped]).finally(() => this.#forget(key, flight)),
      abort,
      waiting: 0,
    }
    // Every caller may have left before it fails; then nobody is there to hear it.
    flight.result.catch(() => undefined)
    this.#flights.set(key, flight)
    return flight
  }

  #leave(key: string, flight: Flight<T>, { reason }: AbortSignal): void {
    if (this.#flights.get(key) !== flight) return // it has landed
    this.#forget(key, flight)
    flight.abort.abort(reason ?? new DOMException('Nobody waits for it any more.', 'AbortError'))
  }

  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
