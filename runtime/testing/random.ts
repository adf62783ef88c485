/** Randomness from a seed: the same seed gives the same numbers, on every machine. */

export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** An integer of 0 to `n - 1`. */
  below(n: number): number
  /** A number of `min` up to `max`. */
  between(min: number, max: number): number
  chance(probability: number): boolean
  /** @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T
  /** A source of its own, so that what one part draws does not shift what another one gets. */
  fork(name: string): Random
}

/** mulberry32 over an FNV-1a hash of the seed: 32 bits of state are plenty for choosing faults. */
export function seededRandom(seed: number | string): Random {
  let state = hash(String(seed))
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('Nothing to pick from.')
      return list[below(list.length)] as never
    },
    fork: (name) => seededRandom(`${seed}/${name}`),
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
