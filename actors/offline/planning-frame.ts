/**
 * The frame of a trip: which places get nights, when one arrives and leaves, and the legs between. Nights spent
 * travelling are taken off before the rest is shared, so stays and journeys together cover every night once.
 */
import type { ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { distanceKm } from '../atlas/index.ts'
import type { LegRole } from './leg-times.ts'
import { daysBetween, minutesOf, nextDate, planLeg, type LegPlan } from './leg-plan.ts'
import { placeWeight, shareNights } from './planning-nights.ts'
import type { Wishes } from './wishes.ts'

export type FrameStop = {
  readonly place: ResolvedPlace
  readonly arrive: string
  readonly leave: string
  readonly nights: number
}

export type FrameLeg = {
  readonly from: ResolvedPlace
  readonly to: ResolvedPlace
  readonly date: string
  readonly plan: LegPlan
}

export type Frame = {
  readonly stops: readonly FrameStop[]
  readonly legs: readonly FrameLeg[]
  /** Requested places that got no night, in the traveller's order. */
  readonly left: readonly ResolvedPlace[]
}

/** A stop within this distance of another can be seen from there in a day. Kilometres. */
export const DAY_VISIT_KM = 130
/** A journey costs its stop part of a day: up to this much more weight, in full from ten hours on. Nights. */
const JOURNEY_BONUS = 0.8
const LONG_JOURNEY_MINUTES = 600
/** Builds the frame, leaving out places as long as there are fewer nights than stops. */
export function buildFrame(request: TripRequest, wishes: Wishes, order: readonly ResolvedPlace[]): Frame {
  let kept = order
  const left: ResolvedPlace[] = []
  for (;;) {
    const frame = frameOf(request, wishes, kept)
    if (frame !== undefined) return { ...frame, left: order.filter((place) => left.includes(place)) }
    const dropped = leastMissed(kept)
    left.push(dropped)
    const without = kept.filter((place) => place !== dropped)
    // Dropping a stop between two visits to one place leaves it twice in a row.
    kept = without.filter((place, index) => place.id !== without[index - 1]?.id)
  }
}

/** Who goes first when nights are short: whoever can be visited from another stop, then whoever offers least. */
function leastMissed(stops: readonly ResolvedPlace[]): ResolvedPlace {
  const scored = stops.map((place, index) => {
    const others = stops.filter((other) => other.id !== place.id)
    const nearest = Math.min(...others.map((other) => distanceKm(place, other)))
    const near = nearest <= DAY_VISIT_KM ? 3 + (DAY_VISIT_KM - nearest) / 40 : 0
    return { place, index, score: placeWeight(place) - near }
  })
  scored.sort((a, b) => a.score - b.score || b.index - a.index)
  const [first] = scored
  if (first === undefined) throw new Error('a frame needs at least one stop')
  return first.place
}

type Skeleton = { readonly from: ResolvedPlace; readonly to: ResolvedPlace; readonly role: LegRole }

function skeleton(request: TripRequest, stops: readonly ResolvedPlace[]): readonly Skeleton[] {
  const { origin } = request
  const first = stops[0]
  const last = stops.at(-1)
  const between = stops.slice(1).flatMap((to, index) => {
    const from = stops[index]
    return from === undefined ? [] : [{ from, to, role: 'between' as const }]
  })
  if (origin === undefined || first === undefined || last === undefined) return between
  return [
    ...(origin.id === first.id ? [] : [{ from: origin, to: first, role: 'outbound' as const }]),
    ...between,
    ...(origin.id === last.id ? [] : [{ from: last, to: origin, role: 'return' as const }]),
  ]
}

function frameOf(
  request: TripRequest,
  wishes: Wishes,
  places: readonly ResolvedPlace[],
): Omit<Frame, 'left'> | undefined {
  const bones = skeleton(request, places)
  const total = daysBetween(request.start, request.end)
  // A first look at the journeys, all as if on the first day, says how many nights they take.
  const plans = bones.map((bone) => planBone(bone, request.start, request, wishes))
  const shifts = bones.map((bone, index) => usedDays(bone, plans[index]))
  let nights = total - shifts.reduce((sum, shift) => sum + shift, 0)
  const worth = weights(places, bones, plans)
  for (;;) {
    if (places.length > 1 && nights < places.length) return undefined
    const frame = lay(request, wishes, places, bones, shareNights(worth, Math.max(0, nights)))
    // On its real date a journey may take a night more (clock change): the last stop pays, unless it has but one.
    if (places.length === 1 || (frame.stops.at(-1)?.nights ?? 0) >= 1) return frame
    nights -= 1
  }
}

function planBone(bone: Skeleton, date: string, request: TripRequest, wishes: Wishes): LegPlan {
  // Setting out so as to arrive before the trip's first date would make a date no day belongs to.
  const plan = planLeg({ ...bone, date, request, wishes, noEarlierDate: bone.role === 'outbound' })
  if (bone.role !== 'outbound' || plan.times.dayShift >= 0) return plan
  return planLeg({ ...bone, date: nextDate(request.start, 1), request, wishes })
}

/** Calendar days a leg takes off the nights. The way out across the date line is moved to the next date, so none. */
function usedDays(bone: Skeleton, plan: LegPlan | undefined): number {
  if (plan === undefined || bone.role === 'return') return 0
  return bone.role === 'outbound' ? Math.max(0, plan.times.dayShift) : plan.times.dayShift
}

function weights(
  places: readonly ResolvedPlace[],
  bones: readonly Skeleton[],
  plans: readonly LegPlan[],
): readonly number[] {
  return places.map((place, index) => {
    const way = bones.findIndex((bone) => bone.to.id === place.id && (index > 0 || bone.role === 'outbound'))
    const minutes = plans[way]?.estimate.best.minutes ?? 0
    const share = Math.min(1, Math.max(0, (minutes - 240) / (LONG_JOURNEY_MINUTES - 240)))
    return placeWeight(place) + share * JOURNEY_BONUS
  })
}

/** Puts stops and legs on the calendar, each leg planned on its own date; the last stop ends with the trip. */
function lay(
  request: TripRequest,
  wishes: Wishes,
  places: readonly ResolvedPlace[],
  bones: readonly Skeleton[],
  shares: readonly number[],
): Omit<Frame, 'left'> {
  const stops: FrameStop[] = []
  const legs: FrameLeg[] = []
  const take = (date: string): number => {
    const bone = bones[legs.length]
    if (bone === undefined) return 0
    const plan = planBone(bone, date, request, wishes)
    const departs = plan.times.depart.slice(0, 10)
    legs.push({ from: bone.from, to: bone.to, date: departs, plan })
    return usedDays(bone, plan)
  }
  let arrive = request.start
  if (bones[0]?.role === 'outbound') arrive = nextDate(arrive, take(request.start))
  for (const [index, place] of places.entries()) {
    const last = index === places.length - 1
    const leave = last && arrive <= request.end ? request.end : nextDate(arrive, shares[index] ?? 0)
    stops.push({ place, arrive, leave, nights: daysBetween(arrive, leave) })
    const shift = take(leave)
    if (!last) arrive = nextDate(leave, shift)
  }
  return { stops, legs }
}

/**
 * The way home on the very day of arrival must not start before one is there: replans the last leg where the trip has
 * no night at its last stop.
 */
export function fitReturn(frame: Frame, request: TripRequest, wishes: Wishes): Frame {
  const legs = [...frame.legs]
  const home = legs.at(-1)
  const there = legs.at(-2)
  if (home?.plan.role !== 'return' || there === undefined) return frame
  const arrived = there.plan.times.arrive
  const sameDay = arrived.slice(0, 10) === home.date
  if (home.plan.times.depart > arrived && !sameDay) return frame
  const { minutes } = home.plan.estimate.best
  // A day out ends after an early dinner, if that still brings one home before bed.
  const evening = sameDay ? Math.min(18 * 60, 22 * 60 + 30 - minutes) : 0
  const ready = Math.max(minutesOf(arrived.slice(11)) + 120, evening)
  const tooLate = ready > 22 * 60
  const date = tooLate ? nextDate(arrived.slice(0, 10), 1) : arrived.slice(0, 10)
  const plan = planLeg({
    from: home.from,
    to: home.to,
    date,
    role: 'return',
    request,
    wishes,
    ...(tooLate ? {} : { notBefore: ready }),
  })
  legs[legs.length - 1] = { ...home, date, plan }
  return { ...frame, legs }
}
