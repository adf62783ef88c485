import { describe, expect, test } from 'vitest'
import {
  PREFERENCE_SYNONYMS,
  parseTripRequest,
  PREFERENCES,
  TripRequest,
} from '../../machines/messages/index.ts'
import { goodRequest } from './bad-input.ts'
import { PORTS } from './ports.ts'

function accepted(raw: unknown): TripRequest {
  const parsed = parseTripRequest(raw, PORTS)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return TripRequest.parse(parsed.request)
}

describe('requests as people write them', () => {
  test('dates, a bare budget and plain words', () => {
    const request = accepted({
      destinations: ['Tokyo', 'Kyoto'],
      dates: { start: '2027-03-15', end: '2027-03-22' },
      travelers: { adults: 2 },
      budget: 5000,
      preferences: ['cultural', 'food'],
    })
    expect(request).toMatchObject({
      destinations: [{ name: 'Tokyo' }, { name: 'Kyoto' }],
      start: '2027-03-15',
      end: '2027-03-22',
      travelers: { adults: 2, children: 0 },
      budget: { amount: 500_000, currency: 'USD' },
      currency: 'USD',
      preferences: ['culture', 'food'],
      constraints: [],
      priority: 'standard',
      locale: 'en',
    })
    expect(request.notes).toEqual(['The budget names no currency: USD was taken.'])
  })

  test('a length instead of dates', () => {
    const raw = { destinations: ['Tokyo', 'Kyoto'], duration: 7, budget: 5000, travelers: { adults: 2 } }
    const request = accepted(raw)
    // Today in Tokyo is 2026-09-30; both ends count.
    expect([request.start, request.end]).toEqual(['2026-10-30', '2026-11-05'])
    expect(request.notes[0]).toContain('No start was given: 2026-10-30')
  })

  test('destination, duration and budget only', () => {
    expect(accepted({ destinations: ['Lisbon'], duration: 5, budget: 3100 }).travelers.adults).toBe(1)
  })

  test('a destination only', () => {
    const request = accepted({ destinations: ['Tokyo'] })
    expect([request.start, request.end, request.currency]).toEqual(['2026-10-30', '2026-11-03', 'USD'])
    expect(request).not.toHaveProperty('budget')
    expect(request.notes).toHaveLength(3)
  })

  test('a task with its type, requirements, constraints and priority', () => {
    const request = accepted({
      destinations: ['Lisbon'],
      duration: 3,
      travelers: { adults: 2 },
      budget: { total: 900 },
      preferences: [],
      constraints: [],
      request_type: 'create_itinerary',
      special_requirements: ['A quiet room'],
      priority: 'high',
    })
    expect(request).toMatchObject({
      specialRequirements: ['A quiet room'],
      priority: 'high',
      budget: { amount: 90_000 },
    })
  })

  test('fresh answers, which are no part of a request that does not ask for them', () => {
    expect(accepted({ destinations: ['Lisbon'], fresh: true })).toMatchObject({ fresh: true })
    for (const ordinary of [{ destinations: ['Lisbon'] }, { destinations: ['Lisbon'], fresh: false }])
      expect(accepted(ordinary)).not.toHaveProperty('fresh')
  })

  test('every snake_case name', () => {
    const parsed = parseTripRequest(
      {
        destinations: ['Tokyo'],
        duration_days: 4,
        earliest_start: '2026-12-01',
        request_id: 'r1',
        request_type: 'create_itinerary',
      },
      PORTS,
    )
    expect(parsed).toMatchObject({
      ok: true,
      requestId: 'r1',
      request: { start: '2026-12-01', end: '2026-12-04' },
    })
  })
})

describe('what acceptance decides', () => {
  test('dates beside a length and an earliest start that agree', () => {
    const request = accepted({ ...goodRequest(), durationDays: 10, earliestStart: '2026-10-20' })
    expect([request.start, request.end]).toEqual(['2026-11-01', '2026-11-10'])
  })

  test('the limits themselves are fine', () => {
    const request = accepted({
      destinations: Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 'Tokyo' : 'Kyoto')),
      earliestStart: '2028-09-29',
      durationDays: 90,
      travelers: { adults: 1, children: 49 },
      constraints: ['🙂'.repeat(500)],
      requestId: 'x'.repeat(128),
      budget: 10_000_000_000,
    })
    expect([request.start, request.end]).toEqual(['2028-09-29', '2028-12-27'])
  })

  test('minus zero children are none', () => {
    const { travelers } = accepted(
      JSON.parse('{"destinations":["Tokyo"],"travelers":{"adults":1,"children":-0}}'),
    )
    expect(Object.is(travelers.children, 0)).toBe(true)
  })

  test('today is a start, and one day is a trip', () => {
    const request = accepted({ destinations: ['Tokyo'], dates: { start: '2026-09-30', end: '2026-09-30' } })
    expect(request.start).toBe(request.end)
  })

  test('many places without a length get two days each', () => {
    const request = accepted({
      destinations: ['Tokyo', 'Kyoto', 'Tokyo', 'Kyoto'],
      earliestStart: '2026-12-01',
    })
    expect(request.end).toBe('2026-12-08')
  })

  test('an ambiguous place is said once', () => {
    const { notes } = accepted({ ...goodRequest(), destinations: ['Paris', 'Tokyo', 'paris '] })
    expect(notes).toEqual(['Paris, France was taken; also: Paris, Texas.'])
  })

  test('an unknown preference is kept as a constraint and said so', () => {
    const request = accepted({
      ...goodRequest(),
      preferences: ['Cuisine', 'food', 'Hot  Springs', 'birds', 'constructor'],
    })
    expect(request.preferences).toEqual(['food', 'relaxation'])
    expect(request.constraints).toEqual([
      'No flights at night',
      'Preference: birds',
      'Preference: constructor',
    ])
    expect(request.notes[0]).toContain('"birds"')
  })

  test('a synonym stands for one preference, in plain words', () => {
    const words = Object.values(PREFERENCE_SYNONYMS).flat()
    expect(new Set([...words, ...PREFERENCES]).size).toBe(words.length + PREFERENCES.length)
    for (const word of words) expect(word).toMatch(/^[a-z]+( [a-z]+)*$/)
  })

  test('currency and locale are written as the standards do', () => {
    const request = accepted({ ...goodRequest(), budget: { total: 12, currency: 'kwd' }, locale: 'pt-br' })
    expect(request).toMatchObject({
      budget: { amount: 12_000, currency: 'KWD' },
      currency: 'KWD',
      locale: 'pt-BR',
    })
  })

  test('the same request id is the same trip, another tenant is another', () => {
    const [once, again] = [accepted(goodRequest()), accepted({ ...goodRequest(), budget: 7 })]
    expect(once.id).toBe(again.id)
    const other = parseTripRequest(goodRequest(), { ...PORTS, tenant: 'acme' })
    expect(other).toMatchObject({ ok: true, request: { tenant: 'acme' }, requestId: 'abc-123' })
    expect(other.ok && other.request.id).not.toBe(once.id)
  })

  test('a missing request id is not invented', () => {
    expect(parseTripRequest({ destinations: ['Tokyo'] }, PORTS)).not.toHaveProperty('requestId')
  })
})
