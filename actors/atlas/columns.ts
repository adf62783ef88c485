import type { NumberFormat } from './number-column.ts'

/**
 * The shape of `data/places.json`: one entry per column, all columns of equal length, places sorted by
 * country, division and descending population. Text columns are one string joined by "|" (half the size of
 * a JSON array, and splits faster than it parses); columns of numbers are digits of equal width (see
 * `number-column.ts` and `NUMBER_FORMATS`).
 */
export type PlaceColumns = {
  /** [country, division name or "", number of places] in order: every place belongs to one run. */
  readonly runs: readonly (readonly [country: string, region: string, count: number])[]
  /** Canonical IANA zone names that `zone` points into. */
  readonly zones: readonly string[]
  readonly names: string
  /**
   * Name keys of further names, "a,b,c" per place, "" for none. The key of the name itself comes first where
   * it is not simply the name in lower case, so that loading need not compute 71,000 keys.
   */
  readonly aliases: string
  /** GeoNames numbers, or `HAND_WRITTEN_IDS` and the number of a village in `bake/small-towns.ts`. */
  readonly ids: string
  /** Thousandths of a degree. */
  readonly lat: string
  readonly lon: string
  readonly population: string
  /** Metres. */
  readonly elevation: string
  /** [zone index, number of consecutive places] in order. */
  readonly zoneRuns: readonly (readonly [zone: number, count: number])[]
}

/** From here on a row is not of GeoNames but written by hand; far above any number that GeoNames has given. */
export const HAND_WRITTEN_IDS = 60_000_000

/** How each column of numbers is written: wide enough for what the Earth has, and no wider. */
export const NUMBER_FORMATS = {
  ids: { width: 4, lowest: 0 },
  lat: { width: 3, lowest: -90_000 },
  lon: { width: 3, lowest: -180_000 },
  population: { width: 4, lowest: 0 },
  elevation: { width: 2, lowest: -500 },
} as const satisfies Partial<Record<keyof PlaceColumns, NumberFormat>>

/** Separates places inside a text column; the bake refuses names that contain it. */
export const PLACE_SEPARATOR = '|'

/** Separates the aliases of one place; a name key never contains it. */
export const ALIAS_SEPARATOR = ','
