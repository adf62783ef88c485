import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { allPlaces, findPlace, placeLabel, type Place, type PlaceLookup } from '../../actors/atlas/index.ts'
import { nameKey } from '../../actors/atlas/name-key.ts'

type Found = Extract<PlaceLookup, { found: true }>

function found(query: string): Found {
  const lookup = findPlace(query)
  if (!lookup.found)
    throw new Error(`"${query}" was not found; suggestions: ${lookup.suggestions.join('; ')}`)
  return lookup
}

function notFound(query: string): readonly string[] {
  const lookup = findPlace(query)
  if (lookup.found) throw new Error(`"${query}" was found: ${placeLabel(lookup.place)}`)
  return lookup.suggestions
}

describe('names', () => {
  test('a country that is called like its small capital is that capital, not a larger suburb elsewhere', () => {
    expect(placeLabel(found('San Marino').place)).toBe('San Marino')
    expect(found('San Marino').place.country).toBe('SM')
    expect(found('San Marino, California').place.country).toBe('US')
  })

  test.each([
    ['Tokyo', 'Tokyo', 'JP', 'Asia/Tokyo'],
    ['kyoto', 'Kyoto', 'JP', 'Asia/Tokyo'],
    ['Hiroshima', 'Hiroshima', 'JP', 'Asia/Tokyo'],
    ['LONDON', 'London', 'GB', 'Europe/London'],
    ['Lima', 'Lima', 'PE', 'America/Lima'],
    ['Cusco', 'Cusco', 'PE', 'America/Lima'],
    ['Nairobi', 'Nairobi', 'KE', 'Africa/Nairobi'],
    ['Mombasa', 'Mombasa', 'KE', 'Africa/Nairobi'],
    ['Reykjavik', 'Reykjavík', 'IS', 'Atlantic/Reykjavik'],
    ['reykjavík', 'Reykjavík', 'IS', 'Atlantic/Reykjavik'],
    ['Akureyri', 'Akureyri', 'IS', 'Atlantic/Reykjavik'],
    ['Paris', 'Paris', 'FR', 'Europe/Paris'],
    ['Tromsø', 'Tromsø', 'NO', 'Europe/Oslo'],
    ['tromso', 'Tromsø', 'NO', 'Europe/Oslo'],
    ['Sydney', 'Sydney', 'AU', 'Australia/Sydney'],
    ['Auckland', 'Auckland', 'NZ', 'Pacific/Auckland'],
    ['Lisbon', 'Lisbon', 'PT', 'Europe/Lisbon'],
    ['Porto', 'Porto', 'PT', 'Europe/Lisbon'],
    ['San José', 'San José', 'CR', 'America/Costa_Rica'],
    ['Queenstown', 'Queenstown', 'NZ', 'Pacific/Auckland'],
    ['St. Petersburg', 'Saint Petersburg', 'RU', 'Europe/Moscow'],
    ["xi'an", 'Xi’an', 'CN', 'Asia/Shanghai'],
    ['Geneva', 'Geneva', 'CH', 'Europe/Zurich'],
    ['Bruges', 'Bruges', 'BE', 'Europe/Brussels'],
    ['Bridgetown', 'Bridgetown', 'BB', 'America/Barbados'],
  ])('%s', (query, name, country, timeZone) => {
    expect(found(query).place).toMatchObject({ name, country, timeZone })
  })

  test.each([
    ['Lisboa', 'Lisbon'],
    ['Cuzco', 'Cusco'],
    ['Москва', 'Moscow'],
    ['東京', 'Tokyo'],
    ['Bombay', 'Mumbai'],
    ['Saigon', 'Ho Chi Minh City'],
    ['Roma', 'Rome'],
    ['München', 'Munich'],
    ['Köln', 'Cologne'],
    ['New York', 'New York City'],
    ['Machu Picchu', 'Machupicchu'],
    ['Santorini', 'Firá'],
  ])('further name %s', (query, name) => {
    expect(found(query)).toMatchObject({ how: 'alias', place: { name } })
  })

  test('the most populous of an ambiguous name is taken, and the note says so', () => {
    const paris = found('Paris')
    expect(paris.note).toMatch(
      /^Paris, Île-de-France, France \(2,138,551 people\) was taken; also: Paris, Texas, United States/,
    )
    expect(paris.alternatives.length).toBeGreaterThan(2)
    expect(paris.alternatives.length).toBeLessThanOrEqual(5)
    const sizes = paris.alternatives.map(({ population }) => population)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(found('Springfield').place.region).toBe('Missouri')
    expect(found('Springfield').note).toContain('Springfield, Massachusetts')
  })

  test('a famous exception says why it was taken', () => {
    expect(found('Queenstown').note).toContain(
      'Queenstown, Otago, New Zealand was taken, the lake and ski resort',
    )
    expect(found('Queenstown').note).toContain('South Africa')
  })

  test('an unambiguous name has no note', () => {
    expect(found('Kyoto').note).toBeUndefined()
  })
})

