/** Streams: made on first use, checked at every boot. */
import {
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { CaravanError } from '../core/errors.ts'
import { checkTogether, EPOCH_KEY, epochOf, newEpoch } from './epoch.ts'
import type { Subjects } from './subjects.ts'

/** Written into the streams' metadata and checked: changing it would move every actor to another inbox. */
export const DEFAULT_PARTITIONS = 16

const PARTITIONS_KEY = 'caravan_partitions'
const FEED_MAX_AGE_MS = 7 * 24 * 3_600_000
const DEDUPE_WINDOW_MS = 120_000
/** Dead letters wait this long for an operator, and so many of them: the oldest go first (I10). */
const DEAD_MAX_AGE_MS = 30 * 24 * 3_600_000
const DEAD_MAX_LETTERS = 100_000

/** A store as it was found or made. */
export interface Store {
  readonly partitions: number
  readonly epoch: string
  /** Streams that a used store had lost, and that nothing rests on: made again, empty. */
  readonly remade: readonly string[]
}

/**
 * Makes the streams that are missing, the inbox first: whose epoch it carries is the store's, however many hosts boot at once.
 * @throws CaravanError `nats.jetstream.off` when the server runs without JetStream; `store.lost` (R17)
 */
export async function ensureStreams(
  jsm: JetStreamManager,
  make: (partitions: number) => Subjects,
  wanted: number,
  replicas: number,
): Promise<Store> {
  const names = make(wanted).streams
  const [journal, found] = await Promise.all([streamInfo(jsm, names.journal), streamInfo(jsm, names.inbox)])
  checkTogether(names, journal, found)
  const used = (found?.state.last_seq ?? 0) > 0 || (journal?.state.last_seq ?? 0) > 0
  const whole = found?.config.metadata?.[EPOCH_KEY] !== undefined
  if (found === undefined) {
    const mine = streamConfigs(make(wanted), wanted, newEpoch(), replicas)
    for (const config of mine) if (config.name === names.inbox) await addStream(jsm, config)
  }
  const inbox = found ?? (await jsm.streams.info(names.inbox)) // made by this host, or by one that was faster
  const epoch = epochOf(inbox)
  const partitions = Number(inbox.config.metadata?.[PARTITIONS_KEY] ?? wanted)
  const remade: string[] = []
  for (const config of streamConfigs(make(partitions), partitions, epoch, replicas)) {
    const info = config.name === names.inbox ? inbox : await streamInfo(jsm, config.name)
    if (info === undefined) {
      await addStream(jsm, config)
      if (used && whole) remade.push(config.name)
    } else if (info.config.metadata?.[EPOCH_KEY] === undefined) {
      const metadata = { ...info.config.metadata, [EPOCH_KEY]: epoch }
      await jsm.streams.update(config.name, { ...info.config, metadata })
    }
  }
  return { partitions, epoch, remade }
}

/**
 * Whoever only looks makes nothing: an empty store where another one was expected is to stay empty until a backup is back (R17).
 * @throws CaravanError `store.none` when neither journal nor inbox is there
 */
export async function requireStore(jsm: JetStreamManager, { prefix, streams }: Subjects): Promise<void> {
  const [journal, inbox] = await Promise.all([
    streamInfo(jsm, streams.journal),
    streamInfo(jsm, streams.inbox),
  ])
  if (journal !== undefined || inbox !== undefined) return
  throw new CaravanError(
    'store.none',
    `This NATS has no store of Caravan with the prefix ${JSON.stringify(prefix)}: the first host or gateway makes one. If there should be one, look at NATS_URL and CARAVAN_PREFIX.`,
    { data: { prefix } },
  )
}

function streamConfigs(s: Subjects, partitions: number, epoch: string, replicas: number) {
  const shared = {
    storage: StorageType.File,
    num_replicas: replicas,
    metadata: { [PARTITIONS_KEY]: String(partitions), [EPOCH_KEY]: epoch },
  }
  return [
    // No maximum age: a journal ends by retention of whole actors, never by time alone.
    {
      ...shared,
      name: s.streams.journal,
      subjects: [`${s.prefix}.journal.>`],
      retention: RetentionPolicy.Limits,
      allow_direct: true,
    },
    // No maximum either: `discard: old` on a work queue would drop messages in silence (R16).
    {
      ...shared,
      name: s.streams.inbox,
      subjects: [`${s.prefix}.inbox.>`, `${s.prefix}.task.>`, `${s.prefix}.timer.>`],
      retention: RetentionPolicy.Workqueue,
      discard: DiscardPolicy.Old,
      duplicate_window: nanos(DEDUPE_WINDOW_MS),
      allow_msg_schedules: true,
    },
    {
      ...shared,
      name: s.streams.feed,
      subjects: [`${s.prefix}.feed.>`],
      retention: RetentionPolicy.Limits,
      max_age: nanos(FEED_MAX_AGE_MS),
      duplicate_window: nanos(DEDUPE_WINDOW_MS),
      allow_direct: true,
    },
    // One message: where the sweeper got to.
    {
      ...shared,
      name: s.streams.retention,
      subjects: [s.bookmark],
      retention: RetentionPolicy.Limits,
      max_msgs_per_subject: 1,
    },
    {
      ...shared,
      name: s.streams.dead,
      subjects: [`${s.prefix}.dead.>`],
      retention: RetentionPolicy.Limits,
      max_age: nanos(DEAD_MAX_AGE_MS),
      max_msgs: DEAD_MAX_LETTERS,
      duplicate_window: nanos(DEDUPE_WINDOW_MS),
      allow_direct: true,
    },
    {
      ...shared,
      name: s.streams.payloads,
      subjects: [`${s.prefix}.payload.>`],
      retention: RetentionPolicy.Limits,
      allow_direct: true,
    },
  ]
}

/** Undefined when there is no such stream. @throws CaravanError `nats.jetstream.off`; whatever else went wrong */
export async function streamInfo(jsm: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  try {
    return await jsm.streams.info(name)
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === 10059) return undefined
    throw jetStreamOff(error)
  }
}

/** Adds a stream unless it exists. */
export async function addStream(
  jsm: JetStreamManager,
  config: Parameters<JetStreamManager['streams']['add']>[0],
): Promise<void> {
  try {
    await jsm.streams.add(config)
  } catch (error) {
    // Two hosts that boot together both find it missing; 10058 = it exists by now.
    if (error instanceof JetStreamApiError && error.code === 10058) return
    throw jetStreamOff(error)
  }
}

function jetStreamOff(cause: unknown): unknown {
  const off =
    (cause instanceof JetStreamApiError && [10039, 10076].includes(cause.code)) ||
    (cause instanceof Error && /no responders|jetstream not enabled/i.test(cause.message))
  if (!off) return cause
  return new CaravanError(
    'nats.jetstream.off',
    'The NATS server runs without JetStream: start it with -js, or set NATS_URL to one that has it.',
    { cause },
  )
}
