/** What the calendar and the sky hold against a day: public holidays, rain, cold, heat and darkness. */
import type { Conflict, PlanningSection, Sections } from '../messages/index.ts'
import { clockMinutes } from './compose-clock.ts'
import { LONG_OUTING } from './compose-meals.ts'
import { countryInSentence, dayAndMonth, listed, monthName } from './wording.ts'

type WeatherDay = NonNullable<Sections['weather']>['days'][number]
type ActivityItem = NonNullable<Sections['activity']>['days'][number]['items'][number]

const WET = 0.5
const VERY_WET = 0.65
const FREEZING = -5
const HOT = 36
/** The hottest hours, and how many minutes of them out of doors are worth a word. Minutes since midnight. */
const MIDDAY = { from: 12 * 60, to: 16 * 60 } as const
const LONG_MIDDAY = 90
/** A day counts as an outdoor day from here on; a short stroll can be moved. */
const LONG_OUTDOORS = 150
const DAYLIGHT_KINDS = new Set(['hike', 'viewpoint', 'beach'])

/** The way there and back of a long outing is at most so long each. Minutes. */
const MOST_WAY = 150

type Reason = 'rain' | 'cold' | 'heat' | 'dark'

/** One conflict per stop and reason, not per day: typical weather is the same all week, and noise hides the rest. */
export function weatherConflicts(sections: Sections): Conflict[] {
  const { planning, activity, weather } = sections
  if (!planning || !activity || !weather) return []
  const found = new Map<string, { reason: Reason; stop: number; dates: string[]; weather: WeatherDay }>()
  for (const day of planning.days) {
    const sky = weather.days.find(({ date }) => date === day.date)
    const items = activity.days.find(({ date }) => date === day.date)?.items ?? []
    if (!sky) continue
    for (const reason of reasonsAgainst(items, sky)) {
      const key = `${day.stop} ${reason} ${monthName(Number(day.date.slice(5, 7)))}`
      const known = found.get(key)
      if (known) known.dates.push(day.date)
      else found.set(key, { reason, stop: day.stop, dates: [day.date], weather: sky })
    }
  }
  return [...found.values()].map(({ reason, stop, dates, weather }) => ({
    kind: 'bad-weather',
    severity: reason === 'rain' && (weather.rainChance ?? 0) < VERY_WET ? 'info' : 'warning',
    text: `${opening(reason, dates, planning, stop)} ${describe(reason, weather, dates[0] ?? '')}`,
    sections: ['activity', 'weather'],
    ...(dates[0] !== undefined && { date: dates[0] }),
    options: OPTIONS[reason],
  }))
}

function reasonsAgainst(items: readonly ActivityItem[], sky: WeatherDay): Reason[] {
  const length = (item: ActivityItem) => clockMinutes(item.end) - clockMinutes(item.start)
  const outdoor = items.filter(({ setting }) => setting === 'outdoor')
  const minutes = outdoor.reduce((sum, item) => sum + length(item), 0)
  const all = items.reduce((sum, item) => sum + length(item), 0)
  const reasons: Reason[] = []
  if (minutes >= LONG_OUTDOORS && minutes * 2 >= all) {
    if ((sky.rainChance ?? 0) >= WET) reasons.push('rain')
    if ((sky.highC ?? 0) <= FREEZING) reasons.push('cold')
  }
  // A plan that is out early and late rests while it is hot.
  const midday = outdoor.reduce((sum, item) => sum + atMidday(item), 0)
  if (midday >= LONG_MIDDAY && (sky.highC ?? 0) >= HOT) reasons.push('heat')
  if (outdoor.some((item) => DAYLIGHT_KINDS.has(item.kind) && inTheDark(item, sky))) reasons.push('dark')
  return reasons
}

function atMidday({ start, end }: ActivityItem): number {
  return Math.max(0, Math.min(clockMinutes(end), MIDDAY.to) - Math.max(clockMinutes(start), MIDDAY.from))
}

function inTheDark(item: ActivityItem, sky: WeatherDay): boolean {
  const { kind, sunrise, sunset } = sky.daylight
  if (kind === 'midnight-sun') return false
  if (kind === 'polar-night') return item.kind === 'hike' || item.kind === 'viewpoint'
  if (sunrise === undefined || sunset === undefined || sunset <= sunrise) return false
  // A long outing holds the way there and back, which may be dark.
  const way = clockMinutes(item.end) - clockMinutes(item.start) >= LONG_OUTING ? MOST_WAY : 0
  return (
    clockMinutes(item.start) + way < clockMinutes(sunrise) ||
    clockMinutes(item.end) - way > clockMinutes(sunset)
  )
}

