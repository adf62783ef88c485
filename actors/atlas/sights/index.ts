import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { z } from 'zod'
import { distanceKm } from '../distance.ts'
import { CURATED, type CuratedCity } from './cities.ts'
import { CityGuide } from './schema.ts'

export type { CuratedCity } from './cities.ts'
export type { BestTime, CityGuide, Interest, Sight, Weekday } from './schema.ts'

/**
 * Curated sights, one guide per city. The list of cities is code, the guides are files: a lookup
 * compares centres first and reads only the one file it needs, so a damaged guide spoils trips to
 * that city and no other.
 */

/** Answers lookups from one folder of guides. */
export interface SightsAtlas {
  /** The guide of the nearest curated city within `withinKm`, or undefined when there is none. */
  sightsNear(
    place: { lat: number; lon: number },
    withinKm?: number,
    accept?: (city: CuratedCity) => boolean,
  ): CityGuide | undefined
  /** The guide with this slug; throws an Error naming the file when it is missing or damaged. */
  guide(slug: string): CityGuide
}

/**
 * Opens a folder of guides. Each file is read and validated once, when first wanted.
 * Reading is synchronous on purpose: it happens once per city, and callers stay plain functions.
 */
export function openSights(directory: string, cities: readonly CuratedCity[] = CURATED): SightsAtlas {
  const loaded = new Map<string, CityGuide>()

  function guide(slug: string): CityGuide {
    const known = loaded.get(slug)
    if (known) return known
    const fresh = readGuide(join(directory, `${slug}.json`))
    loaded.set(slug, fresh)
    return fresh
  }

  return {
    guide,
    sightsNear(place, withinKm = 25, accept = () => true) {
      let nearest: CuratedCity | undefined
      let nearestKm = withinKm
      for (const city of cities) {
        const km = distanceKm(place, city)
        if (km <= nearestKm && accept(city)) {
          nearest = city
          nearestKm = km
        }
      }
      return nearest && guide(nearest.slug)
    },
  }
}

const shipped = openSights(fileURLToPath(new URL('data', import.meta.url)))

/**
 * The guide of the nearest curated city within `withinKm` kilometres (25 by default), or undefined
 * when the place has none. Throws an Error naming the file when that city's file is missing or damaged.
 * @param accept passes over the cities that are not wanted; default: none
 */
export function sightsNear(
  place: { lat: number; lon: number },
  withinKm = 25,
  accept?: (city: CuratedCity) => boolean,
): CityGuide | undefined {
  return shipped.sightsNear(place, withinKm, accept)
}

/** The cities with a guide, without reading any guide. */
export function curatedCities(): readonly CuratedCity[] {
  return CURATED
}

function readGuide(file: string): CityGuide {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`city guide ${file} cannot be read`, { cause })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Error(`city guide ${file} is damaged: not JSON`, { cause })
  }
  const parsed = CityGuide.safeParse(json)
  if (!parsed.success) throw new Error(`city guide ${file} is damaged: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
