/** Prompts within their budget: what goes first, and what never goes. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { condense, type Block } from '../../actors/prompts/condense.ts'

const tokensOf = ({ value }: Block) => JSON.stringify(value).length

const leg = { mode: 'train', why: 'quick and cheap', alternatives: [{ mode: 'bus', why: 'cheaper' }] }
const blocks: readonly Block[] = [
  { name: 'request', role: 'fixed', value: { why: 'never touched', alternatives: [1, 2, 3] } },
  { name: 'planning', role: 'required', value: { legs: [leg], notes: ['a', 'b'] } },
  { name: 'weather', role: 'colleague', value: { days: [{ highC: 20 }], rainPlan: 'x', notes: ['c'] } },
  { name: 'location', role: 'colleague', value: { places: ['Lisbon'], tips: ['d'] } },
  { name: 'reference', role: 'reference', value: { legs: [leg] } },
]
const all = blocks.reduce((sum, block) => sum + tokensOf(block), 0)

/** Every result there is, from the largest budget to none. */
const results = Array.from({ length: all + 1 }, (_, i) => condense(blocks, all - i, tokensOf))

describe('what is dropped', () => {
  it('is nothing while everything fits', () => {
    expect(condense(blocks, all, tokensOf)).toEqual({ blocks, dropped: [], tokens: all })
  })

  it('goes in the stated order', () => {
    expect(results.at(-1)?.dropped).toEqual([
      'alternatives of weather',
      'alternatives of planning',
      'alternatives of reference',
      'details of weather',
      'details of location',
      'details of planning',
      'details of reference',
      'location',
      'weather',
      'reference',
    ])
  })

  it('is never more than has to go', () => {
    for (const [i, { dropped, tokens }] of results.entries()) {
      expect(tokens <= all - i || dropped.length === 10).toBe(true)
      // Without the last thing that went it would not have fitted.
      const before = results.find((one) => one.dropped.length === dropped.length - 1)
      expect(before === undefined || before.tokens > all - i).toBe(true)
    }
  })

  it('is never the request, nor what is computed from', () => {
    expect(results.at(-1)?.blocks).toEqual([
      blocks[0],
      { name: 'planning', role: 'required', value: { legs: [{ mode: 'train' }] } },
    ])
  })
})

const NAMES = ['why', 'notes', 'alternatives', 'rainPlan', 'date', 'price'] as const
const field = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ maxLength: 12 }),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4 }),
  ),
})).value
const anyBlocks = fc
  .array(
    fc.record({
      role: fc.constantFrom<Block['role']>('fixed', 'required', 'colleague', 'reference'),
      value: field,
    }),
    {
      maxLength: 6,
    },
  )
  .map((list) => list.map((block, i): Block => ({ ...block, name: `block${i}` })))

describe('whatever the blocks and the budget', () => {
  it('fits, or nothing more may go; the tokens are those of what is left', () => {
    fc.assert(
      fc.property(anyBlocks, fc.nat(400), (given, budget) => {
        const { blocks: kept, tokens } = condense(given, budget, tokensOf)
        expect(tokens).toBe(kept.reduce((sum, block) => sum + tokensOf(block), 0))
        const bare = kept.every(({ role }) => role === 'fixed' || role === 'required')
        expect(tokens <= budget || (bare && condense(kept, 0, tokensOf).dropped.length === 0)).toBe(true)
      }),
    )
  })

  it('keeps fixed blocks as they are, required ones, and the order', () => {
    fc.assert(
      fc.property(anyBlocks, fc.nat(400), (given, budget) => {
        const { blocks: kept } = condense(given, budget, tokensOf)
        const names = (list: readonly Block[]) => list.map(({ name }) => name)
        expect(names(kept)).toEqual(names(given).filter((name) => names(kept).includes(name)))
        for (const block of given) {
          const now = kept.find(({ name }) => name === block.name)
          const mayGo = block.role === 'colleague' || block.role === 'reference'
          expect(now !== undefined || mayGo).toBe(true)
          expect(now === block || block.role !== 'fixed').toBe(true)
        }
      }),
    )
  })

  it('drops more, and never something else, when there is less room', () => {
    fc.assert(
      fc.property(anyBlocks, fc.nat(400), fc.nat(400), (given, a, b) => {
        const more = condense(given, Math.max(a, b), tokensOf).dropped
        const less = condense(given, Math.min(a, b), tokensOf).dropped
        expect(less.slice(0, more.length)).toEqual(more)
      }),
    )
  })

  it('gives the same again for the same, and leaves what it was given alone', () => {
    fc.assert(
      fc.property(anyBlocks, fc.nat(400), (given, budget) => {
        const before = structuredClone(given)
        const once = condense(given, budget, tokensOf)
        expect(given).toEqual(before)
        expect(condense(given, budget, tokensOf)).toEqual(once)
        expect(condense(once.blocks, budget, tokensOf).dropped).toEqual([])
      }),
    )
  })
})
