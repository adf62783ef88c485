/**
 * Contexts, outputs and events are plain data (R20, R21): what JSON would silently turn into something else (actor
 * references, dates, maps, class instances, functions) is refused when it first appears, not found after a restart.
 */
import { CaravanError } from '../core/errors.ts'

/**
 * Machines replace what they change, so what was found plain once stays plain; it is not looked through again. Only so deep is
 * anything noted: what machines keep as it is lies there, and a weak set of every small object is work for each collection.
 */
const known = new WeakSet<object>()
const KNOWN_DEPTH = 4
/** Deeper than data is nested; from there on it is looked out for a cycle, which JSON refuses in its own words. */
const CYCLE_DEPTH = 64

/** Marks what was just read as JSON as plain, so that keeping it costs no walk (7 % of a host's time without this). */
export function trustJson(value: unknown, depth = KNOWN_DEPTH): void {
  if (typeof value !== 'object' || value === null || known.has(value)) return
  known.add(value)
  if (depth === 0 || Array.isArray(value)) return
  for (const key in value) trustJson((value as Record<string, unknown>)[key], depth - 1)
}

/** @throws CaravanError `machine.unsupported` naming the path of the first value that is not plain. */
export function refuseUnplain(value: unknown, path: string): void {
  const found = notPlain(value, 0, undefined)
  if (found !== undefined) throw unplain(`${path}${found.path}`, found.what)
}

interface NotPlain {
  /** Below the value that was looked through; written on the way back, for hardly anything is ever found. */
  readonly path: string
  readonly what: string
}

/** @param seen what was looked through from {@link CYCLE_DEPTH} on */
function notPlain(value: unknown, depth: number, seen: Set<object> | undefined): NotPlain | undefined {
  if (typeof value === 'function' || typeof value === 'symbol') return { path: '', what: typeof value }
  if (typeof value !== 'object' || value === null || known.has(value) || seen?.has(value) === true)
    return undefined
  const within = depth < CYCLE_DEPTH ? undefined : (seen ?? new Set()).add(value)
  const below = (part: unknown, step: string | number) => {
    const found = notPlain(part, depth + 1, within)
    return found && { ...found, path: `${typeof step === 'number' ? `[${step}]` : `.${step}`}${found.path}` }
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = below(value[index], index)
      if (found !== undefined) return found
    }
  } else {
    const prototype = Object.getPrototypeOf(value) as object | null
    // A plain object of another realm has that realm's Object.prototype, whose own prototype is null as well.
    if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null)
      return { path: '', what: prototype.constructor.name }
    for (const key in value) {
      const found = below((value as Record<string, unknown>)[key], key)
      if (found !== undefined) return found
    }
  }
  if (depth <= KNOWN_DEPTH) known.add(value)
  return undefined
}

function unplain(path: string, what: string): CaravanError {
  return new CaravanError(
    'machine.unsupported',
    `${path} holds a ${what}, which a journal cannot keep; use plain data (an ISO string for a date, an id for an actor).`,
  )
}
