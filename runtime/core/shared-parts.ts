/**
 * Writes each part of a record once. A turn's data appears in many places of its record: an answer is the message, a part of
 * the context, the output and a message to the parent. In memory these are one object; JSON would
 * write it each time. Of an orchestrator with seven 2 KB answers that was 40 % of all bytes.
 *
 * Repeats are found by identity and replaced by `{ "$part": n }` beside a list of parts. Only object properties and the
 * outbox are looked through, not other arrays: answers repeat as a whole, and a full walk would cost more than it saves.
 */

interface Packed {
  readonly $parts: readonly unknown[]
  readonly record: unknown
}

type Plain = Readonly<Record<string, unknown>>

/** Returns the value itself when nothing repeats, or when its own data looks like our markers. */
export function packParts(value: Plain): unknown {
  const seen = new Map<object, number>()
  if (!count(value, seen)) return value
  const repeated = new Set<object>()
  for (const [object, times] of seen) if (times > 1) repeated.add(object)
  if (repeated.size === 0) return value
  const parts: unknown[] = []
  const numbers = new Map<object, number>()
  const strip = (node: unknown, isPart = false): unknown => {
    if (!isWalked(node)) return node
    if (!isPart && repeated.has(node)) {
      let number = numbers.get(node)
      if (number === undefined) {
        const content = strip(node, true) // its own parts come first, so that unpacking needs one pass
        number = parts.push(content) - 1
        numbers.set(node, number)
      }
      return { $part: number }
    }
    return mapChildren(node, strip)
  }
  const record = strip(value)
  return { $parts: parts, record } satisfies Packed
}

/** Inverse of {@link packParts}; repeated parts become one object again. */
export function unpackParts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$parts' in value)) return value
  const { $parts, record } = value as Packed
  const parts: unknown[] = []
  const fill = (node: unknown): unknown => {
    if (!isWalked(node)) return node
    if ('$part' in node) return parts[node['$part'] as number]
    return mapChildren(node, fill)
  }
  for (const part of $parts) parts.push(fill(part))
  return fill(record)
}

/** False when the data itself uses a marker's name, so that packing could not be undone. */
function count(node: unknown, seen: Map<object, number>): boolean {
  if (!isWalked(node)) return true
  const times = (seen.get(node) ?? 0) + 1
  seen.set(node, times)
  if (times > 1) return true
  for (const [key, child] of Object.entries(node)) {
    if (key === '$part' || key === '$parts') return false
    if (key === 'outbox' && Array.isArray(child)) {
      if (!child.every((item) => count(item, seen))) return false
    } else if (!count(child, seen)) {
      return false
    }
  }
  return true
}

function mapChildren(node: Plain, map: (child: unknown) => unknown): Plain {
  const out: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(node)) {
    const value = key === 'outbox' && Array.isArray(child) ? child.map((item) => map(item)) : map(child)
    // Defined, not assigned: a key may be called __proto__.
    if (key === '__proto__')
      Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true })
    else out[key] = value
  }
  return out
}

function isWalked(node: unknown): node is Plain {
  return typeof node === 'object' && node !== null && !Array.isArray(node) && !('toJSON' in node)
}
