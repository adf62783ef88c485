/** Which of the known names may have been meant. */

/** No name that is known is longer; a longer one is not worth comparing. */
const LONGEST = 60

/** Names within a third of `wrong`'s length (at least two edits), closest first, at most `count`. */
export function closest(wrong: string, known: readonly string[], count = 3): string[] {
  const from = plain(wrong)
  if (from.length === 0 || from.length > LONGEST) return []
  const limit = Math.max(from.length > 3 ? 2 : 1, Math.floor(from.length / 3))
  return known
    .map((name) => ({ name, edits: edits(from, plain(name)) }))
    .filter((candidate) => candidate.edits <= limit)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, count)
    .map((candidate) => candidate.name)
}

/** Case, spaces, `-` and `_` are spelling, not meaning. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '')
}

/** Levenshtein distance. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
