/** Turning estimates in US dollars into the trip's currency: dated rates, whole minor units, readable steps. */
import type { BudgetSection, PriceRange, TripRequest } from '../../machines/messages/index.ts'
import { currencyDecimals, currencyRate, LEVELS_DATE } from '../atlas/index.ts'
import type { Dollars } from './leg-option.ts'

export type Purse = {
  /** The request's currency, or USD where no rate for it is known. */
  readonly currency: string
  /** Minor units of `currency` for one US dollar. */
  readonly perDollar: number
  /** Estimates are rounded to this many minor units, worth about a dollar. */
  readonly step: number
  readonly rate: BudgetSection['rates'][number] | undefined
  /** Said when the sums are not in the currency that was asked for. */
  readonly note: string | undefined
}

/** The currency a trip's sums are in. */
export function purseOf(request: TripRequest): Purse {
  const known = currencyRate('USD', request.currency)
  if (known === undefined) {
    return {
      currency: 'USD',
      perDollar: 100,
      step: 100,
      rate: undefined,
      note: `No exchange rate for ${request.currency} is known here: sums are in US dollars and are not compared with your budget.`,
    }
  }
  const decimals = 10 ** currencyDecimals(request.currency)
  const step = Math.max(1, Math.round(10 ** Math.round(Math.log10(known.rate)) * decimals))
  const rate =
    request.currency === 'USD'
      ? undefined
      : { from: 'USD', to: request.currency, rate: known.rate, date: known.date, source: known.source }
  return { currency: request.currency, perDollar: known.rate * decimals, step, rate, note: undefined }
}

/** A range of dollars as a range of minor units, rounded to the purse's step. */
export function priced(dollars: Dollars, purse: Purse): PriceRange {
  const expected = minor(dollars.expected, purse)
  return {
    low: Math.min(expected, minor(dollars.low, purse)),
    expected,
    high: Math.max(expected, minor(dollars.high, purse)),
    currency: purse.currency,
  }
}

function minor(dollars: number, { perDollar, step }: Purse): number {
  const raw = Math.max(0, dollars) * perDollar
  // Below a few steps rounding would swallow the amount: keep tenths of a step there.
  const grain = raw < step * 10 ? Math.max(1, Math.round(step / 10)) : step
  return Math.round(raw / grain) * grain
}

/** Sums ranges of one currency; zero for none. */
export function sumRanges(ranges: readonly PriceRange[], currency: string): PriceRange {
  const total = { low: 0, expected: 0, high: 0, currency }
  for (const range of ranges) {
    total.low += range.low
    total.expected += range.expected
    total.high += range.high
  }
  return total
}

/** A range so many times over. */
export function timesRange(range: PriceRange, count: number): PriceRange {
  return {
    low: range.low * count,
    expected: range.expected * count,
    high: range.high * count,
    currency: range.currency,
  }
}

/** "1,240 EUR": an amount for a sentence. */
export function spokenAmount(amount: number, currency: string): string {
  const whole = Math.round(amount / 10 ** currencyDecimals(currency))
  return `${String(whole).replaceAll(/\B(?=(\d{3})+$)/g, ',')} ${currency}`
}

/** How prices were made, for the sources of a section. */
export function priceSources(purse: Purse): readonly { name: string; method: string; date?: string }[] {
  const basis = {
    name: 'Offline price model',
    method:
      'a basket at United States prices by comfort band, times the price level of the country (curated, or the World Factbook brought forward), times the tier of the place (capital or metropolis, tourist hot spot, city, small town), with curated factors where guests pay otherwise; ranges, not offers',
    date: LEVELS_DATE,
  }
  return purse.rate === undefined
    ? [basis]
    : [
        basis,
        {
          name: 'Exchange rates',
          method: `1 USD = ${purse.rate.rate.toPrecision(5)} ${purse.rate.to}, indicative; ${purse.rate.source}`,
          date: purse.rate.date,
        },
      ]
}
