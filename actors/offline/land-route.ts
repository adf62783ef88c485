/**
 * How much longer than the straight line the way over land is: a search on the quarter-degree land grid. It keeps a
 * road from crossing a gulf, a strait or an inland sea that the distance alone would jump over.
 */
import { distanceKm } from '../atlas/index.ts'
import { GRID_COLUMNS, GRID_ROWS, isLandCell } from './landmass.ts'
import { pop, push } from './ranked-heap.ts'

/**
 * Bridges, tunnels and spits of land that the quarter-degree grid does not show: `from latitude longitude to latitude
 * longitude`, drawn as land. Only between places on one landmass: a ferry is none of these.
 */
const LINKS = `
Little Belt 55.5 9.6 55.5 9.9
Great Belt 55.3 10.6 55.4 11.3
Lolland 54.8 11.2 55.1 11.9
Lofoten 68.6 16.6 68.3 14.5
Vesterålen 68.6 16.6 68.75 15.4
Reggio di Calabria 38.1 15.7 38.6 16.1
Lavrio 37.7 24.05 38 23.8
Ayvalık 39.3 26.7 39.4 27
King Fahd Causeway 26.1 50.5 26.3 49.9
Paraguaná 11.6 -69.8 11.3 -69.6
Florida Keys 24.6 -81.8 24.75 -81
Florida Keys 24.75 -81 25.3 -80.4
Cape Cod 41.85 -69.95 41.75 -70.6
Dover 51.15 1.3 51.3 0.7
Llŷn 52.9 -4.4 53.1 -3.9
Kobe 34.7 135.2 34.75 135.6
Kobe 34.7 135.2 34.7 134.8
Awaji 34.65 135 34.3 134.8
Awaji 34.3 134.8 34.15 134.5
Shimanami 34.4 133.2 34 133
Chania 35.5 24 35.3 24.7
Bicol 13.9 122.4 13.6 123.2
Bicol 13.6 123.2 12.9 124
Bicol 12.9 124 12.6 124.1
Zamboanga 6.95 122.1 7.8 122.8
Cebu 10.6 123.9 11.2 124
Negros 10.7 123.5 10.5 123.2
Martinique 14.8 -61.1 14.6 -61
Margarita 11 -63.9 11 -64.2
Lanzarote 29 -13.55 29.1 -13.5
Confederation Bridge 46.15 -63.8 46.3 -63.6
`

type Point = { readonly lat: number; readonly lon: number }

/** Open water narrower than this is bridged, ferried on a road, or an artefact of the grid. Kilometres. */
const NARROW_WATER_KM = 35
/** Beyond this a coast's shape hardly changes the ratio, and the search would cost too much. Kilometres. */
const SEARCH_LIMIT_KM = 3_000
/** Steps in eight directions are up to 8 % longer than the true line; 5 % on average. */
const GRID_BIAS = 1.05
const MAX_VISITED = 30_000
/** Nobody drives further round a sea than this. Kilometres. */
const LONGEST_LAND_KM = 3_500

const cellRow = (lat: number) => Math.floor((lat + 90) * 4)
const cellColumn = (lon: number) => Math.floor((lon + 180) * 4)
const CELL_DEGREES = 0.25
const CELL_KM = 27.8
const RADIANS = Math.PI / 180

type Known = { readonly ratio: number | undefined; readonly atMost: number }
const remembered = new Map<number, Known>()
const REMEMBER_AT_MOST = 5_000

/**
 * Ratio of the way over land to the great circle, at least 1; undefined when the grid knows no way over land, or none
 * that is shorter than `atMost` times the great circle: a caller who would refuse a longer one saves the search.
 * Method: A* over 0.25 degree cells, only when the straight line crosses more than 35 km of water.
 */
export function landDetour(from: Point, to: Point, atMost = Infinity): number | undefined {
  const straight = distanceKm(from, to)
  if (straight < NARROW_WATER_KM || straight > SEARCH_LIMIT_KM) return 1
  if (longestWaterKm(from, to, straight) <= NARROW_WATER_KM) return 1
  const start = nearestLand(from)
  const goal = nearestLand(to)
  if (start === undefined || goal === undefined) return undefined
  // A round trip asks for both directions of one pair.
  const key = Math.min(start, goal) * GRID_COLUMNS * GRID_ROWS + Math.max(start, goal)
  const known = remembered.get(key)
  if (known !== undefined && (known.ratio !== undefined || known.atMost >= atMost)) return known.ratio
  const longest = Math.min(LONGEST_LAND_KM, atMost * straight) * GRID_BIAS
  const path = shortestLandKm(start, goal, longest)
  const ratio = path === undefined ? undefined : Math.max(1, path / GRID_BIAS / straight)
  if (remembered.size >= REMEMBER_AT_MOST) remembered.clear()
  remembered.set(key, { ratio, atMost })
  return ratio
}

/** Longest run of water on the straight line, sampled about every 10 km. */
function longestWaterKm(from: Point, to: Point, straight: number): number {
  const steps = Math.ceil(straight / 10)
  let run = 0
  let longest = 0
  for (let step = 0; step <= steps; step += 1) {
    const point = along(from, to, step / steps)
    run = isDrivable(cellRow(point.lat), cellColumn(point.lon)) ? 0 : run + straight / steps
    longest = Math.max(longest, run)
  }
  return longest
}

