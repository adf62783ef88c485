/**
 * Breakers that all hosts on one NATS share: a key of a KV bucket each, changed by compare-and-set and watched by everybody. So
 * asking costs nothing while all is well: the state is known already.
 */
import { JetStreamApiError } from '@nats-io/jetstream'
import { Kvm, type KV, type KvEntry } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/nats-core'
import { escapeToken, unescapeToken } from '../../runtime/core/address.ts'
import { BreakerState, CLOSED } from './breaker.ts'
import { UNKNOWN, type BreakerStore, type Stored } from './drive.ts'
import type { Guarded } from './port.ts'

export interface NatsBreakerOptions {
  /** Stays open when the breakers are disposed of. */
  readonly connection: NatsConnection
  /** First tokens of every subject, as the driver has them. */
  readonly prefix: string
  readonly replicas?: number
  /** Told of states that cannot be read. */
  readonly onTrouble?: (error: unknown) => void
}

/** "wrong last sequence", of the stream or of a subject: somebody else was first. */
const WRONG_SEQUENCE = new Set([10071, 10164])
const TIMEOUT_MS = 2_000

/**
 * Makes the bucket if it is missing, and knows everything in it once it is resolved.
 * @throws whatever the client throws when NATS cannot be asked
 */
export async function natsBreakers(options: NatsBreakerOptions): Promise<BreakerStore> {
  const { connection, prefix, replicas = 1, onTrouble = () => undefined } = options
  const bucket = `${prefix.replaceAll('.', '_').toUpperCase()}_BREAKERS`
  const kv = await new Kvm(connection).create(bucket, { history: 1, replicas, timeout: TIMEOUT_MS })
  const known = new Map<string, Stored>()
  const learn = (entry: KvEntry) => {
    if ((known.get(entry.key)?.revision ?? 0) >= entry.revision) return
    known.set(entry.key, { state: readState(entry, onTrouble), revision: entry.revision })
  }

  const caughtUp = Promise.withResolvers<void>()
  if ((await kv.status()).values === 0) caughtUp.resolve()
  const watch = await kv.watch()
  // Ends when the connection does, or when it is stopped below.
  const watching = (async () => {
    for await (const entry of watch) {
      learn(entry)
      if (entry.delta === 0) caughtUp.resolve()
    }
  })().catch(onTrouble)
  await Promise.race([caughtUp.promise, watching])

  return {
    known: (guarded) => known.get(keyOf(guarded)) ?? UNKNOWN,
    all: () => [...known].map(([key, { state }]) => [guardedOf(key), state] as const),
    change: async (guarded, from, state, signal) => {
      signal.throwIfAborted()
      const key = keyOf(guarded)
      try {
        const text = JSON.stringify(state)
        const revision =
          from.revision === 0 ? await kv.create(key, text) : await kv.update(key, text, from.revision)
        if ((known.get(key)?.revision ?? 0) < revision) known.set(key, { state, revision })
        return true
      } catch (error) {
        if (!(error instanceof JetStreamApiError && WRONG_SEQUENCE.has(error.code))) throw error
        // The watch will tell in its own time; whoever tries again needs it now.
        await refresh(kv, key, learn)
        return false
      }
    },
    [Symbol.asyncDispose]: async () => {
      watch.stop()
      await watching
    },
  }
}

async function refresh(kv: KV, key: string, learn: (entry: KvEntry) => void): Promise<void> {
  const entry = await kv.get(key)
  if (entry !== null) learn(entry)
}

/** What nobody can read is as good as nothing: the next change replaces it. */
function readState(entry: KvEntry, onTrouble: (error: unknown) => void): BreakerState {
  if (entry.operation !== 'PUT') return CLOSED
  try {
    return BreakerState.parse(entry.json())
  } catch (error) {
    onTrouble(error)
    return CLOSED
  }
}

function keyOf({ provider, model }: Guarded): string {
  return `${escapeToken(provider)}.${escapeToken(model)}`
}

function guardedOf(key: string): Guarded {
  const [provider = '', model = ''] = key.split('.')
  return { provider: unescapeToken(provider), model: unescapeToken(model) }
}
