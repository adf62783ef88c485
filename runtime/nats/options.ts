/** What the NATS driver can be told. */
import type { ConnectionOptions } from '@nats-io/nats-core'
import type { Observe } from '../core/runtime-event.ts'
import { Codec } from './codec.ts'
import type { EncryptionKey } from './sealed.ts'

/** Half of what a server takes by default; states above it are rare, and cost a second write. */
export const INLINE_BYTES = 512 * 1_024

export interface NatsDriverOptions {
  /** `host:port` or `nats://…`; several for a cluster. */
  readonly servers: string | readonly string[]
  /** First tokens of every subject. Default `caravan`. */
  readonly prefix?: string
  /** Entity partitions when the store is made; a store keeps what it was made with. Default 16. */
  readonly partitions?: number
  readonly replicas?: number
  /** Refuse where there is no store instead of making one: for who only looks. Default false. */
  readonly existing?: boolean
  /** Connection name shown by the server. */
  readonly name?: string
  readonly observe?: Observe
  /** Compress large payloads. Default true. */
  readonly compression?: boolean
  /** Encrypt payloads (AES-256-GCM) with the first key; all of them read. Default: payloads are not encrypted. */
  readonly encryption?: {
    readonly keys: readonly EncryptionKey[]
    /** False: the keys only read what was written earlier. Default true. */
    readonly write?: boolean
  }
  /** Above this many bytes an encoded payload is stored apart from its message. Default {@link INLINE_BYTES}. */
  readonly maxMessageBytes?: number
  /** Anything else that nats.js takes: credentials, TLS. */
  readonly connection?: Partial<ConnectionOptions>
}

/** @throws CaravanError `codec.key.invalid` */
export function codecOf({ compression, encryption }: NatsDriverOptions): Codec {
  return new Codec({
    ...(compression === undefined ? {} : { compress: compression }),
    ...(encryption === undefined ? {} : { keys: encryption.keys, encrypt: encryption.write ?? true }),
  })
}
