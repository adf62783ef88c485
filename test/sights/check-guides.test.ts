import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkData } from '../../actors/check-data.ts'
import { SHIPPED } from '../../actors/data-files.ts'
import { checkGuides, guideFaults } from '../../actors/atlas/sights/check-guides.ts'
import { CURATED } from '../../actors/atlas/sights/cities.ts'
import { openSights } from '../../actors/atlas/sights/index.ts'

const lisbon = openSights(SHIPPED.guides).guide('lisbon')
const city = CURATED.find(({ slug }) => slug === 'lisbon')

/** The faults of Lisbon's guide after a change, as the checker prints them. */
function faults(change: (guide: Mutable) => void): string[] {
  const guide = structuredClone(lisbon) as unknown as Mutable
  change(guide)
  return guideFaults(guide, city).map(({ path, problem }) => `${path}: ${problem}`)
}

interface Mutable {
  [key: string]: unknown
  lat: unknown
  districts: Record<string, unknown>[]
  dishes: unknown[]
  sights: Record<string, unknown>[]
}

function sight(guide: Mutable, at: number): Record<string, unknown> {
  return guide.sights[at] ?? {}
}

it('finds nothing wrong with the data there is', () => {
  expect(checkData()).toEqual([])
})

describe('one guide', () => {
  it('is told everything at once, with the place in the file', () => {
    const told = faults((guide) => {
      sight(guide, 0)['kind'] = 'volcano'
      sight(guide, 1)['hours'] = 20
      sight(guide, 2)['goodFor'] = ['food', 'parties']
      delete sight(guide, 3)['accessible']
      sight(guide, 4)['price'] = 12
      guide['source'] = 'somewhere'
    })
    for (const path of [
      /^sights\[0\]\.kind: .*"museum"/,
      /^sights\[1\]\.hours: /,
      /^sights\[2\]\.goodFor\[1\]: /,
      /^sights\[3\]\.accessible: /,
      /^sights\[4\]: .*price/,
      /^source: /,
    ])
      expect(
        told.some((line) => path.test(line)),
        `${path} in ${told.join('\n')}`,
      ).toBe(true)
    expect(told).toHaveLength(6)
  })

  const CASES: readonly (readonly [string, (guide: Mutable) => void, RegExp])[] = [
    [
      'a sight in another country',
      (g) => (sight(g, 3)['lat'] = 41.1),
      /^sights\[3\]\.lat: is 26\d km away: at most 60/,
    ],
    [
      'a day trip beyond a day',
      (g) => Object.assign(sight(g, 3), { lat: 41.1, dayTrip: true, hours: 8 }),
      /^sights\[3\]\.lat: is 26\d km away, a day trip reaches 130/,
    ],
    [
      'a day trip round the corner',
      (g) => Object.assign(sight(g, 3), { dayTrip: true, hours: 6 }),
      /^sights\[3\]\.dayTrip: is only \d+ km away/,
    ],
    [
      'a sight listed twice',
      (g) => (sight(g, 5)['name'] = 'MOSTEIRO dos Jeronimos'),
      /^sights\[5\]\.name: is the same as sights\[0\]/,
    ],
    [
      'two sights on one spot',
      (g) => Object.assign(sight(g, 5), { lat: sight(g, 0)['lat'], lon: sight(g, 0)['lon'] }),
      /^sights\[5\]\.lat: is the very spot of sights\[0\]/,
    ],
    [
      'a museum for seven hours',
      (g) => Object.assign(sight(g, 6), { kind: 'museum', hours: 7 }),
      /^sights\[6\]\.hours: a museum takes at most 6/,
    ],
    [
      'a visit of 50 minutes',
      (g) => (sight(g, 6)['hours'] = 0.83),
      /^sights\[6\]\.hours: is not a number of half hours/,
    ],
    [
      'a price',
      (g) => (sight(g, 2)['tip'] = 'The ticket is €15 at the door.'),
      /^sights\[2\]\.tip: names a price/,
    ],
    [
      'an opening hour',
      (g) => (sight(g, 2)['tip'] = 'The doors open at 9:30 sharp.'),
      /^sights\[2\]\.tip: names an opening hour/,
    ],
    [
      'a weekday twice',
      (g) => (sight(g, 2)['closedOn'] = ['monday', 'monday']),
      /^sights\[2\]\.closedOn: names something twice/,
    ],
    ['a dish twice', (g) => (g.dishes[1] = g.dishes[0]), /^dishes\[1\]: is there twice/],
    [
      'a district far out',
      (g) => Object.assign(g.districts[0] ?? {}, { lat: 39.5 }),
      /^districts\[0\]\.lat: is \d+ km away, at most 30/,
    ],
    ['a centre out at sea', (g) => (g.lat = 38.3), /^lat: is 4\d km from the Lisbon of the gazetteer/],
    ['a centre unlike the list', (g) => (g.lat = 38.72), /^lat: is 38.72 here and 38.7223 in cities.ts/],
    ['a city that is none', (g) => (g['city'] = 'Lisboonia'), /^city: the gazetteer has no Lisboonia in PT/],
    [
      'sights all in one direction',
      (g) => g.sights.forEach((s, i) => Object.assign(s, { lat: 38.8 + i / 1000, lon: -9.1393 })),
      /^sights: all lie in one direction/,
    ],
    [
      'sights all far apart',
      (g) => g.sights.forEach((s, i) => Object.assign(s, { lat: 38.4 + i / 25, lon: -9.2 + (i % 3) / 10 })),
      /^sights: only \d of \d+ have another one within 3 km/,
    ],
    [
      'nothing in winter',
      (g) => g.sights.forEach((s) => (s['season'] = [5, 6, 7])),
      /^sights: only 0 are there in month 1/,
    ],
    [
      'nothing in the rain',
      (g) => g.sights.forEach((s) => (s['setting'] = 'outdoor')),
      /^sights: fewer than 2 are under a roof/,
    ],
    [
      'nothing step-free',
      (g) => g.sights.forEach((s) => (s['accessible'] = false)),
      /^sights: fewer than 2 are step-free/,
    ],
    [
      'nothing for the evening',
      (g) => g.sights.forEach((s) => (s['bestTime'] = 'any')),
      /^sights: nothing is for the evening/,
    ],
    [
      'a long guide for eaters alone',
      (g) => g.sights.forEach((s) => (s['goodFor'] = ['food'])),
      /^sights: a guide of 16 .* too little for family/,
    ],
    ['seven sights', (g) => g.sights.splice(7), /^sights: .*8/],
  ]
  it.each(CASES)('may not have %s', (_, change, expected) => {
    expect(faults(change).join('\n')).toMatch(new RegExp(expected.source, 'm'))
  })

  it('may speak of years and metres', () => {
    expect(
      faults(
        (guide) => (sight(guide, 2)['tip'] = 'Rebuilt after 1755; the climb is 120 metres, in 3 stages.'),
      ),
    ).toEqual([])
  })

  it('without a line in the list is told the line', () => {
    expect(guideFaults(lisbon, undefined)).toEqual([
      {
        path: 'city',
        problem:
          "is not in cities.ts: add { slug: '…', city: 'Lisbon', country: 'PT', lat: 38.7223, lon: -9.1393 }",
      },
    ])
  })

  it.each([[undefined], ['Lisbon'], [[]], [{ sights: 5, city: 'X' }]])('survives %j', (json) => {
    expect(guideFaults(json, city).length).toBeGreaterThan(0)
  })
})

describe('a folder of guides', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true })
  })

  it('is held to the list of cities, and each bad file is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guides-'))
    folders.push(folder)
    for (const name of readdirSync(SHIPPED.guides)) cpSync(join(SHIPPED.guides, name), join(folder, name))
    rmSync(join(folder, 'porto.json'))
    writeFileSync(join(folder, 'rome.json'), '{ "city": "Rome",')
    writeFileSync(join(folder, 'New_Town.json'), JSON.stringify(lisbon))
    const told = checkGuides(folder).map(({ file, path, problem }) => `${basename(file)} ${path}: ${problem}`)
    expect(told.toSorted().map((line) => line.slice(0, 60))).toEqual([
      "New_Town.json city: is not in cities.ts: add { slug: '…', ci",
      'New_Town.json slug: use lower-case letters a-z and hyphens',
      'porto.json : is in cities.ts, but there is no such file',
      expect.stringMatching(/^rome\.json : is not JSON: /),
    ])
  })

  it('is asked for a city that it has not', () => {
    expect(checkGuides(SHIPPED.guides, CURATED, ['lisbonn'])).toMatchObject([
      { problem: 'there is no such file, and cities.ts does not name it' },
    ])
  })
})
