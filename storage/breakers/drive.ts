/** Breakers on any store of small states that is changed by compare-and-set. */
import { admit, afterAnswer, afterFailure, afterLimit, CLOSED, type BreakerState } from './breaker.ts'
import type { BreakerOptions, Breakers, Guarded } from './port.ts'

/** A state with what its change has to name; 0: nothing is stored. */
export interface Stored {
  readonly state: BreakerState
  readonly revision: number
}

export interface BreakerStore extends AsyncDisposable {
  /** What this process knows, without asking anybody. */
  readonly known: (guarded: Guarded) => Stored
  readonly all: () => Iterable<readonly [Guarded, BreakerState]>
  /** Stores a change. @returns false when somebody else was first; what they stored is known from then on */
  readonly change: (guarded: Guarded, from: Stored, to: BreakerState, signal: AbortSignal) => Promise<boolean>
}

const after = { answered: afterAnswer, failed: afterFailure, limited: afterLimit } as const

/** Losing this often means that many hosts report at once: one report more or less decides nothing. */
const MOST_TRIES = 8

export function breakersOn(store: BreakerStore, options: BreakerOptions): Breakers {
  const { now, onTrouble = () => undefined } = options
  return {
    closedFor: async (guarded, signal) => {
      signal.throwIfAborted()
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const from = store.known(guarded)
        const { closedFor, next } = admit(from.state, now(), options)
        if (next === undefined) return closedFor
        try {
          if (await store.change(guarded, from, next, signal)) return undefined
        } catch (error) {
          signal.throwIfAborted()
          onTrouble(error)
          // The rest is over and nobody can be asked who tries: so does everybody.
          return undefined
        }
      }
      return undefined
    },
    report: async (guarded, how, signal) => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const from = store.known(guarded)
        const to = after[how](from.state, now(), options)
        if (to === undefined) return
        try {
          if (await store.change(guarded, from, to, signal)) return
        } catch (error) {
          if (!signal.aborted) onTrouble(error)
          return
        }
      }
    },
    all: () =>
      [...store.all()].map(([guarded, state]) => ({
        ...guarded,
        phase: state.phase,
        failures: state.phase === 'closed' ? state.failures : 0,
        ...(state.phase === 'closed' ? {} : { until: state.until }),
      })),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

/** What a store knows of a key of which it has heard nothing. */
export const UNKNOWN: Stored = { state: CLOSED, revision: 0 }
