/** One day's weather in a sentence or two. Always worded as typical: nobody can forecast a date months ahead. */
import type { Conditions, Light } from './day-conditions.ts'
import { monthName } from '../../machines/trip/wording.ts'
import { clockOf } from './day-clock.ts'

/** The text of a day at a place; only the first day of a month there explains itself. */
export function weatherText(place: string, day: Conditions, first: boolean): string {
  return `${climateText(place, day, first)} ${lightText(day.light, first)}`
}

function climateText(place: string, { month, typical }: Conditions, first: boolean): string {
  if (!typical) {
    return first
      ? `No climate data near ${place}: look at a forecast in the week before.`
      : 'No climate data.'
  }
  const { high, low, rain } = typical
  const values = `${degrees(low)} to ${degrees(high)} °C, ${rainText(rain, high)}`
  if (!first) return `Typically ${values}.`
  return `Typical for ${monthName(month)} in ${place}, not a forecast: ${values}${feelText(high, low)}.`
}

/** Whole degrees with a proper minus sign. */
export function degrees(value: number): string {
  const whole = Math.round(value)
  return whole < 0 ? `−${-whole}` : String(whole === 0 ? 0 : whole)
}

function rainText(rain: number, high: number): string {
  const days = Math.round(rain * 10)
  const what = high <= 1 ? 'snow' : high <= 5 ? 'rain or snow' : 'rain'
  if (days <= 0) return `hardly any ${what}`
  if (days >= 10) return `${what} on nearly every day`
  return `${what} on about ${days} of 10 days`
}

function feelText(high: number, low: number): string {
  if (high >= 36) return '; very hot, plan a long break at midday'
  if (high >= 31) return '; hot at midday'
  if (high <= -5) return '; severe cold'
  if (low <= 0) return '; frost at night'
  if (high - low >= 15) return '; cool nights after warm days'
  return ''
}

function lightText(light: Light, first: boolean): string {
  if (light.kind === 'polar-night') {
    if (!first) return 'Polar night.'
    return 'Polar night: the sun does not rise; depending on the place there are some hours of blue twilight around noon.'
  }
  if (light.kind === 'midnight-sun') {
    return first ? 'Midnight sun: it stays light all night; an eye mask helps.' : 'Midnight sun.'
  }
  const span = `${clockOf(light.sun.from)} to ${clockOf(light.sun.to)}`
  if (light.hours >= 20) return `The sun sets only briefly around midnight; it hardly gets dark.`
  if (light.hours < 6 && first) return `Only about ${Math.round(light.hours)} hours of daylight: ${span}.`
  return `Daylight ${span}.`
}
