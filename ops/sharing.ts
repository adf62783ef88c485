/**
 * What the agents of this process share with others: the pool, the cache of answers, the context of trips. None of it is
 * needed to start or to go on: what cannot be reached is told, and done without.
 */
import { join } from 'node:path'
import { Knowledge } from '../actors/knowledge/knowledge.ts'
import { embeddingCall, ProviderEmbedder } from '../actors/models/embeddings.ts'
import type { Health } from '../gateway/index.ts'
import { systemClock } from '../runtime/core/clock.ts'
import { parseAddress } from '../runtime/core/address.ts'
import type { RuntimeEvent } from '../runtime/index.ts'
import { Codec } from '../runtime/nats/codec.ts'
import { PackagedEmbedder } from '../storage/embeddings/packaged.ts'
import type { Embedder } from '../storage/embeddings/port.ts'
import type { AnswerCodec } from '../storage/pool/codec.ts'
import { EmbeddedPool } from '../storage/pool/embedded.ts'
import type { Pool, PoolEvent } from '../storage/pool/port.ts'
import type { CacheEvent, ResponseCache } from '../storage/response-cache/port.ts'
import { VectorResponseCache, type EntryCodec } from '../storage/response-cache/response-cache.ts'
import { natsTripContext } from '../storage/trip-context/nats.ts'
import type { TripContext, TripContextEvent } from '../storage/trip-context/port.ts'
import { openEmbeddedVectors } from '../storage/vectors/embedded.ts'
import type { VectorsEvent } from '../storage/vectors/port.ts'
import type { Config } from './config.ts'
import { partOf, type Part } from './health-part.ts'
import { answersWithModels, checkPrices, planModels } from './models.ts'
import { connectionOf, type SpendingPlace } from './spending.ts'

/** What happens to what is shared, for the log. */
export type SharingEvent = PoolEvent | CacheEvent | VectorsEvent | TripContextEvent

export interface SharingPlace extends Pick<SpendingPlace, 'connection' | 'nats' | 'name'> {
  readonly config: Pick<Config, 'home' | 'models' | 'nats' | 'payloads' | 'sharing'>
  readonly observe: (event: SharingEvent) => void
}

/** Disposing of it writes what is under way, and closes everything. */
export interface Sharing extends AsyncDisposable {
  /** What agents with models know. */
  readonly knowledge: Knowledge
  /** Hears what happens in the host: the end of a trip is the end of its context. */
  readonly observe: (event: RuntimeEvent) => void
  /** Parts for a health report; those that are switched off are not among them. */
  readonly parts: () => Promise<Health['parts']>
}

