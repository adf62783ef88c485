/**
 * The payload codec, once, here. The first byte names the format, so that old and new payloads can lie in one stream:
 *
 *     1  JSON, as earlier versions wrote it          7  a reference to an object (claim-check.ts)
 *     2  JSON under zstd, with its checksum          8  JSON behind its CRC-32
 *     4  sealed: one of the others, encrypted (sealed.ts)
 *
 * Numbers of formats have an odd number of ones in binary, below 32: one flipped bit makes none of them into another, and
 * an unknown one is either a newer version's or damage, which are different things (R18, I11).
 */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { encodeJson, tooLarge } from '../core/encode-json.ts'
import { CaravanError } from '../core/errors.ts'
import { Seals, type EncryptionKey } from './sealed.ts'

const JSON_FORMAT = 1
const ZSTD_FORMAT = 2
const SEALED_FORMAT = 4
const REFERENCE_FORMAT = 7
const CHECKED_JSON_FORMAT = 8
/** What this version reads: announced by every host (R18). */
export const READABLE_FORMATS: readonly number[] = [
  JSON_FORMAT,
  ZSTD_FORMAT,
  SEALED_FORMAT,
  REFERENCE_FORMAT,
  CHECKED_JSON_FORMAT,
]

/**
 * Below this many bytes a payload is stored as it is. Measured on orchestrators with seven 2 KB answers: compressing from
 * 16 KB on stores 155 KB each, from 6 KB on 67 KB, with no difference in processor time that stands out of the noise.
 */
export const COMPRESS_FROM_BYTES = 8_192
/** The most that one value may take as JSON, however well it compresses (I10): readers hold it in memory as a whole. */
export const MAX_VALUE_BYTES = 64 * 1_024 * 1_024

const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } }
const UNZSTD = { maxOutputLength: MAX_VALUE_BYTES }
const CHECK_BYTES = 4

/** What is stored instead of a payload that is too large for a message: where its bytes lie. */
export class Reference {
  readonly object: string
  readonly bytes: number

  constructor(object: string, bytes: number) {
    this.object = object
    this.bytes = bytes
  }
}

export interface CodecOptions {
  /** Compress what is large. Default true. */
  readonly compress?: boolean
  /** Keys to read with. */
  readonly keys?: readonly EncryptionKey[]
  /** Encrypt with the first key. Default: when there are keys. */
  readonly encrypt?: boolean
}

/** What a host says that it can read. */
export interface Reader {
  readonly codecs: readonly number[]
  readonly keyIds: readonly string[]
}

/** Encodes and decodes with the keys of one process. `subject` is the one that the payload will be read from. */
export class Codec {
  readonly keyIds: readonly string[]
  readonly #seals: Seals
  readonly #encrypt: boolean
  readonly #wantsCompression: boolean
  #compress: boolean
  #checked = true
  #keyId: string | undefined

  /** @throws CaravanError `codec.key.invalid` for keys of one id, or encryption without a key */
  constructor({ compress = true, keys = [], encrypt = keys.length > 0 }: CodecOptions = {}) {
    this.#seals = new Seals(keys)
    this.keyIds = this.#seals.keyIds
    if (new Set(this.keyIds).size < keys.length || (encrypt && keys.length === 0)) {
      throw new CaravanError(
        'codec.key.invalid',
        'Encryption needs at least one key, and every key an id of its own.',
      )
    }
    this.#encrypt = encrypt
    this.#wantsCompression = this.#compress = compress
    this.#keyId = this.keyIds[0]
  }

  /**
   * From now on writes only what all of these read (R18): the first key that all have, and no format that one lacks.
   * Nothing is ever written unencrypted because a reader lacks the keys.
   */
  writeFor(readers: readonly Reader[]): void {
    const all = (known: (reader: Reader) => boolean) => readers.every(known)
    this.#compress = this.#wantsCompression && all(({ codecs }) => codecs.includes(ZSTD_FORMAT))
    this.#checked = all(({ codecs }) => codecs.includes(CHECKED_JSON_FORMAT))
    this.#keyId = all(({ codecs }) => codecs.includes(SEALED_FORMAT))
      ? this.keyIds.find((id) => all(({ keyIds }) => keyIds.includes(id)))
      : undefined
  }

