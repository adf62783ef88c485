/** Names that are no town, and everyday names: where one stays, and that the answer says so. */
import { describe, expect, test } from 'vitest'
import { AREA_NAMES, areaNamed } from '../../actors/atlas/areas.ts'
import { landmassOf } from '../../actors/offline/landmass.ts'
import { datesOf, wholePlan } from '../offline/whole-plan.ts'
import { distanceKm, findPlace, placeLabel } from '../../actors/atlas/index.ts'

describe('a name that is no town', () => {
  test.for([
    ['Andalusia', 'Seville, Spain'],
    ['Black Forest', 'Freiburg, Germany'],
    ['Cornwall', 'Penzance, United Kingdom'],
    ['Zion', 'Springdale, United States'],
    ['Antigua', 'Antigua Guatemala, Guatemala'],
    ['Cabo', 'Cabo San Lucas, Mexico'],
    ['Los Cabos', 'Cabo San Lucas, Mexico'],
    ['Newcastle', 'Newcastle upon Tyne, United Kingdom'],
    ['Arenal', 'La Fortuna, Costa Rica'],
    ['Sahara', 'Merzouga, Morocco'],
    ['Mont Blanc', 'Chamonix-Mont-Blanc, France'],
    ['Pantanal', 'Poconé, Brazil'],
    ['Loire', 'Tours, France'],
    ['loire valley', 'Tours, France'],
    ['Alsace', 'Strasbourg, France'],
    ['Provence', 'Avignon, France'],
    ['Amalfi Coast', 'Amalfi, Italy'],
    ['Kruger', 'Skukuza, South Africa'],
    ['Kruger National Park', 'Skukuza, South Africa'],
    ['Torres del Paine', 'Puerto Natales, Chile'],
    ['Salar de Uyuni', 'Uyuni, Bolivia'],
    ['Cotswolds', 'Bourton on the Water, United Kingdom'],
    ['the Cotswolds', 'Bourton on the Water, United Kingdom'],
    ['Mount Fuji', 'Fujikawaguchiko, Japan'],
    ['Mt. Fuji', 'Fujikawaguchiko, Japan'],
    ['Great Barrier Reef', 'Cairns, Australia'],
    ['Dolomites', 'Bolzano, Italy'],
    ['Sossusvlei', 'Sesriem, Namibia'],
    ['Etosha', 'Okaukuejo, Namibia'],
    ['Serengeti', 'Seronera, Tanzania'],
    ['Everest Base Camp', 'Lukla, Nepal'],
    ['Chitwan', 'Sauraha, Nepal'],
    ["Cote d'Azur", 'Nice, France'],
    ['Scottish Highlands', 'Inverness, United Kingdom'],
    ['Plitvice Lakes', 'Slunj, Croatia'],
    ['Iguazu', 'Puerto Iguazú, Argentina'],
    ['Lake Titicaca', 'Puno, Peru'],
    ['Turks and Caicos', 'Providenciales, Turks and Caicos Islands'],
    ['Cape Cod', 'Provincetown, United States'],
    ['Stonehenge', 'Salisbury, United Kingdom'],
    ['Taj Mahal', 'Agra, India'],
    ['Mount Kilimanjaro', 'Moshi, Tanzania'],
    ['Atacama', 'San Pedro de Atacama, Chile'],
    ['Kazbegi', 'Stepantsminda, Georgia'],
  ] as const)('%s is planned from %s, and that is said', ([name, town]) => {
    const lookup = findPlace(name)
    if (!lookup.found) throw new Error(`${name} was not found`)
    expect(placeLabel(lookup.place)).toBe(town)
    expect(lookup.how).toBe('area')
    expect(lookup.note).toMatch(
      /^[A-Z].* (?:is|are|lies?|leads|has|have|stands?|can be|mostly).*: planned from /,
    )
    expect(lookup.note).toContain(lookup.place.name)
  })

  test.for([
    ['Java', 'Yogyakarta, Indonesia'],
    ['Amazon', 'Manaus, Brazil'],
    ['Patagonia', 'El Calafate, Argentina'],
    ['Bali', 'Ubud, Indonesia'],
    ['Borneo', 'Kota Kinabalu, Malaysia'],
    ['Sumatra', 'Medan, Indonesia'],
    ['Silk Road', 'Samarkand, Uzbekistan'],
    ['New England', 'Boston, United States'],
    ['Hawaii', 'Honolulu, United States'],
  ] as const)('%s is too wide to choose in: %s and others are suggested', ([name, town]) => {
    const lookup = findPlace(name)
    if (lookup.found) throw new Error(`${name} was found: ${lookup.place.name}`)
    expect(lookup.suggestions[0]).toBe(town)
    for (const suggestion of lookup.suggestions) expect(findPlace(suggestion).found).toBe(true)
  })

  test('towns elsewhere that are called so are named', () => {
    expect(findPlace('Cornwall')).toMatchObject({
      note: expect.stringContaining('Cornwall, Ontario, Canada'),
    })
    expect(findPlace('Zion')).toMatchObject({ note: expect.stringContaining('Zion, Illinois') })
    expect(findPlace('Antigua')).toMatchObject({ note: expect.stringContaining('Saint John’s') })
  })

  test.for([
    ['Cornwall, Ontario', 'Cornwall', 'CA'],
    ['Cornwall, England', 'Penzance', 'GB'],
    ['Cornwall England', 'Penzance', 'GB'],
    ['Andalusia, Alabama', 'Andalusia', 'US'],
    ['Newcastle, New South Wales', 'Newcastle', 'AU'],
    ['Lake Titicaca, Bolivia', 'Copacabana', 'BO'],
    ['Provence, France', 'Avignon', 'FR'],
    ['Kruger South Africa', 'Skukuza', 'ZA'],
  ] as const)('a country after it decides: %s is %s', ([query, name, country]) => {
    expect(findPlace(query)).toMatchObject({ found: true, place: { name, country } })
  })

  test('misspelled is suggested by its own name', () => {
    for (const [typed, known] of [
      ['santorinni', 'Santorini'],
      ['cappadoccia', 'Cappadocia'],
      ['Dolomits', 'Dolomites'],
    ] as const) {
      const lookup = findPlace(typed)
      expect(lookup).toMatchObject({ found: false, suggestions: expect.arrayContaining([known]) })
      expect(findPlace(known).found).toBe(true)
    }
  })
})

