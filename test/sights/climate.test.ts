import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, test } from 'vitest'
import { climateAnchors, climateAt, openClimate } from '../../actors/atlas/climate/index.ts'
import { leaveOneOut } from '../../actors/atlas/climate/leave-one-out.ts'
import { findPlace } from '../../actors/atlas/index.ts'
import { curatedCities } from '../../actors/atlas/sights/index.ts'

const TOKYO = { lat: 35.69, lon: 139.69, elevation: 40 }

describe('the anchors', () => {
  it('are many, named once and each in its own place', () => {
    const anchors = climateAnchors()
    expect(anchors.length).toBeGreaterThan(110)
    expect(new Set(anchors.map((a) => `${a.name} ${a.country}`)).size).toBe(anchors.length)
    expect(new Set(anchors.map((a) => `${a.lat},${a.lon}`)).size).toBe(anchors.length)
  })

  it('stay within what months can do', () => {
    const odd = climateAnchors().filter((anchor) =>
      anchor.high.some((high, at) => {
        const range = high - (anchor.low[at] ?? Number.NaN)
        // A typing slip shows as a jump: even Yakutsk does not change faster than this.
        const jump = Math.abs(high - (anchor.high[(at + 1) % 12] ?? Number.NaN))
        return !(range > 0 && range < 23 && high < 47 && high - range > -45 && jump < 22)
      }),
    )
    expect(odd).toEqual([])
  })

  it('have their summer in the half of the year their hemisphere says', () => {
    const odd = climateAnchors().filter((anchor) => {
      const january = (anchor.high[0] ?? Number.NaN) + (anchor.low[0] ?? Number.NaN)
      const july = (anchor.high[6] ?? Number.NaN) + (anchor.low[6] ?? Number.NaN)
      const swing = (anchor.lat > 0 ? july - january : january - july) / 2
      return Math.abs(anchor.lat) > 30 && !(swing > 4)
    })
    expect(odd).toEqual([])
  })

  it('know every curated city to within a few degrees, most of them by an anchor of their own', () => {
    const found = curatedCities().map(({ city, country, lat, lon }) => {
      const lookup = findPlace(`${city}, ${new Intl.DisplayNames('en', { type: 'region' }).of(country)}`)
      const elevation = lookup.found ? lookup.place.elevation : Number.NaN
      const estimate = climateAt({ lat, lon, elevation }, 1)
      return { city: `${city}, ${country}`, basis: estimate?.basis, marginC: estimate?.marginC ?? 99 }
    })
    expect(found.filter(({ marginC }) => marginC > 5)).toEqual([])
    const own = found.filter(({ basis }) => basis === 'anchor')
    expect(own.length).toBeGreaterThan(0.6 * found.length)
  })
})

