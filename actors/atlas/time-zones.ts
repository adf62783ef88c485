import { Temporal } from 'temporal-polyfill'

/**
 * Minutes local time is ahead of UTC in a time zone at local noon of a date: 540 for Asia/Tokyo.
 * @param date 'YYYY-MM-DD'
 * @throws RangeError for a date or zone that does not exist
 */
export function zoneOffsetMinutes(timeZone: string, date: string): number {
  return localNoon(timeZone, date).offsetNanoseconds / 60e9
}

/**
 * Hours to put a watch forward (positive) or back on arrival, on that date: Lisbon to Tokyo in July is 8.
 * @throws RangeError for a date or zone that does not exist
 */
export function zoneDifferenceHours(fromZone: string, toZone: string, date: string): number {
  return (zoneOffsetMinutes(toZone, date) - zoneOffsetMinutes(fromZone, date)) / 60
}

/** The instant at which clocks in the zone show 12:00 on the date. */
export function localNoon(timeZone: string, date: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: '12:00' })
}

/** 'HH:MM' on a wall clock in the zone, rounded to the nearest minute. */
export function clockTime(instantMs: number, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.round(instantMs)).toZonedDateTimeISO(timeZone)
  const time = zoned.round('minute')
  return `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`
}
