/** Getting from a place to the nearest long-distance station and between neighbouring stations. */
import { distanceKm } from '../atlas/index.ts'
import { landmassOf } from './landmass.ts'
import { landDetour } from './land-route.ts'
import { kmOverCrossing, roadBlocked } from './leg-road-barriers.ts'
import { roadBetween } from './leg-road-conditions.ts'
import { roadRegion } from './leg-road-regions.ts'

/** Local bus or taxi, regional train, or a boat where there is no land. */
export type ConnectorKind = 'bus' | 'regional' | 'boat'

type Spot = {
  readonly lat: number
  readonly lon: number
  readonly country: string
  readonly elevation?: number
  /** Of a town; left out for a station, which is one. */
  readonly population?: number
  readonly name?: string
  readonly landmass?: string | undefined
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

/** Countries whose regional trains reach small towns too. */
const DENSE_RAIL = new Set('CH AT DE NL BE LU CZ JP TW'.split(' '))
/** Elsewhere towns from this size on have a station: where distances are great, only cities. */
const TOWN_WITH_STATION = 12_000
const CITY_COUNTRIES = new Set(['CN', 'RU', 'IN'])
const CITY_WITH_STATION = 90_000

/** Islands with a railway of any length; all others have none, whatever their country has. */
const RAIL_ISLANDS = new Set(
  'afro-eurasia GB-london IE-dublin JP-tokyo JP-sapporo TW-taipei IT-palermo IT-cagliari FR-ajaccio'.split(
    ' ',
  ),
)

/** Well-known towns, and ports of the tables, that no railway reaches though their size or country suggests it. */
const NO_STATION = new Set(
  [
    'GB: Cairnryan, Ullapool, Armadale, Craignure, Dunvegan, St Andrews, St Ives',
    'ES: Tarifa, Marbella, Dénia, Ceuta, Melilla, Nerja, Benidorm, Roquetas de Mar, Estepona, Torrevieja',
    'FR: Roscoff, Saint-Tropez, Bonifacio, Porto-Vecchio',
    'IT: Pozzallo, Amalfi, Positano, Santa Teresa Gallura, Alghero, Cortina d’Ampezzo',
    'SE: Nynäshamn-Kapellskär, Oskarshamn',
    'KR: Sokcho, Wando, Tongyeong, Namhae',
    'JP: Naha, Shirakawa',
    'TW: Hengchun',
    'PT: Nazaré, Ericeira, Peniche, Sesimbra',
    'CN: Yangshuo, Zhanjiang, Jiuzhaigou, Fenghuang, Wuyishan',
    'IN: Munnar, Manali, Leh, Gangtok, Panaji, Pondicherry',
  ].flatMap((row) => {
    const [country = '', names = ''] = row.split(': ')
    return names.split(', ').map((name) => `${country} ${name}`)
  }),
)

function hasStation(place: Spot): boolean {
  if (!RAIL_ISLANDS.has(place.landmass ?? landmassOf(place))) return false
  if (place.name !== undefined && NO_STATION.has(`${place.country} ${place.name}`)) return false
  if (place.population === undefined || DENSE_RAIL.has(place.country)) return true
  return place.population >= (CITY_COUNTRIES.has(place.country) ? CITY_WITH_STATION : TOWN_WITH_STATION)
}

/** Whether regional trains reach most towns of a place's country and its island. */
export function hasRegionalRail(place: Spot): boolean {
  return REGIONAL_RAIL.has(place.country) && RAIL_ISLANDS.has(place.landmass ?? landmassOf(place))
}

/** Speed of regional trains between two places that have them; else undefined. */
export function regionalRailKmh(from: Spot, to: Spot): number | undefined {
  const a = REGIONAL_RAIL.get(from.country)
  const b = REGIONAL_RAIL.get(to.country)
  if (a === undefined || b === undefined || !hasStation(from) || !hasStation(to)) return undefined
  // Where roads are slow the railways are, too, and few.
  return roadRegion(from, to) === undefined ? Math.min(a, b) : undefined
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
  if (roadBlocked(from, to) || kmOverCrossing(from, to) > km * LONGEST_DETOUR) return undefined
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