describe('the table of areas', () => {
  test('has every town in the gazetteer, and not one twice in a row', () => {
    const faults = AREA_NAMES.flatMap((name) => {
      const towns = areaNamed(name)?.towns ?? []
      const found = towns.map(findPlace)
      const ids = found.map((lookup) => (lookup.found ? lookup.place.id : 'unknown'))
      const sound = towns.length > 0 && towns.length <= 3 && !ids.includes('unknown')
      return sound && new Set(ids).size === towns.length ? [] : [`${name}: ${towns.join('; ')}`]
    })
    expect(faults).toEqual([])
  })

  test('has no name twice', () => {
    expect(new Set(AREA_NAMES).size).toBe(AREA_NAMES.length)
  })
})

describe('names that are known better than their town', () => {
  test.for([
    ['Bagan', 'Bagan', 'MM'],
    ['Bethlehem', 'Bethlehem', 'PS'],
    ['Trinidad', 'Trinidad', 'CU'],
    ['Den Haag', 'The Hague', 'NL'],
    ['Monteverde', 'Monteverde', 'CR'],
  ] as const)('%s is %s in %s', ([query, name, country]) => {
    expect(findPlace(query)).toMatchObject({ found: true, place: { name, country } })
  })

  test.for(['Bethlehem', 'Trinidad', 'Bagan'])('%s: what was taken is said', (name) => {
    expect(findPlace(name)).toMatchObject({ note: expect.stringMatching(/was taken, the .*; also: /) })
  })

  test('an island by its own name says from which town it is planned', () => {
    expect(findPlace('Mallorca')).toMatchObject({
      place: { name: 'Palma' },
      note: expect.stringMatching(/^Mallorca is planned from Palma, /),
    })
    expect(findPlace('Lisboa')).not.toMatchObject({ note: expect.stringContaining('planned from') })
  })
})

describe('villages that the extract of GeoNames leaves out', () => {
  test.for([
    ['Sesriem', 'NA', 'Africa/Windhoek'],
    ['Okaukuejo', 'NA', 'Africa/Windhoek'],
    ['Lake Tekapo', 'NZ', 'Pacific/Auckland'],
    ['Tekapo', 'NZ', 'Pacific/Auckland'],
    ['Franz Josef', 'NZ', 'Pacific/Auckland'],
    ['Twizel', 'NZ', 'Pacific/Auckland'],
    ['Hokitika', 'NZ', 'Pacific/Auckland'],
    ['Fox Glacier', 'NZ', 'Pacific/Auckland'],
    ['Merzouga', 'MA', 'Africa/Casablanca'],
    ['Lukla', 'NP', 'Asia/Kathmandu'],
    ['Praslin', 'SC', 'Indian/Mahe'],
    ['Wadi Rum', 'JO', 'Asia/Amman'],
    ['Geiranger', 'NO', 'Europe/Oslo'],
    ['Jiuzhaigou', 'CN', 'Asia/Shanghai'],
  ] as const)('%s is known', ([name, country, timeZone]) => {
    expect(findPlace(name)).toMatchObject({
      found: true,
      place: { country, timeZone, id: expect.stringMatching(/^(?:cv|gn)\d+$/) },
    })
  })

  test('are said to be written by hand, and a city is not', async () => {
    const sourcesFor = async (city: string) => {
      const { sections } = await wholePlan({ destinations: [city], dates: datesOf('2027-06-01', 3) })
      return sections.location.sources.map(({ name }) => name)
    }
    expect(await sourcesFor('Sossusvlei')).toContain('Caravan, villages written by hand')
    expect(await sourcesFor('Windhoek')).not.toContain('Caravan, villages written by hand')
  })

  test('on an island of their own are not reached by road', () => {
    const praslin = findPlace('Praslin')
    const mahe = findPlace('Victoria, Seychelles')
    if (!praslin.found || !mahe.found) throw new Error('not found')
    expect(landmassOf(praslin.place)).not.toBe(landmassOf(mahe.place))
  })

  test('stand where they are', () => {
    for (const [name, lat, lon] of [
      ['Sesriem', -24.49, 15.8],
      ['Lake Tekapo', -44, 170.48],
      ['Merzouga', 31.1, -4.01],
      ['Praslin', -4.34, 55.76],
    ] as const) {
      const lookup = findPlace(name)
      expect(lookup.found && distanceKm(lookup.place, { lat, lon })).toBeLessThan(3)
    }
  })
})
