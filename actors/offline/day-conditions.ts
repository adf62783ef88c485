/** What a date is like at a place: weekday, holiday, daylight and typical weather. Shared by weather and activities. */
import { daylight, holidaysBetween } from '../atlas/index.ts'
import { climateAt } from '../atlas/climate/index.ts'
import type { Weekday } from '../atlas/sights/index.ts'
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import { shutByEvents } from '../atlas/city-events.ts'
import { closingSeason, fastsByDay } from '../atlas/visitor-seasons.ts'
import { minutesOf, monthOf, type Span, weekdayOf } from './day-clock.ts'

/** The light of a day; `sun` is the span between sunrise and sunset, empty in the polar night. */
export interface Light {
  readonly kind: 'normal' | 'polar-night' | 'midnight-sun'
  readonly hours: number
  readonly sun: Span
}

/** Typical values of the month. */
export interface Typical {
  readonly high: number
  readonly low: number
  /** Share of days with rain, 0..1. */
  readonly rain: number
  /** How far the temperatures may be off, either way. */
  readonly margin: number
  /** Where the values come from. */
  readonly note: string
}

/** Everything about one date at one place. */
export interface Conditions {
  readonly date: string
  readonly weekday: Weekday
  readonly month: number
  readonly holiday?: string
  /** A feast that is no public holiday and closes much all the same. */
  readonly feast?: string
  /** Sights that a feast of the town shuts, by their names. */
  readonly shut: readonly string[]
  /** A fasting month in which hardly anybody serves food by day. */
  readonly fasting: boolean
  readonly light: Light
  readonly typical?: Typical
}

/** The conditions of a date at a place. */
export function conditionsOn(place: ResolvedPlace, date: string): Conditions {
  const month = monthOf(date)
  const [holiday] = holidaysBetween(place.country, date, date)
  const feast = holiday === undefined ? closingSeason(place.country, date) : undefined
  const typical = typicalAt(place, month)
  return {
    date,
    weekday: weekdayOf(date),
    month,
    ...(holiday && { holiday: holiday.name }),
    ...(feast !== undefined && { feast }),
    shut: shutByEvents(place, date),
    fasting: fastsByDay(place.country, date),
    light: lightOn(place, date),
    ...(typical && { typical }),
  }
}

const DAYS_IN_MONTH = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** What a month is usually like at a place; undefined where no climate is known. */
export function typicalAt(place: ResolvedPlace, month: number): Typical | undefined {
  const climate = climateAt(place, month)
  if (!climate) return undefined
  return {
    high: Math.round(climate.high),
    low: Math.round(climate.low),
    rain: Math.min(1, Math.round((climate.rainDays / (DAYS_IN_MONTH[month - 1] ?? 30)) * 100) / 100),
    margin: climate.marginC,
    note: climate.note,
  }
}

/** Daylight as a span; a sun that sets after midnight by the local clock shines until the end of the day. */
export function lightOn(place: ResolvedPlace, date: string): Light {
  const light = daylight(place, date)
  if (light.kind === 'midnight-sun')
    return { kind: light.kind, hours: light.hours, sun: { from: 0, to: 1440 } }
  if (light.kind === 'polar-night')
    return { kind: light.kind, hours: light.hours, sun: { from: 720, to: 720 } }
  // In a northern June the sun is down for an hour around midnight; the clock times then straddle the date.
  if (light.hours >= 20) return { kind: light.kind, hours: light.hours, sun: { from: 0, to: 1440 } }
  const from = minutesOf(light.sunrise)
  const to = minutesOf(light.sunset)
  return { kind: light.kind, hours: light.hours, sun: { from, to: to > from ? to : 1440 } }
}
