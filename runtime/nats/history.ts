/** The journal as a whole, on JetStream. */
import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type StoredMsg,
} from '@nats-io/jetstream'
import { escapeToken, parseTokens } from '../core/address.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Bookmark, History, StoredRecord, TailFilter } from '../core/history.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import { store } from './publish.ts'
import { scan } from './scan.ts'
import type { Subjects } from './subjects.ts'

const NO_MESSAGE_FOUND = 10037

/** @param open the record in a stored payload */
export function historyOf(
  js: JetStreamClient,
  jsm: JetStreamManager,
  s: Subjects,
  open: (payload: Uint8Array, subject: string) => Promise<TurnRecord>,
): History {
  const stream = s.streams.journal
  const addressOf = (subject: string) =>
    parseTokens(subject.slice(s.prefix.length + '.journal.'.length).split('.'))

  async function opened(
    subject: string,
    sequence: number,
    storedAt: number,
    payload: Uint8Array,
  ): Promise<StoredRecord> {
    const found = { address: addressOf(subject), sequence, storedAt, bytes: payload.length }
    try {
      return { ...found, record: await open(payload, subject) }
    } catch (error) {
      if (!(error instanceof CaravanError) || error.retryable) throw error
      return { ...found, error: errorData(error) } // one that cannot be read must not hide the others
    }
  }

  async function one(get: () => Promise<StoredMsg | null>): Promise<StoredRecord | undefined> {
    const stored = await guarded(get)
    return stored === null || stored === undefined
      ? undefined
      : opened(stored.subject, stored.seq, stored.time.getTime(), stored.data)
  }

  async function purge(filter: string, seq: number): Promise<number> {
    if (seq <= 1) return 0 // to the server this is no bound at all
    return (await guarded(() => jsm.streams.purge(stream, { filter, seq })))?.purged ?? 0
  }

  return {
    async *tails(filter: TailFilter = {}): AsyncGenerator<StoredRecord> {
      const found = scan(js, jsm, stream, { filters: filtersOf(s, filter), lastPerSubject: true })
      for await (const m of found)
        yield await opened(m.subject, m.seq, Math.floor(m.info.timestampNanos / 1e6), m.data)
    },
    first: (address) =>
      one(() => jsm.direct.getMessage(stream, { seq: 1, next_by_subj: s.journal(address) })),
    last: (address) => one(() => jsm.streams.getMessage(stream, { last_by_subj: s.journal(address) })),
    async *roots(after) {
      const found = scan(js, jsm, stream, {
        filters: [s.journalOfRoots(undefined)],
        from: after + 1,
        headersOnly: true,
      })
      for await (const { subject, seq: sequence, info } of found)
        yield { address: addressOf(subject), sequence, storedAt: Math.floor(info.timestampNanos / 1e6) }
    },
    purge: async (root, { rootBefore, descendantsUpTo }) => {
      // Descendants first: a purge that is cut short leaves the root's own records, which bring the next one here again.
      const below = await purge(s.journalBelow(root), descendantsUpTo + 1)
      return below + (await purge(s.journal(root), rootBefore))
    },
    bookmark: async () => {
      const last = { last_by_subj: s.bookmark }
      const stored = await guarded(() => jsm.streams.getMessage(s.streams.retention, last))
      if (stored === null || stored === undefined) return undefined
      const { state } = (await guarded(() => jsm.streams.info(stream))) ?? { state: { last_seq: 0 } }
      const bookmark = JSON.parse(stored.string()) as Bookmark
      // A journal that was made anew has not come so far yet.
      return bookmark.sequence > state.last_seq ? undefined : bookmark
    },
    keepBookmark: (bookmark) => store(js, s.bookmark, new TextEncoder().encode(JSON.stringify(bookmark)), {}),
  }
}

function filtersOf(s: Subjects, { root, rootKind, only }: TailFilter): string[] {
  if (root !== undefined) {
    if (only === 'roots') return [s.journal(root)]
    return only === 'descendants' ? [s.journalBelow(root)] : [s.journalOfRoot(root)]
  }
  const roots = s.journalOfRoots(rootKind === undefined ? undefined : escapeToken(rootKind))
  if (only === 'roots') return [roots]
  return only === 'descendants' ? [`${roots}.>`] : [roots, `${roots}.>`]
}

/** Undefined when there is no such message. */
async function guarded<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run()
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === NO_MESSAGE_FOUND) return undefined
    throw new CaravanError('journal.unreachable', 'The journal could not be read; it is tried again.', {
      retryable: true,
      cause,
    })
  }
}
