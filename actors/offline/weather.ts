/** The weather agent, offline: typical values of the month, daylight of the date, and what to pack. */
import type { AgentTask, WeatherSection } from '../../machines/messages/index.ts'
import { listed, monthName } from '../../machines/trip/wording.ts'
import { clockOf } from './day-clock.ts'
import { type Conditions, conditionsOn } from './day-conditions.ts'
import { packingList } from './weather-packing.ts'
import { weatherText } from './weather-text.ts'

type WeatherDay = WeatherSection['days'][number]

/**
 * Weather and daylight for every planned day at the place where the day is spent.
 *
 * @throws Error when the task has no planning section: there are no days to describe then.
 */
export function composeWeather(task: AgentTask): WeatherSection {
  const { planning } = task.sections
  if (!planning) throw new Error('weather needs the planning section')
  const spent = planning.days.flatMap((day) => {
    const place = planning.stops[day.stop]?.place
    return place ? [{ place, conditions: conditionsOn(place, day.date) }] : []
  })
  const conditions = spent.map(({ conditions }) => conditions)
  const elevations = planning.stops.map(({ place }) => place.elevation)
  return {
    days: spent.map(({ place, conditions }, i) => {
      const before = spent[i - 1]
      const first = before?.place.id !== place.id || before.conditions.month !== conditions.month
      return weatherDay(place.name, conditions, first)
    }),
    packing: packingList(conditions, elevations, task.request),
    notes: notesOf(spent.map(({ place, conditions }) => ({ name: place.name, conditions }))),
    sources: sourcesOf(conditions),
  }
}

function weatherDay(place: string, day: Conditions, first: boolean): WeatherDay {
  const { typical, light } = day
  const rises = light.kind === 'normal'
  return {
    date: day.date,
    ...(typical && {
      highC: typical.high,
      lowC: typical.low,
      rainChance: Math.min(1, Math.max(0, typical.rain)),
    }),
    text: weatherText(place, day, first),
    daylight: {
      kind: light.kind,
      ...(rises && { sunrise: clockOf(light.sun.from), sunset: clockOf(light.sun.to) }),
      hours: light.hours,
    },
  }
}

function notesOf(spent: readonly { name: string; conditions: Conditions }[]): string[] {
  const notes: string[] = []
  const places = (test: (day: Conditions) => boolean) => [
    ...new Set(spent.filter(({ conditions }) => test(conditions)).map(({ name }) => name)),
  ]
  const say = (names: string[], text: (names: string) => string) => {
    if (names.length > 0) notes.push(text(listed(names)))
  }
  if (spent.some(({ conditions }) => conditions.typical)) {
    notes.push(
      'Weather is what is typical for the month, not a forecast. Check a forecast three days before each stop.',
    )
  }
  say(
    places(({ typical }) => !typical),
    (names) => `There is no climate data near ${names}.`,
  )
  say(
    places(({ light }) => light.kind === 'normal' && light.hours < 6),
    (names) => `Days are very short in ${names}: what needs light is planned around noon.`,
  )
  const wet = spent.filter(({ conditions }) => (conditions.typical?.rain ?? 0) >= 0.6)
  for (const [month, names] of byMonth(wet)) {
    notes.push(`${monthName(month)} is a wet month in ${listed(names)}: every outdoor day has a rain plan.`)
  }
  say(
    places(({ typical }) => (typical?.high ?? 0) >= 33),
    (names) => `It is hot in ${names}: outdoor plans avoid the hours around midday.`,
  )
  return notes
}

function byMonth(spent: readonly { name: string; conditions: Conditions }[]): Map<number, string[]> {
  const months = new Map<number, string[]>()
  for (const { name, conditions } of spent) {
    const names = months.get(conditions.month) ?? []
    if (!names.includes(name)) names.push(name)
    months.set(conditions.month, names)
  }
  return months
}

function sourcesOf(days: readonly Conditions[]): WeatherSection['sources'] {
  const notes = [...new Set(days.flatMap(({ typical }) => (typical ? [typical.note] : [])))]
  return [
    ...notes.map((method) => ({ name: 'Monthly climate normals', method })),
    { name: 'Daylight', method: 'computed from the position of the sun, without mountains' },
  ]
}
