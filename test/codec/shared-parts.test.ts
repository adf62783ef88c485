import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asRecord } from '../../runtime/core/envelope.ts'
import { packParts, unpackParts } from '../../runtime/core/shared-parts.ts'
import { table } from '../../runtime/kernel/draft.ts'

const roundTrip = (value: Record<string, unknown>) =>
  unpackParts(JSON.parse(JSON.stringify(packParts(value))))

describe('shared parts', () => {
  it('writes a repeated part once and makes it one object again', () => {
    const section = { days: [1, 2, 3], text: 'x'.repeat(2_000) }
    const answer = { provider: 'p', section }
    const record = {
      cause: { output: answer },
      snapshot: { context: { answer, sections: { a: section } }, output: { section } },
      outbox: [{ do: 'send', message: { output: { section } } }],
    }
    const packed = JSON.stringify(packParts(record))
    expect(packed.length).toBeLessThan(2_600)
    const back = roundTrip(record) as typeof record
    expect(back).toEqual(record)
    expect(back.snapshot.output.section).toBe(back.snapshot.context.sections.a)
    expect(back.cause.output).toBe(back.snapshot.context.answer)
  })

  it('looks into the tables of a record', () => {
    const input = { text: 'x'.repeat(2_000) }
    const children = table({ a: { supervised: { input } }, constructor: { supervised: { input } } })
    const record = { children, outbox: [{ do: 'task', task: { input } }] }
    expect(JSON.stringify(packParts(record)).length).toBeLessThan(2_300)
    expect(roundTrip(record)).toEqual(JSON.parse(JSON.stringify(record)))
  })

  it('writes a list once that is in several places', () => {
    const legs = Array.from({ length: 20 }, (_, n) => ({ from: `place ${n}`, to: `place ${n + 1}` }))
    const none: string[] = []
    const record = {
      snapshot: { context: { sections: { transport: { legs } }, plan: { legs, none } }, output: { none } },
    }
    const packed = JSON.stringify(packParts(record))
    expect(packed.split('place 7').length - 1).toBe(2) // as the end of one leg and the start of the next
    expect(packed).toContain('"none":[]')
    const back = roundTrip(record) as typeof record
    expect(back).toEqual(record)
    expect(back.snapshot.context.plan.legs).toBe(back.snapshot.context.sections.transport.legs)
  })

  it('leaves data alone that uses its own marker names', () => {
    const shared = { n: 1 }
    for (const value of [
      { a: shared, b: shared, $part: 0 },
      { a: shared, b: { $parts: [shared] } },
    ]) {
      expect(roundTrip(value)).toEqual(value)
    }
  })

  it('leaves to JSON what JSON refuses, or what writes itself', () => {
    const cycle: Record<string, unknown> = { n: 1 }
    cycle['again'] = { cycle }
    expect(() => roundTrip({ a: cycle, b: cycle })).toThrow(/circular/i)

    const inner = { n: 1 }
    class Money {
      readonly inner = inner
      toJSON() {
        return '5 EUR'
      }
    }
    const money = new Money()
    const own = { inner, toJSON: () => 'own' }
    expect(roundTrip({ a: money, b: money, c: inner })).toEqual({ a: '5 EUR', b: '5 EUR', c: { n: 1 } })
    expect(roundTrip({ a: own, b: { own }, c: inner })).toEqual({ a: 'own', b: { own: 'own' }, c: { n: 1 } })
  })

  it('takes what only looks like a packed record for what it is: no record', () => {
    for (const $parts of [null, 5, {}, [null, 1, 'x', [null]]])
      for (const record of [null, 5, [], { outbox: [null, 1] }, { $part: 7 }])
        expect(() => asRecord(unpackParts({ $parts, record }))).toThrow(
          expect.objectContaining({ code: 'message.malformed' }),
        )
  })

  it('gives back any record, however its parts are shared', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.integer(), { maxLength: 3 }),
    )
    const part = fc.dictionary(fc.oneof(fc.string({ maxLength: 3 }), fc.constant('__proto__')), leaf, {
      maxKeys: 3,
    })
    const list = fc.array(fc.oneof(leaf, part), { maxLength: 3 })
    const shape = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(fc.oneof(part, list), { minLength: 1, maxLength: 6 }), shape, (parts, rows) => {
        // Each row builds a node from earlier nodes, so the same object turns up in many places and depths.
        const nodes: unknown[] = [...parts]
        for (const row of rows) {
          nodes.push(Object.fromEntries(row.map((pick, i) => [`k${i}`, nodes[pick % nodes.length]])))
        }
        const value = { snapshot: nodes.at(-1), outbox: nodes.slice(-3), other: nodes[0] }
        expect(roundTrip(value)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 500 },
    )
  })
})
