/** One currency of the table: units of it that one euro buys, on a date, according to a source. */
export type RateRow = {
  readonly perEuro: number
  /** 'YYYY-MM-DD' the rate was published for. */
  readonly date: string
  readonly source: string
  /** ISO 4217 minor units in use: decimals to show. */
  readonly decimals: 0 | 2
}

const ECB = 'European Central Bank euro foreign exchange reference rates, indicative'
const ECB_DATE = '2025-10-09'

function ecb(perEuro: number, decimals: 0 | 2 = 2): RateRow {
  return { perEuro, date: ECB_DATE, source: ECB, decimals }
}

/** Dollars per euro in the same table, to bring dollar quotes to the euro. */
const USD_PER_EURO = 1.1611

/** A currency the ECB does not quote: a rounded market level against the dollar around the date. */
function dollarLevel(perDollar: number, decimals: 0 | 2 = 2): RateRow {
  return {
    perEuro: perDollar * USD_PER_EURO,
    date: ECB_DATE,
    source: 'rounded market level against the US dollar, not an official fixing, indicative',
    decimals,
  }
}

/** A currency with a fixed rate: the peg is exact, the euro leg moves with the dollar. */
function fixedToDollar(perDollar: number): RateRow {
  return {
    perEuro: perDollar * USD_PER_EURO,
    date: ECB_DATE,
    source: 'official peg to the US dollar, euro leg by the ECB reference rate, indicative',
    decimals: 2,
  }
}

/**
 * Indicative exchange rates. Not for payment: money changers differ by several per cent, and high-inflation
 * currencies (ARS, TRY, EGP) drift far within a year, which is why every row carries its date.
 */
export const RATES: Readonly<Record<string, RateRow>> = Object.freeze({
  EUR: { perEuro: 1, date: ECB_DATE, source: ECB, decimals: 2 },
  USD: ecb(USD_PER_EURO),
  JPY: ecb(177.4, 0),
  CZK: ecb(24.326),
  DKK: ecb(7.4668),
  GBP: ecb(0.8683),
  HUF: ecb(390.98),
  PLN: ecb(4.2548),
  RON: ecb(5.0945),
  SEK: ecb(10.987),
  CHF: ecb(0.9309),
  ISK: ecb(141.8, 0),
  NOK: ecb(11.624),
  TRY: ecb(48.4464),
  AUD: ecb(1.76),
  BRL: ecb(6.1877),
  CAD: ecb(1.6198),
  CNY: ecb(8.2698),
  HKD: ecb(9.0334),
  IDR: ecb(19_227.64),
  ILS: ecb(3.7684),
  INR: ecb(103.1025),
  KRW: ecb(1647.8, 0),
  MXN: ecb(21.2683),
  MYR: ecb(4.8952),
  NZD: ecb(2.0097),
  PHP: ecb(67.553),
  SGD: ecb(1.5048),
  THB: ecb(37.817),
  ZAR: ecb(19.8575),
  BGN: {
    perEuro: 1.95583,
    date: '2026-01-01',
    source: 'irrevocable conversion rate: Bulgaria uses the euro since this date',
    decimals: 2,
  },
  AED: fixedToDollar(3.6725),
  ARS: dollarLevel(1430),
  CLP: dollarLevel(955, 0),
  COP: dollarLevel(3890),
  EGP: dollarLevel(47.6),
  KES: dollarLevel(129.2),
  MAD: dollarLevel(9.1),
  PEN: dollarLevel(3.44),
  TWD: dollarLevel(30.5),
  TZS: dollarLevel(2450),
  VND: dollarLevel(26_350, 0),
})
