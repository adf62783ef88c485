import { z } from 'zod'
import { distanceKm } from '../distance.ts'

/**
 * The arithmetic of climate estimates, free of files: anchors in, an estimate out.
 */

const twelve = z.array(z.number()).length(12)

/** One place with known monthly normals. */
export const ClimateAnchor = z
  .strictObject({
    name: z.string().trim().min(2),
    /** ISO 3166-1 alpha-2. */
    country: z.string().regex(/^[A-Z]{2}$/),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    /** Metres above the sea. */
    elevation: z.number().min(-430).max(5500),
    /** Mean daily maximum by month, °C. */
    high: twelve,
    /** Mean daily minimum by month, °C. */
    low: twelve,
    /** Days with at least 1 mm of rain or snow, by month. */
    rainDays: z.array(z.number().min(0).max(31)).length(12),
  })
  .refine(
    (a) => a.high.every((high, i) => high > (a.low[i] ?? high)),
    'a mean high is not above its mean low',
  )

/** One place with known monthly normals. */
export type ClimateAnchor = z.infer<typeof ClimateAnchor>

/** Where the climate is asked for; elevation in metres. */
export interface ClimatePlace {
  readonly lat: number
  readonly lon: number
  readonly elevation: number
}

/** What a month is usually like somewhere. */
export interface ClimateEstimate {
  /** Mean daily maximum, °C. */
  readonly high: number
  /** Mean daily minimum, °C. */
  readonly low: number
  /** Days with at least 1 mm of rain or snow. */
  readonly rainDays: number
  /** `anchor`: a known place stands for it; `interpolated`: worked out from several around it. */
  readonly basis: 'anchor' | 'interpolated'
  /** The anchors used, best witness first. */
  readonly from: string[]
  /** How far the temperatures may be off, °C either way: more than four months in five fall inside. */
  readonly marginC: number
  /** One line that says the same to a reader. */
  readonly note: string
}

/** Kilometres within which an anchor may stand for a place. */
export const ANCHOR_KM = 60
/** Metres of height difference within which it may. */
const ANCHOR_METRES = 300
/** Kilometres beyond which an anchor says nothing about a place. */
const REACH_KM = 900

/** Metres of height difference beyond which the lapse rate is a guess: such anchors are left out. */
const MOST_CLIMBED = 1500
const MOST_ANCHORS = 4
/** Mean fall of temperature with height, °C per metre. */
const LAPSE = 6.5 / 1000
/** Within a town, this much difference in height is as likely the survey point as the street. */
const LEVEL_METRES = 150
/** An anchor at another height is a worse witness: this many metres count like one kilometre. */
const METRES_PER_KM = 4
/** °C per degree of latitude: the year's mean, and what midwinter adds to it. */
const POLEWARD_MEAN = 0.5
const POLEWARD_SWING = 0.2

interface Candidate {
  readonly anchor: ClimateAnchor
  readonly km: number
  readonly climbed: number
}

/**
 * Estimates one month (1-12) at a place, or undefined when no anchor is near enough to say
 * anything honest. Temperatures are carried between heights by the lapse rate.
 */
export function estimateClimate(
  anchors: readonly ClimateAnchor[],
  place: ClimatePlace,
  month: number,
): ClimateEstimate | undefined {
  if (!Number.isInteger(month) || month < 1 || month > 12) {
    throw new RangeError(`month must be 1 to 12, not ${month}`)
  }
  const near: Candidate[] = []
  for (const anchor of anchors) {
    const km = distanceKm(place, anchor)
    if (km <= REACH_KM) near.push({ anchor, km, climbed: place.elevation - anchor.elevation })
  }
  near.sort((a, b) => a.km - b.km)

  const stand = near.find((c) => c.km <= ANCHOR_KM && Math.abs(c.climbed) <= ANCHOR_METRES)
  if (stand) return fromAnchor(stand, month)
  // Ranking by witness, not by kilometres: a valley town near a high plateau must not outvote it.
  const used = near
    .filter((c) => Math.abs(c.climbed) <= MOST_CLIMBED)
    .sort((a, b) => remoteness(a) - remoteness(b))
    .slice(0, MOST_ANCHORS)
  return used.length > 0 ? interpolate(used, place, month) : undefined
}

function fromAnchor({ anchor, km, climbed }: Candidate, month: number): ClimateEstimate {
  const at = month - 1
  const shift = Math.sign(climbed) * Math.max(0, Math.abs(climbed) - LEVEL_METRES) * LAPSE
  return {
    high: tenth((anchor.high[at] ?? Number.NaN) - shift),
    low: tenth((anchor.low[at] ?? Number.NaN) - shift),
    rainDays: Math.round(anchor.rainDays[at] ?? Number.NaN),
    basis: 'anchor',
    from: [anchor.name],
    marginC: tenth(1 + km / ANCHOR_KM + Math.abs(climbed) / ANCHOR_METRES),
    note: `Usual values for ${anchor.name}, ${Math.round(km)} km away.`,
  }
}

function interpolate(used: Candidate[], place: ClimatePlace, month: number): ClimateEstimate {
  const at = month - 1
  let total = 0
  let high = 0
  let low = 0
  let rain = 0
  let highSquared = 0
  for (const c of used) {
    const weight = 1 / remoteness(c) ** 2
    const shift = c.climbed * LAPSE + poleward(c.anchor, place, month)
    const says = (c.anchor.high[at] ?? Number.NaN) - shift
    total += weight
    high += weight * says
    highSquared += weight * says ** 2
    low += weight * ((c.anchor.low[at] ?? Number.NaN) - shift)
    rain += weight * (c.anchor.rainDays[at] ?? Number.NaN)
  }
  high /= total
  const nearestKm = Math.min(...used.map((c) => c.km))
  // Anchors that disagree (a cold coast and its hinterland) are as much a warning as distance.
  const disagreement = Math.sqrt(Math.max(0, highSquared / total - high ** 2))
  const margin = 1 + 0.004 * nearestKm + 0.8 * disagreement + (used.length === 1 ? 2 : 0)
  const from = used.map((c) => c.anchor.name)
  return {
    high: tenth(high),
    low: tenth(low / total),
    rainDays: Math.round(rain / total),
    basis: 'interpolated',
    from,
    marginC: tenth(margin),
    note: `Estimated from ${from.join(', ')}; the nearest is ${Math.round(nearestKm)} km away.`,
  }
}

/** How poor a witness an anchor is, in kilometres; never zero, so that weights stay finite. */
function remoteness({ km, climbed }: Candidate): number {
  return Math.max(25, km + Math.abs(climbed) / METRES_PER_KM)
}

/**
 * How much colder the place is than the anchor for being nearer a pole, °C. Without it, a place
 * whose anchors all lie on one side inherits their latitude. Winters differ more than summers.
 */
function poleward(anchor: ClimateAnchor, place: ClimatePlace, month: number): number {
  const middle = (Math.abs(anchor.lat) + Math.abs(place.lat)) / 2
  if (middle < 23) return 0
  const sinceJanuary = Math.cos(((month - 1) * Math.PI) / 6)
  const winter = anchor.lat >= 0 ? sinceJanuary : -sinceJanuary
  return (POLEWARD_MEAN + POLEWARD_SWING * winter) * (Math.abs(place.lat) - Math.abs(anchor.lat))
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
