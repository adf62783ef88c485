/** The payload codec: format byte, compression, limit, damage. */
import { zstdCompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaravanError } from '../../runtime/index.ts'
import { Codec, COMPRESS_FROM_BYTES, decode, encode, MAX_VALUE_BYTES } from '../../runtime/nats/codec.ts'
import { encryptionKey } from '../../runtime/nats/sealed.ts'

const code = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof CaravanError) return error.code
    throw error
  }
  return 'none'
}

describe('codec', () => {
  it('gives back any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(JSON.stringify(decode(encode(value, 1e9)))).toBe(text)
      }),
    )
  })

  it('marks plain JSON and compressed JSON, and compresses from the threshold on', () => {
    const sized = (bytes: number) => 'x'.repeat(bytes - 2) // two quotation marks
    expect(encode(sized(COMPRESS_FROM_BYTES - 1), 1e6)[0]).toBe(8)
    const packed = encode(sized(COMPRESS_FROM_BYTES), 1e6)
    expect(packed[0]).toBe(2)
    expect(packed.length).toBeLessThan(200)
    expect(decode(packed)).toBe(sized(COMPRESS_FROM_BYTES))
    expect(encode(sized(COMPRESS_FROM_BYTES), 1e6, false)[0]).toBe(8)
    expect(encode({ a: 1 }, 100).length).toBe(1 + 4 + '{"a":1}'.length)
  })

  it('limits what is stored, not what was given, and what is given all the same (I10)', () => {
    expect(code(() => encode('x'.repeat(99), 105))).toBe('message.too-large')
    expect(encode('x'.repeat(99), 106)).toHaveLength(106)
    expect(encode('x'.repeat(1e6), 2_000).length).toBeLessThan(2_000)
    expect(code(() => encode({ n: 1n }, 1e6))).toBe('message.unserialisable')
    expect(code(() => encode('x'.repeat(MAX_VALUE_BYTES), Infinity))).toBe('message.too-large')
  })

  it('I10: does not unpack more than a value may have', () => {
    const bomb = Uint8Array.from([2, ...zstdCompressSync(Buffer.alloc(MAX_VALUE_BYTES + 1, ' '))])
    expect(code(() => decode(bomb))).toBe('message.undecodable')
  })

  it('reads what earlier versions wrote', () => {
    expect(decode(Buffer.from('\x01{"a":1}'))).toEqual({ a: 1 })
  })

  it('reads a view into a larger buffer', () => {
    const payload = encode({ a: 'é' }, 1e6)
    const around = new Uint8Array(payload.length + 20).fill(0xff)
    around.set(payload, 7)
    expect(decode(around.subarray(7, 7 + payload.length))).toEqual({ a: 'é' })
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a format that cannot be', Uint8Array.of(9, 123, 125)],
    ['a foreign payload', new TextEncoder().encode('{"plain":"json"}')],
    ['half a document', Uint8Array.of(1, 123)],
    ['no document', Uint8Array.of(1)],
    ['noise for zstd', Uint8Array.of(2, 1, 2, 3)],
    ['half a frame', encode('x'.repeat(10_000), 1e6).subarray(0, 12)],
  ])('says that it cannot read %s', (_name, payload) => {
    expect(code(() => decode(payload))).toBe('message.undecodable')
  })

  it.each([11, 13, 16, 31])('R18: format %i may be of a newer version, which is no damage', (format) => {
    expect(code(() => decode(Uint8Array.of(format, 123, 125)))).toBe('codec.format.unknown')
  })

  const values: [string, unknown][] = [
    ['a small value', { text: 'abc' }],
    ['a compressed value', { text: 'abc'.repeat(3_000) }],
  ]
  it.each(values)('I11: one flipped bit never makes another value of %s', (_name, value) => {
    const good = encode(value, 1e6)
    const read = (payload: Uint8Array) => {
      try {
        return JSON.stringify(decode(payload))
      } catch (error) {
        return error instanceof CaravanError ? error.code : error
      }
    }
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        const bad = Uint8Array.from(good)
        bad[at] = (good[at] ?? 0) ^ (1 << bit)
        // zstd overlooks some bits of its header that change nothing.
        expect(['message.undecodable', JSON.stringify(value)]).toContain(read(bad))
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(values)('I11: %s that was cut short is damaged', (_name, value) => {
    const good = encode(value, 1e6)
    fc.assert(
      fc.property(fc.nat(good.length - 1), (length) => {
        expect(code(() => decode(good.subarray(0, length)))).toBe('message.undecodable')
      }),
    )
  })

  it('I11: any bytes are a value or one of our errors', () => {
    const codec = new Codec({ keys: [encryptionKey('k1', new Uint8Array(32))] })
    const known = new Set(['none', 'message.undecodable', 'codec.format.unknown', 'codec.key.unknown'])
    const format = fc.constantFrom(1, 2, 4, 7, 8, 11, 200)
    fc.assert(
      fc.property(format, fc.uint8Array({ maxLength: 200 }), (first, rest) => {
        expect(known).toContain(code(() => codec.decode(Uint8Array.of(first, ...rest), 'a.b')))
      }),
      { numRuns: 3_000 },
    )
  })
})
