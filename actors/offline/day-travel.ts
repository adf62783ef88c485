/** How long it takes to get about in and around a town, from distance alone: no timetable is known offline. */
import { distanceKm } from '../atlas/index.ts'

interface Spot {
  readonly lat: number
  readonly lon: number
}

const WALKABLE_KM = 1.3
/** Kilometres up to which a regional train stops everywhere; what lies beyond is covered faster. */
const REGION_KM = 50

/**
 * Minutes from one spot to another: on foot when near, else by city transport with waiting and detours, and beyond
 * the city by regional train or bus. Rounded up to five minutes, since nobody plans finer.
 * @param slow with children or a wheelchair everything takes a quarter longer
 */
export function travelMinutes(from: Spot, to: Spot, slow = false): number {
  const km = distanceKm(from, to)
  if (km < 0.05) return 0
  let minutes: number
  if (km <= WALKABLE_KM) minutes = ((km * 1.3) / 4.5) * 60
  else if (km <= 12) minutes = 10 + ((km * 1.3) / 22) * 60
  else {
    const near = Math.min(km, REGION_KM)
    minutes = 20 + 1.25 * 60 * (near / 45 + (km - near) / 65)
  }
  return Math.ceil((minutes * (slow ? 1.25 : 1)) / 5) * 5
}

/** Whether one would walk rather than ride. */
export function isWalk(from: Spot, to: Spot): boolean {
  return distanceKm(from, to) <= WALKABLE_KM
}

const POINTS = [
  'north',
  'north-east',
  'east',
  'south-east',
  'south',
  'south-west',
  'west',
  'north-west',
] as const

/** "north-east": in which direction one place lies from another. */
export function direction(from: Spot, to: Spot): string {
  const radian = Math.PI / 180
  const dLon = (to.lon - from.lon) * radian
  const y = Math.sin(dLon) * Math.cos(to.lat * radian)
  const x =
    Math.cos(from.lat * radian) * Math.sin(to.lat * radian) -
    Math.sin(from.lat * radian) * Math.cos(to.lat * radian) * Math.cos(dLon)
  const degrees = (Math.atan2(y, x) / radian + 360) % 360
  return POINTS[Math.round(degrees / 45) % 8] ?? 'north'
}
