/** ARCHITECTURE.md keeps the table of invariants and rules and the tests that name them; here it is held to its word. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const WANTED = [
  ...Array.from({ length: 12 }, (_, index) => `I${index + 1}`),
  ...Array.from({ length: 21 }, (_, index) => `R${index + 1}`),
]

interface Row {
  readonly id: string
  readonly folders: readonly string[]
}

function rowsOf(page: string): readonly Row[] {
  return [...page.matchAll(/^\| ([IR]\d+) \|.*\| ([^|]*) \|$/gm)].map(([, id = '', tests = '']) => ({
    id,
    folders: [...tests.matchAll(/`(test\/[\w-]+)`/g)].map(([, folder = '']) => folder),
  }))
}

/** Whether the title of a test in this folder names it. */
function names(folder: string, id: string): boolean {
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.ts'))
  const title = new RegExp(`\\b(?:it|describe)\\b[^\\n]*\\(\\s*['"\`][^\\n]*\\b${id}\\b`)
  return files.some((name) => title.test(readFileSync(join(ROOT, folder, name), 'utf8')))
}

describe('ARCHITECTURE.md', () => {
  const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')

  it('has a row for every invariant and every rule', () => {
    expect(rowsOf(page).map(({ id }) => id)).toEqual(WANTED)
  })

  it.each(rowsOf(page))('names tests of $id whose titles name it', ({ id, folders }) => {
    expect(folders).not.toEqual([])
    expect(folders.filter((folder) => !names(folder, id))).toEqual([])
  })

  it('would notice a folder without such a test', () => {
    expect(names('test/atlas', 'I1')).toBe(false)
  })
})
