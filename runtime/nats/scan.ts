/** Reads once what a stream holds, page by page: for operators and sweepers, which must neither wait nor fill memory. */
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { CaravanError } from '../core/errors.ts'

/** Messages asked for at once; what is in memory at a time. */
const PAGE = 100
/** A reader that pauses longer between two pages (at a prompt, say) begins anew. */
const INACTIVE_MS = 60_000

export interface ScanOptions {
  readonly filters: readonly string[]
  /** First sequence; default: from the beginning. */
  readonly from?: number
  /** Only the last message of each subject. */
  readonly lastPerSubject?: boolean
  /** Leave the payloads where they are. */
  readonly headersOnly?: boolean
}

/**
 * What is stored when it is called, in order. What is purged meanwhile is left out; the reader itself is temporary and
 * goes with the scan.
 * @throws CaravanError `nats.unreachable`, retryable
 */
export async function* scan(
  js: JetStreamClient,
  jsm: JetStreamManager,
  stream: string,
  options: ScanOptions,
): AsyncGenerator<JsMsg> {
  const { filters, from, lastPerSubject = false, headersOnly = false } = options
  if (lastPerSubject && from !== undefined)
    throw new CaravanError('kernel.bug', 'A scan of tails has no start.')
  const { state } = await guarded(() => jsm.streams.info(stream))
  const created = await guarded(() =>
    jsm.consumers.add(stream, {
      ack_policy: AckPolicy.None,
      deliver_policy: lastPerSubject
        ? DeliverPolicy.LastPerSubject
        : from === undefined
          ? DeliverPolicy.All
          : DeliverPolicy.StartSequence,
      ...(from === undefined || lastPerSubject ? {} : { opt_start_seq: Math.max(1, from) }),
      filter_subjects: [...filters],
      headers_only: headersOnly,
      inactive_threshold: nanos(INACTIVE_MS),
      mem_storage: true,
    }),
  )
  try {
    const consumer = await guarded(() => js.consumers.get(stream, created.name))
    let pending = created.num_pending
    while (pending > 0) {
      // Never more than there is: a pull that cannot be filled would wait.
      const page = await guarded(() =>
        consumer.fetch({ max_messages: Math.min(PAGE, pending), expires: 2_000 }),
      )
      let got = 0
      for await (const message of page) {
        if (message.seq > state.last_seq) return // written after the scan began
        got += 1
        pending = message.info.pending
        yield message
      }
      if (got === 0) pending = (await guarded(() => consumer.info())).num_pending
    }
  } finally {
    await jsm.consumers.delete(stream, created.name).catch(() => undefined) // else the server keeps it for a minute
  }
}

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    const words = cause instanceof JetStreamApiError ? `refused: ${cause.message}` : 'did not answer in time'
    throw new CaravanError(
      'nats.unreachable',
      `The NATS server ${words} while its streams were read; try again.`,
      {
        retryable: true,
        cause,
      },
    )
  }
}
