/** The error of a journal that ends before what this host has seen of it (R17). */
import { CaravanError } from '../core/errors.ts'

/** @param known sequence of the last record that this host has seen; @param found of the last one that there is, or 0 */
export function rolledBack(actor: string, known: number, found: number): CaravanError {
  return new CaravanError(
    'store.rolled-back',
    `The store was rolled back: this host knows record ${known} of ${actor}, but its journal ends at ${found}. Compare the two states, then repair and release the actor.`,
    { data: { actor, known, found } },
  )
}

export function isRolledBack(error: unknown): error is CaravanError {
  return error instanceof CaravanError && error.code === 'store.rolled-back'
}
