/** Breakers within one process; several that are opened on one store share them, as hosts do. */
import type { BreakerState } from './breaker.ts'
import { UNKNOWN, type BreakerStore, type Stored } from './drive.ts'
import type { Guarded } from './port.ts'

export function memoryBreakers(): BreakerStore {
  const states = new Map<string, { readonly guarded: Guarded; readonly stored: Stored }>()
  return {
    known: (guarded) => states.get(keyOf(guarded))?.stored ?? UNKNOWN,
    all: function* (): Generator<readonly [Guarded, BreakerState]> {
      for (const { guarded, stored } of states.values()) yield [guarded, stored.state]
    },
    change: (guarded, from, state, signal) => {
      signal.throwIfAborted()
      const key = keyOf(guarded)
      if ((states.get(key)?.stored.revision ?? 0) !== from.revision) return Promise.resolve(false)
      const { provider, model } = guarded
      states.set(key, { guarded: { provider, model }, stored: { state, revision: from.revision + 1 } })
      return Promise.resolve(true)
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function keyOf({ provider, model }: Guarded): string {
  return JSON.stringify([provider, model])
}
