import { describe, expect, test } from 'vitest'
import { findAirport } from '../../actors/atlas/index.ts'
import { landmassOf } from '../../actors/offline/landmass.ts'
import { landDetour } from '../../actors/offline/land-route.ts'
import { estimateLeg } from '../../actors/offline/leg.ts'
import { FERRY_LINES } from '../../actors/offline/leg-ferry-lines.ts'
import { RAIL_LINES } from '../../actors/offline/leg-rail-lines.ts'
import { STATIONS } from '../../actors/offline/leg-stations.ts'
import { legTimes } from '../../actors/offline/leg-times.ts'
import { readWishes } from '../../actors/offline/wishes.ts'
import { compose, place, request } from './planning-requests.ts'

const NO_WISH = readWishes({ constraints: [], specialRequirements: [] })
const couple = { adults: 2, children: 0 }
const leg = (from: string, to: string, wishes = NO_WISH) =>
  estimateLeg(place(from), place(to), couple, wishes)

describe('the way a local would take', () => {
  test.each([
    ['Lisbon', 'Porto', 'train', 3, 4.5],
    ['Tokyo', 'Kyoto', 'high-speed-train', 2.5, 3.75],
    ['Kyoto', 'Hiroshima', 'high-speed-train', 2, 3.5],
    ['London', 'Paris', 'high-speed-train', 3, 4.5],
    ['Madrid', 'Seville', 'high-speed-train', 3, 4],
    ['Seoul', 'Busan', 'high-speed-train', 3, 4.5],
    ['Helsinki', 'Tallinn', 'ferry', 2.5, 4.5],
    ['Split', 'Hvar', 'ferry', 1.5, 3.5],
    ['Lima', 'Cusco', 'flight', 3.5, 5.5],
    ['Sydney', 'Auckland', 'flight', 6, 8.5],
    ['London', 'Tokyo', 'flight', 16, 21],
    ['Honolulu', 'Hilo', 'flight', 3, 5],
    ['Munich', 'Füssen', 'train', 1.5, 3],
    // No plane flies around the island: all of them go back to the capital.
    ['Höfn', 'Akureyri', 'car', 4, 7],
  ] as const)('%s to %s: %s', (from, to, mode, low, high) => {
    const { best } = leg(from, to)
    expect(best.mode).toBe(mode)
    expect(best.minutes / 60).toBeGreaterThan(low)
    expect(best.minutes / 60).toBeLessThan(high)
  })

  test('mountain roads take far longer than the distance suggests', () => {
    const bus = leg('Lima', 'Cusco').others.find(({ mode }) => mode === 'bus')
    expect(bus?.minutes ?? 0).toBeGreaterThan(18 * 60)
  })

  test('no trains where the country has none', () => {
    const { best, others } = leg('Reykjavik', 'Akureyri')
    const modes = [best, ...others].map(({ mode }) => mode)
    expect(modes).not.toContain('train')
    expect([best, ...others].find(({ mode }) => mode === 'car')?.minutes ?? 0).toBeGreaterThan(4.5 * 60)
  })

  test.each([
    ['Ushuaia', 'El Calafate', /USH\).*\(FTE\): nonstop likely/],
    ['Warsaw', 'Kutaisi', /\(KUT\): nonstop likely/],
    ['London', 'Arusha', /\(JRO\)/],
    ['Chengdu', 'Frankfurt', /\(TFU\)/],
  ] as const)('%s to %s by the airports that people use', (from, to, words) => {
    expect(leg(from, to).best.details[0]).toMatch(words)
  })

  test('a day train has no berth', () => {
    const all = [
      leg('Auckland', 'Wellington'),
      leg('Nelson', 'Auckland', readWishes({ constraints: ['no flights'], specialRequirements: [] })),
    ]
    const explorer = all
      .flatMap(({ best, others }) => [best, ...others])
      .flatMap(({ details }) => details)
      .filter((text) => text.includes('Northern Explorer'))
    expect(explorer.length).toBeGreaterThan(0)
    expect(explorer.filter((text) => text.includes('berth'))).toEqual([])
  })

  test('no coach between Swiss towns, and full fares by rail', () => {
    const { best, others } = leg('Zermatt', 'Lucerne')
    expect(best.mode).toBe('train')
    expect(others.map(({ mode }) => mode)).not.toContain('bus')
    expect(best.fare.expected).toBeGreaterThan(70)
  })

  test.each([
    ['Kyoto', 'Hiroshima'],
    ['Rome', 'Florence'],
    ['Edinburgh', 'Inverness'],
  ])('%s to %s: no flight that saves nobody time', (from, to) => {
    expect(leg(from, to).others.map(({ mode }) => mode)).not.toContain('flight')
  })

  test('beside a flight stands a way on the ground that needs no car', () => {
    expect(leg('Cairo', 'Luxor').others.map(({ mode }) => mode)).toContain('train')
  })

  test('every long ride of a chain is named, the last one by bus too', () => {
    const train = leg('Oslo', 'Tromsø').others.find(({ mode }) => mode === 'train')
    expect(train?.details.join(' ')).toContain('Bus or taxi Kiruna to Tromsø')
  })

  test('day trains through the night: said, for nobody sleeps in them', () => {
    const grounded = readWishes({ constraints: ['no flights'], specialRequirements: [] })
    const { best } = leg('Hamburg', 'Bergen', grounded)
    expect(best.restless).toBe(true)
    expect(best.details.join(' ')).toContain('spend a night where you change')
  })

  test.each([
    ['Phuket', 'Frankfurt', 'PRG'],
    ['Auckland', 'London', 'GUM'],
    ['Queenstown, New Zealand', 'London', 'STN'],
  ])('%s to %s: nobody changes at %s', (from, to, hub) => {
    expect(leg(from, to).best.details.join(' ')).not.toContain(hub)
  })

  test.each([
    ['Puerto Iguazú', 'Madrid'],
    ['Chiang Mai', 'London'],
    ['Cusco', 'Madrid'],
  ])('%s to %s: no nonstop across an ocean from a town that is no capital', (from, to) => {
    expect(leg(from, to).best.details.join(' ')).toContain('usually one stop')
  })

  test.each([
    ['Helsinki', 'Vilnius'],
    ['Seoul', 'Beijing'],
    ['Kinshasa', 'Brazzaville'],
  ])('%s to %s: no road over a closed border or an unbridged river', (from, to) => {
    const { best, others } = leg(from, to)
    expect([best, ...others].map(({ mode }) => mode)).not.toContain('car')
  })

  test('an island without an airport or a line known here: said, never sold as a flight and a boat', () => {
    const { best } = leg('Apia', 'Atafu Village')
    expect(best.uncertain).toBe(true)
    expect(best.mode).toBe('ferry')
  })

  test('nothing slower, dearer and dirtier is offered as another way', () => {
    const { best, others } = leg('Johor Bahru', 'Malacca')
    expect(best.mode).toBe('bus')
    expect(others.map(({ mode }) => mode)).not.toContain('train')
  })

  test('no flights: the sea is crossed by ship, and a way is found over land', () => {
    const grounded = readWishes({ constraints: ['no flights'], specialRequirements: [] })
    expect(leg('Melbourne', 'Hobart', grounded).best.mode).toBe('ferry')
    expect(leg('Paris', 'Nice', grounded).best.mode).toBe('high-speed-train')
  })

  test('a wish that nothing meets is said', () => {
    const grounded = readWishes({ constraints: ['no flights'], specialRequirements: [] })
    expect(leg('London', 'Sydney', grounded).unmet).toContain('No way from London to Sydney')
  })

  test('airports in the details exist, and no flight number is made up', () => {
    const { transport } = compose(request(['Cusco'], '2027-05-10', 8, { origin: 'Tromsø' }))
    const text = transport.legs.flatMap(({ details }) => details).join(' ')
    const codes = [...text.matchAll(/\(([A-Z]{3})\)/g)].map((match) => match[1] ?? '')
    expect(codes.length).toBeGreaterThan(1)
    expect(codes.every((code) => findAirport(code) !== undefined)).toBe(true)
    expect(text).not.toMatch(/\b[A-Z]{2}\s?\d{2,4}\b/)
  })
})

