/**
 * The context in a NATS KV bucket, `<PREFIX>_CONTEXT`, under `<tenant>.<trip>.<section>`. Every value carries the time that it
 * lives (`Nats-TTL`), so the server forgets it whatever becomes of us.
 */
import { JetStreamApiError, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream'
import {
  DiscardPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type StoredMsg,
} from '@nats-io/jetstream'
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import { escapeToken } from '../../runtime/core/address.ts'
import { CaravanError, errorData } from '../../runtime/core/errors.ts'
import {
  FORGOTTEN_AFTER_MS,
  MAX_SECTION_BYTES,
  type ObserveTripContext,
  type SectionCodec,
  type SectionName,
  type StoredSection,
  type TripContext,
  type TripContextEvent,
} from './port.ts'

export interface NatsTripContextOptions {
  /** Of this process; it stays open when the context is disposed of. */
  readonly connection: NatsConnection
  /** First tokens of every subject, as the driver has them. Default `caravan`. */
  readonly prefix?: string
  readonly replicas?: number
  /** How long sections stay after the end of their trip, in ms. */
  readonly ttlMs: number
  readonly codec: SectionCodec
  readonly observe?: ObserveTripContext
}

const TIMEOUT_MS = 2_000
const TTL = 'Nats-TTL'
/** Set once the trip has ended, so that nobody shortens a life twice. */
const ENDED = 'Caravan-Ended'
const STREAM_EXISTS = 10058
const WRONG_SEQUENCE = 10071

/** Makes the bucket if it is missing. @throws CaravanError `context.unavailable`, which is retryable */
export async function natsTripContext(options: NatsTripContextOptions): Promise<TripContext> {
  const { connection, prefix = 'caravan', replicas = 1 } = options
  const bucket = `${prefix.replaceAll('.', '_').toUpperCase()}_CONTEXT`
  const js = jetstream(connection, { timeout: TIMEOUT_MS })
  try {
    const jsm = await jetstreamManager(connection, { timeout: TIMEOUT_MS, checkAPI: false })
    await ensureBucket(jsm, bucket, replicas)
    return new NatsTripContext(js, jsm, bucket, options)
  } catch (cause) {
    throw new CaravanError(
      'context.unavailable',
      'The bucket of what agents share cannot be reached or made.',
      {
        retryable: true,
        cause,
      },
    )
  }
}

async function ensureBucket(jsm: JetStreamManager, bucket: string, replicas: number): Promise<void> {
  try {
    await jsm.streams.add({
      name: `KV_${bucket}`,
      subjects: [`$KV.${bucket}.>`],
      storage: StorageType.File,
      num_replicas: replicas,
      max_msgs_per_subject: 1,
      discard: DiscardPolicy.New,
      allow_direct: true,
      allow_rollup_hdrs: true,
      deny_delete: true,
      allow_msg_ttl: true,
    })
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === STREAM_EXISTS)) throw error
  }
}

class NatsTripContext implements TripContext {
  readonly #js: JetStreamClient
  readonly #jsm: JetStreamManager
  readonly #bucket: string
  readonly #ttlMs: number
  readonly #codec: SectionCodec
  readonly #observe: ObserveTripContext

  constructor(js: JetStreamClient, jsm: JetStreamManager, bucket: string, options: NatsTripContextOptions) {
    this.#js = js
    this.#jsm = jsm
    this.#bucket = bucket
    this.#ttlMs = options.ttlMs
    this.#codec = options.codec
    this.#observe = options.observe ?? (() => undefined)
  }

  async write(name: SectionName, value: unknown, signal: AbortSignal): Promise<number | undefined> {
    signal.throwIfAborted()
    const subject = this.#subjectOf(name)
    return await this.#orNothing('write', name.trip, async () => {
      const payload = this.#codec.encode(value, subject)
      if (payload.length > MAX_SECTION_BYTES)
        throw new Error(`${payload.length} bytes are more than the ${MAX_SECTION_BYTES} of a section`)
      return (await this.#js.publish(subject, payload, { headers: living(FORGOTTEN_AFTER_MS) })).seq
    })
  }

  async read(name: SectionName, signal: AbortSignal): Promise<StoredSection | undefined> {
    signal.throwIfAborted()
    const subject = this.#subjectOf(name)
    return await this.#orNothing('read', name.trip, async () => {
      const [stored] = await this.#last([subject])
      if (stored === undefined) return undefined
      return { value: this.#codec.decode(stored.data, subject), revision: stored.seq }
    })
  }

  async ended(trip: string): Promise<void> {
    await this.#orNothing('end', trip, async () => {
      for (const { subject, header, data, seq } of await this.#last([
        `$KV.${this.#bucket}.*.${escapeToken(trip)}.*`,
      ])) {
        if (header.has(ENDED)) continue
        const h = living(this.#ttlMs)
        h.set(ENDED, '1')
        // Written again meanwhile: then the newer value has its own time to live.
        await this.#js
          .publish(subject, data, { headers: h, expect: { lastSubjectSequence: seq } })
          .catch((error: unknown) => {
            if (!(error instanceof JetStreamApiError && error.code === WRONG_SEQUENCE)) throw error
          })
      }
    })
  }

  async state(): Promise<{ ok: boolean; detail: string }> {
    try {
      const { state } = await this.#jsm.streams.info(`KV_${this.#bucket}`)
      return { ok: true, detail: `${state.messages} sections, ${Math.round(state.bytes / 1e3)} kB` }
    } catch (error) {
      return { ok: false, detail: errorData(error).message }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }

  #subjectOf({ tenant, trip, section }: SectionName): string {
    return `$KV.${this.#bucket}.${[tenant, trip, section].map(escapeToken).join('.')}`
  }

  /** The last values of these subjects, without what was deleted or has expired. */
  async #last(filters: string[]): Promise<readonly StoredMsg[]> {
    const found: StoredMsg[] = []
    try {
      const last = await this.#jsm.direct.getLastMessagesFor(`KV_${this.#bucket}`, { multi_last: filters })
      for await (const message of last) {
        const gone = message.header.get('KV-Operation') !== '' || message.header.has('Nats-Marker-Reason')
        if (!gone) found.push(message)
      }
    } catch (error) {
      if (!isNothingFound(error)) throw error
    }
    return found
  }

  async #orNothing<T>(
    what: TripContextEvent['what'],
    trip: string,
    run: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    try {
      return await run()
    } catch (error) {
      this.#observe({ type: 'context:failed', what, trip, reason: errorData(error).message })
      return undefined
    }
  }
}

function isNothingFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 404
}

/** The server counts whole seconds, one at least. */
function living(ms: number): MsgHdrs {
  const h = headers()
  h.set(TTL, `${Math.max(1, Math.ceil(ms / 1_000))}s`)
  return h
}
