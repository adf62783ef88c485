/** Typical weather against climate normals, and daylight against the sun. */
import type { AgentTask, WeatherSection } from '../../machines/messages/index.ts'
import { conditionsOn } from '../offline/day-conditions.ts'
import { checkDays } from './every-answer.ts'
import type { Findings } from './finding.ts'

/** A forecast may differ from what is typical by this much, °C. */
const OFF_BY_C = 15
/** Hours by which daylight may be rounded. */
const OFF_BY_HOURS = 0.4

export function checkWeather({ sections }: AgentTask, section: WeatherSection, { note }: Findings): void {
  const { planning } = sections
  if (planning === undefined) return
  checkDays(section.days, planning.days, note)
  for (const [i, day] of section.days.entries()) {
    const planned = planning.days[i]
    const place = planned && planning.stops[planned.stop]?.place
    if (place === undefined || planned?.date !== day.date) continue
    const path = `days.${i}`
    const { highC, lowC, daylight } = day
    const { typical, light } = conditionsOn(place, day.date)
    note(highC !== undefined && lowC !== undefined && highC < lowC, path, 'the high is below the low')
    note(
      typical !== undefined && highC !== undefined && Math.abs(highC - typical.high) > OFF_BY_C,
      `${path}.highC`,
      `${typical?.high} °C is typical in ${place.name} then`,
    )
    note(
      typical !== undefined && lowC !== undefined && Math.abs(lowC - typical.low) > OFF_BY_C,
      `${path}.lowC`,
      `${typical?.low} °C is typical in ${place.name} then`,
    )
    note(
      typical === undefined && highC !== undefined,
      `${path}.highC`,
      `there is no climate data near ${place.name}: leave it out`,
    )
    note(daylight.kind !== light.kind, `${path}.daylight.kind`, `it is ${light.kind} in ${place.name} then`)
    note(
      Math.abs(daylight.hours - light.hours) > OFF_BY_HOURS,
      `${path}.daylight.hours`,
      `the sun is up ${light.hours} hours in ${place.name} then`,
    )
  }
}
