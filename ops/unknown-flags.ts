/** Flags that a command does not have, and what may have been meant. */
import { distance } from 'fastest-levenshtein'
import type { FlagProblem } from './plan-flags.ts'

/** What is left of a command line once every known flag was taken out. */
export interface Leftovers {
  readonly operands: readonly string[]
  readonly problems: readonly FlagProblem[]
}

/** More edits than this are another word. */
const MAX_EDITS = 3

/**
 * Tells unknown flags from operands. A word behind an unknown flag is taken for its value: as a place it would only be
 * one more thing to complain about.
 */
export function sortOut(words: readonly string[], known: readonly string[]): Leftovers {
  const operands: string[] = []
  const problems: FlagProblem[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (!/^-./.test(word)) {
      operands.push(word)
      continue
    }
    const [flag = word, inline] = word.split('=', 2)
    const next = words[i + 1]
    const hasValue = inline === undefined && next !== undefined && !next.startsWith('-')
    if (hasValue) i++
    const value = inline ?? (hasValue ? next : undefined)
    const shown = value === undefined ? '' : ` (given ${JSON.stringify(value)})`
    problems.push({ flag, message: `${flag} is no flag of this command${shown}: ${rightOf(flag, known)}` })
  }
  return { operands, problems }
}

function rightOf(flag: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({
      name,
      edits: flag.startsWith(name) || name.startsWith(flag) ? 1 : distance(name, flag),
    }))
    .filter(({ name, edits }) => edits <= Math.min(MAX_EDITS, name.length / 2))
    .sort((a, b) => a.edits - b.edits)[0]
  return near === undefined ? 'see --help for those it has.' : `did you mean ${near.name}?`
}
