import type { Economy } from '../economy.ts'
import { compare } from './aliases.ts'

/** File name stem of the country where its page gives no internet country code. */
const CODE_BY_FILE: Readonly<Record<string, string>> = { kv: 'XK' }
/** Pages that would overwrite a better one or are no country. */
const SKIPPED = new Set(['ee', 'gz'])

/**
 * Reads one factbook page.
 * @param stem file name without `.json` (a FIPS country code)
 * @returns ISO 3166-1 alpha-2 code and facts, or undefined for oceans and uninhabited islets
 */
export function economyOfPage(
  stem: string,
  page: unknown,
): readonly [iso: string, economy: Economy] | undefined {
  if (SKIPPED.has(stem)) return undefined
  const internet = textUnder(page, ['Communications', 'Internet country code'])
  const iso = CODE_BY_FILE[stem] ?? /\.([a-z]{2})\b/.exec(internet)?.[1]?.toUpperCase()
  if (iso === undefined) return undefined
  const parity = dollars(textUnder(page, ['Economy', 'GDP (purchasing power parity)']))
  const official = dollars(textUnder(page, ['Economy', 'GDP (official exchange rate)']))
  const rail = /([\d,.]+) km/.exec(textUnder(page, ['Transportation', 'Railways', 'total']))?.[1]
  const level = parity && official ? official.amount / parity.amount : undefined
  // Outside this range the two figures are of different years or currencies, not prices.
  const plausible = level !== undefined && level > 0.1 && level < 2.5
  return [
    iso === 'UK' ? 'GB' : iso,
    {
      ...(plausible ? { priceLevel: Math.round(level * 100) / 100 } : {}),
      ...(plausible && parity ? { priceYear: parity.year } : {}),
      ...(rail === undefined ? {} : { railKm: Math.round(Number(rail.replaceAll(',', ''))) }),
    },
  ]
}

/** One country per line, sorted by code. */
export function economyJson(rows: readonly (readonly [string, Economy])[]): string {
  const sorted = [...rows].sort((a, b) => compare(a[0], b[0]))
  return `{\n${sorted.map(([iso, economy]) => `"${iso}":${JSON.stringify(economy)}`).join(',\n')}\n}\n`
}

const SCALE: Readonly<Record<string, number>> = { million: 1e6, billion: 1e9, trillion: 1e12 }

function dollars(text: string): { amount: number; year: number } | undefined {
  const match = /\$([\d,.]+) (million|billion|trillion)/.exec(text)
  if (!match) return undefined
  const year = Number(/\((\d{4})/.exec(text)?.[1] ?? 2014)
  return { amount: Number(match[1]?.replaceAll(',', '')) * (SCALE[match[2] ?? ''] ?? 1), year }
}

function textUnder(page: unknown, path: readonly string[]): string {
  let node: unknown = page
  for (const key of [...path, 'text']) {
    if (typeof node !== 'object' || node === null) return ''
    const child: unknown = Reflect.get(node, key)
    // Some pages split one field by territory; the first territory is the mother country.
    node = child ?? (key === 'text' ? firstText(node) : undefined)
  }
  return typeof node === 'string' ? node : ''
}

function firstText(node: object): unknown {
  for (const child of Object.values(node)) {
    if (typeof child === 'object' && child !== null && 'text' in child) return child.text
  }
  return undefined
}
