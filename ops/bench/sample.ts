/** What one trip writes: listened to on the wire, so that the raw reference can write the same number and sizes. */
import type { NatsConnection } from '@nats-io/nats-core'

export type WriteKind = 'journal' | 'delivered' | 'plain'

export interface SampledWrite {
  /** `journal`: fenced; `delivered`: into the work queue, taken and acked; `plain`: stored and nothing else. */
  readonly kind: WriteKind
  /** Bytes of the payload. */
  readonly bytes: number
  /** Whose: writes with the same key have one fence. */
  readonly key: string
}

/** Records what goes through a prefix while `run` is under way. */
export async function sampleWrites(
  nc: NatsConnection,
  prefix: string,
  run: () => Promise<unknown>,
): Promise<readonly SampledWrite[]> {
  const writes: SampledWrite[] = []
  const subscription = nc.subscribe(`${prefix}.>`, {
    callback: (_, { subject, data }) => {
      const kind = KINDS[subject.slice(prefix.length + 1).split('.')[0] ?? '']
      if (kind !== undefined) writes.push({ kind, bytes: data.length, key: subject })
    },
  })
  await nc.flush()
  await run()
  await nc.flush()
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS)) // relays that come after the last event
  subscription.unsubscribe()
  return writes
}

const SETTLE_MS = 250

/** By the first token behind the prefix. A timer that does not fire is stored and cancelled; only its storing counts. */
const KINDS: Readonly<Record<string, WriteKind>> = {
  journal: 'journal',
  inbox: 'delivered',
  task: 'delivered',
  timer: 'plain',
  feed: 'plain',
}
