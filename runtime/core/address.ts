/**
 * Addresses. A root is `kind/id`; a child adds one `childId.generation` step per level:
 * `trip/7f3a/planning.2`. Everything a driver needs (journal, inbox, task subject, partition) is a pure function of
 * the address and the actor's kind, so no directory of actors exists that could be wrong.
 */
import { CaravanError } from './errors.ts'

export interface Address {
  /** Kind of the root; the actor's own kind stands beside the address where it matters. */
  readonly rootKind: string
  readonly rootId: string
  readonly path: readonly { readonly id: string; readonly generation: number }[]
}

/** Longest kind, id or child id, in characters before escaping. NATS itself allows far longer subjects. */
export const MAX_NAME_LENGTH = 128
/**
 * Longest address, in escaped characters. A NATS client line ends at 4,096 bytes, and a longer one costs the connection:
 * what remains is for prefix, kind, timer name and reply subject.
 */
export const MAX_ADDRESS_LENGTH = 2_500

/** What the subject tokens of an address have more than its text: `.root`. */
const ROOT_TOKEN_LENGTH = 5

const UTF8 = new TextEncoder()

/** @throws CaravanError `address.invalid` when a name is empty or longer than {@link MAX_NAME_LENGTH}. */
export function rootAddress(kind: string, id: string): Address {
  for (const name of [kind, id]) checkName(name)
  return { rootKind: kind, rootId: id, path: [] }
}

export function childAddress(parent: Address, id: string, generation: number): Address {
  childText(addressText(parent), id, generation) // checks the name, and how long it all is
  return { ...parent, path: [...parent.path, { id, generation }] }
}

/** The text of {@link childAddress}, from that of its parent. @throws CaravanError `address.invalid` as that does */
export function childText(parent: string, id: string, generation: number): string {
  checkName(id)
  const text = `${parent}/${escapeToken(id)}.${generation}`
  if (text.length + ROOT_TOKEN_LENGTH > MAX_ADDRESS_LENGTH) throw invalid(text.slice(0, 200))
  return text
}

export function rootOf(address: Address): Address {
  return { ...address, path: [] }
}

/** The text form, used in records, logs and messages; {@link parseAddress} is its inverse. */
export function addressText(address: Address): string {
  const steps = address.path.map((step) => `${escapeToken(step.id)}.${step.generation}`)
  return [escapeToken(address.rootKind), escapeToken(address.rootId), ...steps].join('/')
}

/** @throws CaravanError `address.invalid` */
export function parseAddress(text: string): Address {
  const [kind, id, ...steps] = text.split('/')
  if (!kind || !id) throw invalid(text)
  const path = steps.map((step) => {
    const dot = step.lastIndexOf('.')
    const generation = step.slice(dot + 1)
    if (dot < 1 || !/^\d{1,15}$/.test(generation)) throw invalid(text)
    return { id: unescapeToken(step.slice(0, dot)), generation: Number(generation) }
  })
  return { rootKind: unescapeToken(kind), rootId: unescapeToken(id), path }
}

/**
 * One token of a NATS subject: everything but letters, digits, `-` and `_` becomes `=XX` per UTF-8 byte, so that dots,
 * wildcards and spaces in ids can neither break nor widen a subject. Injective.
 */
export function escapeToken(name: string): string {
  if (/^[\w-]+$/.test(name)) return name
  if (name === '') return '=' // a tenant or a timer may be called so, a subject token may not
  let out = ''
  for (const byte of UTF8.encode(name)) {
    const char = String.fromCharCode(byte)
    out += /[\w-]/.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

export function unescapeToken(token: string): string {
  if (!token.includes('=')) return token
  if (token === '=') return ''
  try {
    return decodeURIComponent(token.replaceAll('%', '%25').replace(/=([0-9A-F]{2})/g, '%$1'))
  } catch {
    throw invalid(token)
  }
}

/** Subject tokens of the address below a prefix: `<kind>.<id>.root[.<child>.<generation>]*`. */
export function addressTokens(address: Address): string {
  const steps = address.path.map((step) => `.${escapeToken(step.id)}.${step.generation}`)
  return `${escapeToken(address.rootKind)}.${escapeToken(address.rootId)}.root${steps.join('')}`
}

/** Inverse of {@link addressTokens}. @throws CaravanError `address.invalid` */
export function parseTokens(tokens: readonly string[]): Address {
  const [kind, id, root, ...steps] = tokens
  if (!kind || !id || root !== 'root' || steps.length % 2 !== 0) throw invalid(tokens.join('.'))
  const path: { id: string; generation: number }[] = []
  for (let i = 0; i < steps.length; i += 2) {
    path.push({ id: unescapeToken(steps[i] ?? ''), generation: Number(steps[i + 1]) })
  }
  return { rootKind: unescapeToken(kind), rootId: unescapeToken(id), path }
}

/** The root's hash modulo the number of partitions: all descendants of a root share its partition. */
export function partitionOf(address: Address, partitions: number): number {
  return hashText(`${address.rootKind}/${address.rootId}`) % partitions
}

/** FNV-1a, 32 bit, of the UTF-8 bytes. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of UTF8.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}

function checkName(name: string): void {
  // A lone surrogate has no UTF-8: two such names would share one subject.
  if (name.length === 0 || name.length > MAX_NAME_LENGTH || !name.isWellFormed())
    throw invalid(name.slice(0, 200))
}

function invalid(text: string): CaravanError {
  return new CaravanError(
    'address.invalid',
    `"${text}" is not an address: use kind/id with names of 1 to ${MAX_NAME_LENGTH} characters.`,
  )
}
