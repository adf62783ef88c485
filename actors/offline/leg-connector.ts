/** Getting from a place to the nearest long-distance station and between neighbouring stations. */
import { distanceKm } from '../atlas/index.ts'
import { landDetour } from './land-route.ts'
import { roadBetween } from './leg-road-conditions.ts'

/** Local bus or taxi, regional train, or a boat where there is no land. */
export type ConnectorKind = 'bus' | 'regional' | 'boat'

type Spot = {
  readonly lat: number
  readonly lon: number
  readonly country: string
  readonly elevation?: number
}

/** Average speed of regional trains with their stops, along the track, where the network reaches most towns. km/h. */
const REGIONAL_RAIL: ReadonlyMap<string, number> = new Map(
  (
    [
      [75, 'DE AT CH FR BE NL LU GB DK SE JP KR TW'],
      [68, 'IT CZ ES FI CN'],
      [58, 'PL SK HU PT IE SI RU UA BY'],
      [48, 'RO BG IN'],
    ] as const
  ).flatMap(([kmh, countries]) => countries.split(' ').map((country) => [country, kmh] as const)),
)

/** Speed of regional trains between two places, where trains reach most towns of both countries; else undefined. */
export function regionalRailKmh(from: Spot, to: Spot): number | undefined {
  const a = REGIONAL_RAIL.get(from.country)
  const b = REGIONAL_RAIL.get(to.country)
  return a === undefined || b === undefined ? undefined : Math.min(a, b)
}

/** Further round the water than this, one takes another station. */
const LONGEST_DETOUR = 2.2

/**
 * Minutes in the vehicle over a short or middling way: city transport up to 25 km, beyond it regional trains where
 * the country has them everywhere, else a bus on that country's roads. Undefined when the sea is in the way.
 */
export function connectorMinutes(
  from: Spot,
  to: Spot,
): { readonly kind: ConnectorKind; readonly minutes: number } | undefined {
  const km = distanceKm(from, to)
  if (km <= 25) return { kind: 'bus', minutes: Math.round(12 + ((km * 1.3) / 28) * 60) }
  const detour = landDetour(from, to, LONGEST_DETOUR)
  if (detour === undefined || detour > LONGEST_DETOUR) return undefined
  const rail = regionalRailKmh(from, to)
  if (rail !== undefined) {
    return { kind: 'regional', minutes: Math.round(((km * 1.3 * detour) / rail) * 60 + 10) }
  }
  const road = roadBetween({ elevation: 0, ...from }, { elevation: 0, ...to })
  return { kind: 'bus', minutes: Math.round(((km * road.circuity * detour) / road.kmh) * 60 * 1.15) }
}
