/** Wall clocks and calendar dates as the offline agents count them: minutes since midnight, months 1 to 12. */
import type { Weekday } from '../atlas/sights/index.ts'

/** A stretch of one day in minutes since midnight. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

/** `HH:MM` of minutes since midnight; 1440 is `24:00`. */
export function clockOf(minutes: number): string {
  const whole = Math.max(0, Math.min(1440, Math.round(minutes)))
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** The weekday of a date, as the city guides write it. */
export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[new Date(Date.parse(date)).getUTCDay()] ?? 'sunday'
}

/** The month of a date, 1 to 12. */
export function monthOf(date: string): number {
  return Number(date.slice(5, 7))
}

/** The parts of a span inside another; none or one. */
export function within(span: Span, limits: Span): Span[] {
  const from = Math.max(span.from, limits.from)
  const to = Math.min(span.to, limits.to)
  return to > from ? [{ from, to }] : []
}

/** A span without a stretch in its middle. */
export function without(span: Span, hole: Span): Span[] {
  return [
    ...within(span, { from: span.from, to: hole.from }),
    ...within(span, { from: hole.to, to: span.to }),
  ]
}
