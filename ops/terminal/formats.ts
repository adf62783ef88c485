/** Dates, times and money as the traveller's locale writes them. */
import { currencyDecimals } from '../../actors/atlas/currency.ts'
import type { PriceRange } from '../../machines/messages/index.ts'

export interface Formats {
  /** `Mon, 15 Mar 2027` */
  day(date: string): string
  /** `15 Mar` */
  short(date: string): string
  /** An amount in minor units, cents only where there are any. */
  money(minor: number, currency: string): string
  /** The same with all decimals, for columns. */
  exact(minor: number, currency: string): string
  /** `€120 (€90 – €160)`; one amount where there is no range. */
  price(price: PriceRange): string
  /** `1 h 5 min` */
  duration(minutes: number): string
  number(value: number): string
  /** `Japan Standard Time`; the zone itself where it has no other name. */
  zone(zone: string): string
}

/** @param locale BCP 47; one that is not known falls back to English */
export function formatsFor(locale: string): Formats {
  const known = supported(locale)
  const long = dateFormat(known, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const brief = dateFormat(known, { day: 'numeric', month: 'short' })
  const plain = new Intl.NumberFormat(known)
  const amount = (minor: number, currency: string, whole: 'auto' | 'stripIfInteger'): string => {
    const decimals = currencyDecimals(currency)
    return new Intl.NumberFormat(known, {
      style: 'currency',
      currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      trailingZeroDisplay: whole,
    }).format(minor / 10 ** decimals)
  }
  const money = (minor: number, currency: string) => amount(minor, currency, 'stripIfInteger')
  return {
    day: (date) => long.format(at(date)),
    short: (date) => brief.format(at(date)),
    money,
    exact: (minor, currency) => amount(minor, currency, 'auto'),
    price: ({ low, expected, high, currency }) =>
      low === high
        ? money(expected, currency)
        : `${money(expected, currency)} (${money(low, currency)} – ${money(high, currency)})`,
    duration: (minutes) => {
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
      return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
        .filter(Boolean)
        .join(' ')
    },
    number: (value) => plain.format(value),
    zone: (zone) => zoneName(known, zone),
  }
}

function supported(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

/** A calendar date has no zone; noon UTC is that date in UTC. */
function at(date: string): Date {
  return new Date(`${date}T12:00:00Z`)
}

function zoneName(locale: string, zone: string): string {
  try {
    const parts = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      timeZoneName: 'longGeneric',
    }).formatToParts(new Date())
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  } catch {
    return zone
  }
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
}
