/** The program of a host as one file: a hundred of them start for every run, and most of a start is reading five hundred. */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const ROOT = join(import.meta.dirname, '../..')
/** Always the same place: what Node has compiled, it keeps by path. */
const FOLDER = join(ROOT, 'node_modules', '.cache', 'crash-host')

/**
 * Bundles a program with everything that it imports, unchanged otherwise.
 * @param entry path of its first file
 * @returns path of the bundle; two callers at once both get a whole one
 */
export async function bundleHost(entry: string): Promise<string> {
  await mkdir(FOLDER, { recursive: true })
  const work = await mkdtemp(join(FOLDER, 'work-'))
  try {
    await using bundle = await rolldown({ input: entry, platform: 'node', cwd: ROOT })
    await bundle.write({ file: join(work, 'host.mjs'), format: 'esm', keepNames: true, codeSplitting: false })
    const path = join(FOLDER, 'host.mjs')
    await rename(join(work, 'host.mjs'), path)
    return path
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
