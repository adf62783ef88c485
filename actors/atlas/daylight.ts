import { getTimes } from 'suncalc'
import type { Place } from './place.ts'
import { clockTime, localNoon } from './time-zones.ts'

/**
 * Sunrise and sunset of one day. `sunset` may be past midnight in a high-latitude summer ("00:25", of the next
 * date) and `sunrise` before it; `hours` is the time between them, to one decimal.
 */
export type Daylight =
  | { readonly kind: 'normal'; readonly sunrise: string; readonly sunset: string; readonly hours: number }
  | { readonly kind: 'polar-night'; readonly hours: 0 }
  | { readonly kind: 'midnight-sun'; readonly hours: 24 }

/**
 * Daylight at a place on a date, in its own local time, without terrain (mountains hide the sun longer).
 * Computed by suncalc for the solar day around local noon; good to about 2 minutes below 60 degrees latitude.
 * @param date 'YYYY-MM-DD'
 * @throws RangeError for a date that does not exist
 */
export function daylight(place: Pick<Place, 'lat' | 'lon' | 'timeZone'>, date: string): Daylight {
  const noon = new Date(localNoon(place.timeZone, date).epochMilliseconds)
  const { sunrise, sunset, alwaysUp } = getTimes(noon, place.lat, place.lon)
  if (sunrise === null || sunset === null) {
    // suncalc compares the sun's altitude at its highest with that of sunrise (-0.833 degrees).
    return alwaysUp === true ? { kind: 'midnight-sun', hours: 24 } : { kind: 'polar-night', hours: 0 }
  }
  return {
    kind: 'normal',
    sunrise: clockTime(sunrise.getTime(), place.timeZone),
    sunset: clockTime(sunset.getTime(), place.timeZone),
    hours: Math.round((sunset.getTime() - sunrise.getTime()) / 360_000) / 10,
  }
}
