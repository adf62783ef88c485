import { countries } from 'countries-list'
import { nameKey } from './name-key.ts'

/** Names the country list does not carry but people write. Home nations count as divisions of GB instead. */
const EXTRA_NAMES: Readonly<Record<string, readonly string[]>> = {
  AE: ['United Arab Emirates', 'U A E'],
  BA: ['Bosnia'],
  BN: ['Brunei Darussalam'],
  CI: ['Ivory Coast', 'Cote d Ivoire'],
  CV: ['Cabo Verde'],
  GB: ['U K'],
  KR: ['Korea', 'Republic of Korea'],
  MO: ['Macao'],
  PS: ['Palestine'],
  US: ['U S', 'U S A'],
}

type CountryRecord = { readonly name: string; readonly native: string; readonly alias?: readonly string[] }

const records = new Map<string, CountryRecord>(Object.entries(countries))

/** English name of an ISO 3166-1 alpha-2 code; the code itself when unknown. */
export function countryName(iso2: string): string {
  return records.get(iso2)?.name ?? iso2
}

let codesByKey: ReadonlyMap<string, string> | undefined

/**
 * ISO 3166-1 alpha-2 code of a country written as English or native name, usual alias or alpha-2 code
 * ("Japan", "Perú", "UK", "nz"); undefined for anything else.
 */
export function countryCode(text: string): string | undefined {
  codesByKey ??= indexCountries()
  return codesByKey.get(nameKey(text))
}

function indexCountries(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>()
  for (const [iso, record] of records) {
    const names = [record.name, record.native, ...(record.alias ?? []), ...(EXTRA_NAMES[iso] ?? []), iso]
    for (const name of names) {
      const key = nameKey(name)
      if (key !== '' && !codes.has(key)) codes.set(key, iso)
    }
  }
  // A code that is also somebody's native name must still mean the code.
  for (const iso of records.keys()) codes.set(iso.toLowerCase(), iso)
  return codes
}
