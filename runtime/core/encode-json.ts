/** Values as JSON text, or an error that says what is wrong with them; what can never be stored is not tried again. */
import { CaravanError, errorData } from './errors.ts'

/** @throws CaravanError `message.unserialisable` for bigints, cycles and the like; `message.too-large` above `limit` bytes. */
export function encodeJson(value: unknown, limit = Infinity): string {
  let text: string
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw new CaravanError(
      'message.unserialisable',
      `A payload cannot be written as JSON (${errorData(cause).message}); keep contexts, events and outputs plain data.`,
      { cause },
    )
  }
  // UTF-8 takes at most three bytes for a unit of a string: most texts need not be counted.
  if (text.length * 3 > limit) {
    const bytes = Buffer.byteLength(text)
    if (bytes > limit) throw tooLarge(bytes, limit)
  }
  return text
}

export function tooLarge(bytes: number, limit: number): CaravanError {
  return new CaravanError(
    'message.too-large',
    `A payload of ${bytes} bytes exceeds the limit of ${limit}; keep large data outside the machine's context.`,
    { data: { bytes, limit } },
  )
}

/** True when a value can never be stored, however often it is tried. */
export function isUnstorable(error: unknown): error is CaravanError {
  return (
    error instanceof CaravanError &&
    (error.code === 'message.too-large' || error.code === 'message.unserialisable')
  )
}
