/**
 * The payload codec, once, here. The first byte names the format, so that old and new payloads can lie in one stream:
 * 1 = JSON, 2 = JSON under zstd.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { encodeJson, tooLarge } from '../core/encode-json.ts'
import { CaravanError } from '../core/errors.ts'

const JSON_FORMAT = 1
const ZSTD_FORMAT = 2

/**
 * Below this many bytes compression costs more than it saves. Measured on journal records (two cores, Node 24): zstd level 1
 * makes 2 KB records about 45 % and 16 KB records about 20 % of their size.
 */
export const COMPRESS_FROM_BYTES = 4_096

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** @throws CaravanError `message.too-large` when the encoded payload exceeds `limit` bytes, `message.unserialisable`. */
export function encode(value: unknown, limit: number): Uint8Array {
  const json = Buffer.from(encodeJson(value))
  const packed = json.length >= COMPRESS_FROM_BYTES
  const body = packed ? zstdCompressSync(json, LEVEL) : json
  if (body.length + 1 > limit) throw tooLarge(body.length + 1, limit)
  const out = Buffer.allocUnsafe(body.length + 1)
  out[0] = packed ? ZSTD_FORMAT : JSON_FORMAT
  out.set(body, 1)
  return out
}

/** @throws CaravanError `message.undecodable` for an unknown format byte or broken content. */
export function decode(payload: Uint8Array): unknown {
  const body = payload.subarray(1)
  try {
    if (payload[0] === JSON_FORMAT)
      return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString())
    if (payload[0] === ZSTD_FORMAT) return JSON.parse(zstdDecompressSync(body).toString())
  } catch (cause) {
    throw new CaravanError(
      'message.undecodable',
      'A stored payload is damaged: its content does not decode.',
      { cause },
    )
  }
  throw new CaravanError(
    'message.undecodable',
    `A stored payload has format byte ${payload[0] ?? 'none'}, which this version cannot read; a newer host may have written it.`,
  )
}
