/**
 * Regions whose roads are unlike the rest of their country: fjords and high valleys where the way is far longer or
 * slower than the distance suggests, and a few where a motorway makes it quicker. Fitted by hand to well-known
 * journeys (Islamabad to Gilgit 12 hours, Bergen to Ålesund 8, Addis Ababa to Lalibela 12), like the table of countries.
 */
import { distanceKm } from '../atlas/index.ts'
import type { RoadConditions } from './leg-road-conditions.ts'

type Region = RoadConditions & {
  readonly lat: number
  readonly lon: number
  /** The middle of the journey lies within this of the centre. */
  readonly km: number
  /** Shorter straight lines are not meant. */
  readonly from: number
}

/** `latitude longitude radius km/h circuity shortest: what it is`. */
const TABLE = `
61.3 5.9 150 52 1.65 30: fjords of western Norway, with their ferries
57.3 -5.3 110 66 1.5 30: Scottish Highlands and Skye
42.1 9.1 90 55 1.6 20: Corsica
42.9 42.6 60 42 2.2 30: Svaneti
35.9 74.5 230 38 1.75 40: Karakoram Highway and Baltistan
33.6 77.3 220 35 1.9 40: Ladakh and Lahaul
27.1 88.4 60 25 1.75 15: Darjeeling and Sikkim
10.1 76.9 60 33 1.6 30: Western Ghats above Kochi
7 80.75 50 33 1.9 20: hill country of Sri Lanka
38 71.2 200 38 2 60: Pamir
41.6 73.6 90 58 2 100: Bishkek to Osh
20 102 190 38 1.7 60: northern Laos
19.2 98.6 45 42 1.55 40: Mae Hong Son loop
22.6 104.4 60 38 2 60: border mountains of northern Vietnam
-7 109.7 380 66 1.3 60: toll roads of Java
-8.6 121 180 38 2 40: Flores
17 121 110 38 1.6 40: Cordillera of Luzon
11.9 38.6 170 54 1.7 60: highlands of northern Ethiopia
-15.2 -67.6 110 32 1.75 60: Yungas and the road to Rurrenabaque
17.1 -92.3 60 42 1.9 40: highlands of Chiapas
5 -75.4 110 45 1.75 60: coffee country of Colombia
-45.1 168 60 72 1.95 40: Fiordland
`

const REGIONS: readonly Region[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [lat = 0, lon = 0, km = 0, kmh = 0, circuity = 0, from = 0] = (row.split(':')[0] ?? '')
      .split(' ')
      .map(Number)
    return { lat, lon, km, kmh, circuity, from }
  })

type Point = { readonly lat: number; readonly lon: number }

/** Conditions of the region that the middle of a journey lies in; undefined nearly everywhere. */
export function roadRegion(from: Point, to: Point): RoadConditions | undefined {
  const middle = { lat: (from.lat + to.lat) / 2, lon: (from.lon + to.lon) / 2 }
  const region = REGIONS.find(
    // Latitude alone rules most out without trigonometry.
    (one) => Math.abs(one.lat - middle.lat) * 111 <= one.km && distanceKm(one, middle) <= one.km,
  )
  return region === undefined || distanceKm(from, to) < region.from ? undefined : region
}
