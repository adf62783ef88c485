/** Facts of each stop, against what open data knows of its country. What open data does not know is not judged. */
import type { AgentTask, LocationSection } from '../../machines/messages/index.ts'
import { countryFacts, holidaysBetween, zoneDifferenceHours } from '../atlas/index.ts'
import type { Findings } from './finding.ts'

export function checkLocation(
  { request, sections }: AgentTask,
  section: LocationSection,
  { note }: Findings,
): void {
  const { planning } = sections
  if (planning === undefined) return
  note(
    section.places.length !== planning.stops.length,
    'places',
    `there are ${planning.stops.length} stops, one entry for each`,
  )
  for (const [i, entry] of section.places.entries()) {
    const stop = planning.stops[i]
    if (stop === undefined) continue
    const path = `places.${i}`
    const { place, arrive, leave } = stop
    note(entry.place.id !== place.id, `${path}.place`, `stop ${i} is ${place.name}`)
    note(entry.timeZone !== place.timeZone, `${path}.timeZone`, `${place.name} is in ${place.timeZone}`)
    const facts = countryFacts(place.country)
    const { currency, drivingSide, callingCode } = facts ?? {}
    note(
      currency !== undefined && entry.currency !== currency,
      `${path}.currency`,
      `${place.countryName} pays in ${currency}`,
    )
    note(
      drivingSide !== undefined && entry.drivingSide !== undefined && entry.drivingSide !== drivingSide,
      `${path}.drivingSide`,
      `${place.countryName} drives on the ${drivingSide}`,
    )
    note(
      callingCode !== undefined && entry.callingCode !== undefined && entry.callingCode !== callingCode,
      `${path}.callingCode`,
      `the code of ${place.countryName} is ${callingCode}`,
    )
    const numbers = facts?.emergency === undefined ? [] : digitsOf(JSON.stringify(facts.emergency))
    const told = digitsOf(entry.emergency ?? '')
    note(
      numbers.length > 0 && told.some((number) => !numbers.includes(number)),
      `${path}.emergency`,
      `emergency numbers of ${place.countryName} are ${numbers.join(', ')}`,
    )
    const hours = request.origin && zoneDifferenceHours(request.origin.timeZone, place.timeZone, arrive)
    note(
      hours !== undefined && entry.hoursFromOrigin !== undefined && entry.hoursFromOrigin !== hours,
      `${path}.hoursFromOrigin`,
      `${place.name} is ${hours} hours ahead of ${request.origin?.name}`,
    )
    const real = new Set(holidaysBetween(place.country, arrive, leave).map(({ date }) => date))
    for (const [n, { date }] of entry.holidays.entries())
      note(
        !real.has(date),
        `${path}.holidays.${n}`,
        `${date} is no nationwide holiday of ${place.countryName} within the stay`,
      )
  }
}

function digitsOf(text: string): readonly string[] {
  return text.match(/\d{2,6}/g) ?? []
}
