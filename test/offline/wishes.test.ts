/** What the traveller's own words are read as: a wish that is read too narrowly is as wrong as one that is missed. */
import { describe, expect, test } from 'vitest'
import { readWishes } from '../../actors/offline/wishes.ts'
import { datesOf, wholePlan } from './whole-plan.ts'

const read = (...lines: string[]) => readWishes({ constraints: lines, specialRequirements: [] })

describe('flights', () => {
  test.for([
    'afraid of flying in general',
    'no flying in this trip',
    'no flights between 22:00 and 06:00',
    'cannot fly around midday',
    'No flights in May',
    'no flying between Monday and Friday',
  ])('"%s" is about all of them', (line) => {
    expect(read(line)).toMatchObject({ noFlights: true, noDomesticFlights: false, unrecognised: [] })
  })

  test.for([
    'no flights inside India',
    'No flying within the country',
    'Avoid flying between Delhi and Agra',
    'no flights in the Philippines',
    'No domestic flights',
    'no internal flights please',
  ])('"%s" leaves the way there in the air', (line) => {
    expect(read(line)).toMatchObject({ noFlights: false, noDomesticFlights: true, unrecognised: [] })
  })

  test('who says both flies nowhere', () => {
    expect(read('no domestic flights', 'no flights')).toMatchObject({
      noFlights: true,
      noDomesticFlights: false,
    })
  })

  test('who is afraid of flying in general is sent by train from London to Rome', async () => {
    const { plan } = await wholePlan({
      destinations: ['Rome'],
      origin: 'London, United Kingdom',
      dates: datesOf('2027-05-03', 8),
      constraints: ['afraid of flying in general'],
    })
    expect(plan.legs.length).toBe(2)
    expect(plan.legs.filter(({ mode }) => mode === 'flight')).toEqual([])
  })
})

describe('children', () => {
  test.for([
    ['children aged 6 and 9', [6, 9]],
    ['children 8 and 11', [8, 11]],
    ['kids (8, 11 and 13)', [8, 11, 13]],
    ['our daughter is 4', [4]],
    ['with a 2-year-old', [2]],
    ['toddlers aged 1 and 3', [1, 3]],
    ['kids under 10', []],
    ['2 kids', []],
    ['two children, 3 rooms', []],
    ['my parents are 70 years old', []],
  ] as const)('%s: %s', ([line, ages]) => {
    expect(readWishes({ constraints: [], specialRequirements: [line] }).ages).toEqual(ages)
  })

  test('whose ages are told are planned for by them, and nothing is said to be left out', async () => {
    const notes = async (line: string) =>
      (
        await wholePlan({
          destinations: ['Tromsø'],
          dates: datesOf('2027-01-08', 4),
          travelers: { adults: 2, children: 2 },
          specialRequirements: [line],
        })
      ).plan.notes.join(' ')
    const school = await notes('children aged 10 and 12')
    expect(school).toContain('With children of 10 and 12: days start at 09:30')
    expect(school).toContain('an hour more in the evening')
    expect(school).not.toContain('Could not be applied')
    const small = await notes('children aged 2 and 9')
    expect(small).toContain('With a stroller')
    expect(small).not.toContain('an hour more')
  })
})

describe('stop-overs', () => {
  test.for(['business stop-over', 'a short layover', 'two stopovers on the way', 'Lay-over in Doha'])(
    '"%s" is one',
    (line) => expect(read(line)).toMatchObject({ stopOver: true, unrecognised: [] }),
  )

  test.for(['no stopover', 'no layovers', 'max one layover', 'at most one stop-over', 'avoid long layovers'])(
    '"%s" is none, and is not said to be understood',
    (line) => expect(read(line)).toMatchObject({ stopOver: false, unrecognised: [line] }),
  )

  test('whoever stays for a week takes the bag along', async () => {
    const notes = async (city: string, days: number) =>
      (
        await wholePlan({
          destinations: [city],
          dates: datesOf('2027-05-03', days),
          constraints: ['stopover'],
        })
      ).plan.notes
    const bag = expect.stringContaining('leave the large bag at the airport')
    expect(await notes('Paris', 8)).not.toContainEqual(bag)
    expect(await notes('Paris', 3)).toContainEqual(bag)
  })
})

test.for([
  ['vegans and one vegetarian', ['vegan', 'vegetarian']],
  ['Pescatarian', ['pescatarian']],
  ['halal food', ['halal']],
  ['coeliac', ['gluten-free']],
  ['lactose-free', ['dairy-free']],
  ['nut allergy', ['nut-free']],
  ['shellfish allergy', ['shellfish-free']],
  ['good food', []],
] as const)('"%s" is the diet %s', ([line, diets]) => {
  const wishes = read(line)
  expect(wishes.diets).toEqual(diets)
  expect(wishes.unrecognised).toEqual(diets.length > 0 ? [] : [line])
})
