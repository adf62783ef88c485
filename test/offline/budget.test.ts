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

  test('over the limit: by how much, and three ways that each close the gap', () => {
    const budget = lisbon(60_000)
    expect(budget.verdict).toBe('over')
    const gap = -(budget.remaining ?? 0)
    expect(gap).toBeGreaterThan(0)
    expect(budget.notes.join()).toContain('more than your budget')
    expect(budget.notes.join()).toContain('Each of the three ways')
    expect(budget.savings).toHaveLength(3)
    expect(new Set(budget.savings.map(({ text }) => text)).size).toBe(3)
    for (const { saves } of budget.savings) {
      expect(saves).toBeGreaterThanOrEqual(gap)
      expect(saves).toBeLessThan(budget.total.expected)
    }
  })

  test('a gap that nothing closes: said so, with the most that changes come to', () => {
    const budget = lisbon(5_000)
    expect(budget.savings).toHaveLength(3)
    expect(budget.notes.join()).toMatch(/No change to this plan closes the gap: together they come to/)
  })

  test('a way says what the plan would really be less by', () => {
    // The same trip with simpler rooms and meals, planned again: what the ways save is the difference of two totals.
    const asked = (wish: string, amount: number) =>
      compose(
        request(['Rome'], '2027-05-10', 4, {
          budget: { amount, currency: 'EUR' },
          constraints: [wish],
          preferences: ['food'],
        }),
      ).budget
    const dear = asked('luxury hotels', 100_000)
    const simple = asked('hostels', 100_000)
    const way = dear.savings.find(({ text }) =>
      /^Eat simply.*; and choose rooms of the budget band/.test(text),
    )
    const entries = (budget: typeof dear) =>
      budget.lines.find(({ category }) => category === 'activities')?.price.expected ?? 0
    const less = dear.total.expected - simple.total.expected
    // The allowance for entries follows the band, and is no part of these changes.
    const allowance = Math.round((entries(dear) - entries(simple)) * 1.07)
    expect(Math.abs((way?.saves ?? 0) - (less - allowance))).toBeLessThanOrEqual(200)
  })

  test('one stop less saves its nights, its days and the way round by it', () => {
    const asked = (places: string[], days: number, amount: number) =>
      compose(
        request(places, '2027-05-10', days, {
          budget: { amount, currency: 'EUR' },
          constraints: ['hostels'],
          origin: 'Madrid',
        }),
      )
    const { budget, planning } = asked(['Lisbon', 'Porto'], 4, 45_000)
    const left = budget.savings.find(({ text }) => /leave out (?:Lisbon|Porto)/i.test(text))
    expect(planning.stops).toHaveLength(2)
    expect(left).toBeDefined()
    // Two nights and two days in a city with their reserve are at least this; the whole trip is more.
    expect(left?.saves).toBeGreaterThan(15_000)
    expect(left?.saves).toBeLessThan(budget.total.expected)
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
