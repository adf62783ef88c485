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
const PULL_MS = 2_000
const MAX_FAILURES = 5
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
 * goes with the scan. A reader that breaks (a busy machine misses a heartbeat) begins again behind what it has given.
 * @throws CaravanError `nats.unreachable`, retryable
 */
export async function* scan(
  js: JetStreamClient,
  jsm: JetStreamManager,
  stream: string,
  options: ScanOptions,
): AsyncGenerator<JsMsg> {
  const end = (await guarded(() => jsm.streams.info(stream))).state.last_seq
  let next = Math.max(1, options.from ?? 1)
  for (let failures = 0; ;) {
    try {
      for await (const message of read(js, jsm, stream, options, next)) {
        if (message.seq > end) return // written after the scan began
        if (message.seq < next) continue
        next = message.seq + 1
        failures = 0
        yield message
      }
      return
    } catch (error) {
      failures += 1
      if (failures > MAX_FAILURES) throw error
    }
  }
}

async function* read(
  js: JetStreamClient,
  jsm: JetStreamManager,
  stream: string,
  { filters, lastPerSubject = false, headersOnly = false }: ScanOptions,
  from: number,
): AsyncGenerator<JsMsg> {
  const created = await guarded(() =>
    jsm.consumers.add(stream, {
      ack_policy: AckPolicy.None,
      // The last of each subject come from the beginning, whichever have been seen.
      ...(lastPerSubject
        ? { deliver_policy: DeliverPolicy.LastPerSubject }
        : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from }),
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
      const wanted = { max_messages: Math.min(PAGE, pending), expires: PULL_MS }
      const page = await guarded(() => consumer.fetch(wanted))
      let got = 0
      try {
        for await (const message of page) {
          got += 1
          pending = message.info.pending
          yield message
        }
      } catch (cause) {
        throw unreachable(cause)
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
    throw unreachable(cause)
  }
}

function unreachable(cause: unknown): CaravanError {
  const words = cause instanceof JetStreamApiError ? `refused: ${cause.message}` : 'did not answer in time'
  const text = `The NATS server ${words} while its streams were read; try again.`
  return new CaravanError('nats.unreachable', text, { retryable: true, cause })
}
