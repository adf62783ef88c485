/** What makes two questions the same. */
import { createHash } from 'node:crypto'
import type { CacheQuestion } from './port.ts'
import { wordsKey } from './words.ts'

/** Labels of a question: all but the exact wording of the free text. `embedder`: whose vectors are compared. */
export function labelsOf(question: CacheQuestion, embedder: string): Readonly<Record<string, string>> {
  const { agent, promptVersion, model, exact, text } = question
  return {
    agent,
    promptVersion,
    model,
    embedder,
    exact: digest(canonical(exact)),
    words: digest(wordsKey(text) ?? ''),
  }
}

/** The id of the very same question, which is always the same: a UUID with the bits of version 8 (RFC 9562, 5.8). */
export function idOf(tenant: string, labels: Readonly<Record<string, string>>, text: string): string {
  const hash = digest(canonical({ tenant, labels, text: wordingOf(text) }))
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, variant + hash.slice(17, 20)]
  return [...parts, hash.slice(20, 32)].join('-')
}

/** Without what nobody means: case, spacing, the form of the same character. */
function wordingOf(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

/** JSON with the names of every object in order, so that equal data is equal text. */
export function canonical(value: unknown): string {
  const ordered = (_: string, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : one
  return JSON.stringify(value, ordered) ?? ''
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
