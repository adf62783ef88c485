/** Names of what money is kept in on NATS (docs/subjects.md is their reference), and the making of it. */
import { createHash } from 'node:crypto'
import { DiscardPolicy, JetStreamApiError, StorageType, type JetStreamManager } from '@nats-io/jetstream'
import { escapeToken } from '../../runtime/core/address.ts'

export interface SpendingNames {
  readonly ledger: string
  /** Everything that the ledger takes. */
  readonly ledgerSubjects: readonly string[]
  /** The stream of the KV bucket. */
  readonly bucketStream: string
  readonly purses: string
  purse(tenant: string): string
  entry(entry: {
    readonly tenant: string
    readonly trip: string
    readonly agent: string
    readonly callId: string
  }): string
  topUp(topUp: { readonly tenant: string; readonly trip: string; readonly id: string }): string
  entriesOf(tenant?: string, trip?: string): string
  topUpsOf(tenant: string, trip: string): string
}

/** A longer token is replaced by its hash: a subject has to fit a client's line. */
const LONGEST_TOKEN = 256

export function spendingNames(prefix: string): SpendingNames {
  const stream = prefix.replaceAll('.', '_').toUpperCase()
  const bucket = `${stream}_SPENDING`
  return {
    ledger: `${stream}_LEDGER`,
    ledgerSubjects: [`${prefix}.ledger.>`, `${prefix}.top-up.>`],
    bucketStream: `KV_${bucket}`,
    purses: `$KV.${bucket}.*`,
    purse: (tenant) => `$KV.${bucket}.${escapeToken(tenant)}`,
    entry: ({ tenant, trip, agent, callId }) =>
      `${prefix}.ledger.${[tenant, trip, agent, callId].map(token).join('.')}`,
    topUp: ({ tenant, trip, id }) => `${prefix}.top-up.${[tenant, trip, id].map(token).join('.')}`,
    entriesOf: (tenant, trip) => `${prefix}.ledger.${part(tenant)}.${part(trip)}.>`,
    topUpsOf: (tenant, trip) => `${prefix}.top-up.${token(tenant)}.${token(trip)}.>`,
  }
}

/** Makes the ledger and the bucket unless they are there. The ledger has no end: its operator decides what is archived. */
export async function ensureSpending(
  jsm: JetStreamManager,
  names: SpendingNames,
  replicas: number,
): Promise<void> {
  const shared = { storage: StorageType.File, num_replicas: replicas, allow_direct: true }
  await add(jsm, { ...shared, name: names.ledger, subjects: [...names.ledgerSubjects], deny_delete: true })
  await add(jsm, {
    ...shared,
    name: names.bucketStream,
    subjects: [names.purses],
    max_msgs_per_subject: 1,
    discard: DiscardPolicy.New,
    allow_rollup_hdrs: true,
    deny_delete: true,
  })
}

async function add(
  jsm: JetStreamManager,
  config: Parameters<JetStreamManager['streams']['add']>[0],
): Promise<void> {
  try {
    await jsm.streams.add(config)
  } catch (error) {
    // 10058: it is there, with other settings that its operator has chosen.
    if (error instanceof JetStreamApiError && error.code === 10058) return
    throw error
  }
}

function part(name: string | undefined): string {
  return name === undefined ? '*' : token(name)
}

/** One token, injective: no escaped name begins with `=h`. */
function token(name: string): string {
  const escaped = escapeToken(name)
  if (escaped.length <= LONGEST_TOKEN) return escaped
  return `=h${createHash('sha256').update(name).digest('hex')}`
}
