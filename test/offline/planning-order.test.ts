import { expect, test } from 'vitest'
import { allPlaces, distanceKm, placeLabel } from '../../actors/atlas/index.ts'
import { orderStops } from '../../actors/offline/planning-order.ts'
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { seededRandom } from '../../ops/chaos/random.ts'

const SETS = 300

/** Length of a way; with an origin it is a round. */
function lengthKm(stops: readonly ResolvedPlace[], origin: ResolvedPlace | undefined): number {
  const route = origin === undefined ? stops : [origin, ...stops, origin]
  return route.slice(1).reduce((km, to, i) => km + distanceKm(route[i] ?? to, to), 0)
}

/** The shortest way of all orders; without an origin the first stop stays first. Exact, by the best of every subset. */
function optimumKm(stops: readonly ResolvedPlace[], origin: ResolvedPlace | undefined): number {
  const known = new Map<string, number>()
  const rest = (at: ResolvedPlace | undefined, left: readonly ResolvedPlace[]): number => {
    if (left.length === 0) return origin === undefined || at === undefined ? 0 : distanceKm(at, origin)
    const key = `${at?.id} ${left.map(({ id }) => id).join()}`
    const before = known.get(key)
    if (before !== undefined) return before
    const ways = left.map(
      (next) =>
        (at === undefined ? 0 : distanceKm(at, next)) +
        rest(
          next,
          left.filter((one) => one !== next),
        ),
    )
    const best = Math.min(...ways)
    known.set(key, best)
    return best
  }
  return origin === undefined ? rest(stops[0], stops.slice(1)) : rest(origin, stops)
}

test('four to eight cities anywhere, given in any order, are visited in a way near the shortest', () => {
  const random = seededRandom('orders')
  const cities = allPlaces().filter(({ population }) => population > 400_000)
  const draw = (from: readonly ResolvedPlace[]): ResolvedPlace => {
    const one = from[Math.floor(random() * from.length)]
    if (!one) throw new Error('nothing to draw from')
    return one
  }
  const all = cities.map((place): ResolvedPlace => ({ ...place, label: placeLabel(place) }))
  const ratios: number[] = []
  for (let set = 0; set < SETS; set += 1) {
    // Half of the trips stay in one part of the world, as trips do.
    const centre = draw(all)
    const region = set % 2 === 0 ? all : all.filter((place) => distanceKm(place, centre) < 1_500)
    const count = Math.min(region.length, 4 + (set % 5))
    const stops = new Set<ResolvedPlace>()
    while (stops.size < count) stops.add(draw(region))
    if (stops.size < 4) continue
    const origin = set % 3 === 0 ? undefined : draw(all)
    const order = orderStops([...stops], origin, false).places
    expect(new Set(order)).toEqual(stops)
    const best = optimumKm([...stops], origin)
    const way = lengthKm(order, origin)
    // An hour's drive less is no reason to change what somebody wrote down.
    if (way - best >= 60) ratios.push(way / best)
    else ratios.push(1)
  }
  const worst = Math.max(...ratios)
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  expect(ratios.length).toBeGreaterThan(SETS / 2)
  // The traveller's order is kept where another one saves less than 15 %, so 1 / 0.85 is the most that it may cost.
  expect(worst).toBeLessThanOrEqual(1.19)
  expect(mean).toBeLessThanOrEqual(1.03)
})
