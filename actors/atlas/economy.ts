import { dataPath, isRecord, readDataFile } from './data-file.ts'

/** What the World Factbook says about a country's prices and railways. */
export type Economy = {
  /** GDP at the official exchange rate divided by GDP at purchasing power parity; United States = 1. */
  readonly priceLevel?: number
  /** Year of the GDP estimates. */
  readonly priceYear?: number
  /** Length of all railways in kilometres, freight included; absent when the source names none. */
  readonly railKm?: number
}

/**
 * Reads an economy file.
 * @param path default: the committed one
 * @throws Error naming the file when it is missing or damaged
 */
export function loadEconomies(path: string = dataPath('economy.json')): ReadonlyMap<string, Economy> {
  const rows = readDataFile(path, (value) =>
    isRecord(value) && Object.values(value).every(isRecord) ? undefined : 'is not an object of countries',
  ) as Readonly<Record<string, Economy>>
  return new Map(Object.entries(rows))
}

let loaded: ReadonlyMap<string, Economy> | undefined

/** Economy of a country by ISO code; undefined when the Factbook has no page for it. */
export function economyOf(iso2: string): Economy | undefined {
  loaded ??= loadEconomies()
  return loaded.get(iso2)
}

/** Passenger trains the source is too old or too coarse to show. */
const RUNS = new Set(['HK', 'LA', 'MC'])
/** Rails without regular passenger trains: freight, plantations, closed or a short tourist ride. */
const FREIGHT_ONLY = new Set('CX FJ GT KN LB NI PY SV SZ TG'.split(' '))
/** Service suspended, reopened or about to start since the source was written: better "check" than wrong. */
const UNCERTAIN = new Set(
  'AE AF BF BT BW CF CO EC ER GN HN HT IM IQ JO KP LR LS LY MO MR MW NA NP PS RW SD SG SL SS SY VA VE YE'.split(
    ' ',
  ),
)

/** Whether regular passenger trains run; undefined when unknown or changing. */
export function hasPassengerRail(iso2: string): boolean | undefined {
  if (RUNS.has(iso2)) return true
  if (FREIGHT_ONLY.has(iso2)) return false
  const economy = economyOf(iso2)
  if (economy === undefined || UNCERTAIN.has(iso2)) return undefined
  return economy.railKm !== undefined
}
