/** A small world for request tests: a few places, a fixed day, four currencies. */
import type { PlaceAnswer, RequestPorts, ResolvedPlace } from '../../machines/messages/index.ts'

/** Today in the small world, in UTC. */
const TODAY = '2026-09-29'

function place(name: string, country: string, countryName: string, timeZone: string): ResolvedPlace {
  return {
    id: `${name.toLowerCase()}-${country.toLowerCase()}`,
    name,
    label: `${name}, ${countryName}`,
    country,
    countryName,
    lat: 1,
    lon: 2,
    population: 1_000_000,
    elevation: 10,
    timeZone,
  }
}

const PLACES: Readonly<Record<string, ResolvedPlace>> = {
  tokyo: place('Tokyo', 'JP', 'Japan', 'Asia/Tokyo'),
  kyoto: place('Kyoto', 'JP', 'Japan', 'Asia/Tokyo'),
  lisbon: place('Lisbon', 'PT', 'Portugal', 'Europe/Lisbon'),
  lis: place('Lisbon', 'PT', 'Portugal', 'Europe/Lisbon'),
  paris: place('Paris', 'FR', 'France', 'Europe/Paris'),
  honolulu: place('Honolulu', 'US', 'United States', 'Pacific/Honolulu'),
}

function findPlace(query: string): PlaceAnswer {
  const key = query.toLowerCase()
  const found = Object.hasOwn(PLACES, key) ? PLACES[key] : undefined
  if (found === undefined) return { found: false, suggestions: key.startsWith('lis') ? ['Lisbon'] : [] }
  return key === 'paris'
    ? { found: true, place: found, note: 'Paris, France was taken; also: Paris, Texas.' }
    : { found: true, place: found }
}

const DECIMALS: Readonly<Record<string, number>> = { USD: 2, EUR: 2, JPY: 0, KWD: 3 }
const TODAYS: Readonly<Record<string, string>> = {
  'Asia/Tokyo': '2026-09-30',
  'Pacific/Honolulu': '2026-09-28',
}

export const PORTS: RequestPorts = {
  id: (tenant, requestId) => `${tenant}-${requestId ?? 'fresh'}`,
  tenant: 'default',
  today: (timeZone) => TODAYS[timeZone] ?? TODAY,
  findPlace,
  currencies: Object.keys(DECIMALS),
  currencyDecimals: (code) => DECIMALS[code] ?? 2,
}