/** @throws CaravanError `nats.unreachable`, `context.unavailable`, `vectors.unavailable` */
async function openSharing(place: SharingPlace): Promise<Sharing> {
  const { config } = place
  await using parts = new AsyncDisposableStack()
  const pool = config.sharing.pool.enabled ? parts.use(await openPool(place)) : undefined
  const cache = config.sharing.cache.enabled ? parts.use(await openCache(place)) : undefined
  const context = parts.use(await openContext(place))
  const { lazy } = config.sharing.context
  const knowledge = parts.use(
    new Knowledge({
      clock: systemClock,
      context,
      lazy,
      ...(cache === undefined ? {} : { cache }),
      ...(pool === undefined ? {} : { pool }),
    }),
  )
  const running = parts.move()
  return {
    knowledge,
    observe: (event) => {
      if (event.type !== 'turn:committed' || !event.final || event.kind !== 'trip') return
      const { path, rootId } = parseAddress(event.actor)
      if (path.length === 0) void context.ended(rootId) // it tells by itself what went wrong
    },
    parts: () => partsOf({ pool, cache, context }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** The same where a model answers; open data has nothing to share. @throws as {@link openSharing} */
export async function sharingFor(place: SharingPlace): Promise<Sharing | undefined> {
  return (await answersWithModels(place.config)) ? await openSharing(place) : undefined
}

/**
 * Who turns texts into vectors: the provider's model, or the packaged one.
 * @throws CaravanError `models.invalid` when nobody knows what the provider's costs, or its size
 */
async function embedderFor({ models }: Pick<Config, 'models'>): Promise<Embedder> {
  const { embeddings, providers } = models
  if (embeddings === undefined) return new PackagedEmbedder()
  const { table, notes, embeddingSize: dimensions = 0 } = await planModels(models)
  checkPrices(notes)
  const call = await embeddingCall(embeddings, providers, { dimensions, clock: systemClock })
  return new ProviderEmbedder({ ...embeddings, dimensions, table, call, clock: systemClock })
}

/** The cache alone, for an operator. @throws CaravanError `vectors.unavailable`, `models.invalid` */
export async function openCache({
  config,
  observe,
}: Pick<SharingPlace, 'config' | 'observe'>): Promise<ResponseCache> {
  const { home, nats, sharing } = config
  const embedder = await embedderFor(config)
  const { dimensions, name } = embedder
  const { qdrant } = sharing.cache
  const collection = `${nats.prefix}_responses_${name}`.replaceAll(/[^\w-]/g, '_')
  const vectors =
    qdrant === undefined
      ? await openEmbeddedVectors({
          folder: join(home, 'vectors', collection),
          dimensions,
          clock: systemClock,
          observe,
        })
      : (await import('../storage/vectors/qdrant.ts')).qdrantVectors({
          url: qdrant.url,
          ...(qdrant.apiKey === undefined ? {} : { apiKey: qdrant.apiKey.reveal() }),
          collection,
          dimensions,
          clock: systemClock,
        })
  const codec = textCodec(codecFor(config))
  return new VectorResponseCache({ vectors, embedder, clock: systemClock, observe, codec })
}

async function openPool({ config, observe }: SharingPlace): Promise<Pool> {
  const { redisUrl } = config.sharing.pool
  if (redisUrl === undefined) return new EmbeddedPool({ clock: systemClock, observe })
  // Its client is loaded where there is a Redis: most systems have none, and start sooner without.
  const { openRedisPool } = await import('../storage/pool/redis.ts')
  const seal = textCodec(codecFor(config))
  const codec: AnswerCodec = {
    encode: (text, key) => seal.encode(text, key),
    decode: (stored, key) => String(seal.decode(stored, key)),
  }
  const prefix = config.nats.prefix
  return await openRedisPool({ url: redisUrl.reveal(), prefix, clock: systemClock, observe, codec })
}

async function openContext(place: SharingPlace): Promise<TripContext> {
  const { config, observe } = place
  const { compress, ttlMs } = config.sharing.context
  const codec = codecFor(config, compress)
  await using parts = new AsyncDisposableStack()
  const connection = await connectionOf(parts, place)
  const context = await natsTripContext({
    connection,
    prefix: config.nats.prefix,
    ttlMs,
    codec,
    observe,
  })
  const running = parts.move()
  return bound(context, () => running.disposeAsync())
}

/** The same context, with another end. */
function bound(context: TripContext, dispose: () => Promise<void>): TripContext {
  return {
    write: (name, value, signal) => context.write(name, value, signal),
    read: (name, signal) => context.read(name, signal),
    ended: (trip) => context.ended(trip),
    state: () => context.state(),
    [Symbol.asyncDispose]: dispose,
  }
}

/** Sealed as every payload is. */
function codecFor({ payloads }: SharingPlace['config'], compress = payloads.compression ?? true): Codec {
  const { encryption } = payloads
  return new Codec({
    compress,
    ...(encryption === undefined ? {} : { keys: encryption.keys, encrypt: encryption.write ?? true }),
  })
}

/** Payloads as NATS has them, in text: compressed and sealed as the configuration says. */
function textCodec(codec: Codec): EntryCodec {
  return {
    encode: (value, id) => Buffer.from(codec.encode(value, id)).toString('base64'),
    decode: (text, id) => codec.decode(Buffer.from(text, 'base64'), id),
  }
}

interface Shared {
  readonly pool: Pool | undefined
  readonly cache: ResponseCache | undefined
  readonly context: TripContext
}

async function partsOf({ pool, cache, context }: Shared): Promise<Health['parts']> {
  const asked: readonly (readonly [string, () => Promise<Part>])[] = [
    ...(pool === undefined ? [] : [['pool', () => poolPart(pool)] as const]),
    ...(cache === undefined ? [] : [['vectors', () => cache.state()] as const]),
    ['context', () => context.state()],
  ]
  const found = await Promise.all(
    asked.map(async ([name, ask]) => [name, { ...(await partOf(ask)), optional: true }] as const),
  )
  return Object.fromEntries(found)
}

async function poolPart(pool: Pool): Promise<Part> {
  const state = await pool.state()
  return { ok: !state.shared || state.reachable, detail: state.detail }
}
