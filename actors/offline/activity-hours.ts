/**
 * When something can be done on a date. Guides give no opening hours, so each kind has the usual ones, cut by
 * daylight, heat, season and closing days. An empty answer means: not on this date.
 */
import { type Candidate, isLongTrip } from './activity-candidate.ts'
import type { Conditions } from './day-conditions.ts'
import { type Span, within, without } from './day-clock.ts'

const at = (hour: number) => hour * 60
const hours = (from: number, to: number): Span => ({ from: at(from), to: at(to) })

/** Usual hours by kind, for what is not meant for the evening. */
const USUAL: Record<string, Span> = {
  museum: hours(10, 18),
  gallery: hours(10, 18),
  palace: hours(9.5, 17.5),
  castle: hours(9.5, 18),
  monument: hours(9, 18),
  church: hours(9, 17.5),
  temple: hours(8, 17.5),
  zoo: hours(9.5, 18),
  market: hours(9, 18),
  bath: hours(10, 20),
  show: hours(14, 22.5),
  stadium: hours(10, 18),
  other: hours(9.5, 19),
  lunch: hours(11.5, 15),
}
const DAYTIME = hours(8.5, 19.5)
/** What is best early should at least not be the last thing of a day. */
const EARLY = hours(8.5, 17)
const EVENING = hours(17, 24)
const MORNING_MARKET = hours(8, 13)
const TWILIGHT = hours(10, 14)
const MIDDAY_HEAT = hours(12.5, 16)
/** Where midday is too hot, gates open early and everybody comes then. */
const COOL_MORNING = { gates: at(7), open: at(6.5) } as const

/** Out of doors these are pointless or unsafe without the sun. */
const NEEDS_SUN = new Set(['viewpoint', 'hike', 'park', 'garden', 'beach', 'nature', 'boat', 'zoo'])
/** Lit streets and warm water: as good after dark, and in the north often all there is. */
const FINE_IN_THE_DARK = new Set([
  'neighbourhood',
  'street',
  'square',
  'bridge',
  'market',
  'food-street',
  'bath',
  'other',
  'show',
  'theatre',
  'stadium',
])

const MORNING_ONLY = /\bmornings? only\b/i
const IN_THE_MORNING = hours(8, 11.5)
const LONG_MORNING = 210
/** A typical high from which midday is for shade, in °C. */
export const HOT = 33
/** From here on no water helps against the sun of midday. */
const SCORCHING = 38
const TOO_HOT_TO_HIKE = 36
const TOO_COLD_TO_HIKE = -8
const TOO_COLD_TO_SWIM = 20

