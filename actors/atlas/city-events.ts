/**
 * Feasts of one city that change a stay there: everybody knows them, rooms are dear and gone months before. Their dates
 * follow from the calendar; which year one is called off nobody knows beforehand.
 */
import { Temporal } from 'temporal-polyfill'
import { type Coordinates, distanceKm } from './distance.ts'
import { westernEaster } from './easter.ts'
import type { VisitorSeason } from './visitor-seasons.ts'
import { firstOn } from './weekly-rest.ts'

interface CityEvent {
  readonly name: string
  readonly lat: number
  readonly lon: number
  /** First and last day in a year. */
  readonly days: (year: number) => readonly [from: Temporal.PlainDate, to: Temporal.PlainDate]
  readonly effect: string
  /** The weather decides: the dates may be some days off. */
  readonly about?: true
  /** Sights of the guide that nobody sees then. */
  readonly shuts?: readonly string[]
}

const day = (year: number, month: number, date: number) => Temporal.PlainDate.from({ year, month, day: date })
const beforeEaster = (year: number, days: number) => westernEaster(year).subtract({ days })

const EVENTS: readonly CityEvent[] = [
  {
    name: 'The Oktoberfest',
    lat: 48.137,
    lon: 11.575,
    // From the Saturday after 15 September to the first Sunday in October, or to the 3rd where that is later.
    days: (year) => {
      const sunday = firstOn(day(year, 10, 1), 7)
      const unity = day(year, 10, 3)
      return [firstOn(day(year, 9, 16), 6), Temporal.PlainDate.compare(sunday, unity) < 0 ? unity : sunday]
    },
    effect:
      'On the Theresienwiese a seat in a tent goes to who comes early on a weekday, tables for a group are reserved months before, and rooms cost a multiple.',
  },
  {
    name: 'Carnival of Cologne',
    lat: 50.938,
    lon: 6.957,
    days: (year) => [beforeEaster(year, 52), beforeEaster(year, 47)],
    effect: 'The whole town is in costume; on the Monday of the parade shops and many museums are closed.',
  },
  {
    name: 'Carnival of Venice',
    lat: 45.438,
    lon: 12.336,
    days: (year) => [beforeEaster(year, 57), beforeEaster(year, 47)],
    effect:
      'Masks fill the squares: rooms are dear, and the lanes round San Marco are one way on the last weekend.',
  },
  {
    name: 'Mardi Gras',
    lat: 29.951,
    lon: -90.072,
    days: (year) => [beforeEaster(year, 58), beforeEaster(year, 47)],
    effect:
      'Parades close the streets from noon on and most of the town on the Tuesday; rooms ask for several nights.',
  },
  {
    name: 'Semana Santa',
    lat: 37.389,
    lon: -5.984,
    days: (year) => [beforeEaster(year, 7), westernEaster(year)],
    effect:
      'Brotherhoods cross the old town from afternoon until dawn: know how to get home on foot. Rooms and buses are booked out, and from Thursday to Sunday many shops close.',
  },
  {
    name: 'Carnival of Salvador',
    lat: -12.977,
    lon: -38.502,
    days: (year) => [beforeEaster(year, 52), beforeEaster(year, 46)],
    effect:
      'From Thursday on the sound trucks roll along Barra to Ondina and through Campo Grande from afternoon until dawn: streets there are closed, museums and many shops too, and rooms cost a multiple. Choose between the ropes, a stand and the free crowd, and carry little.',
  },
  {
    name: 'Las Fallas',
    lat: 39.47,
    lon: -0.376,
    days: (year) => [day(year, 3, 15), day(year, 3, 19)],
    effect:
      'Giant figures at every corner, gunpowder at two in the afternoon, and on the last night all of it burns: streets are closed to cars, and nobody sleeps before three.',
  },
  {
    name: 'Inti Raymi',
    lat: -13.517,
    lon: -71.979,
    days: (year) => [day(year, 6, 24), day(year, 6, 24)],
    shuts: ['Sacsayhuamán'],
    effect:
      'The feast of the sun moves from Qorikancha over the Plaza de Armas to Sacsayhuamán, which is closed that day to all but holders of a seat: see it another day, and book rooms months before.',
  },
  {
    name: 'The season of autumn leaves',
    lat: 35.011,
    lon: 135.768,
    days: (year) => [day(year, 11, 15), day(year, 12, 5)],
    about: true,
    effect:
      'The gardens are at their finest and at their fullest: be at the gates when they open, see some lit up after dark, and book rooms months before.',
  },
  {
    name: 'The cherry blossom',
    lat: 35.011,
    lon: 135.768,
    days: (year) => [day(year, 3, 25), day(year, 4, 10)],
    about: true,
    effect: 'Full bloom lasts a week: rooms are booked months before, and paths along the water are crowded.',
  },
  {
    name: 'The cherry blossom',
    lat: 35.682,
    lon: 139.76,
    days: (year) => [day(year, 3, 22), day(year, 4, 6)],
    about: true,
    effect:
      'Full bloom lasts a week: parks fill with picnics from noon on, and rooms are booked months before.',
  },
  {
    name: 'San Fermín',
    lat: 42.817,
    lon: -1.643,
    days: (year) => [day(year, 7, 6), day(year, 7, 14)],
    effect: 'The town does not sleep: bulls run at eight in the morning, and rooms cost a multiple.',
  },
  {
    name: 'The festival season of August',
    lat: 55.953,
    lon: -3.188,
    days: (year) => [firstOn(day(year, 8, 1), 5), firstOn(day(year, 8, 1), 5).add({ days: 24 })],
    effect:
      'Thousands of shows a day: rooms and tables are booked months before, and the streets are slow to walk.',
  },
]

/** The town and what lies at its doorstep. Kilometres. */
const AROUND_KM = 25

/** The sights of a city that a feast shuts on a date, by the names of its guide. */
export function shutByEvents(place: Coordinates, date: string): readonly string[] {
  return EVENTS.flatMap((event) => {
    if (event.shuts === undefined || distanceKm(event, place) > AROUND_KM) return []
    const [from, to] = event.days(Number(date.slice(0, 4))).map(String)
    return from !== undefined && to !== undefined && from <= date && date <= to ? event.shuts : []
  })
}

/** The feasts of a city that touch a stay, both dates included. */
export function cityEvents(place: Coordinates, arrive: string, leave: string): readonly VisitorSeason[] {
  const here = EVENTS.filter((event) => distanceKm(event, place) <= AROUND_KM)
  const year = Number(arrive.slice(0, 4))
  return here.flatMap(({ name, days, effect, about = false }) =>
    [year, year + 1].flatMap((one) => {
      const [from, to] = days(one).map(String)
      if (from === undefined || to === undefined || to < arrive || from > leave) return []
      return [{ name, from, to, effect, about }]
    }),
  )
}
