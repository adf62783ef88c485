/**
 * The smallest shared schemas of the travel domain: dates, local times, money, places.
 * Money is integer minor units inside (cents, yen); it becomes a decimal only at the edge.
 */
import { z } from 'zod'

/** Calendar date, `YYYY-MM-DD`, no zone. */
export const IsoDate = z.iso.date()

/** Local wall time `YYYY-MM-DDTHH:MM`; the zone stands beside it. */
export const LocalTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)

/** Wall clock `HH:MM`; `24:00` is allowed as the end of a day. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)

/** An exact amount in minor units of `currency` (ISO 4217). */
export const Money = z.object({ amount: z.int(), currency: z.string().length(3) })
export type Money = z.infer<typeof Money>

/** An estimate in minor units: `low <= expected <= high`; `expected` is what sums use. */
export const PriceRange = z.object({
  low: z.int().nonnegative(),
  expected: z.int().nonnegative(),
  high: z.int().nonnegative(),
  currency: z.string().length(3),
})
export type PriceRange = z.infer<typeof PriceRange>

/** A place that the gazetteer knows; resolved once, when the request is accepted. */
export const ResolvedPlace = z.object({
  id: z.string(),
  name: z.string(),
  /** What a reader sees: "Lisbon, Portugal". */
  label: z.string(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2),
  countryName: z.string(),
  region: z.string().optional(),
  lat: z.number(),
  lon: z.number(),
  population: z.number(),
  /** Metres. */
  elevation: z.number(),
  /** IANA. */
  timeZone: z.string(),
})
export type ResolvedPlace = z.infer<typeof ResolvedPlace>

/** Where a figure comes from: how it was made and as of when. */
export const Source = z.object({
  name: z.string(),
  method: z.string().optional(),
  date: z.string().optional(),
  licence: z.string().optional(),
})
export type Source = z.infer<typeof Source>
