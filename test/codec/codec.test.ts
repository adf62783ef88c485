/** The payload codec: format byte, compression, limit, damage. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaravanError } from '../../runtime/index.ts'
import { COMPRESS_FROM_BYTES, decode, encode } from '../../runtime/nats/codec.ts'

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
    expect(encode(sized(COMPRESS_FROM_BYTES - 1), 1e6)[0]).toBe(1)
    const packed = encode(sized(COMPRESS_FROM_BYTES), 1e6)
    expect(packed[0]).toBe(2)
    expect(packed.length).toBeLessThan(200)
    expect(decode(packed)).toBe(sized(COMPRESS_FROM_BYTES))
    expect(encode({ a: 1 }, 100).length).toBe(1 + '{"a":1}'.length)
  })

  it('limits what is stored, not what was given', () => {
    expect(code(() => encode('x'.repeat(99), 101))).toBe('message.too-large')
    expect(encode('x'.repeat(99), 102)).toHaveLength(102)
    expect(encode('x'.repeat(1e6), 2_000).length).toBeLessThan(2_000)
    expect(code(() => encode({ n: 1n }, 1e6))).toBe('message.unserialisable')
  })

  it('reads a view into a larger buffer', () => {
    const payload = encode({ a: 'é' }, 1e6)
    const around = new Uint8Array(payload.length + 20).fill(0xff)
    around.set(payload, 7)
    expect(decode(around.subarray(7, 7 + payload.length))).toEqual({ a: 'é' })
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['an unknown format', Uint8Array.of(9, 123, 125)],
    ['a foreign payload', new TextEncoder().encode('{"plain":"json"}')],
    ['half a document', Uint8Array.of(1, 123)],
    ['no document', Uint8Array.of(1)],
    ['noise for zstd', Uint8Array.of(2, 1, 2, 3)],
    ['half a frame', encode('x'.repeat(10_000), 1e6).subarray(0, 12)],
  ])('says that it cannot read %s', (_name, payload) => {
    expect(code(() => decode(payload))).toBe('message.undecodable')
  })

  it('never throws anything else, whatever is damaged', () => {
    const good = encode({ text: 'abc'.repeat(3_000) }, 1e6)
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bad = Uint8Array.from(good)
        bad[at] = byte
        expect(['none', 'message.undecodable']).toContain(code(() => decode(bad)))
      }),
    )
  })
})
