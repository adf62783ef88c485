/** The journal: fenced append, leader read, ordered reading. */
import {
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  type StoredMsg,
} from '@nats-io/jetstream'
import { addressText, parseTokens, type Address } from '../core/address.ts'
import type { AppendResult, JournalEntry, Tail } from '../core/driver.ts'
import { asRecord } from '../core/envelope.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Observe } from '../core/runtime-event.ts'
import { packParts, unpackParts } from '../core/shared-parts.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import { isNewer } from '../core/unreadable.ts'
import { Reference } from './codec.ts'
import type { Payloads } from './payloads.ts'
import type { AckInbox } from './ack-inbox.ts'
import { storageError } from './publish.ts'
import type { Subjects } from './subjects.ts'

/** "wrong last sequence", and its sibling while another write to the subject is in flight (ADR-50). */
const WRONG_LAST_SEQUENCE = new Set([10071, 10164])
/** How often a reader that has not caught up asks whether there is still something to come. */
const PURGED_CHECK_MS = 2_000
const NO_MESSAGE_FOUND = 10037

interface JournalContext {
  readonly out: AckInbox
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  readonly s: Subjects
  readonly payloads: Payloads
  readonly observe: Observe
  /** Told of every sequence that this process has seen stored (R17). */
  readonly saw: (sequence: number) => void
}

export function journalOf({ out, js, jsm, s, payloads, observe, saw }: JournalContext) {
  const recordOf = async (data: Uint8Array, subject: string): Promise<TurnRecord> => {
    const value = payloads.open(data, subject)
    return asRecord(unpackParts(value instanceof Promise ? await value : value))
  }

  /** Through the leader, so that one's own writes are seen (R1). */
  const lastOf = async (address: Address): Promise<StoredMsg | undefined> => {
    try {
      const last = { last_by_subj: s.journal(address) }
      return (await jsm.streams.getMessage(s.streams.journal, last)) ?? undefined
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return undefined
      throw new CaravanError('journal.unreachable', 'The journal could not be read; it is tried again.', {
        retryable: true,
        cause: error,
      })
    }
  }

  return {
    /** The record in a stored payload. */
    open: recordOf,

    async append(address: Address, record: TurnRecord, expected: number): Promise<AppendResult> {
      const subject = s.journal(address)
      const packed = payloads.pack(packParts({ ...record }), subject, address)
      const { bytes, reference } = packed instanceof Promise ? await packed : packed
      try {
        const expect = { lastSubjectSequence: expected }
        const ack = await out.publish(subject, bytes, { expect })
        saw(ack.seq)
        return { status: 'committed', sequence: ack.seq, bytes: reference?.bytes ?? bytes.length }
      } catch (cause) {
        if (!(cause instanceof JetStreamApiError)) return { status: 'unknown', cause }
        if (reference !== undefined) void payloads.claims.drop(reference) // refused: nothing will ever refer to it
        if (WRONG_LAST_SEQUENCE.has(cause.code)) return { status: 'conflict' }
        throw storageError(cause)
      }
    },

    async tail(address: Address): Promise<Tail | undefined> {
      const stored = await lastOf(address)
      if (stored === undefined) return undefined
      saw(stored.seq)
      try {
        const record = await recordOf(stored.data, s.journal(address))
        return { sequence: stored.seq, bytes: stored.data.length, record }
      } catch (error) {
        throw unreadable(error, address, stored.seq)
      }
    },

    /**
     * Where the last record of an actor is stored apart; undefined when it is not.
     * @throws CaravanError `journal.unreachable`, retryable; what the codec throws
     */
    referenceOf: async (address: Address): Promise<Reference | undefined> => {
      const stored = await lastOf(address)
      const value = stored && payloads.codec.decode(stored.data, s.journal(address))
      return value instanceof Reference ? value : undefined
    },

    async *read(
      root: Address,
      options: {
        readonly after?: number
        readonly live?: boolean
        readonly signal?: AbortSignal
        readonly onCaughtUp?: () => void
      },
    ): AsyncGenerator<JournalEntry> {
      const { after = 0, live = false, signal, onCaughtUp } = options
      // Every record holds the full snapshot (R3): a reader that passes one over misses a transition, never the state.
      const entryOf = async (m: JsMsg): Promise<JournalEntry | undefined> => {
        try {
          const address = parseTokens(m.subject.slice(s.prefix.length + '.journal.'.length).split('.'))
          return { cursor: m.seq, address, record: await recordOf(m.data, m.subject) }
        } catch (error) {
          if (error instanceof CaravanError && error.retryable) throw error
          observe({
            type: 'journal:unreadable',
            subject: m.subject,
            cursor: m.seq,
            error: errorData(error),
          })
          return undefined
        }
      }
      const consumer = await js.consumers.get(s.streams.journal, {
        filter_subjects: [s.journalOfRoot(root)],
        deliver_policy: after > 0 ? DeliverPolicy.StartSequence : DeliverPolicy.All,
        ...(after > 0 ? { opt_start_seq: after + 1 } : {}),
      })
      let caughtUp = (await consumer.info()).num_pending === 0
      if (caughtUp) onCaughtUp?.()
      if (signal?.aborted || (caughtUp && !live)) return void (await consumer.delete())
      const messages = await consumer.consume({ max_messages: 256, idle_heartbeat: 2_000 })
      const stop = () => messages.stop()
      signal?.addEventListener('abort', stop, { once: true })
      let last = after
      // What was still to come may have been purged meanwhile (R15): then no message will ever say that it was the last.
      const checkPurged = async () => {
        const info = await consumer.info().catch(() => undefined)
        if (caughtUp || info === undefined || info.num_pending > 0 || info.delivered.stream_seq > last) return
        caughtUp = true
        onCaughtUp?.()
        if (!live) messages.stop()
      }
      const look = setInterval(() => void checkPurged(), PURGED_CHECK_MS)
      try {
        for await (const m of messages) {
          last = m.seq
          const entry = await entryOf(m)
          if (entry !== undefined) yield entry
          if (caughtUp || m.info.pending > 0) continue
          caughtUp = true
          clearInterval(look)
          onCaughtUp?.()
          if (!live) return
        }
      } finally {
        clearInterval(look)
        signal?.removeEventListener('abort', stop)
        await messages.close()
        await consumer.delete().catch(() => undefined) // else the server keeps it for minutes
      }
    },
  }
}

/** A tail that cannot be read holds its actor, and nobody else: its sequence still fences (I2). */
function unreadable(error: unknown, address: Address, sequence: number): unknown {
  if (!(error instanceof CaravanError) || error.retryable || isNewer(error)) return error
  const actor = addressText(address)
  return new CaravanError(
    'journal.damaged',
    `The last record of ${actor} (sequence ${sequence}) cannot be read by anybody: ${error.message}`,
    { cause: error, data: { actor, sequence } },
  )
}
