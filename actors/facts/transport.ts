/** Legs as planned, with distances, clocks and speeds that are possible, and airports that exist. */
import type { AgentTask, TransportSection } from '../../machines/messages/index.ts'
import { daysBetween, dateOf, instantOf } from '../../machines/trip/compose-clock.ts'
import { airportsNear, distanceKm, findAirport, isCurrency } from '../atlas/index.ts'
import type { Findings } from './finding.ts'

type Leg = TransportSection['legs'][number]

/** Fastest that each mode gets from door to door along the great circle, in km/h, with some room. */
const FASTEST: Readonly<Record<Leg['mode'], number>> = {
  walk: 8,
  bus: 110,
  car: 130,
  ferry: 80,
  train: 220,
  'high-speed-train': 320,
  flight: 950,
}

/** How far a distance may be off: rounding. */
const DISTANCE_SHARE = 0.03
const DISTANCE_KM = 5
/** Minutes by which the clocks may disagree with the duration. */
const CLOCK_MINUTES = 15
/** An airport further than this from both ends, in km, is none of this leg's, unless the end is so remote that none is nearer. */
const AIRPORT_KM = 1_000
/** How much further than the nearest airport another one may be for such a place. */
const REMOTE_SHARE = 1.2

export function checkTransport(task: AgentTask, section: TransportSection, { note }: Findings): void {
  const { planning } = task.sections
  if (planning === undefined) return
  note(
    section.legs.length !== planning.legs.length,
    'legs',
    `planning has ${planning.legs.length} legs, in this order`,
  )
  for (const [i, leg] of section.legs.entries()) {
    const path = `legs.${i}`
    const planned = planning.legs[i]
    if (planned === undefined) continue
    note(
      leg.from.id !== planned.from.id || leg.to.id !== planned.to.id,
      path,
      `this leg goes from ${planned.from.name} to ${planned.to.name}`,
    )
    note(
      // Turned round: what is no date at all is no number of days either.
      !(Math.abs(daysBetween(planned.date, dateOf(leg.depart))) <= 1),
      `${path}.depart`,
      `this leg is planned for ${planned.date}`,
    )
    checkLeg(leg, path, note)
  }
  note(
    section.local.length !== planning.stops.length,
    'local',
    `there are ${planning.stops.length} stops, one entry for each`,
  )
}

function checkLeg(leg: Leg, path: string, note: Findings['note']): void {
  const km = distanceKm(leg.from, leg.to)
  note(
    Math.abs(leg.distanceKm - km) > DISTANCE_KM + km * DISTANCE_SHARE,
    `${path}.distanceKm`,
    `the great circle from ${leg.from.name} to ${leg.to.name} is ${Math.round(km)} km, not ${leg.distanceKm}`,
  )
  note(
    leg.departZone !== leg.from.timeZone,
    `${path}.departZone`,
    `${leg.from.name} is in ${leg.from.timeZone}`,
  )
  note(leg.arriveZone !== leg.to.timeZone, `${path}.arriveZone`, `${leg.to.name} is in ${leg.to.timeZone}`)
  const minutes =
    instantOf({ local: leg.arrive, zone: leg.to.timeZone }) -
    instantOf({ local: leg.depart, zone: leg.from.timeZone })
  note(
    !(Math.abs(minutes - leg.durationMinutes) <= CLOCK_MINUTES),
    path,
    `from ${leg.depart} in ${leg.departZone} to ${leg.arrive} in ${leg.arriveZone} are ${minutes} minutes, not ${leg.durationMinutes}`,
  )
  for (const [at, option] of [
    [path, leg] as const,
    ...leg.alternatives.map((one, i) => [`${path}.alternatives.${i}`, one] as const),
  ]) {
    const speed = km / (option.durationMinutes / 60)
    note(
      speed > FASTEST[option.mode],
      `${at}.durationMinutes`,
      `no ${option.mode} covers ${Math.round(km)} km in ${option.durationMinutes} minutes`,
    )
  }
  if (leg.mode === 'flight') checkAirports(leg, path, note)
}

/** Codes stand in brackets, or after "via". */
const CODES = /\(([A-Z]{3})\)|\bvia ((?:[A-Z]{3}(?:, | and | or )?)+)/g

function checkAirports(leg: Leg, path: string, note: Findings['note']): void {
  const text = leg.details.join('\n')
  const named = [...text.matchAll(CODES)].flatMap(([, ends, via]) =>
    ends === undefined
      ? (via?.match(/[A-Z]{3}/g) ?? []).map((code) => ({ code, end: false }))
      : [{ code: ends, end: true }],
  )
  for (const { code, end } of named) {
    if (isCurrency(code)) continue
    const airport = findAirport(code)
    note(airport === undefined, `${path}.details`, `there is no airport ${code} with scheduled flights`)
    if (airport === undefined || !end) continue
    const km = Math.min(distanceKm(airport, leg.from), distanceKm(airport, leg.to))
    const tooFar = [leg.from, leg.to].every((end) => distanceKm(airport, end) > reachOf(end))
    note(tooFar, `${path}.details`, `${code} is ${Math.round(km)} km from both ends of this leg`)
  }
}

/** How far away an airport of a place may be: South Georgia's nearest is 1,450 km across the sea. Kilometres. */
function reachOf(place: Leg['from']): number {
  const [nearest] = airportsNear(place, { limit: 1 })
  return Math.max(AIRPORT_KM, REMOTE_SHARE * (nearest?.distanceKm ?? 0))
}
