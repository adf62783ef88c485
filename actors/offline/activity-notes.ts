/** What a traveller should know about the activities as a whole, above all what they cannot rely on. */
import type { Source } from '../../machines/messages/index.ts'
import type { ActivityPlan, FilledFrame } from './activity-plan.ts'
import { PRICE_SOURCE } from './activity-price.ts'
import type { Wishes } from './activity-wishes.ts'
import { dayAndMonth, listed } from '../../machines/trip/wording.ts'

/** Notes of the activity section, each once. */
export function notesOf(plan: ActivityPlan, wishes: Wishes): string[] {
  const notes: string[] = []
  const unguided: string[] = []
  const all = plan.frames.flatMap(({ slots }) => slots)
  for (const [id, pool] of plan.pools) {
    const frames = plan.frames.filter(({ frame }) => frame.place.id === id)
    const name = frames[0]?.frame.place.name ?? ''
    if (!pool.guide) {
      unguided.push(name)
    } else {
      if (wishes.stepFree) {
        notes.push(
          `Only sights of ${name} that are known to be largely step-free were chosen` +
            `${pool.leftOut > 0 ? `; ${pool.leftOut} others were left out` : ''}. Ask each for the entrance to use.`,
        )
      }
    }
    const gentle = frames.filter(({ frame }) => frame.gentle).map(({ frame }) => frame)
    if (gentle[0]) {
      const dates = [...new Set(gentle.map(({ date }) => dayAndMonth(date)))]
      notes.push(
        `${name} lies at ${Math.round(gentle[0].place.elevation / 50) * 50} m: ${listed(dates)} ${dates.length === 1 ? 'is' : 'are'} kept gentle, without hikes or long trips.`,
      )
    }
  }
  // A wish that another stop fulfils needs no apology.
  const unserved = wishes.preferences.filter(
    (preference) => !all.some(({ candidate }) => candidate.interests.includes(preference)),
  )
  if (unserved.length > 0 && all.length > 0) {
    notes.push(`Nothing for ${listed(unserved)} fits these days; the plan says what is there instead.`)
  }
  if (unguided.length > 0) {
    const plans = unguided.length === 1 ? 'plan' : 'plans'
    const are = unguided.length === 1 ? 'is' : 'are'
    notes.push(
      `The ${plans} for ${listed(unguided)} ${are} thin: there is no curated guide to ${unguided.length === 1 ? 'it' : 'them'}. Towns nearby are real places from a ` +
        'gazetteer; everything else is a suggestion of what to look for, not a promise that it is there.',
    )
  }
  if (wishes.stepFree && [...plan.pools.values()].some(({ guide }) => !guide)) {
    notes.push('Where there is no guide, nothing is known about steps: ask before you go.')
  }
  if (wishes.avoided.length > 0) notes.push(`Left out as you asked: ${listed(wishes.avoided)}.`)
  notes.push(...lightNotes(plan.frames))
  notes.push('Opening hours are typical for each kind of sight, not looked up: check them before you go.')
  return [...new Set(notes)]
}

function lightNotes(frames: readonly FilledFrame[]): string[] {
  const notes: string[] = []
  const named = (kind: string) => [
    ...new Set(
      frames.filter(({ frame }) => frame.conditions.light.kind === kind).map(({ frame }) => frame.place.name),
    ),
  ]
  const dark = named('polar-night')
  const bright = named('midnight-sun')
  if (dark.length > 0) {
    notes.push(
      `Polar night in ${listed(dark)}: the sun does not rise, so hikes and outdoor viewpoints are left out, and what is outdoors by day uses the blue twilight around noon.`,
    )
  }
  if (bright.length > 0) {
    notes.push(
      `Midnight sun in ${listed(bright)}: the sun does not set, so outdoor plans are possible at any hour.`,
    )
  }
  return notes
}

/** Where the activities come from. */
export function sourcesOf(plan: ActivityPlan): Source[] {
  const bases = new Set(plan.frames.flatMap(({ slots }) => slots.map(({ candidate }) => candidate.basis)))
  const paid = plan.frames.some(({ slots }) => slots.some(({ candidate }) => candidate.paid))
  return [
    ...(bases.has('curated')
      ? [{ name: 'Caravan city guides', method: 'written by hand; usual hours by kind of sight' }]
      : []),
    ...(bases.has('gazetteer')
      ? [
          {
            name: 'GeoNames',
            method: 'towns nearby by population, names in other languages and distance',
            licence: 'CC BY 4.0',
          },
        ]
      : []),
    ...(bases.has('generic')
      ? [{ name: 'General suggestions', method: 'what to look for in any town; nothing looked up' }]
      : []),
    ...(paid ? [PRICE_SOURCE] : []),
  ]
}