describe('land and water', () => {
  test('islands are landmasses of their own, bridged ones are not', () => {
    expect(landmassOf(place('Lisbon'))).toBe(landmassOf(place('Beijing')))
    expect(landmassOf(place('Copenhagen'))).toBe(landmassOf(place('Berlin')))
    expect(landmassOf(place('Tokyo'))).toBe(landmassOf(place('Fukuoka')))
    expect(landmassOf(place('London'))).not.toBe(landmassOf(place('Paris')))
    expect(landmassOf(place('Hobart'))).not.toBe(landmassOf(place('Melbourne')))
    expect(landmassOf(place('Palermo'))).not.toBe(landmassOf(place('Rome')))
  })

  test('the road goes around a sea', () => {
    expect(landDetour(place('Bari'), place('Dubrovnik')) ?? 0).toBeGreaterThan(4)
    expect(landDetour(place('Paris'), place('Berlin'))).toBe(1)
  })
})

describe('tables', () => {
  test('every stop of a line and every port is a known station', () => {
    const stops = RAIL_LINES.flatMap(({ stops: chain }) =>
      chain.split(', ').map((stop) => stop.slice(0, stop.lastIndexOf(' '))),
    )
    const ports = FERRY_LINES.flatMap(({ from, to }) => [from, to])
    expect([...stops, ...ports].filter((name) => !STATIONS.has(name))).toEqual([])
  })

  test('minutes rise along a line', () => {
    const falling = RAIL_LINES.filter(({ stops }) => {
      const minutes = stops.split(', ').map((stop) => Number(stop.slice(stop.lastIndexOf(' ') + 1)))
      return minutes.some((minute, index) => index > 0 && minute <= (minutes[index - 1] ?? 0))
    })
    expect(falling).toEqual([])
  })
})

