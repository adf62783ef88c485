import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ClimateAnchor, estimateClimate, type ClimateEstimate, type ClimatePlace } from './model.ts'

export type { ClimateAnchor, ClimateEstimate, ClimatePlace } from './model.ts'

/**
 * What a month is usually like anywhere, from monthly normals of some 340 known places: close to
 * 1991-2020, written from general knowledge, to a tenth of a degree for the curated cities and to
 * a degree elsewhere. A place near an anchor takes its values; others are interpolated.
 *
 * Measured by hiding each anchor in turn together with everything within 60 km of it: the mean
 * error of an interpolated month is 1.8 °C for highs, 1.6 °C for lows and 2.1 rain days; both
 * temperatures fall within the stated margin in 85 % of months. Cold-current coasts beside deserts
 * are worst (up to 9 °C), which is why those that travellers go to are anchors themselves.
 * Run `node actors/atlas/climate/leave-one-out.ts` to measure it again.
 */

/** Answers climate questions from one file of anchors. */
export interface ClimateAtlas {
  /** The month (1-12) at a place, or undefined when no anchor is near enough. */
  climateAt(place: ClimatePlace, month: number): ClimateEstimate | undefined
  /** Every anchor in the file. */
  anchors(): readonly ClimateAnchor[]
}

/** Opens a file of anchors; it is read and validated once, when first wanted. */
export function openClimate(file: string): ClimateAtlas {
  let loaded: readonly ClimateAnchor[] | undefined
  const anchors = () => (loaded ??= readAnchors(file))
  return { anchors, climateAt: (place, month) => estimateClimate(anchors(), place, month) }
}

const shipped = openClimate(fileURLToPath(new URL('data/climate.json', import.meta.url)))

/**
 * The usual high, low and rain days of a month (1-12) at a place, with where it comes from and
 * how far it may be off; undefined when no anchor lies within 900 km. Throws an Error naming the
 * file when the data is missing or damaged, and a RangeError for a month outside 1-12.
 */
export function climateAt(place: ClimatePlace, month: number): ClimateEstimate | undefined {
  return shipped.climateAt(place, month)
}

/** The places whose normals are known. */
export function climateAnchors(): readonly ClimateAnchor[] {
  return shipped.anchors()
}

function readAnchors(file: string): readonly ClimateAnchor[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`climate data ${file} cannot be read`, { cause })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Error(`climate data ${file} is damaged: not JSON`, { cause })
  }
  const parsed = z.array(ClimateAnchor).min(1).safeParse(json)
  if (!parsed.success) throw new Error(`climate data ${file} is damaged: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
