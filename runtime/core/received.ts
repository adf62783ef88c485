/**
 * Which numbers of one sender have been handled: everything up to `upTo`, plus `ahead`. Exact in any order of delivery
 * (R5): a plain high-water mark would lose a message that a redelivery brings late.
 */
export interface Received {
  readonly upTo: number
  readonly ahead: readonly number[]
}

export const NOTHING_RECEIVED: Received = { upTo: 0, ahead: [] }

export function hasReceived(received: Received, n: number): boolean {
  return n <= received.upTo || received.ahead.includes(n)
}

/** Adds `n` (1, 2, 3 ...) and folds what has become contiguous. */
export function receive(received: Received, n: number): Received {
  if (hasReceived(received, n)) return received
  let upTo = received.upTo
  const ahead = new Set([...received.ahead, n])
  while (ahead.delete(upTo + 1)) upTo += 1
  return { upTo, ahead: [...ahead].sort((a, b) => a - b) }
}