describe('local times', () => {
  test('arithmetic is right over a change of clocks on the way', () => {
    // Clocks go forward on 2027-03-28 at 01:00 UTC in Europe.
    const times = legTimes({
      date: '2027-03-27',
      fromZone: 'America/New_York',
      toZone: 'Europe/Paris',
      minutes: 720,
      role: 'return',
      flight: true,
      lateRiser: false,
    })
    const left = Date.parse(`${times.depart}:00-04:00`)
    const arrived = Date.parse(`${times.arrive}:00+02:00`)
    expect((arrived - left) / 60_000).toBe(720)
    expect(times.dayShift).toBe(1)
  })

  test('day trains that need a night in between leave in the morning', () => {
    const question = {
      date: '2027-03-21',
      fromZone: 'Pacific/Auckland',
      toZone: 'Pacific/Auckland',
      minutes: 1_070,
      role: 'return',
      flight: false,
      lateRiser: false,
    } as const
    expect(legTimes({ ...question, restless: true }).depart).toBe('2027-03-21T07:30')
    expect(legTimes({ ...question, restless: true, notBefore: 600 }).depart).toBe('2027-03-21T10:00')
    // In a berth the evening is the better hour.
    expect(legTimes(question).depart.slice(11) >= '16:00').toBe(true)
  })

  test('legs state CO2 per person, with the source of the factors', () => {
    const { transport } = compose(request(['Lisbon', 'Porto'], '2027-05-10', 4))
    expect(transport.legs[0]?.co2Kg ?? 0).toBeGreaterThan(5)
    expect(transport.legs[0]?.co2Kg ?? 0).toBeLessThan(20)
    expect(transport.sources.map(({ name }) => name).join()).toContain('GHG Conversion Factors')
  })
})
