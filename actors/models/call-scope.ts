/** The time of one call: it ends when its caller says so, or when its server has been silent for too long. */
import type { Clock } from '../../runtime/index.ts'
import { silent, type CallInfo } from './model-errors.ts'

/** Disposing of it ends its timer. */
export interface CallScope extends Disposable {
  /** Aborted by the caller or by silence. */
  readonly signal: AbortSignal
  /** Something came: the silence starts anew. */
  readonly alive: () => void
  /** @throws what ended the call, if something did */
  readonly check: () => void
}

/** @param silenceMs how long a server may send nothing at all */
export function callScope(caller: AbortSignal, silenceMs: number, info: CallInfo, clock: Clock): CallScope {
  const silence = new AbortController()
  const tooLong = () => silence.abort(silent(info))
  let stop = clock.timer(silenceMs, tooLong)
  const check = () => {
    // A `TimeoutError` is how a caller says that its own time is over.
    if (caller.aborted && caller.reason instanceof Error && caller.reason.name === 'TimeoutError')
      throw silent(info)
    caller.throwIfAborted()
    silence.signal.throwIfAborted()
  }
  return {
    signal: AbortSignal.any([caller, silence.signal]),
    alive: () => {
      stop()
      stop = clock.timer(silenceMs, tooLong)
    },
    check,
    [Symbol.dispose]: () => stop(),
  }
}
