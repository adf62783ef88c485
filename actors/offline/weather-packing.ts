/** What to pack, from the typical weather of all days together. */
import type { Conditions } from './day-conditions.ts'
import type { TripRequest } from '../../machines/messages/index.ts'

/** Metres from which sun and dry air are noticed. */
const HIGH_ALTITUDE = 2400

/** The packing list of a trip; nothing that everybody packs anyway. */
export function packingList(
  days: readonly Conditions[],
  elevations: readonly number[],
  request: TripRequest,
): string[] {
  const known = days.flatMap(({ typical }) => (typical ? [typical] : []))
  const list: string[] = []
  const add = (wanted: boolean, item: string) => {
    if (wanted && !list.includes(item)) list.push(item)
  }
  const highest = Math.max(...known.map(({ high }) => high))
  const lowest = Math.min(...known.map(({ low }) => low))
  const coldest = Math.min(...known.map(({ high }) => high))
  const wettest = Math.max(...known.map(({ rain }) => rain))
  const wishes = request.preferences
  if (known.length > 0) {
    add(coldest <= -8, 'Down jacket, thermal layers, warm hat and mittens')
    add(coldest > -8 && coldest <= 5, 'Winter coat, hat, scarf and gloves')
    add(coldest > 5 && coldest <= 14, 'Warm jacket and a sweater')
    add(coldest > 14 && lowest <= 14, 'A light jacket or sweater for mornings and evenings')
    add(lowest <= -2, 'Waterproof boots with grip for snow and ice')
    add(highest >= 26, 'Light, breathable clothes, sun hat and a water bottle')
    add(highest - lowest >= 22 && days.length > 3, 'Layers: the trip has warm and cold days')
    add(wettest >= 0.55, 'Rain jacket and shoes that stand a wet day')
    add(wettest >= 0.25 && wettest < 0.55, 'Compact umbrella or light rain jacket')
    add(highest >= 24 && wettest >= 0.4, 'Insect repellent')
  }
  add(highest >= 24 || elevations.some((metres) => metres >= HIGH_ALTITUDE), 'Sunscreen and sunglasses')
  add(
    elevations.some((metres) => metres >= HIGH_ALTITUDE),
    'Warm layer for the evening at altitude, and lip balm',
  )
  add(wishes.includes('hiking'), 'Broken-in hiking shoes and a small backpack')
  add(wishes.includes('beach') && highest >= 20, 'Swimwear and a towel')
  add(
    days.some(({ light }) => light.kind === 'midnight-sun' || light.hours >= 20),
    'Eye mask for bright nights',
  )
  add(
    days.some(({ light }) => light.kind === 'polar-night' || light.hours < 6),
    'Head torch or reflector for dark days',
  )
  add(!wishes.includes('hiking'), 'Comfortable shoes: city days are long walks')
  return list
}
