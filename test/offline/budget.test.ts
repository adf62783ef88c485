import { describe, expect, test } from 'vitest'
import { compose, request } from './planning-requests.ts'

const lisbon = (amount: number, currency = 'EUR') =>
  compose(request(['Lisbon', 'Porto'], '2027-05-10', 4, { budget: { amount, currency }, origin: 'Madrid' }))
    .budget

describe('the budget', () => {
  test('within the limit: what is left, no savings needed', () => {
    const budget = lisbon(250_000)
    expect(budget.verdict).toBe('within')
    expect(budget.remaining).toBe(250_000 - budget.total.expected)
    expect(budget.savings).toEqual([])
  })

  test('over the limit: by how much, and two to four things that help', () => {
    const budget = lisbon(40_000)
    expect(budget.verdict).toBe('over')
    expect(budget.remaining ?? 0).toBeLessThan(0)
    expect(budget.notes.join()).toContain('more than your budget')
    expect(budget.savings.length).toBeGreaterThanOrEqual(2)
    expect(budget.savings.length).toBeLessThanOrEqual(4)
    expect(budget.savings.every(({ saves }) => saves > 0)).toBe(true)
  })

  test('the sums are in the currency asked for, by a dated rate', () => {
    const yen = lisbon(400_000, 'JPY')
    expect(yen.currency).toBe('JPY')
    expect(yen.rates[0]).toMatchObject({ from: 'USD', to: 'JPY' })
    expect(yen.rates[0]?.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(yen.total.expected).toBeGreaterThan(100_000)
  })

  test('a currency without a rate: dollars, said so, not compared with the limit', () => {
    const budget = lisbon(100_000, 'XXX')
    expect([budget.currency, budget.verdict, budget.limit]).toEqual(['USD', 'no limit', undefined])
    expect(budget.notes.join()).toContain('No exchange rate for XXX')
  })

  test('children eat and ride for less', () => {
    const food = (children: number) =>
      compose(request(['Lisbon'], '2027-05-10', 4, { travelers: { adults: 2, children } })).budget.lines.find(
        ({ category }) => category === 'food',
      )?.price.expected ?? 0
    expect(food(1)).toBeGreaterThan(food(0))
    expect(food(1) - food(0)).toBeLessThan(food(0) / 2)
  })

  test('the reserve is the part without a date', () => {
    const budget = lisbon(250_000)
    const reserve = budget.lines.find(({ category }) => category === 'reserve')
    expect(budget.undated).toBe(reserve?.price.expected)
  })
})
