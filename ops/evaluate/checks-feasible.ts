/** Whether people can do what the plan says: clocks, ways, opening days, light, and being where it happens. */
import { daylight, distanceKm, holidaysBetween } from '../../actors/atlas/index.ts'
import { guideOf } from '../../actors/atlas/sights/guide-of.ts'
import { instantOf } from '../../machines/trip/compose-clock.ts'
import { activitiesOf, minutesOf, type Check, type Item } from './check.ts'

const start = (item: Item) => instantOf({ local: item.start, zone: item.startZone })
const end = (item: Item) => instantOf({ local: item.end, zone: item.endZone })

const noOverlap: Check = {
  name: 'times',
  what: 'nothing begins before the item above it has ended, across time zones as well',
  faults: ({ plan }) => {
    const items = plan.days.flatMap(({ items }) => items)
    return items.flatMap((item, i) => {
      const before = items[i - 1]
      if (end(item) <= start(item)) return [`"${item.title}" takes no time at ${item.start}`]
      return before !== undefined && start(item) < end(before)
        ? [`"${item.title}" at ${item.start} begins before "${before.title}" has ended`]
        : []
    })
  },
}

/** Faster than this nobody crosses a city, door to door. Kilometres per hour, plus minutes to set out. */
const CITY_KMH = 32
/** Shorter hops are a walk; faster than this they are a run. */
const WALK_KM = 1.2
const WALK_KMH = 6
/** Nearer than this is the same spot. */
const SAME_KM = 0.15

const waysBetween: Check = {
  name: 'ways',
  what: 'the time between two sights of a day is enough to get from one to the other',
  faults: ({ plan }) =>
    plan.days.flatMap(({ items }) =>
      items.flatMap((item, i) => {
        const before = items.slice(0, i).findLast(({ lat }) => lat !== undefined)
        const between = items.slice(0, i).findLast(({ kind }) => kind === 'transfer')
        if (before?.lat === undefined || before.lon === undefined) return []
        if (item.lat === undefined || item.lon === undefined) return []
        if (between !== undefined && start(between) >= end(before)) return []
        const km = distanceKm({ lat: before.lat, lon: before.lon }, { lat: item.lat, lon: item.lon })
        const gap = start(item) - end(before)
        // A day trip's own hours hold its way out and back.
        const long = Math.max(end(before) - start(before), end(item) - start(item)) >= 240
        const need = km <= WALK_KM ? (km / WALK_KMH) * 60 : (km / CITY_KMH) * 60
        if (long || km < SAME_KM || gap >= need) return []
        return [`${gap} minutes for ${km.toFixed(1)} km from "${before.title}" to "${item.title}"`]
      }),
    ),
}

/** A day of sights may add up to this much way in town. Kilometres, straight lines. */
const DAY_KM = 40

