import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { countryName } from '../country-names.ts'
import { distanceKm } from '../distance.ts'
import { findPlace } from '../find-place.ts'
import { CURATED, type CuratedCity } from './cities.ts'
import { type Fault, type PlacedSight, sightFaults, textFaults } from './guide-rules.ts'
import { CityGuide, Sight } from './schema.ts'

/** Checks a folder of guides against the list of cities and says everything that is wrong, not the first thing. */

/** One fault, with the file it is in. */
export interface GuideFault extends Fault {
  readonly file: string
}

/** A centre this far from the gazetteer's town of that name is another place, or a slip. */
const CENTRE_KM = 25
const DISTRICT_KM = 30
const SLUG = /^[a-z]+(?:-[a-z]+)*$/

/**
 * Every fault of a folder of guides, by file.
 * @param only slugs to check; default: every city of the list and every file of the folder
 */
export function checkGuides(
  directory: string,
  cities: readonly CuratedCity[] = CURATED,
  only?: readonly string[],
): readonly GuideFault[] {
  const files = new Set(slugsIn(directory))
  const listed = new Map(cities.map((city) => [city.slug, city]))
  const slugs = only ?? [...new Set([...files, ...listed.keys()])].toSorted()
  return slugs.flatMap((slug) => {
    const file = join(directory, `${slug}.json`)
    const city = listed.get(slug)
    const faults: Fault[] = []
    const known = cities.filter((other) => other.slug === slug).length
    if (known > 1) faults.push({ path: 'slug', problem: `is ${known} times in cities.ts` })
    if (!SLUG.test(slug)) faults.push({ path: 'slug', problem: 'use lower-case letters a-z and hyphens' })
    if (files.has(slug)) faults.push(...fileFaults(file, city))
    else if (city) faults.push({ path: '', problem: 'is in cities.ts, but there is no such file' })
    else faults.push({ path: '', problem: 'there is no such file, and cities.ts does not name it' })
    return faults.map((fault) => ({ file, ...fault }))
  })
}

function slugsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
}

function fileFaults(file: string, city: CuratedCity | undefined): Fault[] {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return [{ path: '', problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }]
  }
  return guideFaults(json, city)
}

/**
 * Everything wrong with one guide.
 * @param city its line in the list of cities; undefined when there is none yet, which is a fault that tells the line
 */
export function guideFaults(json: unknown, city: CuratedCity | undefined): Fault[] {
  const parsed = CityGuide.safeParse(json)
  const faults = parsed.success ? [] : parsed.error.issues.map(issueFault)
  const head = CityGuide.pick({ city: true, country: true, lat: true, lon: true }).strip().safeParse(json)
  if (!head.success) return faults
  faults.push(...sightFaults(head.data, placedSights(json)), ...centreFaults(head.data, city))
  if (parsed.success) faults.push(...frameFaults(parsed.data))
  return faults
}

/** The sights that are right in themselves: the others are told by the schema already. */
function placedSights(json: unknown): PlacedSight[] {
  const sights = typeof json === 'object' && json !== null && 'sights' in json ? json.sights : []
  if (!Array.isArray(sights)) return []
  return sights.flatMap((value: unknown, at) => {
    const { data } = Sight.safeParse(value)
    return data ? [{ at, sight: data }] : []
  })
}

function frameFaults(guide: CityGuide): Fault[] {
  const faults: Fault[] = []
  for (const [at, district] of guide.districts.entries()) {
    const path = `districts[${at}]`
    const km = distanceKm(guide, district)
    if (km > DISTRICT_KM)
      faults.push({ path: `${path}.lat`, problem: `is ${Math.round(km)} km away, at most ${DISTRICT_KM}` })
    if (guide.districts.findIndex(({ name }) => name === district.name) < at)
      faults.push({ path: `${path}.name`, problem: `is there twice (${district.name})` })
    faults.push(...textFaults(`${path}.why`, district.why))
  }
  for (const [at, dish] of guide.dishes.entries()) {
    if (guide.dishes.indexOf(dish) < at)
      faults.push({ path: `dishes[${at}]`, problem: `is there twice (${dish})` })
    faults.push(...textFaults(`dishes[${at}]`, dish))
  }
  return faults
}

type Head = Pick<CityGuide, 'city' | 'country' | 'lat' | 'lon'>

function centreFaults(head: Head, city: CuratedCity | undefined): Fault[] {
  const faults: Fault[] = []
  const line = `city: ${quoted(head.city)}, country: '${head.country}', lat: ${head.lat}, lon: ${head.lon}`
  if (!city) faults.push({ path: 'city', problem: `is not in cities.ts: add { slug: '…', ${line} }` })
  else
    for (const key of ['city', 'country', 'lat', 'lon'] as const)
      if (city[key] !== head[key])
        faults.push({ path: key, problem: `is ${head[key]} here and ${city[key]} in cities.ts` })
  const found = findPlace(`${head.city}, ${countryName(head.country)}`)
  const places = found.found
    ? [found.place, ...found.alternatives].filter(({ country }) => country === head.country)
    : []
  const kms = places.map((place) => distanceKm(head, place))
  if (kms.length === 0)
    faults.push({ path: 'city', problem: `the gazetteer has no ${head.city} in ${head.country}: check both` })
  else if (Math.min(...kms) > CENTRE_KM)
    faults.push({
      path: 'lat',
      problem: `is ${Math.round(Math.min(...kms))} km from the ${head.city} of the gazetteer (${places[0]?.lat}, ${places[0]?.lon})`,
    })
  return faults
}

function quoted(name: string): string {
  return name.includes("'") ? `"${name}"` : `'${name}'`
}

function issueFault({ path, message }: z.core.$ZodIssue): Fault {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return { path: text.replace(/^\./, ''), problem: message }
}