  /**
   * @throws CaravanError `message.too-large` above {@link MAX_VALUE_BYTES}, `message.unserialisable`; `codec.key.unshared`,
   * retryable, while a live host has none of the keys
   */
  encode(value: unknown, subject: string): Uint8Array {
    const plain = encode(value, Infinity, this.#compress, this.#checked)
    if (!this.#encrypt) return plain
    if (this.#keyId === undefined) {
      throw new CaravanError(
        'codec.key.unshared',
        'No encryption key is known to all live hosts: give every host the same keys. Until then nothing is written.',
        { retryable: true, data: { keyIds: this.keyIds } },
      )
    }
    return this.#seals.seal(SEALED_FORMAT, this.#keyId, plain, subject)
  }

  /**
   * Gives the value, or a {@link Reference} to where it lies.
   * @throws CaravanError `codec.format.unknown`, `codec.key.unknown` for what another host may read (R18);
   * `message.undecodable` for what nobody can
   */
  decode(payload: Uint8Array, subject: string): unknown {
    if (payload[0] !== SEALED_FORMAT) return decode(payload)
    const plain = this.#seals.open(payload, subject)
    if (plain[0] === SEALED_FORMAT) throw damaged()
    return decode(plain)
  }
}

/**
 * Encodes without encryption.
 * @throws CaravanError `message.too-large` when the encoded payload exceeds `limit` bytes, `message.unserialisable`.
 */
export function encode(value: unknown, limit: number, compress = true, checked = true): Uint8Array {
  const text = encodeJson(value, MAX_VALUE_BYTES)
  const bytes = Buffer.byteLength(text)
  if (compress && bytes >= COMPRESS_FROM_BYTES) {
    const body = zstdCompressSync(text, ZSTD)
    return framed(ZSTD_FORMAT, body.length, limit, (out) => out.set(body, 1))
  }
  if (!checked) return framed(JSON_FORMAT, bytes, limit, (out) => out.write(text, 1))
  return framed(CHECKED_JSON_FORMAT, bytes + CHECK_BYTES, limit, (out) => {
    out.write(text, 1 + CHECK_BYTES)
    out.writeUInt32BE(crc32(out.subarray(1 + CHECK_BYTES)), 1)
  })
}

/** The payload that stands for a stored object. */
export function encodeReference({ object, bytes }: Reference): Uint8Array {
  const text = JSON.stringify({ object, bytes })
  return framed(REFERENCE_FORMAT, Buffer.byteLength(text), Infinity, (out) => out.write(text, 1))
}

function framed(format: number, bodyBytes: number, limit: number, fill: (out: Buffer) => void): Uint8Array {
  if (bodyBytes + 1 > limit) throw tooLarge(bodyBytes + 1, limit)
  const out = Buffer.allocUnsafe(bodyBytes + 1)
  out[0] = format
  fill(out)
  return out
}

/** Decodes what is not encrypted. @throws CaravanError as {@link Codec.decode} */
export function decode(payload: Uint8Array): unknown {
  if (payload.length === 0) throw damaged()
  const format = payload[0]
  const body = Buffer.from(payload.buffer, payload.byteOffset + 1, payload.length - 1)
  try {
    switch (format) {
      case CHECKED_JSON_FORMAT: {
        const text = body.subarray(CHECK_BYTES)
        if (body.readUInt32BE(0) !== crc32(text)) throw damaged()
        return JSON.parse(text.toString())
      }
      case ZSTD_FORMAT:
        return JSON.parse(zstdDecompressSync(body, UNZSTD).toString())
      case JSON_FORMAT:
        return JSON.parse(body.toString())
      case REFERENCE_FORMAT:
        return referenceOf(JSON.parse(body.toString()))
    }
  } catch (cause) {
    throw cause instanceof CaravanError ? cause : damaged(cause)
  }
  if (mayBeNewer(format)) {
    throw new CaravanError(
      'codec.format.unknown',
      `A stored payload has format ${format}, which this version cannot read: run the newest version on every host.`,
      { data: { format } },
    )
  }
  throw damaged()
}

function referenceOf(value: unknown): Reference {
  const { object, bytes } = (value ?? {}) as { readonly object?: unknown; readonly bytes?: unknown }
  if (typeof object !== 'string' || !Number.isSafeInteger(bytes) || (bytes as number) < 1) throw damaged()
  return new Reference(object, bytes as number)
}

function mayBeNewer(format = 0): boolean {
  let ones = 0
  for (let rest = format; rest > 0; rest >>= 1) ones += rest & 1
  return format < 32 && ones % 2 === 1
}

function damaged(cause?: unknown): CaravanError {
  return new CaravanError(
    'message.undecodable',
    'A stored payload is damaged, or was never one: its content does not decode.',
    { cause },
  )
}