/** A point on the line between two points; straight in degrees, across the date line when that is shorter. */
function along(from: Point, to: Point, share: number): Point {
  const turn = ((to.lon - from.lon + 540) % 360) - 180
  return { lat: from.lat + (to.lat - from.lat) * share, lon: from.lon + turn * share }
}

let linked: ReadonlySet<number> | undefined

/** The cells that the links run through. */
function linkCells(): ReadonlySet<number> {
  if (linked !== undefined) return linked
  const cells = new Set<number>()
  for (const row of LINKS.trim().split('\n')) {
    const [fromLat = 0, fromLon = 0, toLat = 0, toLon = 0] = row.split(' ').slice(-4).map(Number)
    const steps = Math.ceil(Math.max(Math.abs(toLat - fromLat), Math.abs(toLon - fromLon)) / 0.1)
    for (let step = 0; step <= steps; step += 1) {
      const share = step / steps
      const point = along({ lat: fromLat, lon: fromLon }, { lat: toLat, lon: toLon }, share)
      cells.add(cellRow(point.lat) * GRID_COLUMNS + cellColumn(point.lon))
    }
  }
  linked = cells
  return linked
}

/** Whether one can drive through a cell: land, or a link over water. */
function isDrivable(row: number, column: number): boolean {
  return (
    isLandCell(row, column) || linkCells().has(row * GRID_COLUMNS + ((column + GRID_COLUMNS) % GRID_COLUMNS))
  )
}

const STEPS = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const

const COSINES = Float64Array.from({ length: GRID_ROWS }, (_, row) =>
  Math.cos((row + 0.5 - GRID_ROWS / 2) * (CELL_DEGREES * RADIANS)),
)
let costs: Float64Array | undefined

/** Kilometres over land between two cells; undefined when there is no way of at most `longest`. */
function shortestLandKm(start: number, goal: number, longest: number): number | undefined {
  // One table for all searches: a search clears the cells it touched. Zero is unknown: a fresh table of zeros costs
  // nothing until it is touched.
  costs ??= new Float64Array(GRID_ROWS * GRID_COLUMNS)
  const touched = [start]
  const found = searchLand(start, goal, longest, costs, touched)
  for (const key of touched) costs[key] = 0
  return found
}

function searchLand(
  start: number,
  goal: number,
  longest: number,
  best: Float64Array,
  touched: number[],
): number | undefined {
  best[start] = Number.MIN_VALUE
  const queue: { readonly key: number; readonly cost: number; readonly rank: number }[] = []
  push(queue, { key: start, cost: 0, rank: 0 })
  let visited = 0
  for (let head = pop(queue); head !== undefined; head = pop(queue)) {
    if (head.key === goal) return head.cost
    if (head.rank > longest) return undefined
    if (head.cost > (best[head.key] ?? 0)) continue
    visited += 1
    if (visited > MAX_VISITED) return undefined
    const row = Math.floor(head.key / GRID_COLUMNS)
    const column = head.key % GRID_COLUMNS
    const width = CELL_KM * (COSINES[row] ?? 1)
    for (const [up, right] of STEPS) {
      const nextRow = row + up
      const nextColumn = (column + right + GRID_COLUMNS) % GRID_COLUMNS
      if (!isDrivable(nextRow, nextColumn)) continue
      const side = right * width
      const cost = head.cost + Math.sqrt(up * up * CELL_KM * CELL_KM + side * side)
      const key = nextRow * GRID_COLUMNS + nextColumn
      const known = best[key] ?? 0
      if (known > 0 && cost >= known) continue
      if (known === 0) touched.push(key)
      best[key] = cost
      push(queue, { key, cost, rank: cost + straightKm(nextRow, nextColumn, goal) })
    }
  }
  return undefined
}

/** The chord between two cells, never more than the great circle: haversine with the cosines at hand. */
function straightKm(row: number, column: number, goal: number): number {
  const goalRow = Math.floor(goal / GRID_COLUMNS)
  const sinLat = Math.sin((row - goalRow) * (CELL_DEGREES * RADIANS * 0.5))
  const sinLon = Math.sin((column - (goal % GRID_COLUMNS)) * (CELL_DEGREES * RADIANS * 0.5))
  const h = sinLat * sinLat + (COSINES[row] ?? 1) * (COSINES[goalRow] ?? 1) * sinLon * sinLon
  return 12_742 * Math.sqrt(h)
}

/** The land cell nearest to a point, within two cells: ports often stand in a cell whose centre is water. */
function nearestLand(point: Point): number | undefined {
  const row = cellRow(point.lat)
  const column = cellColumn(point.lon)
  for (let ring = 0; ring <= 2; ring += 1) {
    for (let up = -ring; up <= ring; up += 1) {
      for (let right = -ring; right <= ring; right += 1) {
        if (isDrivable(row + up, column + right)) {
          return (row + up) * GRID_COLUMNS + ((column + right + GRID_COLUMNS) % GRID_COLUMNS)
        }
      }
    }
  }
  return undefined
}
