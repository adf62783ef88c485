/** Encrypted payloads: keys by id, rotation, what a payload is bound to. */
import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaravanError } from '../../runtime/index.ts'
import { Codec } from '../../runtime/nats/codec.ts'
import { encryptionKey } from '../../runtime/nats/sealed.ts'

const bytes = { old: randomBytes(32), next: randomBytes(32) }
const old = encryptionKey('2026-10', bytes.old)
const next = encryptionKey('2026-11', bytes.next)
const SUBJECT = 'caravan.journal.trip.1.root'
const ALL = [1, 2, 4, 7, 8]

function failure(run: () => unknown): CaravanError {
  try {
    run()
  } catch (error) {
    if (error instanceof CaravanError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('encryption', () => {
  it('hides values, small and large, and gives them back', () => {
    const codec = new Codec({ keys: [old] })
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(1, 3_000), (value, times) => {
        const given = { value, secret: 'Tokyo'.repeat(times) }
        const sealed = codec.encode(given, SUBJECT)
        expect(sealed[0]).toBe(4)
        expect(Buffer.from(sealed).includes('Tokyo')).toBe(false)
        expect(JSON.stringify(codec.decode(sealed, SUBJECT))).toBe(JSON.stringify(given))
      }),
      { numRuns: 50 },
    )
    expect(codec.encode(1, SUBJECT)).not.toEqual(codec.encode(1, SUBJECT)) // no nonce twice
  })

  it('reads old and new keys, and what is not encrypted, all from one stream', () => {
    const before = new Codec({}).encode('plain', SUBJECT)
    const first = new Codec({ keys: [old] }).encode('old', SUBJECT)
    const both = new Codec({ keys: [next, old] })
    const second = both.encode('next', SUBJECT)
    expect([before, first, second].map((payload) => both.decode(payload, SUBJECT))).toEqual([
      'plain',
      'old',
      'next',
    ])
    const after = new Codec({ keys: [next] })
    expect(after.decode(second, SUBJECT)).toBe('next')
    expect(failure(() => after.decode(first, SUBJECT)).data).toEqual({ keyId: '2026-10' })
    const readsOnly = new Codec({ keys: [next], encrypt: false })
    expect(readsOnly.encode('plain', SUBJECT)[0]).toBe(8)
    expect(readsOnly.decode(second, SUBJECT)).toBe('next')
  })

  it('R18: an unknown key id is not damage; another key under the same id is', () => {
    const sealed = new Codec({ keys: [old] }).encode({ a: 1 }, SUBJECT)
    expect(failure(() => new Codec().decode(sealed, SUBJECT)).code).toBe('codec.key.unknown')
    const wrong = new Codec({ keys: [encryptionKey('2026-10', bytes.next)] })
    expect(failure(() => wrong.decode(sealed, SUBJECT)).code).toBe('message.undecodable')
  })

  it('I11: a payload that was moved to another actor, or damaged anywhere, does not open', () => {
    const codec = new Codec({ keys: [old] })
    const sealed = codec.encode({ a: 1 }, SUBJECT)
    expect(failure(() => codec.decode(sealed, 'caravan.journal.trip.2.root')).code).toBe(
      'message.undecodable',
    )
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const bad = Uint8Array.from(sealed)
        bad[at] = (sealed[at] ?? 0) ^ (1 << bit)
        expect(['message.undecodable', 'codec.key.unknown']).toContain(
          failure(() => codec.decode(bad, SUBJECT)).code,
        )
      }),
    )
  })

  it('never shows a key', () => {
    const secrets = Object.values(bytes).flatMap((key) => [key.toString('base64'), key.toString('hex')])
    const codec = new Codec({ keys: [old, next] })
    const errors = [
      failure(() => encryptionKey('short', bytes.old.subarray(1))),
      failure(() => new Codec().decode(codec.encode(1, SUBJECT), SUBJECT)),
      failure(() => codec.decode(codec.encode(1, SUBJECT), 'elsewhere')),
    ]
    for (const shown of [old, codec, ...errors].flatMap((value) => [
      inspect(value, { depth: 9 }),
      JSON.stringify(value),
    ])) {
      for (const secret of secrets) expect(shown.replaceAll(/[\s<>]/g, '')).not.toContain(secret)
    }
  })

  it.each([
    ['two keys of one id', { keys: [old, encryptionKey('2026-10', bytes.next)] }],
    ['encryption without a key', { encrypt: true }],
  ])('refuses %s', (_name, options) => {
    expect(failure(() => new Codec(options)).code).toBe('codec.key.invalid')
  })
})

describe('R18: nobody writes what a live host cannot read', () => {
  const keyOf = (payload: Uint8Array) => Buffer.from(payload.subarray(2, 9)).toString()

  it('the first key that all have is used until the newer one is everywhere', () => {
    const codec = new Codec({ keys: [next, old] })
    codec.writeFor([
      { codecs: ALL, keyIds: ['2026-10'] },
      { codecs: ALL, keyIds: ['2026-11', '2026-10'] },
    ])
    expect(keyOf(codec.encode(1, SUBJECT))).toBe('2026-10')
    codec.writeFor([{ codecs: ALL, keyIds: ['2026-11', '2026-10'] }])
    expect(keyOf(codec.encode(1, SUBJECT))).toBe('2026-11')
  })

  it('without a common key nothing is written, above all not unencrypted', () => {
    const codec = new Codec({ keys: [old] })
    codec.writeFor([{ codecs: ALL, keyIds: [] }])
    expect(failure(() => codec.encode(1, SUBJECT))).toMatchObject({
      code: 'codec.key.unshared',
      retryable: true,
    })
    codec.writeFor([])
    expect(keyOf(codec.encode(1, SUBJECT))).toBe('2026-10')
  })

  it('a host of the version before, which reads formats 1 and 2, is written for', () => {
    const codec = new Codec()
    codec.writeFor([{ codecs: [1, 2], keyIds: [] }])
    expect([codec.encode(1, SUBJECT)[0], codec.encode('x'.repeat(20_000), SUBJECT)[0]]).toEqual([1, 2])
  })

  it('a host without zstd gets none', () => {
    const codec = new Codec()
    codec.writeFor([{ codecs: [1, 8], keyIds: [] }])
    expect(codec.encode('x'.repeat(20_000), SUBJECT)[0]).toBe(8)
    codec.writeFor([{ codecs: ALL, keyIds: [] }])
    expect(codec.encode('x'.repeat(20_000), SUBJECT)[0]).toBe(2)
  })
})
