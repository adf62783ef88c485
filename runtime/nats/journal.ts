/** The journal: fenced append, leader read, ordered reading. */
import {
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream'
import { parseTokens, type Address } from '../core/address.ts'
import type { AppendResult, JournalEntry, Tail } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import { packParts, unpackParts } from '../core/shared-parts.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import type { AckInbox } from './ack-inbox.ts'
import { decode, encode } from './codec.ts'
import { storageError } from './publish.ts'
import type { Subjects } from './subjects.ts'

/** "wrong last sequence", and its sibling while another write to the subject is in flight (ADR-50). */
const WRONG_LAST_SEQUENCE = new Set([10071, 10164])
const NO_MESSAGE_FOUND = 10037

export function journalOf(
  out: AckInbox,
  js: JetStreamClient,
  jsm: JetStreamManager,
  s: Subjects,
  payloadLimit: () => number,
) {
  return {
    async append(address: Address, record: TurnRecord, expected: number): Promise<AppendResult> {
      const payload = encode(packParts({ ...record }), payloadLimit())
      try {
        const expect = { lastSubjectSequence: expected }
        const ack = await out.publish(s.journal(address), payload, { expect })
        return { status: 'committed', sequence: ack.seq }
      } catch (cause) {
        if (cause instanceof JetStreamApiError) {
          if (WRONG_LAST_SEQUENCE.has(cause.code)) return { status: 'conflict' }
          throw storageError(cause)
        }
        return { status: 'unknown', cause }
      }
    },

    async tail(address: Address): Promise<Tail | undefined> {
      try {
        const stored = await jsm.streams.getMessage(s.streams.journal, { last_by_subj: s.journal(address) })
        return stored === null
          ? undefined
          : { sequence: stored.seq, record: unpackParts(decode(stored.data)) as TurnRecord }
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return undefined
        if (error instanceof CaravanError) throw error
        throw new CaravanError('journal.unreachable', 'The journal could not be read; it is tried again.', {
          retryable: true,
          cause: error,
        })
      }
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
      try {
        for await (const m of messages) {
          const address = parseTokens(m.subject.slice(s.prefix.length + '.journal.'.length).split('.'))
          yield { cursor: m.seq, address, record: unpackParts(decode(m.data)) as TurnRecord }
          if (caughtUp || m.info.pending > 0) continue
          caughtUp = true
          onCaughtUp?.()
          if (!live) return
        }
      } finally {
        signal?.removeEventListener('abort', stop)
        await messages.close()
        await consumer.delete().catch(() => undefined) // else the server keeps it for minutes
      }
    },
  }
}
