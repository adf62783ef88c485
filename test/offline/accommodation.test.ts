import { describe, expect, test } from 'vitest'
import { roomsFor } from '../../actors/offline/accommodation-rooms.ts'
import { compose, request } from './planning-requests.ts'

describe('rooms', () => {
  test.each([
    [{ adults: 1, children: 0 }, 1],
    [{ adults: 2, children: 0 }, 1],
    [{ adults: 2, children: 2 }, 1],
    [{ adults: 2, children: 3 }, 2],
    [{ adults: 3, children: 0 }, 2],
    [{ adults: 1, children: 4 }, 1],
    [{ adults: 6, children: 4 }, 3],
  ])('%o: %i', (party, rooms) => {
    expect(roomsFor(party, false)).toBe(rooms)
  })

  test('a room for each adult when asked', () => {
    expect(roomsFor({ adults: 3, children: 0 }, true)).toBe(3)
  })
})

describe('bands', () => {
  const trip = (amount: number) =>
    compose(request(['Lisbon', 'Porto'], '2027-05-10', 4, { budget: { amount, currency: 'EUR' } }))

  test('more money, better rooms; totals are nights times the nightly price', () => {
    const bands = [60_000, 110_000, 250_000, 900_000].map(
      (amount) => trip(amount).accommodation.stays[0]?.band,
    )
    expect(bands).toEqual(['budget', 'moderate', 'comfort', 'luxury'])
    for (const stay of trip(250_000).accommodation.stays) {
      expect(stay.total.expected).toBe(stay.perNight.expected * stay.nights)
    }
  })

  test('a town beside a guided city is not given the districts of that city', () => {
    const areas = (name: string) =>
      compose(request([name], '2027-05-10', 3)).accommodation.stays.map(({ area }) => area)
    expect([areas('Sintra'), areas('Versailles')]).toEqual([[undefined], [undefined]])
    expect(areas('Lisbon')).not.toEqual([undefined])
  })

  test('alternatives: one cheaper, one dearer', () => {
    const [stay] = trip(250_000).accommodation.stays
    const prices = stay?.alternatives.map(({ perNight }) => perNight.expected) ?? []
    expect(prices.length).toBe(2)
    expect(prices[0] ?? 0).toBeLessThan(stay?.perNight.expected ?? 0)
    expect(prices[1] ?? 0).toBeGreaterThan(stay?.perNight.expected ?? 0)
  })

  test('what was asked for comes before the limit', () => {
    const asked = request(['Paris'], '2027-05-10', 3, { specialRequirements: ['a luxury hotel'] })
    expect(compose(asked).accommodation.stays[0]?.band).toBe('luxury')
  })

  test('an area from the curated guide, where there is one', () => {
    const { accommodation } = compose(request(['Lisbon', 'Tavira'], '2027-05-10', 4))
    expect(accommodation.stays.map(({ area }) => area === undefined)).toEqual([false, true])
  })
})
