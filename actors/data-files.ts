import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAirports } from './atlas/airports.ts'
import { openClimate } from './atlas/climate/index.ts'
import { dataPath, isRecord } from './atlas/data-file.ts'
import { loadEconomies } from './atlas/economy.ts'
import { gazetteer, loadGazetteer } from './atlas/gazetteer.ts'
import { loadHolidays } from './atlas/holiday-table.ts'
import { CURATED } from './atlas/sights/cities.ts'
import { LANDMASS_FILE, loadLandmass } from './offline/landmass.ts'
import { CaravanError } from '../runtime/index.ts'

/** Whether the files that offline plans are made from are there and whole. */

/** Where the data lies. */
export interface DataFiles {
  readonly places: string
  readonly airports: string
  readonly economy: string
  readonly holidays: string
  readonly climate: string
  readonly landmass: string
  /** A folder: one file per city. */
  readonly guides: string
}

/** The committed data. */
export const SHIPPED: DataFiles = {
  places: dataPath('places.json'),
  airports: dataPath('airports.json'),
  economy: dataPath('economy.json'),
  holidays: dataPath('holidays.json'),
  climate: fileURLToPath(new URL('atlas/climate/data/climate.json', import.meta.url)),
  landmass: LANDMASS_FILE,
  guides: fileURLToPath(new URL('atlas/sights/data', import.meta.url)),
}

/** One file that cannot be used, and why. */
export interface DamagedFile {
  readonly file: string
  /** A sentence that names the file. */
  readonly problem: string
}

/**
 * Refuses to go on with data that is damaged, so that a broken installation is told at the start and not by the trips
 * that happen to need the file. The gazetteer stays loaded, guides are only parsed: their schema is checked when one is
 * wanted, and by `caravan atlas check`.
 * @throws CaravanError `atlas.data.damaged` naming every such file
 */
export function requireData(files: DataFiles = SHIPPED): void {
  const damaged = damagedFiles(files)
  if (damaged.length === 0) return
  throw new CaravanError('atlas.data.damaged', damaged.map(({ problem }) => problem).join('\n'), {
    data: { files: damaged.map(({ file }) => file) },
  })
}

/** Every file that is missing or damaged; the guides are those of the list of cities. */
export function damagedFiles(files: DataFiles = SHIPPED): readonly DamagedFile[] {
  const loads: readonly (readonly [file: string, load: (file: string) => unknown])[] = [
    [files.places, (file) => (file === SHIPPED.places ? gazetteer() : loadGazetteer(file))],
    [files.airports, loadAirports],
    [files.economy, loadEconomies],
    [files.holidays, loadHolidays],
    [files.climate, (file) => openClimate(file).anchors()],
    [files.landmass, loadLandmass],
    ...CURATED.map(({ slug }) => [join(files.guides, `${slug}.json`), parseGuide] as const),
  ]
  return loads.flatMap(([file, load]) => {
    try {
      load(file)
      return []
    } catch (error) {
      return [{ file, problem: error instanceof Error ? error.message : String(error) }]
    }
  })
}

function parseGuide(file: string): void {
  let guide: unknown
  try {
    guide = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(
      `City guide ${file} is missing or is not JSON. Restore it with "git checkout -- ${file}".`,
      {
        cause,
      },
    )
  }
  if (!isRecord(guide) || !Array.isArray(guide['sights']))
    throw new Error(`City guide ${file} has no "sights". Restore it with "git checkout -- ${file}".`)
}
