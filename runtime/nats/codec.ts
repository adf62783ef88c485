/**
 * The payload codec, once, here. The first byte names the format, so that old and new payloads can lie in one stream:
 * 1 = JSON, 2 = JSON under zstd.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { encodeJson, tooLarge } from '../core/encode-json.ts'
import { CaravanError } from '../core/errors.ts'

const JSON_FORMAT = 1
const ZSTD_FORMAT = 2
/** What {@link decode} takes: announced by every host (R18). */
export const READABLE_FORMATS: readonly number[] = [JSON_FORMAT, ZSTD_FORMAT]

/**
 * Below this many bytes a payload is stored as it is. Measured on orchestrators with seven 2 KB answers: compressing from
 * 16 KB on stores 155 KB each, from 6 KB on 67 KB, with no difference in processor time that stands out of the noise.
 */
export const COMPRESS_FROM_BYTES = 8_192

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** @throws CaravanError `message.too-large` when the encoded payload exceeds `limit` bytes, `message.unserialisable`. */
export function encode(value: unknown, limit: number): Uint8Array {
  const text = encodeJson(value)
  const bytes = Buffer.byteLength(text)
  const packed = bytes >= COMPRESS_FROM_BYTES
  const body = packed ? zstdCompressSync(text, LEVEL) : undefined
  const length = (body?.length ?? bytes) + 1
  if (length > limit) throw tooLarge(length, limit)
  const out = Buffer.allocUnsafe(length)
  out[0] = packed ? ZSTD_FORMAT : JSON_FORMAT
  if (body === undefined) out.write(text, 1)
  else out.set(body, 1)
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
