/**
 * A column of texts kept as the one string it is stored as. Cutting it into an array and hashing 190,000 keys
 * costs a quarter of a second before the first answer; searching the string costs one millisecond per query
 * and nothing at start.
 */
export type TextColumn = {
  readonly length: number
  /** Text of a row; '' when out of range. */
  readonly at: (row: number) => string
  /**
   * Rows whose text is `word`, or has `word` between `inner` separators; ascending, each row once.
   * `word` must not contain a separator.
   */
  readonly rowsWith: (word: string) => readonly number[]
}

/**
 * @param text rows joined by `separator`
 * @param inner separates several words inside one row
 */
export function textColumn(text: string, separator: string, inner: string = separator): TextColumn {
  const starts = rowStarts(text, separator)
  const length = starts.length - 1
  const isEdge = (at: number): boolean =>
    at < 0 || at >= text.length || text[at] === separator || text[at] === inner

  function rowsWith(word: string): readonly number[] {
    const rows: number[] = []
    if (word === '') return rows
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isEdge(at - 1) || !isEdge(at + word.length)) continue
      const row = rowAt(starts, at)
      if (rows.at(-1) !== row) rows.push(row)
    }
    return rows
  }

  return {
    length,
    at: (row) => (row >= 0 && row < length ? text.slice(starts[row], (starts[row + 1] ?? 1) - 1) : ''),
    rowsWith,
  }
}

/** Start of each row, and one past the end of the text as if another row began there. */
function rowStarts(text: string, separator: string): Int32Array {
  const starts: number[] = [0]
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) starts.push(at + 1)
  starts.push(text.length + 1)
  return Int32Array.from(starts)
}

function rowAt(starts: Int32Array, position: number): number {
  let low = 0
  let high = starts.length - 1
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= position) low = middle
    else high = middle
  }
  return low
}
