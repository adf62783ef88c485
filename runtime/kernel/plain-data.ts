/**
 * Contexts, outputs and events are plain data (R20, R21): what JSON would silently turn into something else (actor
 * references, dates, maps, class instances, functions) is refused when it first appears, not found after a restart.
 */
import { CaravanError } from '../core/errors.ts'

/** Machines replace what they change, so what was found plain once stays plain; each object is looked through once. */
const known = new WeakSet<object>()

/** How deep {@link trustJson} marks: the parts of a message that machines usually keep as they are. */
const TRUST_DEPTH = 4

/** Marks what was just read as JSON as plain, so that keeping it costs no walk (7 % of a host's time without this). */
export function trustJson(value: unknown, depth = TRUST_DEPTH): void {
  if (typeof value !== 'object' || value === null || known.has(value)) return
  known.add(value)
  if (depth === 0 || Array.isArray(value)) return
  for (const key in value) trustJson((value as Record<string, unknown>)[key], depth - 1)
}

/** @throws CaravanError `machine.unsupported` naming the path of the first value that is not plain. */
export function refuseUnplain(value: unknown, path: string, open: Set<object> = new Set()): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw unplain(path, typeof value)
  if (typeof value !== 'object' || value === null) return
  if (known.has(value) || open.has(value)) return // a cycle is JSON's to refuse
  open.add(value)
  if (Array.isArray(value)) {
    value.forEach((item, index) => refuseUnplain(item, `${path}[${index}]`, open))
  } else {
    const prototype = Object.getPrototypeOf(value) as object | null
    // A plain object of another realm has that realm's Object.prototype, whose own prototype is null as well.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw unplain(path, prototype.constructor.name)
    for (const key in value) refuseUnplain((value as Record<string, unknown>)[key], `${path}.${key}`, open)
  }
  known.add(value)
}

function unplain(path: string, what: string): CaravanError {
  return new CaravanError(
    'machine.unsupported',
    `${path} holds a ${what}, which a journal cannot keep; use plain data (an ISO string for a date, an id for an actor).`,
  )
}
