/** What one way of travelling between two places comes to; the shape that every mode's estimate fills. */
import type { TransportSection } from '../../machines/messages/index.ts'

/** Mode of travel as the transport section names it. */
export type Mode = TransportSection['legs'][number]['mode']

/** Who travels: fares, seats and hire cars depend on it. */
export type Party = { readonly adults: number; readonly children: number }

/** US dollars, not rounded: turned into the trip's minor units at the very end. */
export type Dollars = { readonly low: number; readonly expected: number; readonly high: number }

export type LegOption = {
  readonly mode: Mode
  /** Door to door, with the way to the station or airport, waiting and the way from there. Multiple of five. */
  readonly minutes: number
  /** For the whole party, one way. */
  readonly fare: Dollars
  /** CO2 equivalent per person, one way. */
  readonly co2Kg: number
  /** What a traveller is told: stations, airports, changes, how sure the estimate is. */
  readonly details: readonly string[]
  /** Kilometres to and from the airports beyond what a city needs: tedious on top of the minutes. */
  readonly farAccessKm?: number
  /** Goes through the night without a known berth. */
  readonly restless?: boolean
  /** Holds a night in a sleeping car: as long as it is, it costs no day. */
  readonly sleeper?: boolean
  /** True when it is known only that something must exist (irregular boat, charter): say so and warn. */
  readonly uncertain?: boolean
}

/** "2 h 20 min", "45 min", "3 h". */
export function spokenMinutes(minutes: number): string {
  const rounded = Math.round(minutes / 5) * 5
  const hours = Math.floor(rounded / 60)
  const rest = rounded % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** Rounds up to five minutes: nobody plans finer, and it keeps clock times readable. */
export function toFive(minutes: number): number {
  return Math.max(5, Math.ceil(minutes / 5) * 5)
}

/** Adds price ranges. */
export function addDollars(a: Dollars, b: Dollars): Dollars {
  return { low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high }
}
