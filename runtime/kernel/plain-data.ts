/**
 * Contexts, outputs and events are plain data (R20, R21): what JSON would silently turn into something else (actor
 * references, dates, maps, class instances, functions) is refused when it first appears, not found after a restart.
 */
import { CaravanError } from '../core/errors.ts'

/** Machines replace what they change, so what was found plain once stays plain; each object is looked through once. */
const known = new WeakSet<object>()

/**
 * How deep what was found plain is remembered, lists not counted: the parts that machines keep as they are, or move about as a
 * whole. Remembering every object cost more than looking at it: six answers of 2 KB took 140 to 260 µs, now 13.
 */
const KNOWN_DEPTH = 4
/** What is nested deeper than this may be a cycle. */
const PLAIN_DEPTH = 64

/** Marks what was just read as JSON as plain, so that keeping it costs no walk (7 % of a host's time without this). */
export function trustJson(value: unknown, depth = KNOWN_DEPTH): void {
  if (typeof value !== 'object' || value === null || known.has(value)) return
  known.add(value)
  if (depth === 0 || Array.isArray(value)) return
  for (const key in value) trustJson((value as Record<string, unknown>)[key], depth - 1)
}

/** @throws CaravanError `machine.unsupported` naming the path of the first value that is not plain. */
export function refuseUnplain(value: unknown, path: string): void {
  if (!isPlain(value, 0, KNOWN_DEPTH)) findUnplain(value, path, new Set())
}

/**
 * False also when it cannot tell: for what is nested very deeply.
 * @param toKnow how many levels from here are remembered
 */
function isPlain(value: unknown, depth: number, toKnow: number): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false
  if (typeof value !== 'object' || value === null) return true
  if (toKnow >= 0 && known.has(value)) return true
  if (depth > PLAIN_DEPTH) return false
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1, -1)) return false
  } else {
    if (!hasPlainPrototype(value)) return false
    for (const key in value) {
      if (!isPlain((value as Record<string, unknown>)[key], depth + 1, toKnow - 1)) return false
    }
  }
  if (toKnow >= 0) known.add(value)
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
