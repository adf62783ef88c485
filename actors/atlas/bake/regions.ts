import { distanceKm } from '../distance.ts'
import { nameKey } from '../name-key.ts'
import { EXTRA_REGIONS } from './region-names.ts'
import type { Town } from './town.ts'

/** The fields of an OurAirports airport that tell which ISO 3166-2 division a point is in. */
export type RegionWitness = { readonly lat: number; readonly lon: number; readonly isoRegion: string }

/** An OurAirports division: ISO 3166-2 code and English name. */
export type IsoRegion = { readonly code: string; readonly name: string }

/** An airport speaks for the divisions of the nearest towns within this distance. */
const WITNESS_KM = 30
/** Countries whose GeoNames division codes are the ISO 3166-2 ones. */
const CODES_ARE_ISO = new Set(['CH', 'GB', 'US'])
/** Countries whose divisions OurAirports still has as they were before a reform: only the table names them. */
const REFORMED = new Set(['HU', 'KE', 'VN'])
/** Share of the votes a division needs: below it the airports disagree and the name is left out. */
const MAJORITY = 0.55

/**
 * Names the first-level divisions of GeoNames, whose town file has codes only. Key: `JP.22`, value: `Kyoto`.
 *
 * In order of trust: the hand-written table; a GeoNames code that is itself an ISO 3166-2 code (US, CH, GB);
 * a vote of the airports near the division's towns, whose ISO division OurAirports knows; the division whose
 * name is that of the division's seat. A division that two GeoNames divisions claim by vote names neither
 * (the two sources cut that country differently). Divisions left over stay unnamed.
 */
export function nameRegions(
  towns: readonly Town[],
  witnesses: readonly RegionWitness[],
  regions: readonly IsoRegion[],
): ReadonlyMap<string, string> {
  const current = regions.filter(
    (region) => !region.code.endsWith('-U-A') && !REFORMED.has(region.code.slice(0, 2)),
  )
  const isoNames = new Map(current.map((region) => [region.code, tidyName(region.name)]))
  const named = new Map<string, string>(EXTRA_REGIONS)
  const taken = new Set<string>()
  for (const key of divisionKeys(towns)) {
    const [country = '', code = ''] = key.split('.')
    const iso = `${country}-${code}`
    const name = isoNames.get(iso)
    if (name === undefined || !CODES_ARE_ISO.has(country) || named.has(key)) continue
    named.set(key, name)
    taken.add(iso)
  }
  for (const [iso, keys] of claims(towns, witnesses, isoNames)) {
    const [key] = keys
    if (keys.length !== 1 || key === undefined || named.has(key) || taken.has(iso)) continue
    named.set(key, isoNames.get(iso) ?? '')
    taken.add(iso)
  }
  const isoByName = new Map(
    current.map((region) => [`${region.code.slice(0, 2)} ${nameKey(tidyName(region.name))}`, region.code]),
  )
  for (const town of towns) {
    if (town.featureCode !== 'PPLA' && town.featureCode !== 'PPLC') continue
    const key = divisionKey(town)
    const iso = isoByName.get(`${town.countryCode} ${nameKey(town.name)}`)
    if (key === undefined || iso === undefined || named.has(key) || taken.has(iso)) continue
    named.set(key, isoNames.get(iso) ?? '')
    taken.add(iso)
  }
  return named
}

/** `JP.22` for a town in a division, undefined for one outside all. */
export function divisionKey(town: Town): string | undefined {
  const code = town.admin1Code
  return code === '' || code === '00' ? undefined : `${town.countryCode}.${code}`
}

function divisionKeys(towns: readonly Town[]): ReadonlySet<string> {
  return new Set(towns.map(divisionKey).filter((key) => key !== undefined))
}

/** ISO division -> the GeoNames divisions whose airport votes it wins. */
function claims(
  towns: readonly Town[],
  witnesses: readonly RegionWitness[],
  isoNames: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const votes = new Map<string, Map<string, number>>()
  const near = townsByDegree(towns)
  for (const witness of witnesses) {
    if (!isoNames.has(witness.isoRegion)) continue
    for (const [town, km] of nearest(near, witness, 3)) {
      const key = divisionKey(town)
      if (key === undefined) continue
      const tally = votes.get(key) ?? new Map<string, number>()
      votes.set(key, tally)
      tally.set(witness.isoRegion, (tally.get(witness.isoRegion) ?? 0) + 1 / (3 + km))
    }
  }
  const winners = new Map<string, string[]>()
  for (const [key, tally] of votes) {
    const total = [...tally.values()].reduce((sum, weight) => sum + weight, 0)
    const best = [...tally].sort((a, b) => b[1] - a[1])[0]
    if (best === undefined || best[1] / total <= MAJORITY) continue
    const keys = winners.get(best[0]) ?? []
    winners.set(best[0], keys)
    keys.push(key)
  }
  return winners
}

function townsByDegree(towns: readonly Town[]): ReadonlyMap<string, Town[]> {
  const cells = new Map<string, Town[]>()
  for (const town of towns) {
    const cell = `${Math.floor(town.latitude)} ${Math.floor(town.longitude)}`
    const list = cells.get(cell) ?? []
    cells.set(cell, list)
    list.push(town)
  }
  return cells
}

function nearest(
  cells: ReadonlyMap<string, Town[]>,
  witness: RegionWitness,
  count: number,
): [Town, number][] {
  const found: [Town, number][] = []
  for (let row = -1; row <= 1; row += 1) {
    for (let column = -1; column <= 1; column += 1) {
      const cell = `${Math.floor(witness.lat) + row} ${Math.floor(witness.lon) + column}`
      for (const town of cells.get(cell) ?? []) {
        if (!witness.isoRegion.startsWith(`${town.countryCode}-`)) continue
        const km = distanceKm(witness, { lat: town.latitude, lon: town.longitude })
        if (km <= WITNESS_KM) found.push([town, km])
      }
    }
  }
  return found.sort((a, b) => a[1] - b[1]).slice(0, count)
}

/** "Kyoto Prefecture" -> "Kyoto", "Canton of Zurich" -> "Zurich"; "Northern Region" keeps its noun. */
export function tidyName(name: string): string {
  const bare = name
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/^(?:Canton|Autonomous Region) of /, '')
    .replace(
      / (?:Prefecture|Province|District|Department|Oblast|Governorate|Municipality|Parish|(?<!Free )State)$/,
      '',
    )
    .replace(/ (?:County|Voivodeship|province)$/, '')
    .replace(/ (?:Special |Hui |Zhuang |Uyghur )?(?:Autonomous|Administrative) Region$/, '')
    .trim()
  const region = bare.replace(/ Region$/, '')
  return /(?:ern|Capital|Central|Coast|Delta|Highlands|West|East|North|South)$/.test(region) ? bare : region
}
