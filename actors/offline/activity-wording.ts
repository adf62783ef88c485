/** The sentences of an activity: why it is there, what to know. */
import { guideOf } from '../atlas/sights/guide-of.ts'
import type { Wishes } from './activity-wishes.ts'
import { closesOnHolidays, servedBy } from './activity-appetite.ts'
import { type Candidate, isTaughtFood } from './activity-candidate.ts'
import { listed, lowered } from '../../machines/trip/wording.ts'
import type { DayFrame } from './day-frame.ts'
import { isEveningMeal, type Slot } from './day-schedule.ts'
import { isWalk } from './day-travel.ts'
import { isEarly, needsDark } from './activity-hours.ts'

/** Famous enough that its place in the guide is the reason. */
const HIGHLIGHT = 0.75

/**
 * Why an item is on the plan: what it is, and what speaks for it on this day at this hour.
 * @param said the reasons and interests that the day has named; none is said twice
 */
export function whyOf(
  slot: Slot,
  before: Slot | undefined,
  frame: DayFrame,
  wishes: Wishes,
  said: Set<string>,
): string {
  const { candidate } = slot
  const reason = reasonFor(candidate, before?.candidate, frame, wishes, slot.start, said)
  if (reason === undefined || said.has(reason)) return candidate.why
  said.add(reason)
  return `${candidate.why} ${reason}`
}

function reasonFor(
  candidate: Candidate,
  before: Candidate | undefined,
  frame: DayFrame,
  wishes: Wishes,
  start: number,
  said: Set<string>,
): string | undefined {
  const served = servedBy(candidate, wishes)
  const { typical, light } = frame.conditions
  if (served.length > 0) {
    const fresh = served.filter((interest) => !said.has(interest)).slice(0, 3)
    for (const interest of fresh) said.add(interest)
    return fresh.length > 0 ? `For your interest in ${listed(fresh)}.` : undefined
  }
  if (candidate.basis !== 'curated') return undefined
  if (wishes.children > 0 && candidate.interests.includes('family')) return 'Good with children.'
  if (needsDark(candidate)) return 'The nights are dark enough for it at this time of year.'
  if (light.kind === 'polar-night' && candidate.setting === 'indoor')
    return 'Indoors, while the sun stays down.'
  if (typical && typical.rain >= 0.5 && candidate.setting === 'indoor')
    return 'Indoors, since rain is likely.'
  if (candidate.prominence >= HIGHLIGHT)
    return `A highlight of ${guideOf(frame.place)?.city ?? frame.place.name}.`
  if (before && !before.dayTrip && isWalk(before, candidate)) return 'A short walk from the stop before.'
  if (candidate.bestTime === 'morning' && start < 11 * 60) return 'At its best in the morning.'
  if (candidate.bestTime === 'evening' && start < 16 * 60) return 'Timed for the light before sunset.'
  if (candidate.bestTime === 'evening') return 'At its best in the evening.'
  return undefined
}

/** Once a day is enough. */
const HEAT = 'Take water and shade seriously.'

/** What to know before going: the guide's tip, a holiday, children, heat. At most two sentences. */
export function tipOf(slot: Slot, frame: DayFrame, wishes: Wishes, said: Set<string>): string | undefined {
  const { candidate, travel, start, end } = slot
  const tips: string[] = []
  const { holiday, feast, typical } = frame.conditions
  const off = holiday === undefined ? feast : `Public holiday (${holiday})`
  const fasting = frame.conditions.fasting && start < frame.conditions.light.sun.to
  if (off !== undefined && (closesOnHolidays(candidate) || candidate.paid)) {
    tips.push(`${off}: check that it is open.`)
  }
  if (candidate.tip !== undefined) {
    // Advice to be there first would contradict the plan's own hour.
    const late =
      isEarly(candidate) && start >= Math.max(LATE_FOR_EARLY, frame.conditions.light.sun.from + 120)
    tips.push(
      late ? `Earlier is better, if you can: ${lowered(sentence(candidate.tip))}` : sentence(candidate.tip),
    )
  }
  const overMidday = start <= 705 && end >= 810 && end - start >= 240
  if (candidate.dayTrip && candidate.basis === 'curated')
    tips.push(`Times include the way there and back${overMidday && !fasting ? '; have lunch there' : ''}.`)
  else if (overMidday)
    tips.push(
      fasting
        ? 'Take what you need with you: by day hardly anybody serves food.'
        : 'Have lunch there or take it with you.',
    )
  const meal = fasting ? undefined : mealAt(slot)
  if (candidate.kind === 'lunch') said.add('lunch')
  // Nobody lunches twice: after a long lunch a food street is for a bite.
  if (meal !== undefined && !said.has(meal)) tips.push(`This is ${meal} too.`)
  if (meal !== undefined) said.add(meal)
  if (meal === undefined && start <= 1110 && end >= 1230)
    tips.push('Ask whether a meal is part of it; if not, eat before.')
  if (wishes.stepFree && candidate.basis === 'generic') tips.push('Ask for the step-free way.')
  if (
    typical &&
    typical.high >= 32 &&
    candidate.setting === 'outdoor' &&
    start < 16 * 60 &&
    !said.has(HEAT)
  ) {
    said.add(HEAT)
    tips.push(HEAT)
  }
  if (needsDark(candidate)) tips.push('Operators set the hours; clear skies can keep it out late.')
  if (!candidate.dayTrip && travel >= 30) tips.push(`Allow about ${travel} minutes to get there.`)
  const text = tips.slice(0, 3).join(' ')
  return text === '' ? undefined : text
}

/** The meal that is had there; whoever plans meals leaves it out then. */
function mealAt({ candidate, start, end }: Slot): 'lunch' | 'dinner' | undefined {
  if (isEveningMeal(candidate)) return 'dinner'
  const eats = ['market', 'food-street'].includes(candidate.kind) && candidate.minutes >= 45
  if (!eats && !isTaughtFood(candidate)) return undefined
  if (Math.min(end, 915) - Math.max(start, 705) >= 45) return 'lunch'
  if (isTaughtFood(candidate)) return end >= 1125 ? 'dinner' : undefined
  return start >= 1035 ? 'dinner' : undefined
}

/** Minutes since midnight from which a morning is no longer early. */
const LATE_FOR_EARLY = 8 * 60 + 30

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
