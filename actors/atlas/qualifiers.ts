import { countryCode } from './country-names.ts'
import { gazetteer } from './gazetteer.ts'
import { nameKey } from './name-key.ts'
import { REGION_ABBREVIATIONS } from './region-abbreviations.ts'

/**
 * What a word after the comma can mean: "CA" is a country, and a state. Sets of ISO country codes and of
 * `country key` pairs such as `US california`.
 */
export type Qualifier = { readonly countries: ReadonlySet<string>; readonly regions: ReadonlySet<string> }

/** Reads "Texas", "TX", "France", "FR", "D.C."; undefined when the text names no country or division. */
export function readQualifier(text: string): Qualifier | undefined {
  const key = nameKey(text)
  if (key === '') return undefined
  const regions = new Set((regionIndex().get(key) ?? []).map((country) => `${country} ${key}`))
  const abbreviated = REGION_ABBREVIATIONS[key.replaceAll(' ', '').toUpperCase()]
  if (abbreviated) regions.add(`${abbreviated[0]} ${nameKey(abbreviated[1])}`)
  const iso = countryCode(text)
  if (iso === undefined && regions.size === 0) return undefined
  return { countries: new Set(iso === undefined ? [] : [iso]), regions }
}

/** Whether the place in a gazetteer row lies in the country or division the qualifier means. */
export function isWithin(row: number, qualifier: Qualifier): boolean {
  const atlas = gazetteer()
  const country = atlas.country(row)
  if (qualifier.countries.has(country)) return true
  if (qualifier.regions.size === 0) return false
  return qualifier.regions.has(`${country} ${regionKey(atlas.region(row))}`)
}

/** A division's inhabitants in towns of the gazetteer, for "is Bali the island or a village in India?". */
export function regionPopulation(country: string, key: string): number {
  return populations().get(`${country} ${key}`) ?? 0
}

/** ISO codes of the countries with a division of that name key. */
export function countriesWithRegion(key: string): readonly string[] {
  return regionIndex().get(key) ?? []
}

const keys = new Map<string, string>()

/** Name key of a division; divisions are few and asked for once per town. */
function regionKey(region: string): string {
  const known = keys.get(region)
  if (known !== undefined) return known
  const key = nameKey(region)
  keys.set(region, key)
  return key
}

let countriesByRegion: ReadonlyMap<string, readonly string[]> | undefined
let populationByRegion: ReadonlyMap<string, number> | undefined

function regionIndex(): ReadonlyMap<string, readonly string[]> {
  countriesByRegion ??= groupRegions()
  return countriesByRegion
}

function groupRegions(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>()
  for (const { country, region } of gazetteer().runs) {
    if (region === '') continue
    const key = regionKey(region)
    const countries = index.get(key) ?? []
    index.set(key, countries)
    if (!countries.includes(country)) countries.push(country)
  }
  return index
}

function populations(): ReadonlyMap<string, number> {
  populationByRegion ??= sumRegions()
  return populationByRegion
}

function sumRegions(): ReadonlyMap<string, number> {
  const atlas = gazetteer()
  const sums = new Map<string, number>()
  for (const { country, region, first, count } of atlas.runs) {
    const key = `${country} ${regionKey(region)}`
    let sum = sums.get(key) ?? 0
    for (let row = first; row < first + count; row += 1) sum += atlas.population[row] ?? 0
    sums.set(key, sum)
  }
  return sums
}
