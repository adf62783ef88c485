/** Ends in time what nobody ended: a host that died with a call in flight may have left nobody who knows of it. */
import type { Clock } from '../../runtime/core/clock.ts'
import { errorData } from '../../runtime/core/errors.ts'
import type { ObserveSpending, Spending } from './port.ts'

/** A reservation that is left holds money back for some seconds longer than its call could have run. */
export const SWEEP_EVERY_MS = 15_000

/** Sweeps until it is disposed of. Any number of processes may do so: each reservation is settled once. */
export function startSweeper(
  spending: Pick<Spending, 'sweep'>,
  options: { readonly clock: Clock; readonly observe: ObserveSpending; readonly everyMs?: number },
): AsyncDisposable {
  const { clock, observe, everyMs = SWEEP_EVERY_MS } = options
  const ended = new AbortController()
  const run = async () => {
    while (!ended.signal.aborted) {
      try {
        await clock.sleep(everyMs, ended.signal)
        await spending.sweep(ended.signal)
      } catch (error) {
        if (ended.signal.aborted) return
        const { code, message } = errorData(error)
        observe({ type: 'spending:sweep-failed', error: { code, message } })
      }
    }
  }
  const running = run()
  return {
    [Symbol.asyncDispose]: async () => {
      ended.abort()
      await running
    },
  }
}
