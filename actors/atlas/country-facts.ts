import { continents, countries, languages } from 'countries-list'
import { drivingSide } from './driving-side.ts'
import { hasPassengerRail } from './economy.ts'
import { emergencyNumbers, type EmergencyNumbers } from './emergency-numbers.ts'
import { mainsPower } from './mains-power.ts'
import { healthNotes } from './health.ts'
import { type PriceLevel, priceLevelOf } from './price-levels.ts'
import { tapWater, tipping } from './customs.ts'

/** Practical facts about a country. An absent field means "not known here: check", never "none". */
export type CountryFacts = {
  /** ISO 3166-1 alpha-2 code. */
  readonly code: string
  /** English name. */
  readonly name: string
  readonly capital?: string
  readonly continent: string
  /** ISO 4217 code of the main currency. */
  readonly currency?: string
  /** English names, most important first. */
  readonly languages: readonly string[]
  /** International dialling code with plus, e.g. "+351". */
  readonly callingCode?: string
  readonly drivingSide?: 'left' | 'right'
  /** IEC plug letters. */
  readonly plugs?: readonly string[]
  /** Volts. */
  readonly voltage?: number
  readonly emergency?: EmergencyNumbers
  readonly tapWater?: string
  readonly tipping?: string
  /** General notes on health, with who to ask; empty where there is nothing particular. */
  readonly health: readonly string[]
  readonly hasPassengerRail?: boolean
  /** Prices relative to the United States (1). */
  readonly priceLevel?: PriceLevel
  /** Visa and entry rules change and depend on the passport: always this sentence, never a guess. */
  readonly entry: string
}

const ENTRY =
  'Visa and entry rules depend on your passport: check the official source of the country before you book.'

type CountryRecord = {
  readonly name: string
  readonly capital: string
  readonly continent: keyof typeof continents
  readonly currency: readonly string[]
  readonly languages: readonly (keyof typeof languages)[]
  readonly phone: readonly number[]
}

const records = new Map<string, CountryRecord>(Object.entries(countries))

/** Facts of a country by ISO 3166-1 alpha-2 code in either case; undefined for an unknown code. */
export function countryFacts(iso2: string): CountryFacts | undefined {
  const code = iso2.toUpperCase()
  const record = records.get(code)
  if (!record) return undefined
  const power = mainsPower(code)
  const emergency = emergencyNumbers(code)
  const side = drivingSide(code)
  const water = tapWater(code)
  const tips = tipping(code)
  const rail = hasPassengerRail(code)
  const priceLevel = priceLevelOf(code)
  const [currency] = record.currency
  const [phone] = record.phone
  return {
    code,
    name: record.name,
    ...(record.capital === '' ? {} : { capital: record.capital }),
    continent: continents[record.continent],
    ...(currency === undefined ? {} : { currency }),
    languages: record.languages.map((language) => languages[language].name),
    ...(phone === undefined ? {} : { callingCode: `+${phone}` }),
    ...(side === undefined ? {} : { drivingSide: side }),
    ...power,
    ...(emergency === undefined ? {} : { emergency }),
    ...(water === undefined ? {} : { tapWater: water }),
    ...(tips === undefined ? {} : { tipping: tips }),
    health: healthNotes(code),
    ...(rail === undefined ? {} : { hasPassengerRail: rail }),
    ...(priceLevel === undefined ? {} : { priceLevel }),
    entry: ENTRY,
  }
}
