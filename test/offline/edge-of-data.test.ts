/** Places at the edge of the data: what is not known is said, and nothing is invented. */
import { describe, expect, test } from 'vitest'
import { findPlace, unusualPlaceNotes } from '../../actors/atlas/index.ts'
import { composeActivity } from '../../actors/offline/activity.ts'
import { composeLocation } from '../../actors/offline/location.ts'
import { composeWeather } from '../../actors/offline/weather.ts'
import { itemsOf, placeNamed, taskFor, type Trip } from './activity-frames.ts'

function stop(place: string, origin = 'London, United Kingdom') {
  const trip: Trip = { stops: [[place, 3]], start: '2027-01-10', origin }
  const [facts] = composeLocation(taskFor(trip, 'location')).places
  return { trip, facts, tips: facts?.tips.join(' ') ?? '' }
}

describe('Antarctica', () => {
  test('is no country with a side of the road, and says how one gets there', () => {
    const { facts, tips } = stop('McMurdo Station')
    expect(facts?.drivingSide).toBeUndefined()
    expect(tips).toContain('no towns, hotels or scheduled transport')
    expect(tips).not.toContain('Traffic keeps')
  })

  test('has no invented weather and no invented sights', () => {
    const { trip } = stop('McMurdo Station')
    const { notes, days } = composeWeather(taskFor(trip, 'weather'))
    expect(notes.join(' ')).toContain('no climate data')
    expect(days.every((day) => day.highC === undefined)).toBe(true)
    expect(
      itemsOf(composeActivity(taskFor(trip))).every(({ title }) => !/Museum|Cathedral/.test(title)),
    ).toBe(true)
  })
})

test.each(['Queen Mary 2', 'a cruise ship', 'MS Fram', 'Atlantic Ocean', 'South Pole', 'Point Nemo'])(
  '%s is no place of the gazetteer',
  (name) => {
    expect(findPlace(name).found).toBe(false)
  },
)

describe('a micro-state', () => {
  test('inside a city uses the guide of that city, and says so', () => {
    const { facts, trip } = stop('Vatican City')
    expect(facts?.about).toContain('The guide to Rome is used')
    const whys = itemsOf(composeActivity(taskFor(trip))).map(({ why }) => why)
    expect(whys.join(' ')).toContain('A highlight of Rome.')
    expect(whys.join(' ')).not.toContain('A highlight of Vatican City.')
  })

  test.each(['Monaco', 'Andorra la Vella', 'Vaduz', 'Funafuti', 'Yaren, Nauru'])(
    '%s has a place and facts',
    (name) => {
      const { facts } = stop(name)
      expect(facts?.currency).toMatch(/^[A-Z]{3}$/)
      expect(facts?.callingCode).toMatch(/^\+\d+$/)
    },
  )

  test('without a guide says that the plan is thin', () => {
    const { trip } = stop('Yaren, Nauru')
    expect(composeActivity(taskFor(trip)).notes.join(' ')).toContain('thin')
  })
})

describe('a place whose status is disputed', () => {
  test.each([
    'Jerusalem',
    'Sevastopol',
    'Simferopol',
    'Donetsk, Ukraine',
    'Laayoune',
    'Pristina',
    'Kyrenia',
    'Tiraspol',
    'Sukhumi',
    'Ramallah',
    'Hargeisa',
    'Khankendi',
    'Srinagar',
  ])('%s is told as such, without taking a side', (name) => {
    const { tips } = stop(name)
    expect(tips).toMatch(/status of .* is disputed/)
    expect(tips).toContain('official travel advice of your own country')
  })

  test.each([
    'Tel Aviv',
    'Kyiv',
    'Tbilisi',
    'Chisinau',
    'Limassol',
    'Baku',
    'Delhi',
    'Belgrade',
    'Lahore',
    'Odesa',
    'Batumi',
  ])('%s is not', (name) => {
    expect(unusualPlaceNotes(placeNamed(name)).join(' ')).not.toContain('disputed')
  })
})

test('the fasting month is told for a stay within it', () => {
  const task = taskFor({ stops: [['Cairo', 3]], start: '2027-02-20', origin: 'Lisbon, Portugal' }, 'location')
  const tips = composeLocation(task).places[0]?.tips ?? []
  expect(tips[0]).toMatch(/^Ramadan is about 8 February to \d March 2027\./)
})
