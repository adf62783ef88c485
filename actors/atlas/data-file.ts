import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Absolute path of a file in the committed data folder. */
export function dataPath(name: string): string {
  return fileURLToPath(new URL(`./data/${name}`, import.meta.url))
}

/**
 * Reads and checks one baked JSON file.
 * @param check returns what is wrong with the parsed value, or undefined when it is usable.
 * @throws Error naming the file, what is wrong and how to get it back.
 */
export function readDataFile(path: string, check: (value: unknown) => string | undefined): unknown {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw damaged(path, missing ? 'is missing' : 'cannot be read as JSON', cause)
  }
  const fault = check(value)
  if (fault !== undefined) throw damaged(path, fault)
  return value
}

/** True for a plain object: the first thing every data file check asks. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function damaged(path: string, fault: string, cause?: unknown): Error {
  return new Error(
    `Atlas data file ${path} ${fault}. Restore it with "git checkout -- ${path}", ` +
      'or rebuild it with "npm ci && npm run bake".',
    { cause },
  )
}