/** On these nobody sells tickets; on other holidays it is worth asking. */
const SHUT = /^(?:christmas day|new year'?s day|day of atonement|yom kippur)(?! \(sub)/i

/** The spans in which a candidate can be done on a date; the whole visit has to lie inside one. */
export function openSpans(candidate: Candidate, day: Conditions, oneWay = 0): Span[] {
  if (candidate.closedOn?.includes(day.weekday) || day.shut.includes(candidate.title)) return []
  if (candidate.season && !candidate.season.includes(day.month)) return []
  if (candidate.paid && candidate.setting !== 'outdoor' && SHUT.test(day.holiday ?? '')) return []
  const typical = day.typical
  if (candidate.kind === 'hike' && typical) {
    if (typical.high >= TOO_HOT_TO_HIKE || typical.high <= TOO_COLD_TO_HIKE) return []
  }
  // Of a beach that nobody has described only the water is known, and that is too cold then.
  const swim = candidate.kind === 'beach' && candidate.basis === 'generic'
  if (swim && typical && typical.high < TOO_COLD_TO_SWIM) return []
  const usual = usualHours(candidate, day, oneWay)
  if (!usual) return []
  const lit = lightHours(candidate, day, oneWay)
  let spans = lit ? within(usual, lit) : [usual]
  if (day.fasting && isTable(candidate)) {
    if (candidate.kind === 'lunch') return []
    spans = spans.flatMap((span) => within(span, { from: day.light.sun.to, to: 1440 }))
  }
  if (candidate.bestTime === 'morning' && candidate.minutes >= LONG_MORNING) {
    // Tours, boats and long paths set out early or not at all.
    spans = spans.flatMap((span) => within(span, { from: 0, to: at(10.5) + candidate.minutes }))
  }
  // Its guide knows when visitors are let in.
  if (isMorningOnly(candidate)) spans = spans.flatMap((span) => within(span, IN_THE_MORNING))
  if (isHotFor(candidate, day) && !candidate.dayTrip && candidate.minutes <= 240) {
    spans = spans.flatMap((span) => without(span, MIDDAY_HEAT))
  }
  return spans.filter((span) => span.to - span.from >= candidate.minutes)
}

/** Whether its guide says that visitors are let in in the morning only. */
export function isMorningOnly({ tip = '' }: Candidate): boolean {
  return MORNING_ONLY.test(tip)
}

/** Whether the sun of midday spoils it. */
function isHotFor({ kind, setting }: Candidate, { typical }: Conditions): boolean {
  const high = typical?.high ?? 0
  const cooled = ['beach', 'boat', 'bath'].includes(kind) && high < SCORCHING
  return high >= HOT && setting === 'outdoor' && !cooled
}

/** From when on in the heat, or as usual. */
function coolFrom(usual: Span, candidate: Candidate, day: Conditions): Span {
  if (!isHotFor(candidate, day)) return usual
  const cool = Math.max(COOL_MORNING[candidate.paid ? 'gates' : 'open'], day.light.sun.from)
  return { ...usual, from: Math.min(usual.from, cool) }
}

/** Whether eating is the point of it; a market is worth a walk for those who fast too. */
function isTable({ kind, interests }: Candidate): boolean {
  return kind === 'lunch' || kind === 'food-street' || (kind !== 'market' && interests[0] === 'food')
}

/** What there is only when it is dark, at any time of the year. */
const AT_NIGHT = /\b(?:stars|glow[- ]?worms?|by night|night drive|dark sky)\b/i

/** Whether it is made for the night: northern lights and the like need the dark. */
export function needsDark(candidate: Candidate): boolean {
  const { kind, setting, bestTime, title } = candidate
  if (
    (kind === 'nature' || kind === 'show') &&
    setting !== 'indoor' &&
    bestTime === 'evening' &&
    AT_NIGHT.test(title)
  )
    return true
  return (
    candidate.kind === 'nature' &&
    candidate.bestTime === 'evening' &&
    candidate.season !== undefined &&
    !(candidate.season.includes(6) && candidate.season.includes(12))
  )
}

const EARLY_ADVICE = /\b(?:at opening|dawn|sunrise|first light|before (?:seven|eight|nine|the gates))\b/i

/** Whether its guide says that it is for the first hours of the day, out of doors: a day out then begins with the light. */
export function isEarly({ bestTime, setting, tip, why, dayTrip, kind }: Candidate): boolean {
  if (bestTime !== 'morning' || setting !== 'outdoor') return false
  // "Steam at dawn": what is seen then only; a tip may speak of the sun of any sight.
  if (EARLY_ADVICE.test(why)) return true
  return (
    tip !== undefined &&
    EARLY_ADVICE.test(tip) &&
    (dayTrip || ['hike', 'nature', 'viewpoint', 'zoo', 'beach'].includes(kind))
  )
}

function usualHours(candidate: Candidate, day: Conditions, oneWay: number): Span | undefined {
  // What comes at dusk is over half an hour after it, and the way back still lies ahead.
  if (candidate.dayTrip && candidate.bestTime === 'evening') {
    const home = day.light.sun.to + 30 + oneWay
    return within({ from: home - candidate.minutes, to: home + 30 }, hours(6, 23.5))[0]
  }
  if (candidate.dayTrip)
    return coolFrom(hours(isLongTrip(candidate) || isEarly(candidate) ? 6 : 7.5, 21), candidate, day)
  const { kind, bestTime, setting } = candidate
  const { sun } = day.light
  if (needsDark(candidate)) {
    if (day.light.kind === 'midnight-sun' || sun.to > at(21.5)) return undefined
    // A long chase has to begin at dusk to be back the same night.
    const dusk = Math.max(candidate.minutes > 240 ? at(16) : at(18), sun.to + 75)
    return within({ from: at(16), to: 1440 }, { from: dusk, to: 1440 })[0]
  }
  if (bestTime === 'evening') {
    const sunBound =
      setting !== 'indoor' && (kind === 'hike' || (kind === 'viewpoint' && setting === 'outdoor'))
    // The hours before sunset are the point of an evening climb; it must be over when the sun is gone.
    // Whoever came for the sunset stays for it.
    const sunset = setting === 'outdoor' && kind !== 'boat' && /sunset/i.test(candidate.title)
    if (sunset || (sunBound && kind === 'viewpoint')) {
      const last = { from: sun.to - 15 - candidate.minutes, to: sun.to }
      return within(last, hours(12, 22))[0]
    }
    if (sunBound) return within({ from: sun.to - 60 - candidate.minutes, to: sun.to }, hours(12, 22))[0]
    if (candidate.interests[0] === 'nightlife' && kind !== 'theatre') return hours(18.5, 24)
    // At supper time, and early enough for children.
    if (kind === 'market' || kind === 'food-street') return hours(18, 24)
    // Lit banks are the point of an evening on the water: not before the sun is low, nor so late that nobody sails.
    if (kind === 'boat') return { from: Math.min(at(20), Math.max(at(17), sun.to - 45)), to: at(24) }
    if (kind === 'theatre' || kind === 'show') return hours(18.5, 23.5)
    if (kind === 'bath') return hours(16, 22)
    if (kind === 'viewpoint' || kind === 'museum' || kind === 'church') return hours(17, 21.5)
    // What is dinner too does not begin at five.
    return candidate.minutes >= 90 && candidate.interests.includes('food') ? hours(18, 24) : EVENING
  }
  if (kind === 'market' && bestTime === 'morning') return MORNING_MARKET
  if (kind === 'food-street' && bestTime !== 'morning') return hours(11, 21)
  if (kind === 'theatre') return bestTime === 'afternoon' ? hours(13, 18) : hours(10, 17)
  const usual = USUAL[kind] ?? DAYTIME
  if (isEarly(candidate)) return { from: Math.max(at(6.5), day.light.sun.from), to: at(17) }
  const best = bestTime === 'morning' && candidate.minutes < LONG_MORNING ? within(usual, EARLY)[0] : usual
  return best && coolFrom(best, candidate, day)
}

/** The light it needs, or undefined when it needs none. */
function lightHours(candidate: Candidate, day: Conditions, oneWay: number): Span | undefined {
  const { kind, setting, bestTime, dayTrip } = candidate
  const { light } = day
  if (light.kind === 'midnight-sun' || setting === 'indoor') return undefined
  if (needsDark(candidate)) return undefined
  if (kind === 'hike') return light.sun
  if (light.kind === 'polar-night') {
    // A guide that names the months of the polar night means what is done in its blue twilight.
    if (candidate.season) return dayTrip || candidate.minutes > 240 ? undefined : TWILIGHT
    if (dayTrip || (setting === 'outdoor' && NEEDS_SUN.has(kind))) return light.sun
    return undefined
  }
  // On a day trip the way there and back may be dark, the visit may not.
  if (dayTrip) return { from: light.sun.from - oneWay, to: light.sun.to + oneWay }
  if (bestTime === 'evening') {
    if (kind === 'viewpoint' && setting === 'outdoor') return light.sun
    if (kind === 'nature' || kind === 'beach') return { from: 0, to: light.sun.to + 45 }
    return undefined
  }
  if (setting === 'outdoor' && NEEDS_SUN.has(kind)) return light.sun
  if (setting === 'outdoor' && !FINE_IN_THE_DARK.has(kind) && light.hours >= 7) {
    return { from: light.sun.from, to: light.sun.to + 30 }
  }
  return undefined
}
