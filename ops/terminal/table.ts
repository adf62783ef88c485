/** Tables for a terminal: columns as wide as what is in them, and one that gives way when the line is too short. */
import { columnsOf, pad, type Sheet } from './layout.ts'

export interface Column {
  readonly title: string
  readonly side?: 'left' | 'right'
  /** Shortened when the table does not fit. At most one column says so. */
  readonly flexible?: boolean
}

const GAP = '  '
/** A flexible column keeps at least so much. */
const LEAST = 12

/** Lines with a dim head; a cell that does not fit is cut in its middle, since ids differ at both ends. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  sheet: Sheet,
): string[] {
  const natural = columns.map(({ title }, i) =>
    Math.max(columnsOf(title), ...rows.map((row) => columnsOf(row[i] ?? ''))),
  )
  const over = natural.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - sheet.width
  const widths = natural.map((width, i) =>
    columns[i]?.flexible === true && over > 0 ? Math.max(LEAST, width - over) : width,
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(shorten(cell, widths[i] ?? 0), widths[i] ?? 0, columns[i]?.side))
      .join(GAP)
      .trimEnd()
  return [sheet.paint('dim', line(columns.map(({ title }) => title))), ...rows.map(line)]
}

/** The text itself, or its two ends around an ellipsis. */
export function shorten(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  const characters = Array.from(text)
  const head = Math.ceil((columns - 1) / 2)
  const tail = columns - 1 - head
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`
}
