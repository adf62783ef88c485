/** How conflicts write dates, lists and sums. */

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

/** "May" of a date. */
export function monthOf(date: string): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? ''
}

/** "14 May". */
export function dayAndMonth(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthOf(date)}`
}

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? ''
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** "1,234.50 EUR" of minor units; the digits are those of the currency. */
export function sum(minor: number, currency: string): string {
  let digits = 2
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    digits = format.resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    // Not a currency the platform knows: two digits are the most common.
  }
  const amount = (minor / 10 ** digits).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${amount} ${currency}`
}