/** What of a day the reason is about: an hour at noon or after dusk makes no day out of doors. */
const OUT: Record<Reason, readonly [one: string, several: string]> = {
  rain: ['is mostly outdoors', 'are mostly outdoors'],
  cold: ['is mostly outdoors', 'are mostly outdoors'],
  heat: ['is out of doors at midday', 'are out of doors at midday'],
  dark: ['leads out of doors', 'lead out of doors'],
}

function opening(reason: Reason, dates: readonly string[], planning: PlanningSection, stop: number): string {
  const place = planning.stops[stop]?.place.name ?? 'the stop'
  return `${listed(dates.map(dayAndMonth))} in ${place} ${OUT[reason][dates.length === 1 ? 0 : 1]}, but`
}

function describe(reason: Reason, weather: WeatherDay, date: string): string {
  const month = monthName(Number(date.slice(5, 7)))
  if (reason === 'rain') {
    return `it typically rains on about ${Math.round((weather.rainChance ?? 0) * 10)} of 10 days in ${month}.`
  }
  if (reason === 'cold') return `${Math.round(weather.highC ?? 0)} °C is a typical daily high in ${month}.`
  if (reason === 'heat') return `highs of about ${Math.round(weather.highC ?? 0)} °C are typical in ${month}.`
  return weather.daylight.kind === 'polar-night'
    ? `the sun does not rise then.`
    : `a part falls outside daylight (${weather.daylight.sunrise} to ${weather.daylight.sunset}).`
}

const OPTIONS: Record<Reason, string[]> = {
  rain: ['Use the rain plan of the day', 'Keep tickets changeable and decide on the forecast'],
  cold: ['Dress in layers and break every hour indoors', 'Use the indoor plan of the day'],
  heat: ['Set out earlier, and rest at midday', 'Take an indoor sight instead'],
  dark: ['Move it to the hours of daylight', 'Take an indoor sight instead'],
}

/** A holiday, the days of the trip that it falls on, and what is planned indoors then. */
interface Feast {
  readonly name: string
  readonly country: string
  readonly dates: string[]
  readonly closing: string[]
}

/**
 * One conflict for each holiday on which something is planned that may be closed, however many days it lasts; it names
 * what is planned indoors. All other holidays of a country are one conflict together.
 */
export function holidayConflicts(sections: Sections): Conflict[] {
  const { planning, location } = sections
  if (!planning || !location) return []
  const feasts = new Map<string, Feast>()
  for (const day of planning.days) {
    const place = location.places[day.stop]
    for (const { date, name } of place?.holidays ?? []) {
      if (date !== day.date || !place) continue
      const country = place.place.countryName
      const key = `${country} ${name} ${date.slice(0, 4)}`
      const feast = feasts.get(key) ?? { name, country, dates: [], closing: [] }
      feasts.set(key, feast)
      if (feast.dates.includes(date)) continue
      feast.dates.push(date)
      const items = sections.activity?.days.find((other) => other.date === date)?.items ?? []
      const indoor = items.filter(({ setting, basis }) => setting !== 'outdoor' && basis === 'curated')
      feast.closing.push(...indoor.map(({ title }) => title))
    }
  }
  const known = [...feasts.values()]
  const quiet = Map.groupBy(
    known.filter(({ closing }) => closing.length === 0),
    ({ country }) => country,
  )
  return [
    ...known.filter(({ closing }) => closing.length > 0).map((feast) => holidayConflict([feast])),
    // Where nothing is planned that may be closed, a week of holidays is one thing to know.
    ...[...quiet.values()].map(holidayConflict),
  ]
}

function holidayConflict(feasts: readonly Feast[]): Conflict {
  const closing = feasts.flatMap((feast) => feast.closing)
  const named = feasts.map(({ name, dates }) => `${listed(dates.map(dayAndMonth))}: ${name}`)
  const [first] = feasts
  const date = first?.dates[0]
  return {
    kind: 'holiday',
    severity: closing.length > 0 ? 'warning' : 'info',
    text:
      `${named.join('; ')} in ${countryInSentence(first?.country ?? '')}. Museums, shops and offices may be closed and ` +
      `transport runs less often.${closing.length > 0 ? ` Planned for then: ${listed(closing)}.` : ''}`,
    sections: ['location', 'activity'],
    ...(date !== undefined && { date }),
    options: ['Check opening hours before you go', 'Book trains and tables early'],
  }
}
