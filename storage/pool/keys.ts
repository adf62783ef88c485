import { CaravanError } from '../../runtime/core/errors.ts'

/** The longest key, in characters: whoever needs more hashes what it asks. */
export const MAX_KEY_LENGTH = 512

/** @throws CaravanError `pool.key.invalid` */
export function checkKey(key: string): void {
  if (key !== '' && key.length <= MAX_KEY_LENGTH) return
  throw new CaravanError('pool.key.invalid', `A key of the pool has 1 to ${MAX_KEY_LENGTH} characters.`, {
    data: { length: key.length },
  })
}

/** Whoever asks a pool that was disposed of, or waits for it when it is. */
export function closedError(): CaravanError {
  return new CaravanError('pool.closed', 'The shared pool was closed.')
}
