import { expect, it } from 'vitest'
import { endsTrip } from '../../machines/trip/trip-events.ts'

it.each([
  ['trip.accepted', false],
  ['trip.awaitingBudget', false],
  ['trip.ready', true],
  ['trip.failed', true],
  ['trip.cancelled', true],
  ['trip.somethingNew', false],
  ['toString', false],
])('%s ends a trip: %s', (type, ends) => {
  expect(endsTrip(type)).toBe(ends)
})
