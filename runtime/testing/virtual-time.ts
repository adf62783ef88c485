/**
 * Time that passes only when it is told to. Everything that waits in a simulation waits here, so that hours take
 * milliseconds and the order of what happens depends on nothing but the seed.
 */
import type { Clock } from '../core/clock.ts'

interface Entry {
  readonly at: number
  /** What was asked for first goes first among equals. */
  readonly order: number
  run: (() => void) | undefined
}

/** The moment at which virtual time starts: 2026-01-01T00:00:00Z. */
export const START_MS = 1_767_225_600_000

export class VirtualTime {
  /** Milliseconds since the start; fractions order what happens within one. */
  ms = 0
  readonly #heap: Entry[] = []
  #order = 0

  /** Runs `run` after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void {
    const entry: Entry = { at: this.ms + Math.max(0, ms), order: this.#order++, run }
    push(this.#heap, entry)
    return () => (entry.run = undefined)
  }

  /** When the next thing is due; undefined when nothing is. */
  get next(): number | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].run === undefined) pop(this.#heap)
    return this.#heap[0]?.at
  }

  /** Moves to the next thing and does it; false when there is none. */
  step(): boolean {
    if (this.next === undefined) return false
    const entry = pop(this.#heap) as Entry
    this.ms = entry.at
    entry.run?.()
    return true
  }
}

/** The clock of one host: it can be wrong, stand still with its process, and end with it. */
export class HostClock implements Clock {
  readonly #time: VirtualTime
  /** Kept while the process stands still; undefined while it runs. */
  #held: (() => void)[] | undefined
  #dead = false
  /** How far its wall clock is off, in ms. The monotonic one never is. */
  offsetMs: number

  constructor(time: VirtualTime, offsetMs = 0) {
    this.#time = time
    this.offsetMs = offsetMs
  }

  now(): number {
    return Math.floor(START_MS + this.#time.ms + this.offsetMs)
  }

  monotonic(): number {
    return this.#time.ms
  }

  timer(ms: number, run: () => void): () => void {
    let live = true
    const cancel = this.#time.after(ms, () => this.enter(() => live && run()))
    return () => {
      live = false
      cancel()
    }
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => {
        cancel()
        reject(signal?.reason as Error)
      }
      const cancel = this.timer(ms, () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** Everything that reaches the process goes through here: at once, when it goes on, or never. */
  enter(run: () => void): void {
    if (this.#dead) return
    if (this.#held === undefined) run()
    else this.#held.push(run)
  }

  get frozen(): boolean {
    return this.#held !== undefined
  }

  /** SIGSTOP: time goes on, the process does not. */
  freeze(): void {
    this.#held ??= []
  }

  /** SIGCONT: what came meanwhile happens now, in order. */
  thaw(): void {
    const held = this.#held ?? []
    this.#held = undefined
    // One by one, as an event loop does it: promises go on in between.
    for (const run of held) this.#time.after(0, () => this.enter(run))
  }

  kill(): void {
    this.#dead = true
  }
}

/**
 * Lets every promise that can go on go on: a tick comes when no microtask is left, and before anything real can happen.
 * A seventh of what a macrotask costs.
 */
export function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

/** The same, and lets what is real go on too: timers of the process, sockets, files. */
export function letRealTimePass(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    if (before(heap[up] as Entry, entry)) break
    heap[at] = heap[up] as Entry
    at = up
  }
  heap[at] = entry
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (top === undefined || last === undefined || heap.length === 0) return top
  let at = 0
  for (;;) {
    let down = 2 * at + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && before(heap[down + 1] as Entry, heap[down] as Entry)) down += 1
    if (before(last, heap[down] as Entry)) break
    heap[at] = heap[down] as Entry
    at = down
  }
  heap[at] = last
  return top
}
