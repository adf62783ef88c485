/** How sentences write dates, lists and sums, in English. */
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** "February" of 2; empty for what is no month. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? ''
}

/** "14 May" of `YYYY-MM-DD`. */
export function dayAndMonth(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthName(Number(date.slice(5, 7)))}`
}

/** A sentence's start as the middle of one. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** "a, b and c". */
export function listed(parts: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (parts.length <= 1) return parts[0] ?? ''
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`
}

/** ISO 4217 currencies without a minor unit; the platform's own formats round more of them than the norm does. */
const WITHOUT_MINOR_UNIT = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
)

/** "1,234.50 EUR" of minor units. */
export function sum(minor: number, currency: string): string {
  const digits = WITHOUT_MINOR_UNIT.has(currency) ? 0 : 2
  const amount = (minor / 10 ** digits).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${amount} ${currency}`
}

const WITH_ARTICLE =
  /^(?:United |Netherlands$|Philippines$|Bahamas$|Maldives$|Gambia$|Seychelles$|Comoros$|Isle of Man$|Dominican Republic$|Central African Republic$|.* Islands$)/

/** The name as it stands inside an English sentence: "the United States", "France". */
export function countryInSentence(name: string): string {
  return WITH_ARTICLE.test(name) ? `the ${name}` : name
}
