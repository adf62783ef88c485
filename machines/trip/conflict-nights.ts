/** Whether every night has exactly one bed. */
import type { Conflict, Sections, TripRequest } from '../messages/index.ts'
import { addDays, datesFrom } from './compose-clock.ts'
import { transfersOf } from './compose-transfers.ts'
import { dayAndMonth, listed } from './wording.ts'

/** Nights without a stay (a night on the way needs none) and nights that two stays would both be paid for. */
export function nightConflicts(request: TripRequest, sections: Sections): Conflict[] {
  const { accommodation, planning } = sections
  if (!accommodation) return []
  const travelling = planning ? transfersOf(planning, sections) : []
  const bare: string[] = []
  const double: string[] = []
  for (const night of datesFrom(request.start, addDays(request.end, -1))) {
    const stays = accommodation.stays.filter(({ checkIn, checkOut }) => checkIn <= night && night < checkOut)
    const onTheWay = travelling.some(({ departs, arrives }) => departs <= night && arrives > night)
    const inTransit = planning?.nightsInTransit?.some(({ date }) => date === night) === true
    if (stays.length === 0 && !onTheWay && !inTransit) bare.push(night)
    if (stays.length > 1) double.push(night)
  }
  const conflicts: Conflict[] = []
  const from = (nights: string[]) =>
    `${nights.length === 1 ? 'the night' : 'the nights'} of ${listed(nights.map(dayAndMonth))}`
  if (bare[0] !== undefined) {
    conflicts.push({
      kind: 'uncovered-night',
      severity: 'error',
      text: `There is no place to stay for ${from(bare)}.`,
      sections: ['accommodation'],
      date: bare[0],
      options: ['Book one night more at the stay before', 'Book a place for this night only'],
    })
  }
  if (double[0] !== undefined) {
    conflicts.push({
      kind: 'overlap',
      severity: 'warning',
      text: `Two stays cover ${from(double)}.`,
      sections: ['accommodation'],
      date: double[0],
      options: ['Check out of the first stay a night earlier', 'Keep both if a late arrival needs it'],
    })
  }
  return conflicts
}
