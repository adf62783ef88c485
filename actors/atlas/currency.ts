import { RATES } from './currency-rates.ts'

/** An exchange rate to multiply by, with the day it is from. */
export type CurrencyRate = {
  /** Units of `to` for one unit of `from`. */
  readonly rate: number
  /** 'YYYY-MM-DD' of the older of the two rates used. */
  readonly date: string
  /** Where the rate comes from, in words fit to print. */
  readonly source: string
}

/** ISO 4217 codes with a rate, sorted. */
export function currencies(): readonly string[] {
  return Object.keys(RATES).sort()
}

/** Whether `code` is one of `currencies()`; exact capitals. */
export function isCurrency(code: string): boolean {
  return Object.hasOwn(RATES, code)
}

/** Decimals to show amounts with: 0 for currencies whose minor unit is not in use (JPY, KRW, ISK, CLP, VND), else 2. */
export function currencyDecimals(code: string): number {
  return isCurrency(code) ? (RATES[code]?.decimals ?? 2) : 2
}

/** Indicative rate between two supported currencies, through the euro; undefined when either is not supported. */
export function currencyRate(from: string, to: string): CurrencyRate | undefined {
  if (!isCurrency(from) || !isCurrency(to)) return undefined
  const [base, quote] = [RATES[from], RATES[to]]
  if (!base || !quote) return undefined
  const sources = new Set([base, quote].map(({ source }) => source))
  return {
    rate: from === to ? 1 : quote.perEuro / base.perEuro,
    date: base.date < quote.date ? base.date : quote.date,
    source: [...sources].join('; '),
  }
}