describe('climate at a place', () => {
  it('knows Tokyo in January and August', () => {
    const january = climateAt(TOKYO, 1)
    expect(january).toMatchObject({ basis: 'anchor', from: ['Tokyo'] })
    expect(january?.high).toBeCloseTo(9.8, 0)
    expect(january?.low).toBeCloseTo(1.2, 0)
    expect(climateAt(TOKYO, 8)?.high).toBeGreaterThan(30)
  })

  it('knows a cold-current coast, a plateau, a monsoon and the Arctic', () => {
    expect(climateAt({ lat: -12.05, lon: -77.04, elevation: 150 }, 7)?.rainDays).toBeLessThanOrEqual(1)
    expect(climateAt({ lat: -13.52, lon: -71.97, elevation: 3400 }, 7)?.low).toBeLessThan(2)
    expect(climateAt({ lat: 19.07, lon: 72.87, elevation: 10 }, 7)?.rainDays).toBeGreaterThan(18)
    expect(climateAt({ lat: 69.65, lon: 18.95, elevation: 10 }, 1)?.high).toBeLessThan(2)
  })

  it('is colder on the mountain than in the valley', () => {
    const valley = climateAt({ lat: 46.0, lon: 7.7, elevation: 500 }, 7)
    const mountain = climateAt({ lat: 46.0, lon: 7.7, elevation: 1600 }, 7)
    expect(valley?.basis).toBe('interpolated')
    expect((valley?.high ?? 0) - (mountain?.high ?? 0)).toBeGreaterThan(4)
  })

  it('admits more doubt farther from what is known', () => {
    const near = climateAt({ lat: 47.3, lon: 8.0, elevation: 450 }, 5)
    const far = climateAt({ lat: 56, lon: -85, elevation: 50 }, 5)
    expect(far?.marginC).toBeGreaterThan(near?.marginC ?? 99)
    expect(climateAt(TOKYO, 5)?.marginC).toBeLessThan(near?.marginC ?? 0)
  })

  it('says nothing where nothing is known', () => {
    expect(climateAt({ lat: -40, lon: -120, elevation: 0 }, 6)).toBeUndefined()
    expect(climateAt({ lat: -80, lon: 0, elevation: 2500 }, 6)).toBeUndefined()
    // The summit of Everest: anchors all around, none near that height.
    expect(climateAt({ lat: 27.99, lon: 86.93, elevation: 8849 }, 6)).toBeUndefined()
  })

  it('refuses a month that is none', () => {
    for (const month of [0, 13, 1.5, Number.NaN]) expect(() => climateAt(TOKYO, month)).toThrow(RangeError)
  })

  it('interpolates about as well as the docstring says', () => {
    const measured = leaveOneOut(climateAnchors())
    expect(measured.highC).toBeLessThan(1.9)
    expect(measured.lowC).toBeLessThan(1.7)
    expect(measured.rainDays).toBeLessThan(2.3)
    expect(measured.withinMargin).toBeGreaterThan(0.8)
  })
})

describe('a damaged climate file', () => {
  const folders: string[] = []
  function fileHolding(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'climate-'))
    folders.push(folder)
    const file = join(folder, 'climate.json')
    writeFileSync(file, text)
    return file
  }
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  it('is named when it is missing', () => {
    const file = `${fileHolding('')}.gone`
    expect(() => openClimate(file).climateAt(TOKYO, 1)).toThrow(/climate\.json\.gone cannot be read/)
  })

  const coldHighs = JSON.stringify(climateAnchors().map((a, i) => (i === 2 ? { ...a, low: a.high } : a)))
  it.each([
    ['half a file', '[{', /climate\.json is damaged: not JSON/],
    ['no anchors', '[]', /climate\.json is damaged/],
    ['a high no higher than its low', coldHighs, /climate\.json is damaged:[^]*mean high is not above/],
  ])('is named when it holds %s', (_, text, message) => {
    expect(() => openClimate(fileHolding(text)).climateAt(TOKYO, 1)).toThrow(message)
  })
})

test('docs/atlas.md publishes what is measured', () => {
  const page = readFileSync(new URL('../../docs/atlas.md', import.meta.url), 'utf8')
  const measured = leaveOneOut(climateAnchors())
  expect(climateAnchors().length).toBeGreaterThanOrEqual(180)
  expect((measured.highC + measured.lowC) / 2).toBeLessThan(2)
  for (const row of [
    `| anchors estimated, and too remote for it | ${measured.estimated}, ${measured.remote} |`,
    `| mean error of the monthly mean high | ${measured.highC.toFixed(2)} °C |`,
    `| mean error of the monthly mean low | ${measured.lowC.toFixed(2)} °C |`,
    `| mean error of rain days | ${measured.rainDays.toFixed(2)} |`,
    `| months with both temperatures within the stated margin | ${(100 * measured.withinMargin).toFixed(0)} % |`,
  ])
    expect(page).toContain(row)
  expect(page).toContain(`${curatedCities().length} destinations`)
  expect(page).toContain(`rain days of ${climateAnchors().length} places`)
})
