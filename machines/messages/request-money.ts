/** The budget: a decimal at the edge, an exact whole number of minor units inside. */
import type { Money } from './basics.ts'
import { alternatives, label, type Path, problem, type Problem, quoted } from './problem.ts'
import { closest } from './request-closest.ts'
import type { RequestFields } from './request-fields.ts'
import { DEFAULT_CURRENCY } from './request-limits.ts'
import { expectedAt } from './request-rules.ts'

/** What is known of currencies. */
export interface CurrencyPorts {
  /** ISO 4217 codes that amounts can be given in. */
  readonly currencies: readonly string[]
  /** Digits after the decimal point: 2 for EUR, 0 for JPY. */
  readonly currencyDecimals: (code: string) => number
}

/** `total` in minor units, exactly; undefined when it has more decimals than the currency. `total` is positive. */
export function toMinorUnits(total: number, decimals: number): number | undefined {
  // The shortest decimal that is this number is what the sender wrote; multiplying would carry its binary error along.
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(total)) ?? []
  // No match is an exponent: below a millionth here, more decimals than any currency has.
  if (whole === '' || fraction.length > decimals) return undefined
  const minor = Number(whole + fraction.padEnd(decimals, '0'))
  return Number.isSafeInteger(minor) ? minor : undefined
}

/** A budget as it was understood. */
export interface ReadBudget {
  readonly budget: Money | undefined
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}

/** Checks a budget's currency and decimals, as far as its parts are fine. */
export function readBudget(
  given: NonNullable<RequestFields['budget']>,
  ports: CurrencyPorts,
  at: (name: string, ...rest: readonly string[]) => Path,
): ReadBudget {
  const { total, currency } = given
  const code = currency === undefined ? DEFAULT_CURRENCY : currency.value?.trim().toUpperCase()
  if (code === undefined) return { budget: undefined, problems: [], notes: [] }
  if (!ports.currencies.includes(code)) {
    const path = at('budget', 'currency')
    const expected = expectedAt(['budget', 'currency'])
    const suggestions = closest(code, ports.currencies)
    const right = suggestions.length > 0 ? `did you mean ${alternatives(suggestions)}?` : `give ${expected}.`
    const text = `${label(path)} is ${quoted(currency?.value ?? code)}, which is no currency: ${right}`
    const details = { value: currency?.value ?? code, expected, suggestions }
    return {
      budget: undefined,
      problems: [problem('request.currency.unknown', path, text, details)],
      notes: [],
    }
  }
  if (total === undefined) return { budget: undefined, problems: [], notes: [] }
  const decimals = ports.currencyDecimals(code)
  const amount = toMinorUnits(total, decimals)
  if (amount === undefined) {
    const path = at('budget', 'total')
    // Never zero, which would be refused next.
    const near = Math.max(total, 10 ** -decimals).toFixed(decimals)
    const digits = decimals === 0 ? 'no decimals' : `at most ${decimals} decimals`
    const text = `${label(path)} is ${total}: ${code} has ${digits}, so give an amount such as ${near}.`
    const expected = `a number with ${digits}`
    const problems = [problem('request.budget.decimals', path, text, { value: total, expected })]
    return { budget: undefined, problems, notes: [] }
  }
  const notes = currency === undefined ? [`The budget names no currency: ${DEFAULT_CURRENCY} was taken.`] : []
  return { budget: { amount, currency: code }, problems: [], notes }
}
