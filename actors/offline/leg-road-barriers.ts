/**
 * Where the map shows land but no road leads: closed borders, rivers and straits without a bridge, towns that only
 * planes and boats reach. Compiled by hand from what is common knowledge in 2025.
 */
import { distanceKm } from '../atlas/index.ts'
import { landmassOf } from './landmass.ts'

type Spot = {
  readonly lat: number
  readonly lon: number
  readonly country: string
  readonly landmass?: string | undefined
}

/** Countries whose land borders let travellers through to these alone; around the sea or by air to all others. */
const ONLY_TO: Readonly<Record<string, string>> = { AZ: '', KR: '', KP: 'CN RU', FI: 'SE NO' }
/** Pairs with a closed border or a river without a bridge between them. */
const CLOSED = new Set('AM-AZ AM-TR DZ-MA BY-UA RU-UA IL-LB IL-SY CD-CG IN-PK'.split(' '))

/** Whether travellers may drive from one country to the other at all. */
function openByLand(from: string, to: string): boolean {
  if (from === to) return true
  const barred = [
    [from, to],
    [to, from],
  ].some(([a = '', b = '']) => ONLY_TO[a]?.split(' ').includes(b) === false || CLOSED.has(`${a}-${b}`))
  return !barred
}

/** No road crosses the Darién between Panama and Colombia. */
const SOUTH_AMERICA = new Set('AR BO BR CL CO EC GF GY PE PY SR UY VE'.split(' '))

const AFRICA = new Set(
  'AO BF BI BJ BW CD CF CG CI CM DJ DZ EG EH ER ET GA GH GM GN GQ GW KE LR LS LY MA ML MR MW MZ NA NE NG RW SD SL SN SO SS SZ TD TG TN TZ UG ZA ZM ZW'.split(
    ' ',
  ),
)
/** Where a road joins Asia to Egypt, over Sinai. */
const BEYOND_SINAI = new Set(['IL', 'PS', 'JO'])

/** Ceuta and Melilla stand in Africa, whatever their country. */
function inAfrica({ country, lat, lon }: Spot): boolean {
  return AFRICA.has(country) || (country === 'ES' && lat < 35.95 && lon > -8)
}

/** The Strait of Gibraltar and the Red Sea have no bridge. */
function crossesOutOfAfrica(from: Spot, to: Spot): boolean {
  if (inAfrica(from) === inAfrica(to)) return false
  const [african, other] = inAfrica(from) ? [from, to] : [to, from]
  return !(african.country === 'EG' && BEYOND_SINAI.has(other.country))
}

/** Places that no road joins to the outside, although they stand on a mainland. `latitude longitude radius in km`. */
const ROADLESS: readonly (readonly [lat: number, lon: number, km: number])[] = [
  // Juneau, Sitka, Ketchikan, western and northern Alaska, Nunavut, Churchill
  [58.3, -134.4, 60],
  [57.05, -135.33, 60],
  [55.34, -131.65, 50],
  [61.8, -162, 420],
  [68.5, -160, 380],
  [66, -85, 750],
  [58.77, -94.17, 120],
  // Iquitos, Leticia, Machu Picchu, Canaima, the Pacific coast of Colombia, Tortuguero, the island of Ometepe
  [-3.75, -73.25, 150],
  [-4.2, -69.94, 150],
  [-13.155, -72.525, 6],
  [6.24, -62.85, 40],
  [6.2, -77.4, 70],
  [10.54, -83.5, 14],
  [11.5, -85.6, 16],
  // Norilsk, Port Moresby, the Everest valleys
  [69.35, 88.2, 200],
  [-9.45, 147.15, 60],
  [27.75, 86.73, 14],
]

/** Whether roads end between two places: one of them in a roadless area, or both at a distance within it. */
function roadsEnd(from: Spot, to: Spot): boolean {
  const far = () => distanceKm(from, to) > 40
  if ((from.country === 'GL' || to.country === 'GL') && far()) return true
  for (const [lat, lon, km] of ROADLESS) {
    // Latitude alone rules most out without trigonometry.
    const reach = km / 111
    const a = Math.abs(from.lat - lat) <= reach && distanceKm(from, { lat, lon }) < km
    const b = Math.abs(to.lat - lat) <= reach && distanceKm(to, { lat, lon }) < km
    if (a !== b || (a && b && far())) return true
  }
  return false
}

/** Whether no road leads from one place to the other although they share a landmass. */
export function roadBlocked(from: Spot, to: Spot): boolean {
  if (!openByLand(from.country, to.country) || crossesOutOfAfrica(from, to)) return true
  const darien = SOUTH_AMERICA.has(from.country) !== SOUTH_AMERICA.has(to.country)
  if (darien && (from.landmass ?? landmassOf(from)) === 'americas') return true
  return roadsEnd(from, to)
}

/** Bridges and passes that all traffic between two countries takes, where the straight line runs elsewhere. */
const CROSSINGS: Readonly<Record<string, readonly (readonly [lat: number, lon: number])[]>> = {
  // The bridges over the Uruguay: the Río de la Plata has none.
  'AR-UY': [
    [-33.12, -58.25],
    [-32.3, -58.17],
    [-31.28, -57.92],
  ],
  // Khunjerab
  'CN-PK': [[36.85, 75.43]],
}

/** Straight kilometres over the one crossing that suits; the plain distance where any way will do. */
export function kmOverCrossing(from: Spot, to: Spot): number {
  const [a, b] = from.country < to.country ? [from, to] : [to, from]
  const crossings = CROSSINGS[`${a.country}-${b.country}`]
  if (crossings === undefined) return distanceKm(from, to)
  return Math.min(
    ...crossings.map(([lat, lon]) => distanceKm(from, { lat, lon }) + distanceKm({ lat, lon }, to)),
  )
}
