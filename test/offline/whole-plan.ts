/** A request as a traveller writes it, planned whole by the offline provider: what the tests of read plans look at. */
import { parseTripRequest, type TripPlan } from '../../machines/messages/index.ts'
import { addDays } from '../../machines/trip/compose-clock.ts'
import { planTrip, type PlannedTrip } from '../../ops/evaluate/planned-trip.ts'
import { requestPorts } from '../../ops/request-ports.ts'

export type Item = TripPlan['days'][number]['items'][number]

/** Plans it as if on 1 December 2026. The test fails when the request is refused or an agent gives no section. */
export async function wholePlan(raw: Readonly<Record<string, unknown>>): Promise<PlannedTrip> {
  const ports = { ...requestPorts, today: () => '2026-12-01', tenant: 'default', id: () => 'read' }
  const parsed = parseTripRequest({ travelers: { adults: 2 }, ...raw }, ports)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(' '))
  const planned = await planTrip(parsed.request, new AbortController().signal)
  if (!('plan' in planned)) throw new Error(`${planned.agent}: ${planned.why}`)
  return planned
}

/** The dates of a trip of so many days. */
export function datesOf(start: string, days: number): { readonly start: string; readonly end: string } {
  return { start, end: addDays(start, days - 1) }
}

/** Every item of a plan, with its date. */
export function everyItem({ plan }: PlannedTrip): readonly (Item & { readonly date: string })[] {
  return plan.days.flatMap(({ date, items }) => items.map((item) => ({ ...item, date })))
}

/** `HH:MM` of a local time. */
export function clock(local: string): string {
  return local.slice(11)
}
