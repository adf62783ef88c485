/**
 * Signals that end a program. The first asks it to finish in order, the second to leave at once. Under npm one Ctrl-C
 * arrives twice, once from the terminal and once passed on by npm, so equal signals that come together count once.
 */
import { constants } from 'node:os'

/** The signals that end a program politely. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type EndSignal = (typeof END_SIGNALS)[number]

/** Equal signals within this time of the first are one, in milliseconds. */
export const SAME_SIGNAL_MS = 500

/** What a signal means to a program that has seen others before. */
export type SignalMeaning = 'stop' | 'force' | 'echo'

/** Tells signals that count from their echoes. `now` in milliseconds, from a clock that never goes back. */
export function signalCounter(now: () => number): (signal: EndSignal) => SignalMeaning {
  const countedAt = new Map<EndSignal, number>()
  return (signal) => {
    const at = now()
    const before = countedAt.get(signal)
    if (before !== undefined && at - before < SAME_SIGNAL_MS) return 'echo'
    const first = countedAt.size === 0
    countedAt.set(signal, at)
    return first ? 'stop' : 'force'
  }
}

/** What {@link watchSignals} needs of `process`. */
export interface SignalSource {
  on(signal: EndSignal, listener: (signal: NodeJS.Signals) => void): unknown
  off(signal: EndSignal, listener: (signal: NodeJS.Signals) => void): unknown
}

/** A program's end as its signals ask for it. Disposing of it gives the signals back their ordinary meaning. */
export interface SignalWatch extends Disposable {
  /** Aborted by the first signal; its reason is the signal's name. */
  readonly stop: AbortSignal
}

/** The exit code that says "ended by this signal". */
export function signalExitCode(signal: EndSignal): number {
  return 128 + constants.signals[signal]
}

/** Watches for signals from now on. `force` is called for the second one that counts and must not return. */
export function watchSignals(
  force: (signal: EndSignal) => void,
  source: SignalSource = process,
  now: () => number = () => performance.now(),
): SignalWatch {
  const stop = new AbortController()
  const meaningOf = signalCounter(now)
  const listeners = END_SIGNALS.map((signal) => {
    const listener = () => {
      const meaning = meaningOf(signal)
      if (meaning === 'stop') stop.abort(new Stopped(signal))
      if (meaning === 'force') force(signal)
    }
    source.on(signal, listener)
    return { signal, listener }
  })
  return {
    stop: stop.signal,
    [Symbol.dispose]: () => {
      for (const { signal, listener } of listeners) source.off(signal, listener)
    },
  }
}

/** Why something was given up: somebody asked the program to end. No error of anyone's. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly signal: EndSignal

  constructor(signal: EndSignal) {
    super(`The program was asked to end by ${signal}.`)
    this.signal = signal
  }
}
