/** Whether the parts of a system work, each asked for a sign of life. */
import type { NatsConnection } from '@nats-io/nats-core'
import type { Health } from '../gateway/index.ts'
import { errorData, type ActorDefinition, type Client } from '../runtime/index.ts'

/** The part that every Caravan reports: by it a health report is known to be one of Caravan's. */
export const TELLTALE_PART = 'journal'

/** No trip has this id: ids of trips are longer. */
const NOBODY = '-'

/** A check of the NATS connection and of the journal behind it. */
export function healthCheck(
  nats: NatsConnection,
  client: Client,
  trip: ActorDefinition,
): () => Promise<Health> {
  const parts = {
    nats: async () => `nats-server ${nats.info?.version ?? '?'}, ${await nats.rtt()} ms away`,
    // A read through the leader: it fails when JetStream does, whatever the connection says.
    [TELLTALE_PART]: async () => {
      await client.ref(trip, NOBODY).record()
      return 'readable'
    },
    store: async () => {
      const { backlog, bytes, limits } = await client.pressure()
      const full = limits.map(({ of, used, most }) => `, ${of} ${Math.round((used / most) * 100)} % full`)
      return `${backlog} messages and tasks wait, ${Math.round(bytes / 1e6)} MB stored${full.join('')}`
    },
  }
  return async () => {
    const checked = await Promise.all(
      Object.entries(parts).map(async ([name, check]) => {
        try {
          return [name, { ok: true, detail: await check() }] as const
        } catch (error) {
          return [name, { ok: false, detail: errorData(error).message }] as const
        }
      }),
    )
    return { ok: checked.every(([, { ok }]) => ok), parts: Object.fromEntries(checked) }
  }
}
