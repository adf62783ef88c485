import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencies, currencyDecimals, currencyRate, isCurrency } from '../../actors/atlas/index.ts'

const REQUIRED =
  'EUR USD GBP JPY CHF CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN TRY BRL MXN CLP PEN COP ARS INR CNY HKD ' +
  'SGD THB IDR MYR PHP KRW VND ZAR KES EGP MAD AED ILS TZS'

test('the currencies of the usual trips are there', () => {
  expect(REQUIRED.split(' ').filter((code) => !isCurrency(code))).toEqual([])
  expect(currencies()).toEqual(currencies().toSorted())
  expect(isCurrency('usd')).toBe(false)
  expect(isCurrency('toString')).toBe(false)
  expect(isCurrency('XXX')).toBe(false)
})

test('rates are symmetric, transitive, dated and called indicative', () => {
  const code = fc.constantFrom(...currencies())
  fc.assert(
    fc.property(code, code, code, (a, b, c) => {
      const [ab, ba, bc, ac] = [
        currencyRate(a, b),
        currencyRate(b, a),
        currencyRate(b, c),
        currencyRate(a, c),
      ]
      if (!ab || !ba || !bc || !ac) throw new Error('missing rate')
      expect(ab.rate * ba.rate).toBeCloseTo(1, 10)
      expect((ab.rate * bc.rate) / ac.rate).toBeCloseTo(1, 10)
      expect(ab.date).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(ab.source).toMatch(/indicative|irrevocable/)
    }),
  )
})

test('levels are plausible', () => {
  expect(currencyRate('EUR', 'USD')?.rate).toBeCloseTo(1.16, 2)
  expect(currencyRate('USD', 'JPY')?.rate).toBeCloseTo(152.8, 1)
  expect(currencyRate('USD', 'AED')?.rate).toBeCloseTo(3.6725, 6)
  expect(currencyRate('EUR', 'BGN')?.rate).toBe(1.95583)
  expect(currencyRate('EUR', 'EUR')?.rate).toBe(1)
  expect(currencyRate('EUR', 'XXX')).toBeUndefined()
})

test('decimals', () => {
  for (const code of ['JPY', 'KRW', 'VND', 'ISK', 'CLP']) expect(currencyDecimals(code)).toBe(0)
  for (const code of ['EUR', 'USD', 'HUF', 'IDR']) expect(currencyDecimals(code)).toBe(2)
})
