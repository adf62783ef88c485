/** Reads the ledger page by page, without a consumer on the server. */
import { JetStreamError, type JetStreamManager, type StoredMsg } from '@nats-io/jetstream'
import type { Clock } from '../../runtime/core/clock.ts'
import { CaravanError } from '../../runtime/core/errors.ts'

const PAGE = 256
/** A replica that is behind is asked again so often, with a pause between. */
const MOST_TRIES = 20
const PAUSE_MS = 50
/** No message at or behind the sequence. */
const NOT_FOUND = 404

interface Stored {
  readonly subject: string
  readonly data: unknown
}

/** What is stored on subjects of a filter up to the moment it is asked, in order; a replica may not have the very last. */
export async function* readLedger(
  jsm: JetStreamManager,
  stream: string,
  filter: string,
): AsyncGenerator<Stored> {
  const end = (await jsm.streams.info(stream)).state.last_seq
  for (let next = 1; next <= end;) {
    const page = await pageOf(jsm, stream, filter, next, PAGE)
    if (page.length === 0) return
    for (const message of page) {
      next = message.seq + 1
      if (message.seq <= end) yield { subject: message.subject, data: message.json() }
    }
  }
}

/**
 * Everything that was stored on the subjects of a filter when it is asked. Pages come by direct get, which a replica may answer that is
 * behind its leader; the leader's count tells how many there have to be.
 * @throws CaravanError `spending.unavailable` when the replicas do not catch up; whatever the client throws
 */
export async function readWhole(
  jsm: JetStreamManager,
  stream: string,
  filter: string,
  clock: Clock,
): Promise<readonly Stored[]> {
  const most = await countOf(jsm, stream, filter)
  const found: Stored[] = []
  for (let next = 1, tries = 0; found.length < most;) {
    const page = await pageOf(jsm, stream, filter, next, Math.min(PAGE, most - found.length))
    for (const message of page) {
      next = message.seq + 1
      found.push({ subject: message.subject, data: message.json() })
    }
    if (page.length > 0) continue
    tries += 1
    if (tries >= MOST_TRIES)
      throw new CaravanError('spending.unavailable', 'A replica of the ledger is far behind its leader.', {
        retryable: true,
      })
    await clock.sleep(PAUSE_MS)
  }
  return found
}

/** Entries are never deleted, and a subject has one. */
async function countOf(jsm: JetStreamManager, stream: string, filter: string): Promise<number> {
  const { state } = await jsm.streams.info(stream, { subjects_filter: filter })
  return Object.values(state.subjects ?? {}).reduce((all, messages) => all + messages, 0)
}

async function pageOf(
  jsm: JetStreamManager,
  stream: string,
  filter: string,
  seq: number,
  batch: number,
): Promise<readonly StoredMsg[]> {
  const page: StoredMsg[] = []
  try {
    for await (const message of await jsm.direct.getBatch(stream, { seq, batch, next_by_subj: filter }))
      page.push(message)
  } catch (error) {
    if (!(error instanceof JetStreamError && 'code' in error && error.code === NOT_FOUND)) throw error
  }
  return page
}
