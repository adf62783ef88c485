/** Getting around within a stop. */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { economyOf } from '../atlas/index.ts'
import type { Party } from './leg-option.ts'
import { hasRegionalRail } from './leg-connector.ts'
import type { Wishes } from './wishes.ts'

/** Cities with a metro or underground that visitors use. `country: names`. */
const METROS: readonly string[] = [
  'JP: Tokyo, Yokohama, Osaka, Nagoya, Kyoto, Kobe, Fukuoka, Sapporo, Sendai, Hiroshima',
  'KR: Seoul, Busan, Daegu, Incheon, Daejeon, Gwangju',
  'CN: Beijing, Shanghai, Guangzhou, Shenzhen, Chengdu, Wuhan, Xi’an, Nanjing, Hangzhou, Chongqing, Tianjin, Suzhou, Kunming, Changsha, Qingdao, Xiamen',
  'HK: Hong Kong',
  'TW: Taipei, Kaohsiung, Taichung',
  'SG: Singapore',
  'TH: Bangkok',
  'MY: Kuala Lumpur',
  'PH: Manila',
  'ID: Jakarta',
  'VN: Hanoi, Ho Chi Minh City',
  'IN: Delhi, New Delhi, Mumbai, Kolkata, Chennai, Bengaluru, Hyderabad, Kochi, Jaipur, Lucknow, Ahmedabad, Pune',
  'AE: Dubai',
  'QA: Doha',
  'SA: Riyadh',
  'IR: Tehran',
  'TR: Istanbul, Ankara, İzmir',
  'UZ: Tashkent',
  'KZ: Almaty',
  'GE: Tbilisi',
  'AM: Yerevan',
  'AZ: Baku',
  'EG: Cairo',
  'DZ: Algiers',
  'GB: London, Glasgow, Newcastle upon Tyne',
  'FR: Paris, Lyon, Marseille, Toulouse, Lille, Rennes',
  'ES: Madrid, Barcelona, Valencia, Bilbao, Sevilla, Málaga',
  'PT: Lisbon, Porto',
  'IT: Rome, Milan, Naples, Turin, Catania, Genoa, Brescia',
  'DE: Berlin, Hamburg, Munich, Nuremberg, Frankfurt am Main',
  'AT: Vienna',
  'CH: Lausanne',
  'NL: Amsterdam, Rotterdam',
  'BE: Brussels',
  'DK: Copenhagen',
  'SE: Stockholm',
  'NO: Oslo',
  'FI: Helsinki',
  'PL: Warsaw',
  'CZ: Prague',
  'HU: Budapest',
  'RO: Bucharest',
  'BG: Sofia',
  'GR: Athens, Thessaloníki',
  'UA: Kyiv, Kharkiv',
  'BY: Minsk',
  'RU: Moscow, Saint Petersburg, Kazan, Novosibirsk, Yekaterinburg, Nizhny Novgorod',
  'US: New York City, Chicago, Washington, Boston, San Francisco, Philadelphia, Atlanta, Los Angeles, Miami, Baltimore, Cleveland, San Juan',
  'PR: San Juan',
  'CA: Toronto, Montréal, Vancouver',
  'MX: Mexico City, Monterrey, Guadalajara',
  'PA: Panamá',
  'DO: Santo Domingo',
  'VE: Caracas',
  'CO: Medellín',
  'EC: Quito',
  'CL: Santiago',
  'AR: Buenos Aires',
  'BR: São Paulo, Rio de Janeiro, Belo Horizonte, Brasília, Recife, Porto Alegre, Salvador, Fortaleza',
  'AU: Sydney',
]

const HAS_METRO = new Set(
  METROS.flatMap((row) => {
    const [country = '', names = ''] = row.split(': ')
    return names.split(', ').map((name) => `${country} ${name}`)
  }),
)

/** Whether visitors get around by metro. */
export function hasMetro(place: { readonly name: string; readonly country: string }): boolean {
  return HAS_METRO.has(`${place.country} ${place.name}`)
}

/** Towns without a street for cars, where nothing that is said of other towns holds. `country name`: how one gets about. */
const ON_WATER: ReadonlyMap<string, readonly [usual: string, stepFree: string]> = new Map([
  [
    'IT Venice',
    [
      'No cars and no buses beyond Piazzale Roma: one walks, and water buses do the rest; a pass for a day or more pays off from the third ride.',
      'Step-free: water buses take wheelchairs and most bridges have steps, so plan by stops; the city publishes which parts are reached without a bridge.',
    ],
  ],
])

/** How to get around, in two or three sentences. */
export function localText(place: ResolvedPlace, party: Party, wishes: Wishes): string {
  const onWater = ON_WATER.get(`${place.country} ${place.name}`)
  if (onWater !== undefined) {
    const [usual, stepFree] = onWater
    return `${usual} ${wishes.stepFree ? stepFree : 'Regional trains serve day trips.'}`
  }
  const parts: string[] = []
  const incomes = economyOf(place.country)?.priceLevel ?? 0.5
  if (hasMetro(place)) {
    parts.push(
      `${place.name} has a metro; add buses or trams for the last stretch. Day or stored-value tickets usually pay off from the third ride.`,
    )
  } else if (place.population >= 400_000) {
    parts.push(
      incomes < 0.6
        ? 'City buses are cheap but hard to read for visitors; agree on taxi fares first or use a ride app, above all after dark.'
        : 'Buses and trams cover the city; look for day tickets.',
    )
  } else if (place.population >= 30_000) {
    parts.push(
      incomes < 0.6
        ? 'The centre is walkable; taxis and shared minibuses do the rest.'
        : 'The centre is walkable; a few bus lines reach the rest.',
    )
  } else {
    parts.push(
      'A small place: nearly everything is on foot; ask how to reach sights outside, since buses may be few.',
    )
  }
  if (wishes.stepFree) {
    parts.push(
      'Step-free: check lifts on the operator’s map before setting out and keep a taxi number that takes wheelchairs.',
    )
  } else if (party.children > 0) {
    parts.push('Small children usually ride free or at half fare.')
  }
  if (hasRegionalRail(place)) parts.push('Regional trains serve day trips.')
  return parts.join(' ')
}
