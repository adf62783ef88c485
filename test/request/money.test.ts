import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_BUDGET_TOTAL, toMinorUnits } from '../../machines/messages/index.ts'

describe('decimals to minor units', () => {
  test.each([0, 2, 3])('%i decimals: every amount comes back exactly', (decimals) => {
    const scale = 10 ** decimals
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_BUDGET_TOTAL * scale }), (minor) => {
        const digits = String(minor).padStart(decimals + 1, '0')
        const written = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
        expect(toMinorUnits(Number(written), decimals)).toBe(minor)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([0, 2, 3])('%i decimals: one digit more is refused', (decimals) => {
    const more = 10 ** (decimals + 1)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 9 }), (whole, last) => {
        expect(toMinorUnits((whole * more + last) / more, decimals)).toBeUndefined()
      }),
    )
  })

  test.each([
    [2500.1, 2, 250_010],
    [0.29, 2, 29],
    [1.005, 3, 1005],
    [4.35, 2, 435],
    [1e10, 3, 1e13],
    [0.1 + 0.2, 2, undefined],
    [1e-7, 2, undefined],
  ])('%d with %i decimals', (total, decimals, expected) => {
    expect(toMinorUnits(total, decimals)).toBe(expected)
  })
})
