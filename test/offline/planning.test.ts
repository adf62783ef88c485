import { describe, expect, test } from 'vitest'
import { compose, request } from './planning-requests.ts'

describe('stops and nights', () => {
  test('four days in two cities: the bigger one gets the odd night, every night is in a stay', () => {
    const { planning, accommodation } = compose(request(['Lisbon', 'Porto'], '2027-05-10', 4))
    expect(planning.stops.map(({ place, nights }) => [place.name, nights])).toEqual([
      ['Lisbon', 2],
      ['Porto', 1],
    ])
    expect(accommodation.stays.map(({ checkIn, checkOut }) => [checkIn, checkOut])).toEqual([
      ['2027-05-10', '2027-05-12'],
      ['2027-05-12', '2027-05-13'],
    ])
  })

  test('an overnight flight takes a night: one arrives on the next date', () => {
    const asked = request(['Tokyo', 'Kyoto', 'Hiroshima'], '2027-03-22', 10, { origin: 'London' })
    const { planning, transport } = compose(asked)
    expect(planning.stops[0]?.arrive).toBe('2027-03-23')
    expect(planning.nightsInTransit).toEqual([{ date: '2027-03-22', leg: 0 }])
    expect(planning.stops.reduce((sum, { nights }) => sum + nights, 0)).toBe(8)
    expect(transport.legs[0]?.arrive.slice(0, 10)).toBe('2027-03-23')
    expect(planning.days[1]?.notes.join()).toContain('Jet lag')
    expect(planning.days[1]?.pace).toBe('light')
  })

  test('a round of eight cities is put into a sensible order, and said so', () => {
    const names = ['Paris', 'Vienna', 'Amsterdam', 'Rome', 'Berlin', 'Prague', 'Florence', 'Barcelona']
    const { planning } = compose(request(names, '2027-06-01', 21, { origin: 'Chicago' }))
    expect(planning.stops.map(({ place }) => place.name)).toEqual([
      'Paris',
      'Barcelona',
      'Rome',
      'Florence',
      'Vienna',
      'Prague',
      'Berlin',
      'Amsterdam',
    ])
    expect(planning.notes.join()).toContain('The order was changed')
  })

  test('a stated order is kept', () => {
    const names = ['Paris', 'Vienna', 'Amsterdam', 'Rome']
    const { planning } = compose(request(names, '2027-06-01', 12, { constraints: ['in this order, please'] }))
    expect(planning.stops.map(({ place }) => place.name)).toEqual(names)
  })

  test('more places than nights: the nearby one becomes a day visit, a far one is left out', () => {
    const { planning } = compose(request(['Lisbon', 'Sintra', 'Porto', 'Madrid'], '2027-05-10', 3))
    expect(planning.stops.length).toBe(2)
    expect(planning.days.flatMap(({ visit }) => visit?.place.name ?? [])).toEqual(['Sintra'])
    expect(planning.notes.join()).toContain('Porto was left out')
  })

  test('a day visit has four daytime hours at its place, or is left out and said', () => {
    const { planning } = compose(request(['Paris', 'Versailles'], '2027-06-10', 2, { origin: 'London' }))
    expect(planning.days.flatMap(({ visit }) => visit ?? [])).toEqual([])
    expect(planning.notes.join()).toContain('no day has four daytime hours left for it')
  })

  test.each(['Rome', 'Florence'])(
    'setting out from %s, a stop of the trip: no leg from a place to itself',
    (origin) => {
      const { planning } = compose(request(['Rome', 'Florence'], '2027-05-10', 5, { origin }))
      expect(planning.legs.filter(({ from, to }) => from.id === to.id)).toEqual([])
      expect(planning.legs).toHaveLength(2)
    },
  )

  test('setting out from the only stop: no leg at all', () => {
    expect(compose(request(['Rome'], '2027-05-10', 3, { origin: 'Rome' })).planning.legs).toEqual([])
  })

  test('a day out and back: both legs on the one date, time in between', () => {
    const { planning } = compose(request(['Brussels'], '2027-05-10', 1, { origin: 'Paris' }))
    const [day] = planning.days
    expect([day?.kind, planning.days.length, planning.legs.length]).toEqual(['only', 1, 2])
    expect(day?.free.length).toBe(1)
    expect(day?.laterTransfer?.leg).toBe(1)
  })

  test('a trip too short for its journey says so', () => {
    const { planning } = compose(request(['Tokyo'], '2027-05-10', 1, { origin: 'London' }))
    expect(planning.days.map(({ date }) => date)).toEqual(['2027-05-10'])
    expect(planning.notes.join()).toContain('too short for the journey')
  })

  test('without an origin the trip starts and ends at its places', () => {
    const { planning } = compose(request(['Lisbon'], '2027-05-10', 3))
    expect(planning.legs).toEqual([])
    expect(planning.notes.join()).toContain('No origin was given')
  })
})

