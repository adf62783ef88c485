/** What accepting a request needs from outside, bound to this machine: the clock, the atlas, the currencies. */
import { currencies, currencyDecimals, findPlace, placeLabel } from '../actors/atlas/index.ts'
import type { PlaceAnswer, RequestPorts } from '../machines/messages/index.ts'

/** Everything but who asks and which id a trip gets: those are the gateway's. */
export const requestPorts: Omit<RequestPorts, 'tenant' | 'id'> = {
  today: (timeZone) => todayIn(timeZone, new Date()),
  findPlace: lookUp,
  currencies: currencies(),
  currencyDecimals,
}

/** The calendar date that a moment is in a zone, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

function lookUp(query: string): PlaceAnswer {
  const answer = findPlace(query)
  if (!answer.found) return answer
  const place = { ...answer.place, label: placeLabel(answer.place) }
  return { found: true, place, ...(answer.note === undefined ? {} : { note: answer.note }) }
}
