import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadAirports } from '../../actors/atlas/airports.ts'
import { bakeSmallFiles } from '../../actors/atlas/bake.ts'
import { bakePlaces, columnsJson } from '../../actors/atlas/bake/places.ts'
import { tidyName } from '../../actors/atlas/bake/regions.ts'
import { parseTown } from '../../actors/atlas/bake/town.ts'
import { dataPath } from '../../actors/atlas/data-file.ts'
import { loadEconomies } from '../../actors/atlas/economy.ts'
import { loadGazetteer } from '../../actors/atlas/gazetteer.ts'
import { allPlaces, fullPlaceLabel, placeLabel } from '../../actors/atlas/index.ts'
import { nameKey } from '../../actors/atlas/name-key.ts'

describe('the whole gazetteer', () => {
  test('every place is sound', () => {
    const places = allPlaces()
    expect(places.length).toBeGreaterThan(60_000)
    const bad = places.filter(
      ({ lat, lon, population, elevation, name, country, countryName }) =>
        Math.abs(lat) > 90 ||
        Math.abs(lon) > 180 ||
        population < 0 ||
        elevation < -500 ||
        elevation > 6000 ||
        name === '' ||
        !/^[A-Z]{2}$/.test(country) ||
        countryName === country,
    )
    expect(bad).toEqual([])
    expect(new Set(places.map(({ id }) => id)).size).toBe(places.length)
  })

  test('every time zone exists and is not an outdated name', () => {
    const zones = new Set(allPlaces().map(({ timeZone }) => timeZone))
    expect(zones.size).toBeGreaterThan(300)
    for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow()
    const outdated = [
      'Asia/Calcutta',
      'Europe/Kiev',
      'Asia/Saigon',
      'America/Godthab',
      'Asia/Katmandu',
      'Asia/Rangoon',
    ]
    for (const zone of outdated) expect(zones.has(zone)).toBe(false)
  })

  test('places of a sample are where they are', () => {
    const byId = new Map(allPlaces().map((place) => [place.id, place]))
    expect(byId.get('gn1850147')).toMatchObject({
      name: 'Tokyo',
      country: 'JP',
      region: 'Tokyo',
      elevation: 44,
    })
    expect(byId.get('gn3941584')).toMatchObject({ name: 'Cusco', elevation: 3369, timeZone: 'America/Lima' })
    expect(byId.get('gn4013708')).toMatchObject({ timeZone: 'America/Ciudad_Juarez' })
  })

  test('four places in five have a named division', () => {
    const named = allPlaces().filter(({ region }) => region !== undefined)
    expect(named.length / allPlaces().length).toBeGreaterThan(0.8)
  })

  test('labels', () => {
    expect(placeLabel({ name: 'Lisbon', countryName: 'Portugal' })).toBe('Lisbon, Portugal')
    expect(placeLabel({ name: 'Singapore', countryName: 'Singapore' })).toBe('Singapore')
    expect(fullPlaceLabel({ name: 'Paris', region: 'Texas', countryName: 'United States' })).toBe(
      'Paris, Texas, United States',
    )
  })
})

describe('name keys', () => {
  test.each([
    ['Saint-Étienne', 'st. etienne'],
    ['Tromsø', 'TROMSO'],
    ['São Paulo', 'sao  paulo'],
    ["L'Aquila", 'L’Aquila'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['Þórshöfn', 'thorshofn'],
    ['İzmir', 'izmir'],
  ])('%s is %s', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b))
  })

  test('keys of keys are themselves', () => {
    for (const place of allPlaces().slice(0, 3000))
      expect(nameKey(nameKey(place.name))).toBe(nameKey(place.name))
  })
})

describe('damaged files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const good = (): Record<string, unknown> =>
    JSON.parse(readFileSync(dataPath('places.json'), 'utf8')) as Record<string, unknown>

  test('a missing file is named, with the way out', () => {
    const path = join(folder, 'absent.json')
    expect(() => loadGazetteer(path)).toThrow(`${path} is missing. Restore it with "git checkout`)
    expect(() => loadAirports(path)).toThrow('absent.json is missing')
    expect(() => loadEconomies(path)).toThrow('absent.json is missing')
  })

  test('half a file is named', () => {
    const text = readFileSync(dataPath('places.json'), 'utf8')
    expect(() => loadGazetteer(write('half.json', text.slice(0, text.length / 2)))).toThrow(
      'half.json cannot be read as JSON',
    )
    expect(() => loadAirports(write('odd.json', '[["JFK"]]'))).toThrow(
      'odd.json has a malformed airport in row 0',
    )
    expect(() => loadEconomies(write('list.json', '[]'))).toThrow('list.json is not an object')
  })

  test('a short column is named', () => {
    for (const [column, cells] of [
      ['lat', [1, 2, 3]],
      ['population', '####'],
      ['elevation', String(good()['elevation']).replace(/.$/, '"')],
    ] as const) {
      const columns = { ...good(), [column]: cells }
      expect(() => loadGazetteer(write(`${column}.json`, JSON.stringify(columns)))).toThrow(
        `"${column}" column`,
      )
    }
    expect(() => loadGazetteer(write('names.json', JSON.stringify({ ...good(), names: 'a|b' })))).toThrow(
      '"names"',
    )
    expect(() => loadGazetteer(write('runs.json', JSON.stringify({ ...good(), runs: [] })))).toThrow('"runs"')
  })
})

describe('bake', () => {
  const line = (id: number, name: string, country: string, population: number): string =>
    [
      id,
      name,
      name,
      `Alias${id}`,
      '1.5',
      '2.5',
      'P',
      'PPL',
      country,
      '',
      '01',
      '',
      '',
      '',
      population,
      '',
      7,
      'Africa/Lagos',
      '2020-01-01',
    ].join('\t')
  const towns = [
    line(1, 'Abc', 'NG', 20_000),
    line(2, 'Bcd', 'NG', 30_000),
    line(3, 'Cde', 'BJ', 5_000),
    line(4, 'Tiny', 'BJ', 700),
  ].map(parseTown)

  test('the order of the rows does not matter, small villages are left out', () => {
    const regions = new Map([['NG.01', 'Somewhere']])
    const baked = columnsJson(bakePlaces(towns, regions))
    expect(columnsJson(bakePlaces(towns.toReversed(), regions))).toBe(baked)
    expect(JSON.parse(baked)).toMatchObject({
      names: 'Cde|Bcd|Abc',
      runs: [
        ['BJ', '', 1],
        ['NG', 'Somewhere', 2],
      ],
    })
  })

  test('the committed airports, economies and holidays are what the packages give', () => {
    for (const [name, text] of Object.entries(bakeSmallFiles()))
      expect(readFileSync(dataPath(name), 'utf8')).toBe(text)
  })

  test('division names are tidied', () => {
    expect(tidyName('Kyoto Prefecture')).toBe('Kyoto')
    expect(tidyName('Canton of Zurich')).toBe('Zurich')
    expect(tidyName('Northern Region')).toBe('Northern Region')
    expect(tidyName('Otago Region')).toBe('Otago')
    expect(tidyName('Bangkok (special administrative area)')).toBe('Bangkok')
  })

  test('a line of another shape is refused', () => {
    expect(() => parseTown('1\tx')).toThrow('Expected 19 columns, found 2')
  })
})
