import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { distanceKm } from '../../actors/atlas/distance.ts'
import {
  curatedCities,
  openSights,
  sightsNear,
  type Interest,
  type Sight,
} from '../../actors/atlas/sights/index.ts'

const data = fileURLToPath(new URL('../../actors/atlas/sights/data', import.meta.url))
const shipped = openSights(data)
/** Cities that visitors give a week to: a thin guide there would show. */
const BIG = [
  'lisbon',
  'tokyo',
  'kyoto',
  'london',
  'paris',
  'new-york',
  'rome',
  'istanbul',
  'bangkok',
  'sydney',
]
/** Interests that every city can serve; beaches depend on the sea. */
const EVERYWHERE = [
  'food',
  'family',
  'nightlife',
  'culture',
  'museums',
  'architecture',
  'hiking',
  'nature',
] as const

function count(sights: readonly Sight[], wanted: (sight: Sight) => boolean): number {
  return sights.filter(wanted).length
}

function repeats(list: readonly (string | number)[]): boolean {
  return new Set(list).size < list.length
}

function serves(interest: Interest): (sight: Sight) => boolean {
  return (sight) => sight.goodFor.includes(interest)
}

describe.each(curatedCities())('the guide of $city', (city) => {
  const guide = shipped.guide(city.slug)

  it('agrees with the list of cities', () => {
    expect(guide).toMatchObject({ city: city.city, country: city.country, lat: city.lat, lon: city.lon })
  })

  it('has enough to choose from, each thing once', () => {
    expect(guide.sights.length).toBeGreaterThanOrEqual(BIG.includes(city.slug) ? 12 : 10)
    for (const names of [guide.sights.map((s) => s.name), guide.districts.map((d) => d.name), guide.dishes]) {
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('puts everything where the city is', () => {
    const far = [
      ...guide.districts.filter((d) => distanceKm(city, d) > 30),
      ...guide.sights.filter((s) => distanceKm(city, s) > (s.dayTrip ? 130 : 60)),
    ]
    expect(far).toEqual([])
    const spots = new Set(guide.sights.map((s) => `${s.lat},${s.lon}`))
    expect(spots.size).toBe(guide.sights.length)
  })

  it('marks as day trips the far things that fill a day, and only those', () => {
    const unmarked = guide.sights.filter((s) => !s.dayTrip && s.hours >= 6 && distanceKm(city, s) > 15)
    const overmarked = guide.sights.filter((s) => s.dayTrip && (s.hours < 5 || distanceKm(city, s) <= 15))
    expect([...unmarked, ...overmarked]).toEqual([])
  })

  it('has something for every traveller and every weather', () => {
    const { sights } = guide
    expect(count(sights, (s) => s.setting === 'indoor')).toBeGreaterThanOrEqual(2)
    expect(count(sights, (s) => s.accessible)).toBeGreaterThanOrEqual(2)
    expect(count(sights, (s) => s.bestTime === 'evening')).toBeGreaterThanOrEqual(2)
    const lacking = EVERYWHERE.filter((interest) => count(sights, serves(interest)) < 2)
    expect(lacking).toEqual([])
  })

  it('says each weekday, month and interest once, and is open some day of the week', () => {
    const odd = guide.sights.filter(
      (s) =>
        repeats(s.closedOn ?? []) ||
        repeats(s.season ?? []) ||
        repeats(s.goodFor) ||
        (s.closedOn?.length ?? 0) > 6 ||
        !Number.isInteger(s.hours * 2),
    )
    expect(odd).toEqual([])
  })

  it('leaves a full day of things to do in any month', () => {
    for (let month = 1; month <= 12; month += 1) {
      expect(count(guide.sights, (s) => s.season?.includes(month) ?? true)).toBeGreaterThanOrEqual(9)
    }
  })
})

describe('finding a guide', () => {
  it('lists exactly the files there are', () => {
    const files = readdirSync(data).toSorted()
    expect(files).toEqual(
      curatedCities()
        .map((c) => `${c.slug}.json`)
        .toSorted(),
    )
  })

  it('finds the nearest city within the distance, and none beyond it', () => {
    expect(sightsNear({ lat: 38.7, lon: -9.2 })?.city).toBe('Lisbon')
    expect(sightsNear({ lat: 35, lon: 135.75 })?.city).toBe('Kyoto')
    expect(sightsNear({ lat: 34.7, lon: 135.4 })?.city).toBe('Osaka')
    expect(sightsNear({ lat: 34.685, lon: 135.805 })).toBeUndefined()
    expect(sightsNear({ lat: 34.685, lon: 135.805 }, 60)?.city).toBe('Osaka')
    expect(sightsNear({ lat: 0, lon: -30 }, 500)).toBeUndefined()
  })

  it('reads a guide once', () => {
    expect(sightsNear({ lat: 48.86, lon: 2.35 })).toBe(sightsNear({ lat: 48.85, lon: 2.34 }))
  })

  it('offers the northern lights in the dark months only', () => {
    const seasons = ['tromso', 'reykjavik', 'akureyri'].map(
      (slug) => shipped.guide(slug).sights.find((s) => s.name.startsWith('Northern lights'))?.season,
    )
    const dark = [9, 10, 11, 12, 1, 2, 3, 4]
    expect(seasons).toEqual([dark, dark, dark])
  })
})

describe('a damaged folder of guides', () => {
  const folders: string[] = []
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'guides-'))
    folders.push(made)
    cpSync(data, made, { recursive: true })
    return made
  }
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true })
  })

  it('names a missing file, and still serves the other cities', () => {
    const made = folder()
    rmSync(join(made, 'tokyo.json'))
    const atlas = openSights(made)
    expect(() => atlas.sightsNear({ lat: 35.68, lon: 139.77 })).toThrow(/tokyo\.json cannot be read/)
    expect(atlas.sightsNear({ lat: 38.72, lon: -9.14 })?.city).toBe('Lisbon')
  })

  it('names a file that is not JSON', () => {
    const made = folder()
    writeFileSync(join(made, 'lima.json'), '{ "city": ')
    expect(() => openSights(made).guide('lima')).toThrow(/lima\.json is damaged: not JSON/)
  })

  it('names a file with a wrong value, and the place of the value', () => {
    const made = folder()
    const [first, ...rest] = shipped.guide('rome').sights
    const broken = { ...shipped.guide('rome'), sights: [{ ...first, kind: 'volcano' }, ...rest] }
    writeFileSync(join(made, 'rome.json'), JSON.stringify(broken))
    expect(() => openSights(made).guide('rome')).toThrow(/rome\.json is damaged:[^]*sights\[0\]\.kind/)
  })
})
