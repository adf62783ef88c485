/** What intake shares. */
import type { JetStreamClient, JetStreamManager, JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { Observe } from '../core/runtime-event.ts'
import type { AckInbox } from './ack-inbox.ts'
import type { Payloads } from './payloads.ts'
import type { Subjects } from './subjects.ts'

/** An entity's turns are short, and a new owner resets the consumer instead of waiting (R6). */
export const INBOX_ACK_WAIT_MS = 30_000

export interface IntakeContext {
  readonly nc: NatsConnection
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  readonly out: AckInbox
  readonly subjects: Subjects
  readonly observe: Observe
  readonly payloads: Payloads
  /** Sets a damaged payload aside, then acks it (I11). */
  readonly undecodable: (m: JsMsg, error: unknown) => Promise<void>
  /** Calls `run` after every reconnect, until the returned function is called. */
  readonly onReconnect: (run: () => void) => () => void
}