describe('names with a country or division', () => {
  test.each([
    ['Paris, Texas', 'Texas', 'US'],
    ['Paris Texas', 'Texas', 'US'],
    ['paris (texas, usa)', 'Texas', 'US'],
    ['Paris, France', 'Île-de-France', 'FR'],
    ['Paris, FR', 'Île-de-France', 'FR'],
    ['Portland, Oregon', 'Oregon', 'US'],
    ['Portland, OR', 'Oregon', 'US'],
    ['Portland, Maine', 'Maine', 'US'],
    ['Washington, D.C.', 'District of Columbia', 'US'],
    ['London, Ontario', 'Ontario', 'CA'],
    ['Vancouver, CA', 'British Columbia', 'CA'],
    ['Queenstown, New Zealand', 'Otago', 'NZ'],
    ['Springfield, Illinois', 'Illinois', 'US'],
    ['Perth, Scotland', 'Scotland', 'GB'],
    ['Ubud, Bali', 'Bali', 'ID'],
    ['San José, Costa Rica', 'San José', 'CR'],
    ['San Jose, California', 'California', 'US'],
  ])('%s', (query, region, country) => {
    expect(found(query)).toMatchObject({ how: 'qualified', place: { region, country } })
  })

  test('a wrong country is not ignored', () => {
    expect(notFound('Paris, Japan')).toContain('Paris, France')
  })

  test('an unknown qualifier is named in the note', () => {
    expect(found('Positano, Amalfi Coast').note).toContain('"Amalfi Coast" is not a country or division')
  })
})

describe('codes', () => {
  test.each([
    ['JFK', 'New York City'],
    ['EWR', 'New York City'],
    ['LGA', 'New York City'],
    ['NYC', 'New York City'],
    ['LON', 'London'],
    ['LHR', 'London'],
    ['PAR', 'Paris'],
    ['TYO', 'Tokyo'],
    ['HND', 'Tokyo'],
    ['NRT', 'Tokyo'],
    ['ROM', 'Rome'],
    ['MIL', 'Milan'],
    ['RIO', 'Rio de Janeiro'],
    ['SAO', 'São Paulo'],
    ['BUE', 'Buenos Aires'],
    ['CHI', 'Chicago'],
    ['WAS', 'Washington'],
    ['CUZ', 'Cusco'],
    ['KEF', 'Reykjavík'],
    ['jfk', 'New York City'],
  ])('%s is %s', (code, name) => {
    expect(found(code)).toMatchObject({ how: 'iata', place: { name } })
  })

  test('capitals are a code, other spellings a name', () => {
    expect(found('NAN')).toMatchObject({ how: 'iata', place: { country: 'FJ' } })
    expect(found('NAN').note).toContain('write "Nan"')
    expect(found('Nan')).toMatchObject({ how: 'name', place: { country: 'TH' } })
  })
})

describe('names that are not found', () => {
  test.each([
    ['Kyotto', 'Kyoto, Japan'],
    ['Reykavik', 'Reykjavík, Iceland'],
    ['Lisbonn', 'Lisbon, Portugal'],
    ['Nairobbi', 'Nairobi, Kenya'],
    ['Iceland', 'Reykjavík, Iceland'],
    ['Japan', 'Tokyo, Japan'],
    ['Tuscany', 'Florence, Italy'],
    ['California', 'Los Angeles, United States'],
    ['Bali', 'Denpasar, Indonesia'],
  ])('%s suggests %s', (query, suggestion) => {
    const suggestions = notFound(query)
    expect(suggestions).toContain(suggestion)
    expect(suggestions.length).toBeLessThanOrEqual(3)
  })

  test('nonsense gives no error', () => {
    expect(notFound('')).toEqual([])
    expect(notFound(' ,;')).toEqual([])
    expect(notFound('qqqqqqqqqqqqqqqq')).toEqual([])
  })

  test('any text at all is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 24 }), (text) => {
        const lookup = findPlace(text)
        const others = lookup.found ? lookup.alternatives : lookup.suggestions
        expect(others.length).toBeLessThanOrEqual(lookup.found ? 5 : 3)
      }),
      { numRuns: 60 },
    )
  })
})

test('every place is found again by name, division and country', () => {
  const places = allPlaces()
  const anyPlace = fc.nat(places.length - 1).map((row) => places[row] as Place)
  fc.assert(
    fc.property(anyPlace, (place) => {
      const { place: again, alternatives } = found(queryFor(place))
      expect(again.country).toBe(place.country)
      expect(again.region).toBe(place.region ?? again.region)
      // Unless a namesake of the same division was more likely, it is the place itself.
      expect([again, ...alternatives].some(({ name }) => nameKey(name) === nameKey(place.name))).toBe(true)
    }),
    { numRuns: 400 },
  )
})

/** "name, division, country", with the punctuation that separates parts taken out of the names. */
function queryFor({ name, region, countryName }: Place): string {
  const parts = [name, region, countryName].filter((part) => part !== undefined)
  return parts.map((part) => part.replace(/[,;()/]+/g, ' ')).join(', ')
}

test('answers come fast once the data is loaded', () => {
  found('Tokyo')
  notFound('Kyotto')
  /** In ms of processor time, which does not count what else the machine does. */
  const median = (query: string): number => {
    const times = Array.from({ length: 9 }, () => {
      const start = process.cpuUsage()
      findPlace(query)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1_000
    })
    return times.toSorted((a, b) => a - b)[4] ?? Infinity
  }
  // Generous: a busy machine has cold caches. Alone these take 2 and 15 ms.
  expect(median('Lisbon')).toBeLessThan(25)
  expect(median('Kyotto')).toBeLessThan(120)
})
