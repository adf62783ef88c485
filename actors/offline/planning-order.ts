/** The order in which places are visited: the traveller's, unless another one clearly shortens a trip of four or more. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'

export type StopOrder = {
  readonly places: readonly ResolvedPlace[]
  /** What changed, for the traveller; undefined when nothing did. */
  readonly note: string | undefined
}

/** A shorter way must save this share of the distance, and this many kilometres, to be worth a changed order. */
const CLEAR_SAVING = 0.15
const CLEAR_SAVING_KM = 60
/** Up to so many stops the shortest order is found for certain; beyond, one that no single change improves. */
const EXACT_STOPS = 10

/**
 * Orders the stops. Method: great-circle length of the round from and to the origin (without one: from the first stop,
 * which stays first). Up to ten stops exactly, by the best way through every subset; for more improved by reversing stretches
 * and moving single stops until nothing helps.
 */
export function orderStops(
  destinations: readonly ResolvedPlace[],
  origin: ResolvedPlace | undefined,
  keepOrder: boolean,
): StopOrder {
  const given = onceInARow(destinations)
  if (keepOrder || given.length < 4) return { places: given, note: undefined }
  const before = lengthKm(given, origin)
  const find = given.length <= EXACT_STOPS ? shortestOrder : improve
  const better = onceInARow(find(given, origin)) // two visits to one place may have come together
  const after = lengthKm(better, origin)
  if (before - after < Math.max(CLEAR_SAVING_KM, before * CLEAR_SAVING))
    return { places: given, note: undefined }
  const names = better.map((place) => place.name).join(', ')
  return {
    places: better,
    note: `The order was changed to ${names}: it saves about ${Math.round((before - after) / 10) * 10} km of ${Math.round(before / 10) * 10}. Say "in this order" to keep yours.`,
  }
}

function onceInARow(places: readonly ResolvedPlace[]): readonly ResolvedPlace[] {
  return places.filter((place, index) => place.id !== places[index - 1]?.id)
}

function lengthKm(stops: readonly ResolvedPlace[], origin: ResolvedPlace | undefined): number {
  const route = origin === undefined ? stops : [origin, ...stops, origin]
  let km = 0
  for (const [index, next] of route.slice(1).entries()) {
    const from = route[index]
    if (from !== undefined) km += distanceKm(from, next)
  }
  return km
}

/** The shortest order, by dynamic programming over subsets (Held and Karp, 1962). */
function shortestOrder(
  given: readonly ResolvedPlace[],
  origin: ResolvedPlace | undefined,
): readonly ResolvedPlace[] {
  const [start, ...rest] = origin === undefined ? given : [origin, ...given]
  if (start === undefined) return given
  type Way = { readonly km: number; readonly order: readonly ResolvedPlace[] }
  const last = (1 << rest.length) - 1
  // ways[subset][stop]: the shortest way that has seen the subset and ends at the stop.
  const ways = Array.from({ length: last + 1 }, () => new Map<number, Way>())
  for (const [i, place] of rest.entries())
    ways[1 << i]?.set(i, { km: distanceKm(start, place), order: [place] })
  for (const [subset, ends] of ways.entries()) {
    for (const [end, { km, order }] of ends) {
      for (const [next, place] of rest.entries()) {
        if ((subset & (1 << next)) !== 0) continue
        const longer = km + distanceKm(rest[end] ?? start, place)
        const known = ways[subset | (1 << next)]
        if (longer < (known?.get(next)?.km ?? Infinity))
          known?.set(next, { km: longer, order: [...order, place] })
      }
    }
  }
  let best: Way | undefined
  for (const [end, { km, order }] of ways[last] ?? []) {
    const whole = origin === undefined ? km : km + distanceKm(rest[end] ?? origin, origin)
    if (best === undefined || whole < best.km) best = { km: whole, order }
  }
  if (best === undefined) return given
  if (origin === undefined) return [start, ...best.order]
  // A round is as long the other way about: whoever was named first comes first.
  const backward = best.order.toReversed()
  const [named] = given
  return named && backward.indexOf(named) < best.order.indexOf(named) ? backward : best.order
}

function improve(
  given: readonly ResolvedPlace[],
  origin: ResolvedPlace | undefined,
): readonly ResolvedPlace[] {
  const first = origin === undefined ? 1 : 0
  let best = given
  let least = lengthKm(best, origin)
  for (let round = 0; round < 40; round += 1) {
    let found: readonly ResolvedPlace[] | undefined
    for (const candidate of neighbours(best, first)) {
      const km = lengthKm(candidate, origin)
      // A hair's breadth is no improvement: it would make the loop flip between equal orders.
      if (km < least - 0.001) {
        least = km
        found = candidate
      }
    }
    if (found === undefined) return best
    best = found
  }
  return best
}

/** All orders one step away: a stretch reversed, or one stop moved elsewhere. */
function* neighbours(stops: readonly ResolvedPlace[], first: number): Generator<readonly ResolvedPlace[]> {
  for (let from = first; from < stops.length; from += 1) {
    for (let to = from + 1; to < stops.length; to += 1) {
      yield [...stops.slice(0, from), ...stops.slice(from, to + 1).reverse(), ...stops.slice(to + 1)]
    }
    const moved = stops[from]
    if (moved === undefined) continue
    const rest = [...stops.slice(0, from), ...stops.slice(from + 1)]
    for (let to = first; to <= rest.length; to += 1) yield [...rest.slice(0, to), moved, ...rest.slice(to)]
  }
}
