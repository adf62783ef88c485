/** Dates, times, money and durations as people read them. */

let locale = 'en'
const decimals = new Map()

/** Called once with what the gateway serves, and again with a trip's own locale. */
export function useLocale(tag) {
  try {
    if (Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0) locale = tag
  } catch {
    // A tag that this browser does not know: the last one stays.
  }
}

/** `[{ code, decimals }]` */
export function useCurrencies(currencies) {
  for (const { code, decimals: digits } of currencies) decimals.set(code, digits)
}

/** An amount in minor units. */
export function money(amount, currency) {
  const digits = decimals.get(currency) ?? 2
  const value = amount / 10 ** digits
  const whole = Number.isInteger(value) || Math.abs(value) >= 1000
  try {
    const fractions = whole ? 0 : digits
    const options = {
      style: 'currency',
      currency,
      minimumFractionDigits: fractions,
      maximumFractionDigits: fractions,
    }
    return new Intl.NumberFormat(locale, options).format(value)
  } catch {
    return `${value.toFixed(whole ? 0 : digits)} ${currency}`
  }
}

/** `€80 – €130`, or one figure when both ends read the same. */
export function priceRange(price) {
  const [low, high] = [money(price.low, price.currency), money(price.high, price.currency)]
  return low === high ? low : `${low} – ${high}`
}

/** A calendar date without a zone. */
export function date(iso, options = { weekday: 'short', day: 'numeric', month: 'short' }) {
  const at = new Date(`${iso}T12:00:00Z`)
  if (Number.isNaN(at.getTime())) return String(iso)
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at)
}

/** `12 – 18 March 2027` */
export function dateSpan(start, end) {
  const [from, to] = [new Date(`${start}T12:00:00Z`), new Date(`${end}T12:00:00Z`)]
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) return `${start} – ${end}`
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.formatRange(from, to)
}

/** The wall clock of `YYYY-MM-DDTHH:MM`. */
export function clock(local) {
  return String(local).slice(11, 16)
}

/** `+1` when a time falls on a later date than another. */
export function dayShift(from, to) {
  const days = Math.round(
    (Date.parse(String(to).slice(0, 10)) - Date.parse(String(from).slice(0, 10))) / 86_400_000,
  )
  return days === 0 || Number.isNaN(days) ? '' : ` ${days > 0 ? '+' : '−'}${Math.abs(days)}`
}

/** `3 h 10` */
export function minutes(total) {
  const hours = Math.floor(total / 60)
  const rest = total % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`
}

/** `Japan Standard Time`; the zone's own name where this browser has no other. */
export function zoneName(zone) {
  try {
    const options = { timeZone: zone, timeZoneName: 'longGeneric' }
    const parts = new Intl.DateTimeFormat(locale, options).formatToParts(new Date())
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  } catch {
    return zone
  }
}

/** How long a machine took. */
export function elapsed(ms) {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`
}

/** `1 night`, `3 nights` */
export function count(number, noun, plural = `${noun}s`) {
  return `${number} ${number === 1 ? noun : plural}`
}
