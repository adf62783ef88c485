import { describe, expect, test } from 'vitest'
import { NUMBER_FORMATS } from '../../actors/atlas/columns.ts'
import { isNumberColumn, numberAt, packNumbers, unpackNumbers } from '../../actors/atlas/number-column.ts'

const PAIR = { width: 2, lowest: -500 }
/** Around both ends, and where the digits pass over the backslash. */
const VALUES = [-500, -499, -1, 0, 1, 56, 57, 58, 90, 91, 5622, 91 ** 2 - 501]

describe('a column of numbers', () => {
  test('comes back as it was written, cell by cell and whole', () => {
    const text = packNumbers(VALUES, PAIR)
    expect(text).toHaveLength(2 * VALUES.length)
    expect(VALUES.map((_, row) => numberAt(text, row, PAIR))).toEqual(VALUES)
    expect([...unpackNumbers(text, PAIR)]).toEqual(VALUES)
    expect(unpackNumbers(packNumbers([38_717], NUMBER_FORMATS.lat), NUMBER_FORMATS.lat, 1000)[0]).toBe(38.717)
    expect(isNumberColumn(text, VALUES.length, PAIR)).toBe(true)
  })

  test('is the same text in JSON: no digit has to be escaped', () => {
    const text = packNumbers(
      Array.from({ length: 91 ** 2 }, (_, n) => n - 500),
      PAIR,
    )
    expect(JSON.stringify(text)).toBe(`"${text}"`)
  })

  test.for([-501, 91 ** 2 - 500, 1.5, Number.NaN])('%d does not fit', (value) => {
    expect(() => packNumbers([0, value], PAIR)).toThrow(new RegExp(`Cannot write ${value} with 2 digits`))
  })

  test('is none when a cell is short or has what is no digit', () => {
    for (const value of ['###', '#"', '#\\', '# ', '#é', 35, ['##']])
      expect(isNumberColumn(value, 1, PAIR)).toBe(false)
    expect(numberAt('####', 2, PAIR)).toBe(0)
    expect(numberAt('####', -1, PAIR)).toBe(0)
  })

  test.for([
    ['ids', 0, 60_000_000],
    ['lat', -90_000, 90_000],
    ['lon', -180_000, 180_000],
    ['population', 0, 40_000_000],
    ['elevation', -500, 6_000],
  ] as const)('%s has room for the Earth', ([column, least, most]) => {
    const format = NUMBER_FORMATS[column]
    const text = packNumbers([least, most], format)
    expect([numberAt(text, 0, format), numberAt(text, 1, format)]).toEqual([least, most])
  })
})
