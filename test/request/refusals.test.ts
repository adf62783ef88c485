import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_BODY_BYTES,
  parseTripRequest,
  parseTripText,
  type Problem,
} from '../../machines/messages/index.ts'
import { goodRequest, independent, type Mistake, MISTAKES, withMistakes } from './bad-input.ts'
import { PORTS } from './ports.ts'

function problemsOf(raw: unknown): readonly Problem[] {
  const parsed = parseTripRequest(raw, PORTS)
  return parsed.ok ? [] : parsed.problems
}

const reports = (problems: readonly Problem[], { path, code }: Mistake) =>
  problems.some((found) => found.path === path && found.code === code)

/** Accepted, or refused with a reason; either way something that survives being sent as JSON. */
function answered(parsed: ReturnType<typeof parseTripRequest>): boolean {
  expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed)
  return parsed.ok || parsed.problems.length > 0
}

describe('each mistake alone', () => {
  test('the good request has none', () => {
    expect(problemsOf(goodRequest())).toEqual([])
  })

  test.each(MISTAKES)('$name', (mistake) => {
    const problems = problemsOf(withMistakes(mistake))
    expect(problems).toContainEqual(expect.objectContaining({ path: mistake.path, code: mistake.code }))
    for (const { message, value } of problems) {
      expect(message).toMatch(/^[^\n]{20,}[.?]$/)
      expect(message).not.toMatch(/ at .*\.ts|Error|undefined|\[object|Zod|Invalid input/)
      expect(JSON.stringify(value ?? null).length).toBeLessThan(500)
    }
  })

  test('most mistakes make exactly one problem', () => {
    const noisy = MISTAKES.filter((mistake) => problemsOf(withMistakes(mistake)).length !== 1)
    expect(noisy.map(({ name }) => name)).toEqual(['60 places', 'past end'])
  })
})

describe('several mistakes together', () => {
  test('any two in different fields are both reported', () => {
    const missed: string[] = []
    for (const [i, a] of MISTAKES.entries()) {
      for (const b of MISTAKES.slice(i + 1).filter((other) => independent(a, other))) {
        const problems = problemsOf(withMistakes(a, b))
        if (!reports(problems, a) || !reports(problems, b)) missed.push(`${a.name} + ${b.name}`)
      }
    }
    expect(missed).toEqual([])
  })

  test('any number in different fields are all reported', () => {
    const apart = fc
      .shuffledSubarray([...MISTAKES], { minLength: 1, maxLength: 30 })
      .map((some) =>
        some.filter((mistake, i) => some.slice(0, i).every((other) => independent(mistake, other))),
      )
    fc.assert(
      fc.property(apart, (mistakes) => {
        const problems = problemsOf(withMistakes(...mistakes))
        expect(mistakes.filter((mistake) => !reports(problems, mistake))).toEqual([])
      }),
    )
  })

  test('two bad entries of one list, and a bad start beside a bad end', () => {
    const raw = { ...goodRequest(), destinations: ['Xyzzy', '', 3], dates: { start: 'x', end: 5 } }
    const paths = problemsOf(raw).map(({ path }) => path)
    expect(paths.toSorted()).toEqual([
      '/dates/end',
      '/dates/start',
      '/destinations/0',
      '/destinations/1',
      '/destinations/2',
    ])
  })
})

describe('what would be right', () => {
  test('the closest place, field and currency are named', () => {
    const raw = { destinatons: ['Lisbon'], destinations: ['Lisbom'], budget: { total: 1, currency: 'EURO' } }
    const suggestions = problemsOf(raw).map((found) => [found.path, found.suggestions])
    expect(suggestions).toEqual([
      ['/destinatons', ['destinations']],
      ['/destinations/0', ['Lisbon']],
      ['/budget/currency', ['EUR']],
    ])
  })

  test.each([
    ['destination', 'destinations'],
    ['Destinations', 'destinations'],
    ['nights', 'durationDays'],
    ['travellers', 'travelers'],
    ['currency', 'budget'],
    ['durations', 'durationDays'],
  ])('%s: did you mean %s?', (wrong, right) => {
    const [found] = problemsOf({ ...goodRequest(), [wrong]: 1 })
    expect(found).toMatchObject({ path: `/${wrong}`, code: 'request.field.unknown' })
    expect(found?.suggestions?.[0]).toBe(right)
    expect(found?.message).toContain(`did you mean "${right}"`)
  })

  test('an alias beside its own name: both are named', () => {
    const { dates: _, ...rest } = goodRequest()
    const [found] = problemsOf({ ...rest, duration: 7, durationDays: 7 })
    expect(found).toMatchObject({ path: '/duration', code: 'request.field.duplicate' })
    expect(found?.message).toContain('"duration" and "durationDays"')
  })

  test('a wrong value is reported where the sender wrote it', () => {
    const { dates: _, ...rest } = goodRequest()
    expect(problemsOf({ ...rest, duration: 400 })).toMatchObject([{ path: '/duration' }])
  })

  test('a quoted budget is told to be a number', () => {
    expect(problemsOf({ ...goodRequest(), budget: '5000' })[0]?.message).toContain('give a positive number')
  })

  test.each([
    [{ total: 0.001, currency: 'EUR' }, 'such as 0.01.'],
    [{ total: 99.999 }, 'USD has at most 2 decimals, so give an amount such as 100.00.'],
    [{ total: 1500.5, currency: 'JPY' }, 'JPY has no decimals'],
  ])('too many decimals: %o', (budget, text) => {
    expect(problemsOf({ ...goodRequest(), budget })[0]?.message).toContain(text)
  })

  test('the day of the origin decides what is past', () => {
    const raw = { destinations: ['Tokyo'], dates: { start: '2026-09-28', end: '2026-10-03' } }
    expect(problemsOf(raw)).toMatchObject([
      { code: 'request.dates.past', expected: 'a date from 2026-09-30 on' },
    ])
    expect(problemsOf({ ...raw, origin: 'Honolulu' })).toEqual([])
  })
})

test('two years ahead is the last start, to the day', () => {
  const start = (date: string) => problemsOf({ destinations: ['Lisbon'], earliestStart: date })
  expect(start('2028-09-28')).toEqual([])
  expect(start('2028-09-29')).toMatchObject([
    { code: 'request.dates.too-far', expected: 'a date up to 2028-09-28' },
  ])
})

describe('hostile input', () => {
  test('__proto__ is an unknown field and reaches no prototype', () => {
    const text =
      '{"destinations":["Tokyo"],"__proto__":{"polluted":1},"budget":{"total":5,"__proto__":{"currency":"X"}}}'
    const parsed = parseTripText(text, PORTS)
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ path: '/__proto__' }, { path: '/budget/__proto__' }],
    })
    expect({}).not.toHaveProperty('polluted')
  })

  test('very many unknown fields and entries make a short answer', () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, i]))
    const problems = problemsOf({
      ...many,
      destinations: Array(9000).fill(1),
      constraints: Array(9000).fill(1),
    })
    expect(problems.length).toBeLessThan(70)
    expect(problems.some(({ message }) => message.startsWith('2980 more fields'))).toBe(true)
  })

  test('any value at all, and any value in any field, is answered', () => {
    const names = Object.keys({ ...goodRequest(), durationDays: 1, earliestStart: 1, request_type: 1 })
    const raw = fc.oneof(
      fc.anything(),
      fc
        .tuple(fc.constantFrom(...names), fc.anything({ withNullPrototype: true, withBigInt: true }))
        .map(([name, value]) => ({ ...goodRequest(), [name]: value })),
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'toString'), fc.anything()),
    )
    fc.assert(
      fc.property(raw, (value) => {
        expect(answered(parseTripRequest(value, PORTS))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('any text and any bytes are answered', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(answered(parseTripText(text, PORTS))).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(answered(parseTripText(bytes, PORTS))).toBe(true)
      }),
    )
  })

  test('a cyclic and a very deep value', () => {
    const cyclic: Record<string, unknown> = goodRequest()
    cyclic['origin'] = cyclic
    expect(problemsOf(cyclic)).toMatchObject([{ path: '/origin', value: 'an object' }])
    const deep = `{"destinations":["Tokyo"],"origin":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    expect(parseTripText(deep, PORTS)).toMatchObject({ ok: false, problems: [{ path: '/origin' }] })
  })
})

describe('texts', () => {
  const code = (text: string | Uint8Array) => {
    const parsed = parseTripText(text, PORTS)
    return parsed.ok ? 'ok' : parsed.problems.map((found) => `${found.path}:${found.code}`).join()
  }

  test.each([
    ['nothing', '', ':request.body.not-json'],
    ['a word', 'hello', ':request.body.not-json'],
    ['a broken object', '{"destinations": [}', ':request.body.not-json'],
    ['a list', '[]', ':request.body.type'],
    ['null', 'null', ':request.body.type'],
    ['a number', '5', ':request.body.type'],
  ])('%s', (_, text, expected) => {
    expect(code(text)).toBe(expected)
  })

  test('says where the JSON breaks', () => {
    const parsed = parseTripText('{\n  "destinations": ["Tokyo"]\n  "budget": 5\n}', PORTS)
    expect(parsed.ok ? '' : parsed.problems[0]?.message).toContain('at line 3, column 3')
  })

  test('bytes: UTF-8 with or without a mark is fine, anything else is said', () => {
    const json = JSON.stringify(goodRequest())
    expect(code(new TextEncoder().encode(json))).toBe('ok')
    expect(code(`\uFEFF${json}`)).toBe('ok')
    expect(code(Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(json)]))).toBe('ok')
    expect(code(Uint8Array.from([0x7b, 0xff, 0x7d]))).toBe(':request.body.not-utf8')
  })

  test('the limit is in bytes and exact; a text over it is not parsed', () => {
    const json = JSON.stringify(goodRequest())
    expect(code(json.padEnd(MAX_BODY_BYTES))).toBe('ok')
    expect(code(json.padEnd(MAX_BODY_BYTES + 1))).toBe(':request.body.too-large')
    expect(code('é'.repeat(MAX_BODY_BYTES / 2 + 1))).toBe(':request.body.too-large')
    expect(code('['.repeat(1_000_000))).toBe(':request.body.too-large')
    expect(code(new Uint8Array(1_000_000))).toBe(':request.body.too-large')
  })
})
