import { nameKey } from '../name-key.ts'
import type { Town } from './town.ts'

/** Script a country's own signs are in, for the countries whose script is not Latin. */
const NATIVE_SCRIPT: readonly (readonly [pattern: RegExp, countries: string])[] = [
  [/^\p{sc=Han}{2,6}$/u, 'CN TW HK MO JP SG'],
  [/^\p{sc=Hangul}{2,6}$/u, 'KR KP'],
  [/^[\p{sc=Cyrillic} -]{2,24}$/u, 'RU UA BY BG RS MK ME KZ KG TJ MN BA'],
  [/^[\p{sc=Greek} -]{2,24}$/u, 'GR CY'],
  [/^[\p{sc=Hebrew} -]{2,20}$/u, 'IL'],
  [/^[\p{sc=Arabic} ]{2,20}$/u, 'EG MA DZ TN LY SD SA AE QA KW BH OM YE IQ JO LB SY PS IR PK AF MR'],
  [/^[\p{sc=Thai}\p{M}]{2,20}$/u, 'TH'],
  [/^[\p{sc=Georgian}]{2,20}$/u, 'GE'],
  [/^[\p{sc=Armenian}]{2,20}$/u, 'AM'],
]

const SCRIPT_OF = new Map(
  NATIVE_SCRIPT.flatMap(([pattern, countries]) => countries.split(' ').map((iso) => [iso, pattern] as const)),
)

/** How many aliases a place of a given size may keep: people misspell and translate big cities most. */
function aliasLimit(population: number): number {
  if (population >= 500_000) return 40
  if (population >= 50_000) return 15
  return 6
}

const LATIN_NAME = /^\p{Lu}[\p{sc=Latin}\p{M} .-]{2,28}$/u
const AIRPORT_CODE = /^[A-Z]{3}$/

/**
 * Name keys under which a place can also be found: its own where lower case alone does not give it, then
 * further names, best first.
 *
 * GeoNames lists every language's name without saying which is which, mixed with machine transliterations.
 * Those are recognisable: pinyin and Arabic ones are all lower case, Cyrillic ones carry apostrophes, IATA
 * codes are three capitals. Names in the country's own script are kept for towns of 50,000 or more.
 * The rest is ranked and cut to a limit that grows with the city.
 */
export function aliasesOf(town: Town): readonly string[] {
  const own = nameKey(town.name)
  const ascii = nameKey(town.asciiName)
  const native = SCRIPT_OF.get(town.countryCode)
  const latin: string[] = []
  const script: string[] = []
  for (const name of town.alternateNames) {
    if (native?.test(name) === true) script.push(name)
    else if (LATIN_NAME.test(name) && !AIRPORT_CODE.test(name)) latin.push(name)
  }
  const keys = new Set<string>()
  for (const name of town.firstNames ?? []) keys.add(nameKey(name))
  if (ascii !== own && ascii !== '') keys.add(ascii)
  if (town.population >= 50_000 || town.featureCode === 'PPLC') {
    const kept = town.population >= 500_000 ? 12 : 3
    for (const name of script.sort(byLengthThenName).slice(0, kept)) keys.add(nameKey(name))
  }
  const ranked = latin.map((name) => ({ name, rank: rankOf(name, latin) })).sort(byRank)
  const limit = aliasLimit(town.population) + keys.size
  for (const { name } of ranked) {
    if (keys.size >= limit) break
    const key = nameKey(name)
    if (key !== own) keys.add(key)
  }
  keys.delete(own)
  return own === town.name.toLowerCase() ? [...keys] : [own, ...keys]
}

/**
 * Lower is better. A name GeoNames lists both with and without its diacritics ("Koln, Köln") was entered by
 * a person, and short names are the ones typed.
 */
function rankOf(name: string, all: readonly string[]): number {
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '')
  const paired = plain !== name && all.includes(plain) ? 0 : 1
  return paired * 100 + name.length
}

function byRank(a: { name: string; rank: number }, b: { name: string; rank: number }): number {
  return a.rank - b.rank || compare(a.name, b.name)
}

function byLengthThenName(a: string, b: string): number {
  return a.length - b.length || compare(a, b)
}

/** Code-unit order: independent of the machine's locale, so the bake gives the same bytes everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
