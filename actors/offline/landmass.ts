/**
 * Which places one can drive or ride between, and how far around the sea the land route goes.
 *
 * `landmass-bake.ts` computes `landmass.json` from Natural Earth's 1:10m land polygons (public domain) and all GeoNames
 * places of 500 inhabitants and more (CC BY 4.0), and says how. Only places that are not on their country's main
 * landmass are stored, as 0.02 degree cells; `land` is a 0.25 degree land bitmap, deflated.
 */
import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'
import { isRecord, readDataFile } from '../atlas/data-file.ts'

type Point = { readonly lat: number; readonly lon: number }
/** As it is written. */
type Raw = {
  readonly defaults: Readonly<Record<string, string>>
  readonly cells: Readonly<Record<string, string>>
  readonly land: string
}
type Atlas = {
  readonly defaults: ReadonlyMap<string, string>
  readonly cells: ReadonlyMap<number, string>
  readonly land: Uint8Array
}

export const LANDMASS_FILE = fileURLToPath(new URL('landmass.json', import.meta.url))
const CELLS_PER_DEGREE = 50
const CELLS_PER_ROW = 18_001
export const GRID_COLUMNS = 1440
export const GRID_ROWS = 720

let loaded: Atlas | undefined

function atlas(): Atlas {
  if (loaded !== undefined) return loaded
  loaded = loadLandmass()
  return loaded
}

/**
 * Loads the landmasses.
 * @param path default: the committed file
 * @throws Error naming the file when it is missing or damaged
 */
export function loadLandmass(path: string = LANDMASS_FILE): Atlas {
  const raw = readDataFile(path, (value) => {
    if (!isRecord(value) || !isRecord(value['defaults']) || !isRecord(value['cells']))
      return 'has no "defaults" or no "cells"'
    return typeof value['land'] === 'string' ? undefined : 'has no "land" bitmap'
  }) as Raw
  const cells = new Map<number, string>()
  for (const [landmass, deltas] of Object.entries(raw.cells)) {
    let cell = 0
    for (const delta of deltas.split(' ')) {
      cell += Number.parseInt(delta, 36)
      cells.set(cell, landmass)
    }
  }
  return {
    defaults: new Map(Object.entries(raw.defaults)),
    cells,
    land: inflateRawSync(Buffer.from(raw.land, 'base64')),
  }
}

/** The 0.02 degree cell a town is stored under, after rounding to the 0.001 degrees of the gazetteer. */
export function placeCell(point: Point): number {
  const row = Math.round((Math.round(point.lat * 1000) / 1000 + 90) * CELLS_PER_DEGREE)
  const column = Math.round((Math.round(point.lon * 1000) / 1000 + 180) * CELLS_PER_DEGREE)
  return row * CELLS_PER_ROW + column
}

/**
 * The landmass a place stands on: `afro-eurasia`, `americas`, `australia` or an island's key such as `IE-dublin`.
 * Two places with the same key are joined by land, bridges or tunnels one can drive through.
 */
export function landmassOf(place: Point & { readonly country: string }): string {
  const { cells, defaults } = atlas()
  return cells.get(placeCell(place)) ?? defaults.get(place.country) ?? `unknown-${place.country}`
}

/**
 * The landmass of a point that is no town (an airport): that of an island town within about 8 km, else the country's
 * main one.
 */
export function landmassNear(point: Point & { readonly country: string }): string {
  const { cells } = atlas()
  const row = Math.round((point.lat + 90) * CELLS_PER_DEGREE)
  const column = Math.round((point.lon + 180) * CELLS_PER_DEGREE)
  let found: string | undefined
  let least = 5
  for (let up = -4; up <= 4; up += 1) {
    for (let right = -4; right <= 4; right += 1) {
      const landmass = cells.get((row + up) * CELLS_PER_ROW + column + right)
      const away = Math.hypot(up, right)
      if (landmass === undefined || away >= least) continue
      found = landmass
      least = away
    }
  }
  return found ?? landmassOf(point)
}

/** Whether the quarter-degree cell holds land at its centre. Rows run from the south, columns from 180 W. */
export function isLandCell(row: number, column: number): boolean {
  if (row < 0 || row >= GRID_ROWS) return false
  const index = row * GRID_COLUMNS + ((column + GRID_COLUMNS) % GRID_COLUMNS)
  return ((atlas().land[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
}
