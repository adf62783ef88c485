/**
 * Contexts and outputs are plain data (R20, R21): what JSON would silently turn into something else (actor references, dates,
 * maps, class instances, functions) is refused when it first appears, not found after a restart.
 */
import { CaravanError } from '../core/errors.ts'

/** What is nested deeper than this may be a cycle. */
const PLAIN_DEPTH = 64

/**
 * @param before plain data: what stands in the same place there is the same object is not looked through again, for machines
 * replace what they change. (Remembering in a WeakSet what was found plain cost more than looking, and made garbage collections
 * slower.)
 * @throws CaravanError `machine.unsupported` naming the path of the first value that is not plain.
 */
export function refuseUnplain(value: unknown, path: string, before?: unknown): void {
  if (!isPlain(value, before, 0)) findUnplain(value, path, new Set())
}

/** False also when it cannot tell: for what is nested very deeply. */
function isPlain(value: unknown, before: unknown, depth: number): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false
  if (typeof value !== 'object' || value === null || value === before) return true
  if (depth > PLAIN_DEPTH) return false
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, undefined, depth + 1)) return false
    return true
  }
  if (!hasPlainPrototype(value)) return false
  const was = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : undefined
  for (const key in value) {
    if (!isPlain((value as Record<string, unknown>)[key], was?.[key], depth + 1)) return false
  }
  return true
}

function hasPlainPrototype(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  if (prototype === Object.prototype || prototype === null) return true
  // A plain object of another realm has that realm's Object.prototype, whose own prototype is null as well.
  return Object.getPrototypeOf(prototype) === null
}

/** The same with the path, and with an eye on cycles, which are JSON's to refuse. */
function findUnplain(value: unknown, path: string, open: Set<object>): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw unplain(path, typeof value)
  if (typeof value !== 'object' || value === null || open.has(value)) return
  open.add(value)
  if (Array.isArray(value)) {
    value.forEach((item, index) => findUnplain(item, `${path}[${index}]`, open))
    return
  }
  if (!hasPlainPrototype(value)) {
    throw unplain(path, (Object.getPrototypeOf(value) as object).constructor.name)
  }
  for (const key in value) findUnplain((value as Record<string, unknown>)[key], `${path}.${key}`, open)
}

function unplain(path: string, what: string): CaravanError {
  return new CaravanError(
    'machine.unsupported',
    `${path} holds a ${what}, which a journal cannot keep; use plain data (an ISO string for a date, an id for an actor).`,
  )
}
