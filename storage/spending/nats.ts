/**
 * Money on NATS JetStream. The ledger is a stream in which a subject is a call: an append expects that nothing was stored there (once).
 * A tenant's purse is one key of an ordinary KV bucket, written with the sequence that it was read at (compare-and-set).
 * Both are read through the leader wherever a decision rests on it.
 */
import { randomUUID } from 'node:crypto'
import { JetStreamApiError, jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { unescapeToken } from '../../runtime/core/address.ts'
import type { Clock } from '../../runtime/core/clock.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import { readLedger, readWhole } from './nats-ledger.ts'
import { ensureSpending, spendingNames, type SpendingNames } from './nats-names.ts'
import { LedgerEntry, TopUp, type Spending } from './port.ts'
import { EMPTY_PURSE, Purse } from './purse.ts'
import { spendingOn, type SpendingOptions } from './spending.ts'
import type { SpendingStore } from './store.ts'

export interface NatsSpendingOptions extends SpendingOptions {
  /** Of this process; it stays open when the money is disposed of. */
  readonly connection: NatsConnection
  /** First tokens of every subject, as the driver has them. Default `caravan`. */
  readonly prefix?: string
  readonly replicas?: number
}

/** "wrong last sequence", of the stream or of a subject. */
const WRONG_SEQUENCE = new Set([10071, 10164])
/** The bucket, the ledger or the message is not there. */
const NOT_FOUND = new Set([10037, 10059])
const TIMEOUT_MS = 5_000
const WRITER = 'Caravan-Writer'
/** Room for the headers of a message, which count as payload. */
const HEADERS_BYTES = 512

/**
 * Money that all processes on one NATS share. Makes stream and bucket if they are missing.
 * @throws CaravanError `spending.unavailable`, `spending.invalid`
 */
export async function natsSpending(options: NatsSpendingOptions): Promise<Spending> {
  const { connection, prefix = 'caravan', replicas = 1 } = options
  const names = spendingNames(prefix)
  return spendingOn(await natsStore(connection, names, replicas, options.clock), options)
}

async function natsStore(
  nc: NatsConnection,
  names: SpendingNames,
  replicas: number,
  clock: Clock,
): Promise<SpendingStore> {
  const js = jetstream(nc, { timeout: TIMEOUT_MS })
  const jsm = await asked(() => jetstreamManager(nc, { timeout: TIMEOUT_MS, checkAPI: false }))
  await asked(() => ensureSpending(jsm, names, replicas))

  /** Stores a message on a subject that has none; otherwise gives what is there. */
  const once = async <T>(subject: string, value: T, read: (data: unknown) => T) => {
    const writer = randomUUID()
    const h = headers()
    h.set(WRITER, writer)
    try {
      await js.publish(subject, JSON.stringify(value), { headers: h, expect: { lastSubjectSequence: 0 } })
      return { stored: value, wrote: true }
    } catch (error) {
      // A lost acknowledgement says nothing of what is stored; the leader does.
      const there = await last(jsm, names.ledger, subject)
      if (there === undefined) throw error
      return { stored: read(there.json()), wrote: there.header.get(WRITER) === writer }
    }
  }

  return {
    read: (tenant) =>
      asked(async () => {
        const stored = await last(jsm, names.bucketStream, names.purse(tenant))
        if (stored === undefined) return { purse: EMPTY_PURSE, revision: 0 }
        return { purse: readAs(Purse, stored.json(), names.purse(tenant)), revision: stored.seq }
      }),
    write: (tenant, purse, revision) =>
      asked(async () => {
        const value = JSON.stringify(purse)
        if (Buffer.byteLength(value) > (nc.info?.max_payload ?? Number.POSITIVE_INFINITY) - HEADERS_BYTES)
          throw tooMany(tenant, purse)
        try {
          const expect = { lastSubjectSequence: revision }
          return (await js.publish(names.purse(tenant), value, { expect })).seq
        } catch (error) {
          if (error instanceof JetStreamApiError && WRONG_SEQUENCE.has(error.code)) return undefined
          throw error
        }
      }),
    append: (entry) =>
      asked(async () => {
        const subject = names.entry(entry)
        const { stored, wrote } = await once(subject, entry, (data) => readAs(LedgerEntry, data, subject))
        return { entry: stored, wrote }
      }),
    appendTopUp: (topUp) =>
      asked(async () => {
        const subject = names.topUp(topUp)
        return (await once(subject, topUp, (data) => readAs(TopUp, data, subject))).stored
      }),
    history: (tenant, trip) =>
      asked(async () => {
        const whole = (filter: string) => readWhole(jsm, names.ledger, filter, clock)
        const [calls, tops] = await Promise.all([
          whole(names.entriesOf(tenant, trip)),
          whole(names.topUpsOf(tenant, trip)),
        ])
        const entries = calls.map(({ subject, data }) => readAs(LedgerEntry, data, subject))
        const topUps = tops.map(({ subject, data }) => readAs(TopUp, data, subject))
        return {
          entries,
          spentMicroUsd: entries.reduce((total, { microUsd }) => total + microUsd, 0),
          topUps: Object.fromEntries(topUps.map(({ id, microUsd }) => [id, microUsd])),
        }
      }),
    async *entries({ tenant, trip, from = 0, to = Number.POSITIVE_INFINITY }) {
      try {
        for await (const { subject, data } of readLedger(jsm, names.ledger, names.entriesOf(tenant, trip))) {
          const entry = readAs(LedgerEntry, data, subject)
          if (entry.at >= from && entry.at < to) yield entry
        }
      } catch (error) {
        throw unavailable(error)
      }
    },
    tenants: () =>
      asked(async () => {
        const info = await jsm.streams.info(names.bucketStream, { subjects_filter: names.purses })
        return Object.keys(info.state.subjects ?? {}).map((subject) =>
          unescapeToken(subject.slice(subject.lastIndexOf('.') + 1)),
        )
      }),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

async function last(jsm: JetStreamManager, stream: string, subject: string) {
  try {
    return (await jsm.streams.getMessage(stream, { last_by_subj: subject })) ?? undefined
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === 10037) return undefined
    throw error
  }
}

interface Readable<T> {
  safeParse(data: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

function readAs<T>(schema: Readable<T>, data: unknown, subject: string): T {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  throw new CaravanError(
    'spending.unreadable',
    `What is stored at ${subject} is no money that this version can read: run the newest version everywhere.`,
    { data: { subject } },
  )
}

async function asked<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw unavailable(error)
  }
}

/** Each open reservation has some half a kilobyte, and all of a tenant's are one message. */
function tooMany(tenant: string, { open }: Purse): CaravanError {
  const count = Object.keys(open).length
  return new CaravanError(
    'spending.full',
    `Tenant ${tenant} would have ${count} calls under way, more than the store of the money takes: raise max_payload of NATS, or lower MAX_CONCURRENT_AGENTS.`,
    { retryable: true },
  )
}

function unavailable(cause: unknown): CaravanError {
  if (cause instanceof CaravanError) return cause
  const gone = cause instanceof JetStreamApiError && NOT_FOUND.has(cause.code)
  return new CaravanError(
    'spending.unavailable',
    gone
      ? 'The ledger or the purses are not in the store any more: restart a host to make them anew.'
      : 'The store of the money did not answer: no call is made without it. It is tried again.',
    { retryable: true, cause },
  )
}
