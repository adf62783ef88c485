/**
 * Breakers: a model that fails again and again is left alone for a while, by all hosts together. They only spare time and
 * money; nothing is wrong when one is late or lost, so no call waits long for them and none fails because of them.
 */

/** What is guarded: one model of one provider. */
export interface Guarded {
  readonly provider: string
  readonly model: string
}

/** How a call went, as far as its provider is concerned. */
export type CallEnd = 'answered' | 'failed' | 'limited'

/** A breaker as it can be shown. Times in ms since 1970. */
export interface BreakerStatus extends Guarded {
  /** `closed`: calls go through. `open`: none does. `half-open`: one call tries. */
  readonly phase: 'closed' | 'open' | 'half-open'
  /** Failures in a row, while closed. */
  readonly failures: number
  /** When it may be tried again; absent while closed. */
  readonly until?: number
}

export interface Breakers extends AsyncDisposable {
  /**
   * Whether a call may be made now. Of all who ask when a rest is over, one is told to try; it reports how that went, or the
   * next is told to after a time.
   * @returns undefined: call; else how many ms nobody should
   * @throws the signal's reason when aborted
   */
  readonly closedFor: (guarded: Guarded, signal: AbortSignal) => Promise<number | undefined>
  /**
   * How a call went. `failed` is for what the provider could not do: overload, timeouts, errors of its own. `limited`: it works, and
   * wants to be asked less (429), which who asked obeys; that opens nothing. A wrong key or question is not reported. Never throws: what keeps it from being stored goes to `onTrouble`.
   */
  readonly report: (guarded: Guarded, how: CallEnd, signal: AbortSignal) => Promise<void>
  /** All breakers that were ever used, as this process knows them. */
  readonly all: () => readonly BreakerStatus[]
}

export interface BreakerRules {
  /** Failures in a row, over all hosts, that open it. */
  readonly threshold: number
  /** Its first rest in ms; each failed try doubles it. Default 30,000. */
  readonly restMs?: number
  /** The longest rest in ms. Default 300,000. */
  readonly longestRestMs?: number
  /** How long one try may take in ms before another is let through. Default 60,000. */
  readonly tryMs?: number
}

export interface BreakerOptions extends BreakerRules {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Told when the shared state cannot be read or written; the breaker goes on with what this process knows. */
  readonly onTrouble?: (error: unknown) => void
}