describe('clocks and heights', () => {
  test('the date line eastward: the same date is lived twice, the window is on the clock of the arrival', () => {
    const { planning, transport } = compose(request(['Auckland', 'Los Angeles'], '2027-11-03', 9))
    const leg = transport.legs[0]
    expect(leg?.depart.slice(0, 10)).toBe(leg?.arrive.slice(0, 10))
    expect((leg?.arrive ?? '') < (leg?.depart ?? '')).toBe(true)
    const day = planning.days.find(({ transfer }) => transfer?.leg === 0)
    expect(day?.transfer?.to).toBe(leg?.arrive.slice(11))
    expect(day?.notes.join()).toContain('date line')
  })

  test('neighbours a day apart: one night more than the dates show', () => {
    const { planning } = compose(request(['Apia', 'Pago Pago'], '2027-08-03', 6))
    const [first, second] = planning.stops
    expect((second?.arrive ?? '') < (first?.leave ?? '')).toBe(true)
    expect(planning.stops.reduce((sum, { nights }) => sum + nights, 0)).toBe(6)
    expect(planning.notes.join()).toContain('one night more')
  })

  test('the way home that lands after the end is said', () => {
    const { planning } = compose(request(['New York'], '2027-10-02', 5, { origin: 'Paris' }))
    expect(planning.notes.join()).toContain("after the trip's last date")
  })

  test('altitude slows the first day, coming from the coast', () => {
    const { planning } = compose(request(['Lima', 'Cusco'], '2027-02-08', 8))
    const first = planning.days.find(({ transfer }) => transfer?.leg === 0)
    expect(first?.notes.join()).toContain('Altitude')
    expect(first?.pace).toBe('light')
  })
})

describe('wishes', () => {
  test('children: light days that end early', () => {
    const asked = request(['Nairobi', 'Mombasa'], '2027-07-05', 9, { travelers: { adults: 2, children: 2 } })
    const { planning } = compose(asked)
    expect(planning.days.every(({ pace }) => pace === 'light')).toBe(true)
    expect(
      planning.days.every(({ free }) => free.every(({ from, to }) => from >= '09:30' && to <= '20:00')),
    ).toBe(true)
  })

  test('what is not recognised is listed, what is recognised is said', () => {
    const asked = request(['Zermatt'], '2027-02-10', 5, {
      origin: 'London',
      constraints: ['no flights', 'must see flamingos'],
      specialRequirements: ['vegetarian', 'wheelchair'],
    })
    const { planning, transport } = compose(asked)
    const notes = planning.notes.join('\n')
    expect(notes).toContain('No flights')
    expect(notes).toContain('vegetarian')
    expect(notes).toContain('Step-free')
    expect(notes).toContain('Could not be applied automatically: "must see flamingos"')
    expect(transport.legs.map(({ mode }) => mode)).not.toContain('flight')
  })

  test('what the activities leave out is not listed as missed', () => {
    const asked = request(['Sintra'], '2027-05-10', 3, { constraints: ['no museums'] })
    expect(compose(asked).planning.notes.join()).not.toContain('Could not be applied')
  })

  test('no early mornings: nothing starts before ten thirty', () => {
    const { planning } = compose(request(['Rome'], '2027-05-10', 4, { constraints: ['no early mornings'] }))
    expect(planning.days.every(({ free }) => free.every(({ from }) => from >= '10:00'))).toBe(true)
  })
})

test('what two visits to one place have in common is told once', () => {
  const { planning } = compose(
    request(['Sharjah', 'les Escaldes', 'Andorra la Vella', 'les Escaldes'], '2026-12-01', 1),
  )
  expect(new Set(planning.notes).size).toBe(planning.notes.length)
})
