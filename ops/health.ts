/** Whether the parts of a system work, each asked for a sign of life. */
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { Health } from '../gateway/index.ts'
import type { ActorDefinition, Client } from '../runtime/index.ts'
import type { Breakers } from '../storage/breakers/port.ts'
import { bucketsDetail, consumersDetail, streamsDetail } from './health-nats.ts'
import { partOf, TELLTALE_PART, type Part } from './health-part.ts'
import type { Sharing } from './sharing.ts'

/** No trip has this id: ids of trips are longer. */
const NOBODY = '-'
const ANSWER_MS = 2_000

export interface HealthOptions {
  readonly nats: NatsConnection
  /** First tokens of every subject. */
  readonly prefix: string
  readonly client: Client
  readonly trip: ActorDefinition
  /** Undefined: nothing is shared, because no model answers. */
  readonly sharing?: Pick<Sharing, 'parts'> | undefined
  /** Undefined: they are off, or no model is asked. */
  readonly breakers?: Pick<Breakers, 'all'> | undefined
}

/** A check of the NATS connection, of everything that lies behind it, and of what agents use beside it. */
export function healthCheck(options: HealthOptions): () => Promise<Health> {
  const { nats, prefix, client, trip, sharing } = options
  const manager = () => jetstreamManager(nats, { timeout: ANSWER_MS, checkAPI: false })
  const parts: Readonly<Record<string, () => Promise<string>>> = {
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
    streams: async () => streamsDetail(await manager(), prefix),
    consumers: async () => consumersDetail(await manager(), prefix),
    kv: async () => bucketsDetail(await manager(), prefix),
  }
  return async () => {
    const [checked, shared] = await Promise.all([
      Promise.all(
        Object.entries(parts).map(
          async ([name, check]) =>
            [name, await partOf(async () => ({ ok: true, detail: await check() }))] as const,
        ),
      ),
      sharing?.parts() ?? {},
    ])
    const all: Health['parts'] = { ...Object.fromEntries(checked), ...shared, ...breakersPart(options) }
    return { ok: Object.values(all).every(({ ok, optional }) => ok || optional === true), parts: all }
  }
}

/** An open breaker is no fault of ours, and agents have other routes: it is told, and optional. */
function breakersPart({ breakers, sharing }: HealthOptions): Readonly<Record<string, Part>> {
  if (breakers === undefined)
    return sharing === undefined
      ? {}
      : { providers: { ok: true, detail: 'breakers are off: CIRCUIT_BREAKER_ENABLED', optional: true } }
  const all = breakers.all()
  const resting = all.filter(({ phase }) => phase !== 'closed')
  const names = all.map(({ provider, model, phase }) => `${provider}/${model} ${phase}`)
  const detail = names.length === 0 ? 'no call has been made yet' : names.join(', ')
  return { providers: { ok: resting.length === 0, detail, optional: true } }
}
