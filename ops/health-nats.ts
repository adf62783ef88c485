/** What a health report says of JetStream: streams, consumers and buckets of one installation, each missing one a failure. */
import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream'
import { CaravanError } from '../runtime/core/errors.ts'
import { subjects } from '../runtime/nats/subjects.ts'
import { spendingNames } from '../storage/spending/nats-names.ts'

/** Number of partitions plays no part in names of streams. */
const ANY_PARTITIONS = 1

/** The streams of the runtime, and the ledger, which is made when it is first used. @throws CaravanError `health.stream.missing` */
export async function streamsDetail(jsm: JetStreamManager, prefix: string): Promise<string> {
  const names = Object.values(subjects(prefix, ANY_PARTITIONS).streams)
  const [made, later] = await Promise.all([
    Promise.all(names.map((name) => told(jsm, name))),
    toldIfMade(jsm, [spendingNames(prefix).ledger]),
  ])
  return [...made, ...later].join(', ')
}

/** The bucket of the hosts, which every system has, and those of money and context, made when they are first used. */
export async function bucketsDetail(jsm: JetStreamManager, prefix: string): Promise<string> {
  const { hosts } = subjects(prefix, ANY_PARTITIONS)
  const base = hosts.replace(/_HOSTS$/, '')
  const later = ['CONTEXT', 'SPENDING', 'BREAKERS'].map((name) => `KV_${base}_${name}`)
  return [await told(jsm, `KV_${hosts}`), ...(await toldIfMade(jsm, later))].join(', ')
}

/** Of streams that are made when they are first used: those that are there. */
async function toldIfMade(jsm: JetStreamManager, names: readonly string[]): Promise<readonly string[]> {
  const all = await Promise.all(names.map((name) => told(jsm, name).catch(() => undefined)))
  return all.filter((one) => one !== undefined)
}

async function told(jsm: JetStreamManager, stream: string): Promise<string> {
  try {
    const { state } = await jsm.streams.info(stream)
    return `${stream} ${state.messages}`
  } catch (cause) {
    throw new CaravanError('health.stream.missing', `${stream} cannot be asked.`, { retryable: true, cause })
  }
}

/** Of each kind: what has not been delivered yet, and what is in somebody's hands. */
export async function consumersDetail(jsm: JetStreamManager, prefix: string): Promise<string> {
  const kinds = new Map<string, { waiting: number; inHand: number }>()
  for await (const consumer of jsm.consumers.list(subjects(prefix, ANY_PARTITIONS).streams.inbox)) {
    const kind = kindOf(consumer, prefix)
    const sum = kinds.get(kind) ?? { waiting: 0, inHand: 0 }
    sum.waiting += consumer.num_pending
    sum.inHand += consumer.num_ack_pending
    kinds.set(kind, sum)
  }
  if (kinds.size === 0) return 'no host has taken work yet'
  return [...kinds]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, { waiting, inHand }]) => `${kind} ${waiting} waiting, ${inHand} in hand`)
    .join('; ')
}

/** `caravan.inbox.trip.3.>` and `caravan.task.weather.>` both have their kind in the second place. */
function kindOf({ config, name }: ConsumerInfo, prefix: string): string {
  const filter = config.filter_subject ?? config.filter_subjects?.[0] ?? ''
  return filter.slice(prefix.length + 1).split('.')[1] ?? name
}
