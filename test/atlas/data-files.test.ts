import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { damagedFiles, requireData, SHIPPED, type DataFiles } from '../../actors/data-files.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'data-'))
  folders.push(folder)
  return folder
}

const ONE_FILE = [
  'places',
  'airports',
  'economy',
  'holidays',
  'climate',
  'landmass',
] as const satisfies (keyof DataFiles)[]

describe('data files', () => {
  test('that ship are whole', () => {
    expect(damagedFiles()).toEqual([])
    expect(() => requireData()).not.toThrow()
  })

  test.each(ONE_FILE)('%s cut in half stops the start with its name', (name) => {
    const file = join(emptyFolder(), `${name}.json`)
    const text = readFileSync(SHIPPED[name], 'utf8')
    writeFileSync(file, text.slice(0, text.length / 2))
    expect(() => requireData({ ...SHIPPED, [name]: file })).toThrow(
      expect.objectContaining({
        code: 'atlas.data.damaged',
        retryable: false,
        message: expect.stringContaining(file),
      }),
    )
  })

  test.each(ONE_FILE)('%s with another content stops the start with its name', (name) => {
    const file = join(emptyFolder(), `${name}.json`)
    writeFileSync(file, '{"hello":1}')
    expect(damagedFiles({ ...SHIPPED, [name]: file }).map((damaged) => damaged.file)).toEqual([file])
  })

  test('that are missing are all named at once', () => {
    const guides = emptyFolder()
    cpSync(SHIPPED.guides, guides, { recursive: true })
    rmSync(join(guides, 'porto.json'))
    writeFileSync(join(guides, 'lima.json'), '[1')
    writeFileSync(join(guides, 'rome.json'), '{}')
    const places = join(guides, 'gone', 'places.json')
    const damaged = damagedFiles({ ...SHIPPED, guides, places })
    expect(damaged.map(({ file }) => basename(file))).toEqual(
      expect.arrayContaining(['places.json', 'porto.json', 'lima.json', 'rome.json']),
    )
    for (const { file, problem } of damaged) expect(problem).toContain(file)
    expect(() => requireData({ ...SHIPPED, guides, places })).toThrow(/places\.json is missing.*git checkout/)
  })
})

test('all data together stays small enough to clone', () => {
  const { guides, ...files } = SHIPPED
  const all = [...Object.values(files), ...readdirSync(guides).map((name) => join(guides, name))]
  const bytes = all.reduce((sum, file) => sum + statSync(file).size, 0)
  expect(bytes).toBeLessThan(6_000_000)
})