const walkableDays: Check = {
  name: 'distances',
  what: `the sights of a day lie within ${DAY_KM} km of way altogether, day trips aside`,
  faults: ({ plan }) =>
    plan.days.flatMap(({ date, items }) => {
      const points = items.flatMap((item) =>
        item.kind === 'activity' && item.lat !== undefined && item.lon !== undefined
          ? [{ lat: item.lat, lon: item.lon, long: end(item) - start(item) >= 240 }]
          : [],
      )
      if (points.some(({ long }) => long)) return []
      const km = points.slice(1).reduce((sum, point, i) => sum + distanceKm(points[i] ?? point, point), 0)
      return km > DAY_KM ? [`${date} strings sights over ${Math.round(km)} km`] : []
    }),
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const openDays: Check = {
  name: 'opening days',
  what: 'no sight is planned on a weekday it is closed on, or out of its season',
  faults: (trip) => {
    const known = activitiesOf(trip).flatMap(({ date, item, place, visit }) => {
      const sights = [place, visit?.place].flatMap((at) => (at && guideOf(at)?.sights) ?? [])
      const sight = sights.find(({ name }) => name === item.title)
      return sight === undefined ? [] : [{ date, sight }]
    })
    if (known.length === 0) return undefined
    return known.flatMap(({ date, sight }) => {
      const weekday = WEEKDAYS[new Date(date).getUTCDay()] ?? 'sunday'
      const month = Number(date.slice(5, 7))
      return [
        ...(sight.closedOn?.includes(weekday) ? [`${sight.name} is closed on ${weekday}, ${date}`] : []),
        ...(sight.season?.includes(month) === false
          ? [`${sight.name} makes no sense in month ${month}`]
          : []),
      ]
    })
  },
}

const holidays: Check = {
  name: 'holidays',
  what: 'every public holiday of the days at a place is named in the plan',
  faults: ({ sections, plan }) => {
    const missing: string[] = []
    let judged = false
    for (const day of sections.planning.days) {
      const stop = sections.planning.stops[day.stop]
      // The day of a journey may be spent elsewhere.
      if (stop === undefined || day.date < stop.arrive || day.date > stop.leave) continue
      const { place } = stop
      const [feast] = holidaysBetween(place.country, day.date, day.date)
      if (feast === undefined) continue
      judged = true
      if (plan.days.find(({ date }) => date === day.date)?.holiday === undefined)
        missing.push(`${day.date} is ${feast.name} in ${place.countryName}, which the day does not say`)
    }
    return judged ? missing : undefined
  },
}

/** Parks that are lit and at their best in the evening are none of these. */
const NEEDS_LIGHT = new Set(['hike', 'beach', 'park', 'garden'])
/** Twilight before sunrise and after sunset, in minutes. The way to a day trip and back, a kilometre a minute, may be dark. */
const TWILIGHT = 40

const light: Check = {
  name: 'daylight',
  what: 'hikes, beaches, parks and gardens are planned while there is light',
  faults: (trip) => {
    const outdoors = activitiesOf(trip).flatMap(({ date, item, place }) => {
      if (place === undefined || item.setting !== 'outdoor' || !NEEDS_LIGHT.has(item.kind)) return []
      const sight = guideOf(place)?.sights.find(({ name }) => name === item.title)
      if (sight === undefined || (sight.bestTime === 'evening' && item.kind !== 'hike')) return []
      return [{ date, item, place, way: sight.dayTrip ? distanceKm(place, sight) : 0 }]
    })
    if (outdoors.length === 0) return undefined
    return outdoors.flatMap(({ date, item, place, way }) => {
      const sun = daylight(place, date)
      if (sun.kind === 'midnight-sun') return []
      if (sun.kind === 'polar-night') return item.kind === 'hike' ? [`${item.title} in the polar night`] : []
      const [from, to] = [minutesOf(sun.sunrise), minutesOf(sun.sunset)]
      const lit =
        to <= from ||
        (minutesOf(item.start) >= from - TWILIGHT - way && minutesOf(item.end) <= to + TWILIGHT + way)
      return lit
        ? []
        : [`${date} ${item.title} ${item.start}-${item.end}, light ${sun.sunrise}-${sun.sunset}`]
    })
  },
}

const present: Check = {
  name: 'presence',
  what: 'nothing is planned at a place before the journey there ends or after the one away has begun',
  faults: (trip) => {
    const { plan, sections } = trip
    if (plan.legs.length === 0) return undefined
    const first = sections.planning.stops[0]?.place.id
    const origin = trip.request.origin?.id
    const arrival = plan.legs.find((leg) => leg.to.id === first && leg.from.id === origin)
    const last = plan.legs.at(-1)
    const home = last !== undefined && last.to.id === origin ? last : undefined
    const from = arrival && instantOf({ local: arrival.arrive, zone: arrival.arriveZone })
    const to = home && instantOf({ local: home.depart, zone: home.departZone })
    return plan.days
      .flatMap(({ items }) => items)
      .filter(({ kind }) => kind !== 'transfer' && kind !== 'meal')
      .flatMap((item) => {
        if (from !== undefined && start(item) < from)
          return [`"${item.title}" at ${item.start}, before the arrival`]
        if (to !== undefined && end(item) > to)
          return [`"${item.title}" until ${item.end}, after the departure`]
        return []
      })
  },
}

/** Kilometres per hour door to door that no journey beats, by mode. */
const FASTEST: Readonly<Record<string, number>> = {
  walk: 6,
  train: 160,
  'high-speed-train': 280,
  bus: 85,
  car: 105,
  ferry: 70,
  flight: 820,
}

const journeys: Check = {
  name: 'journeys',
  what: 'no journey is faster than its mode allows, and its clocks agree with its length',
  faults: ({ plan }) => {
    if (plan.legs.length === 0) return undefined
    return plan.legs.flatMap((leg) => {
      const way = `${leg.from.name} to ${leg.to.name} by ${leg.mode}`
      const took =
        instantOf({ local: leg.arrive, zone: leg.arriveZone }) -
        instantOf({ local: leg.depart, zone: leg.departZone })
      const kmh = leg.distanceKm / (leg.durationMinutes / 60)
      return [
        ...(Math.abs(took - leg.durationMinutes) > 1
          ? [`${way} says ${leg.durationMinutes} minutes, its clocks ${took}`]
          : []),
        ...(kmh > (FASTEST[leg.mode] ?? 0) ? [`${way} at ${Math.round(kmh)} km/h`] : []),
      ]
    })
  },
}

const humanHours: Check = {
  name: 'hours',
  what: 'no activity begins before 05:00, and no day has two of one meal or over 13 hours of activities',
  faults: ({ plan }) =>
    plan.days.flatMap(({ date, items }) => {
      const own = items.filter(({ kind }) => kind === 'activity')
      const early = own.filter((item) => item.start.slice(11) < '05:00')
      const minutes = own.reduce((sum, item) => sum + end(item) - start(item), 0)
      const meals = items.filter(({ kind }) => kind === 'meal').map(({ title }) => title.split(/[ :,]/)[0])
      return [
        ...early.map(({ title }) => `${date} "${title}" begins before 05:00`),
        ...(minutes > 13 * 60 ? [`${date} has ${Math.round(minutes / 60)} hours of activities`] : []),
        ...(new Set(meals).size < meals.length ? [`${date} has two of one meal: ${meals.join(', ')}`] : []),
      ]
    }),
}

export const FEASIBLE: readonly Check[] = [
  noOverlap,
  waysBetween,
  walkableDays,
  openDays,
  holidays,
  light,
  present,
  journeys,
  humanHours,
]
