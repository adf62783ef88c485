/** The part of the configuration that says where agents keep what they share: the variables, what each accepts, and their sense. */
import { z } from 'zod'
import { Secret } from '../actors/models/secret.ts'

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true')

/** May carry a password, so it is one whole secret. */
const RedisUrl = z
  .string()
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && ['redis:', 'rediss:'].includes(url.protocol) && /^(\/\d{0,3})?$/.test(url.pathname)
  })
  .transform((text) => new Secret(text))

const HttpUrl = z
  .string()
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === ''
  })
  .transform((text) => text.replace(/\/+$/, ''))

const Key = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/)
  .transform((text) => new Secret(text))

export const SHARING_SHAPE = {
  REDIS_URL: RedisUrl.optional(),
  SHARED_CONTEXT_POOL_ENABLED: Flag.default(true),
  RESPONSE_CACHE_ENABLED: Flag.default(true),
  QDRANT_URL: HttpUrl.optional(),
  QDRANT_API_KEY: Key.optional(),
  CONTEXT_COMPRESSION_ENABLED: Flag.default(true),
  LAZY_LOADING_ENABLED: Flag.default(true),
  CONTEXT_TTL_SECONDS: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(31_536_000))
    .default(3_600),
} as const

export const SHARING_ACCEPTED: Readonly<Record<keyof typeof SHARING_SHAPE, string>> = {
  REDIS_URL: 'redis://host:port/0 or rediss://host:port/0, with user:password@ if need be',
  SHARED_CONTEXT_POOL_ENABLED: 'true or false',
  RESPONSE_CACHE_ENABLED: 'true or false',
  QDRANT_URL: 'an address that begins with http:// or https://, such as http://127.0.0.1:6333',
  QDRANT_API_KEY: 'a key, without spaces',
  CONTEXT_COMPRESSION_ENABLED: 'true or false',
  LAZY_LOADING_ENABLED: 'true or false',
  CONTEXT_TTL_SECONDS: 'seconds from 1 to 31536000 (a year)',
}

export const SHARING_SECRETS = ['REDIS_URL', 'QDRANT_API_KEY'] as const

export interface SharingConfig {
  readonly pool: { readonly enabled: boolean; readonly redisUrl?: Secret }
  readonly cache: {
    readonly enabled: boolean
    /** Absent: a folder in the data folder. */
    readonly qdrant?: { readonly url: string; readonly apiKey?: Secret }
  }
  readonly context: { readonly compress: boolean; readonly lazy: boolean; readonly ttlMs: number }
}

type Values = z.infer<z.ZodObject<typeof SHARING_SHAPE>>

export function readSharing(v: Values): SharingConfig {
  const apiKey = v.QDRANT_API_KEY === undefined ? {} : { apiKey: v.QDRANT_API_KEY }
  return Object.freeze({
    pool: Object.freeze({
      enabled: v.SHARED_CONTEXT_POOL_ENABLED,
      ...(v.REDIS_URL === undefined ? {} : { redisUrl: v.REDIS_URL }),
    }),
    cache: Object.freeze({
      enabled: v.RESPONSE_CACHE_ENABLED,
      ...(v.QDRANT_URL === undefined ? {} : { qdrant: Object.freeze({ url: v.QDRANT_URL, ...apiKey }) }),
    }),
    context: Object.freeze({
      compress: v.CONTEXT_COMPRESSION_ENABLED,
      lazy: v.LAZY_LOADING_ENABLED,
      ttlMs: v.CONTEXT_TTL_SECONDS * 1_000,
    }),
  })
}
