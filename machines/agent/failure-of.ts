/** A failure from whatever was thrown. */
import type { Failure } from '../messages/trip-result.ts'

/** The runtime hands errors over as plain data with code and message. */
export function failureOf(error: unknown): Failure {
  const given = (typeof error === 'object' && error !== null ? error : {}) as Partial<Failure>
  return {
    code: typeof given.code === 'string' ? given.code : 'agent.error',
    message: typeof given.message === 'string' ? given.message : 'The agent failed without a message.',
    ...(typeof given.retryable === 'boolean' ? { retryable: given.retryable } : {}),
  }
}
