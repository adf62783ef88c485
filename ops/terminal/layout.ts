/** Text for a terminal: widths in columns, wrapping, paint. */
import { styleText } from 'node:util'

/** Narrower than this nothing is laid out; wider lines are tiring to read. */
const WIDTH = { least: 40, most: 110, unknown: 88 } as const

/** How text is laid out where it goes. */
export interface Sheet {
  /** Columns of a line. */
  readonly width: number
  /** Paints a text, or leaves it as it is where colours are not wanted. */
  readonly paint: (style: Paint, text: string) => string
}
export type Paint = 'bold' | 'dim' | 'cyan' | 'green' | 'yellow' | 'red'

/** A terminal, or the file or pipe that a stream turned out to be. */
export interface Screen {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** The sheet for a stream: its width, and colours only at a terminal whose user wants them. */
export function sheetFor(screen: Screen, color: boolean): Sheet {
  const columns = screen.isTTY === true ? screen.columns : undefined
  return {
    // A terminal that does not know its size says 0.
    width: Math.min(Math.max(columns || WIDTH.unknown, WIDTH.least), WIDTH.most),
    paint:
      color && screen.isTTY === true
        ? (style, text) => styleText(style, text, { validateStream: false })
        : (_, text) => text,
  }
}

/** Scripts whose characters take two columns each. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns that an unpainted text takes. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}

/** Pads an unpainted text to a width. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)))
  return side === 'left' ? text + space : space + text
}

/** Breaks a text into lines of at most `width` columns; a word that is longer has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(/ +/)) {
      if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
        lines.push(line)
        line = word
      } else {
        line = line === '' ? word : `${line} ${word}`
      }
    }
    lines.push(line)
  }
  return lines
}

/** Wraps a text behind a first-line prefix; further lines are indented by the prefix's width. */
export function hang(prefix: string, text: string, sheet: Sheet, style?: Paint): string[] {
  const indent = columnsOf(prefix)
  return wrap(text, Math.max(20, sheet.width - indent)).map((line, i) => {
    const painted = style === undefined ? line : sheet.paint(style, line)
    return `${i === 0 ? prefix : ' '.repeat(indent)}${painted}`
  })
}

/** A heading with its lines below; nothing at all without lines. */
export function section(title: string, lines: readonly string[], sheet: Sheet): string[] {
  return lines.length === 0 ? [] : ['', sheet.paint('bold', title), ...lines]
}
