import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { distanceKm } from '../../actors/atlas/distance.ts'
import { curatedCities, openSights, sightsNear } from '../../actors/atlas/sights/index.ts'

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

describe('the guides', () => {
  const guides = curatedCities().map(({ slug }) => shipped.guide(slug))

  // What is wrong within one guide is found by the checker, and tested with it.
  it('serve the week that visitors give to the great cities', () => {
    const thin = BIG.filter((slug) => shipped.guide(slug).sights.length < 15)
    expect(thin).toEqual([])
  })

  it('are of different places', () => {
    const cities = curatedCities()
    expect(new Set(cities.map(({ slug }) => slug)).size).toBe(cities.length)
    const close = cities.filter((city, i) => cities.slice(0, i).some((other) => distanceKm(city, other) < 8))
    expect(close).toEqual([])
  })

  it('share no sentence', () => {
    const lines = guides.flatMap(({ sights, districts }) => [...sights, ...districts].map(({ why }) => why))
    expect(lines.filter((line, i) => lines.indexOf(line) < i)).toEqual([])
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
