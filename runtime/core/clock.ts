/** Time as an input: everything in the runtime that waits or stamps takes a Clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds from an arbitrary start that never jumps (R7's lease arithmetic). */
  monotonic(): number
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `run` once after `ms`; the returned function cancels it. */
  timer(ms: number, run: () => void): () => void
}

/** A signal with an end; disposing of it ends its timer. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal
}

/** A signal that is aborted after `ms` with a `TimeoutError`, as that of `AbortSignal.timeout` is, on a given clock. */
export function deadline(clock: Clock, ms: number): Deadline {
  const controller = new AbortController()
  const cancel = clock.timer(ms, () =>
    controller.abort(new DOMException(`${ms} ms have passed.`, 'TimeoutError')),
  )
  return { signal: controller.signal, [Symbol.dispose]: cancel }
}

/** Longest delay setTimeout can take (2^31-1 ms); longer timers are re-armed in steps. */
const MAX_DELAY_MS = 2_147_483_647

export const systemClock: Clock = {
  // oxlint-disable-next-line no-restricted-properties -- the one real clock
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => {
        cancel()
        reject(signal?.reason as Error)
      }
      const cancel = systemClock.timer(ms, () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
  timer: (ms, run) => {
    if (ms > MAX_DELAY_MS) {
      let cancel = systemClock.timer(MAX_DELAY_MS, () => {
        cancel = systemClock.timer(ms - MAX_DELAY_MS, run)
      })
      return () => cancel()
    }
    const handle = setTimeout(run, Math.max(0, ms))
    return () => clearTimeout(handle)
  },
}
