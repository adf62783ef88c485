/** Stores a payload and waits for the server's word; what went wrong is told apart once, here. */
import { JetStreamApiError } from '@nats-io/jetstream'
import { CaravanError } from '../core/errors.ts'

/** "insufficient resources" and "maximum bytes exceeded"; also what a full disk shows as. */
const NO_SPACE = new Set([10023, 10047, 10077, 10028])

/** By the inbox of acknowledgements, or by nats.js for what is rare and needs more than that knows. */
interface Publisher<Options> {
  publish(subject: string, payload: Uint8Array, options: Options): Promise<unknown>
}

export async function store<Options>(
  out: Publisher<Options>,
  subject: string,
  payload: Uint8Array,
  options: Options,
): Promise<void> {
  try {
    await out.publish(subject, payload, options)
  } catch (cause) {
    if (cause instanceof JetStreamApiError) throw storageError(cause)
    throw new CaravanError(
      'nats.unreachable',
      'The NATS server did not acknowledge in time; it is tried again.',
      {
        retryable: true,
        cause,
        data: { subject },
      },
    )
  }
}

export function storageError(cause: JetStreamApiError): CaravanError {
  if (NO_SPACE.has(cause.code) || /no space|insufficient/i.test(cause.message)) {
    return new CaravanError(
      'nats.no-space',
      'JetStream has no space left: free disk space or raise its storage limit; work goes on when it has.',
      {
        retryable: true,
        cause,
      },
    )
  }
  return new CaravanError('nats.rejected', `JetStream refused a write: ${cause.message}.`, {
    retryable: true,
    cause,
    data: { code: cause.code },
  })
}
