/**
 * Columns of whole numbers as text: every number takes the same count of base-91 digits, so that a cell is found by
 * its row and nothing has to be parsed before it is asked for. Half the size of the same numbers in JSON.
 */

/** How the numbers of one column are written. */
export type NumberFormat = {
  /** Digits of one number: three hold 753,571 values, four hold 68,574,961. */
  readonly width: number
  /** The least number that the column can hold; it is written as zero. */
  readonly lowest: number
}

const BASE = 91
/** The digits are "#" to "~" without the backslash: what JSON takes as it is. */
const FIRST = 35
const BACKSLASH = 92
const NOT_A_DIGIT = /[^#-[\]-~]/

/**
 * Writes a column.
 * @throws RangeError for a number that is not whole or does not fit the format
 */
export function packNumbers(values: readonly number[], { width, lowest }: NumberFormat): string {
  return values
    .map((value) => {
      const above = value - lowest
      if (!Number.isInteger(above) || above < 0 || above >= BASE ** width)
        throw new RangeError(`Cannot write ${value} with ${width} digits from ${lowest} on.`)
      let rest = above
      let cell = ''
      for (let digit = 0; digit < width; digit += 1) {
        const code = FIRST + (rest % BASE)
        cell = String.fromCharCode(code < BACKSLASH ? code : code + 1) + cell
        rest = Math.floor(rest / BASE)
      }
      return cell
    })
    .join('')
}

/** The number of one row; 0 out of range. */
export function numberAt(text: string, row: number, { width, lowest }: NumberFormat): number {
  const start = row * width
  if (start < 0 || start + width > text.length) return 0
  let value = 0
  for (let at = start; at < start + width; at += 1) {
    const code = text.charCodeAt(at)
    value = value * BASE + code - (code < BACKSLASH ? FIRST : FIRST + 1)
  }
  return value + lowest
}

/** The whole column, each number divided by `scale`. */
export function unpackNumbers(text: string, format: NumberFormat, scale = 1): Float64Array {
  const column = new Float64Array(text.length / format.width)
  for (let row = 0; row < column.length; row += 1) column[row] = numberAt(text, row, format) / scale
  return column
}

/** Whether a value is a column of so many numbers. */
export function isNumberColumn(value: unknown, rows: number, { width }: NumberFormat): value is string {
  return typeof value === 'string' && value.length === rows * width && !NOT_A_DIGIT.test(value)
}
